import type { Translatable, TranslatableThing } from '../../platform/registry/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';
import { type May, mayWith } from './access.ts';
import { type Kept, unitKey } from './queries.ts';
import {
  type Assignment,
  type Counts,
  covers,
  type Mark,
  noCounts,
  type State,
  stateOf,
  states,
  totalOf,
} from './translation.ts';

/** One thing in one language. */
export type Line = {
  kind: string;
  thing: TranslatableThing;
  locale: string;
  counts: Counts;
  /** A draft waits to be taken over. */
  waiting: boolean;
  may: May;
  assigned: Assignment[];
};

/** The most things of one kind that the room shows, newest first. */
export const mostThings = 2_000;

/** Every thing in every language into which it can be translated, as far as the actor has to do with it. */
export function linesOf(
  listed: readonly { kind: Translatable; things: readonly TranslatableThing[] }[],
  known: {
    marks: Kept<Mark>;
    waiting: ReadonlySet<string>;
    assignments: readonly Assignment[];
    own: readonly Assignment[];
  },
  actor: Actor,
  locales: readonly string[],
): Line[] {
  const lines: Line[] = [];
  for (const { kind, things } of listed) {
    for (const thing of things) {
      for (const locale of locales) {
        if (locale === thing.source) continue;
        const may = mayWith(actor, known.own, kind.kind, thing, locale);
        if (!may) continue;
        const counts = noCounts();
        let waiting = false;
        for (const { name } of kind.fields) {
          const key = unitKey(kind.kind, thing.id, name, locale);
          const state = stateOf({
            source: thing.texts[thing.source]?.[name] ?? '',
            sourceLocale: thing.source,
            target: thing.texts[locale]?.[name] ?? '',
            mark: known.marks.get(key),
            waiting: known.waiting.has(key),
          });
          if (!state) continue;
          counts[state] += 1;
          waiting ||= known.waiting.has(key);
        }
        if (totalOf(counts) === 0) continue;
        const assigned = known.assignments.filter((one) => covers(one, kind.kind, thing, locale));
        lines.push({ kind: kind.kind, thing, locale, counts, waiting, may, assigned });
      }
    }
  }
  return lines;
}

/** How many fields stand how, by language and kind. */
export function progressOf(lines: readonly Line[]): { locale: string; kind: string; counts: Counts }[] {
  const all = new Map<string, { locale: string; kind: string; counts: Counts }>();
  for (const line of lines) {
    const key = `${line.locale} ${line.kind}`;
    const row = all.get(key);
    if (row) row.counts = sumOf([row.counts, line.counts]);
    else all.set(key, { locale: line.locale, kind: line.kind, counts: line.counts });
  }
  return [...all.values()];
}

/** Something of it is not reviewed. */
export const isOpen = ({ counts }: Pick<Line, 'counts'>): boolean => counts.reviewed < totalOf(counts);

/** The counts of several lines together. */
export function sumOf(all: readonly Counts[]): Counts {
  const sum = noCounts();
  for (const counts of all) for (const state of states) sum[state] += counts[state];
  return sum;
}

/** The lines thing by thing: first what waits for a review, then what is not all reviewed, then the rest, each as they came. */
export function byThing<L extends Pick<Line, 'thing' | 'waiting' | 'counts'>>(lines: readonly L[]): L[][] {
  const turn = (line: L) => (line.waiting ? 0 : isOpen(line) ? 1 : 2);
  return [...Map.groupBy(lines, ({ thing }) => thing).values()]
    .map((lines) => ({ lines, turn: Math.min(...lines.map(turn)) }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ lines }) => lines);
}

export type Filters = {
  language?: string;
  kind?: string;
  state?: State | 'waiting' | 'open';
  mine?: boolean;
  find?: string;
};

/** The lines that pass the filters. `open`: whatever is not all reviewed. */
export const filtered = (lines: readonly Line[], filters: Filters, accountId: string | undefined): Line[] => {
  const find = filters.find?.toLocaleLowerCase();
  return lines.filter(
    (line) =>
      (!filters.language || line.locale === filters.language) &&
      (!filters.kind || line.kind === filters.kind) &&
      (!find || line.thing.title.toLocaleLowerCase().includes(find)) &&
      (!filters.mine || line.assigned.some((one) => one.accountId === accountId)) &&
      (!filters.state ||
        (filters.state === 'waiting'
          ? line.waiting
          : filters.state === 'open'
            ? isOpen(line)
            : line.counts[filters.state] > 0)),
  );
};
