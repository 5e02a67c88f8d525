import { type RawBuilder, sql } from 'kysely';

/** The SHA-256 of a text column as hexadecimal digits; empty for an empty text. As `sha256(text).toString('hex')` in the program. */
export const textDigest = (column: string): RawBuilder<string> =>
  sql<string>`case when ${sql.ref(column)} = '' then '' else encode(sha256(convert_to(${sql.ref(column)}, 'UTF8')), 'hex') end`;
