import { clientOf, streamOf, type Trx } from './pool.ts';

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

/** What is asked in `ask` goes to the database in one message, instead of one for each statement. `ask` waits for nothing. */
export function inOneMessage<T>(trx: Trx, ask: () => T): T {
  const stream = streamOf(clientOf(trx));
  stream.cork();
  try {
    return ask();
  } finally {
    stream.uncork();
  }
}

/*
 * Arrays for many rows in one parameter. The driver writes them too, but looks at every sign of every element, and so does
 * PostgreSQL when it reads them.
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

/** Of any text, in PostgreSQL's binary form (array_recv): nothing is quoted. For a parameter that is a `text[]`. */
export function textArray(texts: readonly string[]): Buffer {
  let room = 20;
  // A sign of UTF-16 takes three bytes at most.
  for (const text of texts) room += 4 + text.length * 3;
  const bytes = Buffer.allocUnsafe(room);
  bytes.writeInt32BE(texts.length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(0, 4);
  bytes.writeInt32BE(textOid, 8);
  bytes.writeInt32BE(texts.length, 12);
  bytes.writeInt32BE(1, 16);
  let end = texts.length === 0 ? 12 : 20;
  for (const text of texts) {
    const written = bytes.write(text, end + 4);
    bytes.writeInt32BE(written, end);
    end += 4 + written;
  }
  return bytes.subarray(0, end);
}

const textOid = 25;

/** Of any text, as PostgreSQL reads it: for an array that is itself an element of a `textArray`, and cast in the statement. */
export const quotedArray = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`).join()}}`;
