import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { State as Chip } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Standing } from '../standing.ts';
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

/** On a thing's page in its own room: the languages in which something is to do, each with the way to the editor. */
export function Translations({
  v,
  kind,
  id,
  standings,
}: {
  v: View;
  kind: string;
  id: string;
  standings: readonly Standing[];
}) {
  if (standings.length === 0) return null;
  return (
    <ul class="tags">
      {standings.map(({ locale, state }) => (
        <li>
          <a href={urls.translations.text(v.at, kind, id, locale)}>{languageName(locale)}</a>{' '}
          <StateChip v={v} state={state} />
        </li>
      ))}
    </ul>
  );
}

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
