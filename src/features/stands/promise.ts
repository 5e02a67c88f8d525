import type { Stand } from './stand.ts';

export const outcomes = ['kept', 'broken', 'open'] as const;
export type OutcomeWord = (typeof outcomes)[number];

/** What became of a promise, as it was recorded. */
export type Outcome = {
  id: string;
  outcome: OutcomeWord;
  seenOn: string;
  source: string;
  sourceUrl: string | null;
  recordedAt: Date;
};

/** A recorded promise: as a stand, with what was promised, by when, and all that was recorded of its outcome. */
export type Promised = Omit<Stand, 'stand'> & {
  promise: string;
  /** A calendar day, or null where none was named. */
  dueOn: string | null;
  /** The latest recorded first. */
  outcomes: Outcome[];
};

/** What counts of a promise: the outcome that was recorded last. */
export const outcomeOf = (promised: Pick<Promised, 'outcomes'>): OutcomeWord => promised.outcomes[0]?.outcome ?? 'open';

/** Whether the day by which it was promised has come and nobody has recorded what became of it. */
export const isDue = (promised: Promised, today: string): boolean =>
  !promised.retractedAt && outcomeOf(promised) === 'open' && promised.dueOn !== null && promised.dueOn <= today;

export type PromiseCount = Record<OutcomeWord, number>;

/** How many were kept, broken, and are open. What was taken back is not counted. */
export function countPromises(promises: readonly Promised[]): PromiseCount {
  const count: PromiseCount = { kept: 0, broken: 0, open: 0 };
  for (const promised of promises) if (!promised.retractedAt) count[outcomeOf(promised)] += 1;
  return count;
}

/** Due ones first, then open by their day, then the settled; those taken back last; within each the latest saying first. */
export function inOrder(promises: readonly Promised[]): Promised[] {
  const rank = (one: Promised) => (one.retractedAt ? 2 : outcomeOf(one) === 'open' ? 0 : 1);
  const due = (one: Promised) => (rank(one) === 0 ? (one.dueOn ?? '9999') : '');
  return [...promises].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(due(a), due(b)) ||
      compare(b.saidOn, a.saidOn) ||
      b.recordedAt.getTime() - a.recordedAt.getTime(),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One line of a campaign's history. */
export type Entry =
  | { kind: 'stand'; on: string; at: Date; stand: Stand }
  | { kind: 'promise'; on: string; at: Date; promised: Promised }
  | { kind: 'outcome'; on: string; at: Date; promised: Promised; outcome: Outcome };

/** Everything that was recorded for a campaign, the latest day first; what was taken back stands where it was said. */
export function historyOf(stands: readonly Stand[], promises: readonly Promised[]): Entry[] {
  const entries: Entry[] = [
    ...stands.map((stand): Entry => ({ kind: 'stand', on: stand.saidOn, at: stand.recordedAt, stand })),
    ...promises.flatMap((promised): Entry[] => [
      { kind: 'promise', on: promised.saidOn, at: promised.recordedAt, promised },
      ...promised.outcomes.map(
        (outcome): Entry => ({ kind: 'outcome', on: outcome.seenOn, at: outcome.recordedAt, promised, outcome }),
      ),
    ]),
  ];
  return entries.sort((a, b) => compare(b.on, a.on) || b.at.getTime() - a.at.getTime());
}
