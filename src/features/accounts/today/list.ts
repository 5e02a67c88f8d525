import type { DashboardItem } from '../../../platform/registry/index.ts';

/** A thing on somebody's list of today, with the room it belongs to and the key by which it can be set aside. */
export type TodayItem = DashboardItem & { room: string; key: string };

/** What somebody set aside: until an instant, or (null) because it is not hers. */
export type Mark = { key: string; until: Date | null };

/** Things of one kind are folded together from this many on. */
export const foldedFrom = 4;

/** The list, in order: one thing, or many of one kind. */
export type Line = { items: TodayItem[] };

/**
 * Names a thing for as long as it waits: the room, and what the room names it by, else its kind and the page on which it is done,
 * without the network and the language.
 */
export const keyOf = (room: string, item: DashboardItem): string =>
  `${room}:${item.key ?? `${item.kind ?? ''}${item.href.replace(/^\/[^/]+\/[^/?]+/, '')}`}`.slice(0, 300);

const ranks = { now: 0, soon: 1, later: 2 } as const;

/** Hers first, then what is urgent, then what waits longest; what has no beginning comes last. */
export function inOrder(items: readonly TodayItem[]): TodayItem[] {
  const rank = (item: TodayItem) => (item.mine ? 0 : 1) * 10 + ranks[item.urgency ?? 'soon'];
  const since = (item: TodayItem) => item.since?.getTime() ?? Number.POSITIVE_INFINITY;
  return items
    .map((item, at) => ({ item, at }))
    .sort((a, b) => {
      const order = rank(a.item) - rank(b.item);
      if (order !== 0) return order;
      const age = since(a.item) - since(b.item);
      // Two without a beginning: as their rooms gave them.
      return Number.isNaN(age) || age === 0 ? a.at - b.at : age;
    })
    .map(({ item }) => item);
}

/** What is on the list at an instant, and what was set aside. A thing of hers is never "not hers". */
export function divided(
  items: readonly TodayItem[],
  marks: readonly Mark[],
  now: Date,
): { shown: TodayItem[]; aside: { item: TodayItem; until: Date | null }[] } {
  const byKey = new Map(marks.map((mark) => [mark.key, mark.until]));
  const shown: TodayItem[] = [];
  const aside: { item: TodayItem; until: Date | null }[] = [];
  for (const item of items) {
    const until = byKey.get(item.key);
    const holds = until === undefined ? false : until === null ? !item.mine : until > now;
    if (holds) aside.push({ item, until: until ?? null });
    else shown.push(item);
  }
  return { shown, aside };
}

/** How many lines of the list stand open; what comes after them is folded, unless it is little. */
export const openLines = 12;

/** The lines that come first, and those that stand folded below them. */
export function begun(lines: readonly Line[]): { first: Line[]; rest: Line[] } {
  const open = lines.length > openLines + foldedFrom ? openLines : lines.length;
  return { first: lines.slice(0, open), rest: lines.slice(open) };
}

/** The list with many of one kind folded into one line, where the first of them stands. */
export function foldedLines(items: readonly TodayItem[]): Line[] {
  const kindOf = (item: TodayItem) => `${item.room} ${item.kind ?? ''} ${item.mine ?? false}`;
  const counts = new Map<string, number>();
  for (const item of items) counts.set(kindOf(item), (counts.get(kindOf(item)) ?? 0) + 1);
  const lines: Line[] = [];
  const open = new Map<string, Line>();
  for (const item of items) {
    const kind = kindOf(item);
    const line = open.get(kind);
    if (line) {
      line.items.push(item);
      continue;
    }
    const made: Line = { items: [item] };
    lines.push(made);
    if (counts.get(kind)! >= foldedFrom) open.set(kind, made);
  }
  return lines;
}
