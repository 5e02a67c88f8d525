import type { Translatable, TranslatableThing } from '../../../platform/registry/index.ts';
import { mistakesIn } from '../commands.ts';
import { digestOf, holds, type Mark } from '../translation.ts';
import type { Import } from './queries.ts';

/** How an entry meets what stands now. */
export const fates = ['new', 'changed', 'stale', 'reviewed', 'unchanged', 'empty', 'unknown', 'refused'] as const;
export type Fate = (typeof fates)[number];

/** One row of a list as it was read. */
export type ImportRow = {
  line: number;
  kind: string;
  thingId: string;
  field: string;
  source: string;
  target: string;
  fuzzy: boolean;
  refused: string | null;
};

/** What becomes of an entry: its fate, whether it is taken over, and why not. */
export type Plan = { fate: Fate; taken: boolean; why?: string; live: string };

/**
 * What becomes of one entry, given the thing as it is now. An entry whose source has changed meanwhile is taken only where nothing stands
 * yet, and is marked so; one that would replace a reviewed text only when that was asked for.
 */
export function planOf(
  row: ImportRow,
  kind: Translatable | undefined,
  thing: TranslatableThing | undefined,
  mark: Mark | undefined,
  { locale, overReviewed, made }: Pick<Import, 'locale' | 'overReviewed' | 'made'>,
): Plan {
  const no = (fate: Fate, why?: string, live = ''): Plan => ({ fate, taken: false, why, live });
  if (row.refused) return no('refused', row.refused);
  const field = kind?.fields.find(({ name }) => name === row.field);
  if (!kind || !field || !thing || thing.source === locale) return no('unknown');
  const live = thing.texts[locale]?.[row.field] ?? '';
  const source = thing.texts[thing.source]?.[row.field] ?? '';
  if (row.target === '') return no('empty', undefined, live);
  // As it stood, but no longer fuzzy: somebody went over what a machine made, or what was made from another source, and says it is right.
  const waited =
    mark && holds({ target: digestOf(live), mark }) && (isDoubtful(mark) || mark.sourceDigest !== digestOf(source));
  const said = made === 'reviewed' && !row.fuzzy && row.source === source && waited;
  if (row.target === live.trim())
    return said ? { fate: 'changed', taken: true, live } : no('unchanged', undefined, live);
  if (source === '') return no('unknown', undefined, live);
  const [wrong] = Object.values(mistakesIn({ ...kind, fields: [field] }, { [row.field]: row.target }));
  if (wrong) return no('refused', wrong.key, live);
  if (row.source !== source) return live === '' ? { fate: 'stale', taken: true, live } : no('stale', undefined, live);
  if (live === '') return { fate: 'new', taken: true, live };
  const right = mark?.reviewed && holds({ target: digestOf(live), mark });
  if (right && !overReviewed) return no('reviewed', undefined, live);
  return { fate: 'changed', taken: true, live };
}

const isDoubtful = ({ madeBy, reviewed }: Mark): boolean => madeBy === 'machine' && !reviewed;

/** The entries of each thing together, in the order of the file. */
export const byThing = <R extends Pick<ImportRow, 'kind' | 'thingId'>>(rows: readonly R[]): R[][] => [
  ...Map.groupBy(rows, (row) => `${row.kind}:${row.thingId}`).values(),
];
