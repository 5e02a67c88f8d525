/** Where a list goes on: after the last row that was shown, by its time and id. */
export type After = { at: Date; id: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What the address says of it; anything else than what `writeAfter` wrote begins the list anew. */
export function readAfter(text: string | undefined): After | undefined {
  const [at, id] = (text ?? '').split('_');
  return at && uuid.test(id ?? '') && !Number.isNaN(Number(at)) ? { at: new Date(Number(at)), id: id! } : undefined;
}

/** For the address of the page that follows. */
export const writeAfter = ({ at, id }: After): string => `${at.getTime()}_${id}`;
