import { clientOf, type Trx } from './pool.ts';

/** A statement that each connection parses and plans once. The name stands for this text alone, in the whole program. */
export type Statement = { name: string; text: string };

/**
 * Runs a prepared statement in the open transaction. What is run without waiting for the one before goes to the database at once,
 * and is done there in order; when one fails, all behind it do.
 */
export async function prepared<Row>(trx: Trx, { name, text }: Statement, values: unknown[]): Promise<Row[]> {
  const { rows } = await clientOf(trx).query({ name, text, values });
  return rows as Row[];
}

/*
 * Arrays as PostgreSQL reads them, for many rows in one parameter. The driver writes them too, but looks at every sign of
 * every element.
 */

/** Of what needs no quotes: uuids, numbers, hex. */
export const plainArray = (values: readonly string[]): string => `{${values.join()}}`;

/** Of instants. */
export const instantArray = (moments: readonly Date[]): string => {
  let last: Date | undefined;
  let text = '';
  return plainArray(
    moments.map((moment) => {
      if (moment.getTime() !== last?.getTime()) {
        last = moment;
        text = moment.toISOString();
      }
      return text;
    }),
  );
};

/** Of any text. */
export function textArray(texts: readonly string[]): string {
  const quoted = texts.map((text) => (/["\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`));
  return `{${quoted.join()}}`;
}
