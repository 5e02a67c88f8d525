/** Where a list goes on: after the last row that was shown, by its time and id. */
export type After = { at: Date; id: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What the address says of it; anything else than what `onePage` wrote begins the list anew. */
export function readAfter(text: string | undefined): After | undefined {
  const [at, id] = (text ?? '').split('_');
  return at && uuid.test(id ?? '') && !Number.isNaN(Number(at)) ? { at: new Date(Number(at)), id: id! } : undefined;
}

/** For the address of the page that follows. */
const writeAfter = ({ at, id }: After): string => `${at.getTime()}_${id}`;

/** The first page of `rows` (asked for with one more than a page holds), and the address of the next, if there is one. */
export function onePage<T>(
  rows: readonly T[],
  size: number,
  at: (row: T) => After,
  address: (after: string) => string,
): { list: T[]; next: string | undefined } {
  const last = rows[size - 1];
  return { list: rows.slice(0, size), next: rows.length > size && last ? address(writeAfter(at(last))) : undefined };
}
