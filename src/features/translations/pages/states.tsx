import type { View } from '../../../platform/http/index.ts';
import { State as Chip } from '../../../ui/index.ts';
import { type Counts, type State, states, totalOf } from '../translation.ts';

const tones: Record<State, 'ok' | 'wait' | 'bad' | 'plain'> = {
  missing: 'bad',
  machine: 'wait',
  unreviewed: 'plain',
  stale: 'wait',
  reviewed: 'ok',
};

/** How a text stands, in words. */
export const StateChip = ({ v, state }: { v: View; state: State }) => (
  <Chip tone={tones[state]}>{v.t(`translations.state.${state}`)}</Chip>
);

/** Numbers of all states that occur: "3 missing · 1 reviewed". */
export const countsIn = (v: View, counts: Counts): string =>
  states
    .filter((state) => counts[state] > 0)
    .map((state) => v.t(`translations.count.${state}`, { count: counts[state] }))
    .join(' · ');

/** How much is reviewed: a bar with its number beside it. */
export function Progress({ v, counts, label }: { v: View; counts: Counts; label: string }) {
  const total = totalOf(counts);
  return (
    <span class="reviewed">
      <progress value={counts.reviewed} max={Math.max(1, total)} aria-label={label} />
      <small>{v.t('translations.progress', { done: counts.reviewed, total })}</small>
    </span>
  );
}
