import { type RawBuilder, sql } from 'kysely';

/** The SHA-256 of a text as hexadecimal digits; empty for an empty text. As `sha256(text).toString('hex')` in the program. */
export function textDigest(text: string | RawBuilder<string>): RawBuilder<string> {
  const said = typeof text === 'string' ? sql.ref(text) : text;
  return sql<string>`case when ${said} = '' then '' else encode(sha256(convert_to(${said}, 'UTF8')), 'hex') end`;
}
