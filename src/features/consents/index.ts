import { sql } from 'kysely';
import { newId, sha256 } from '../../platform/crypto/ids.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Words to which somebody agrees: for what, in which language, and exactly how they stood on the page. */
export type Wording = { purpose: string; locale: string; text: string };

/** The id under which the ledger keeps these exact words; kept now if they are new. They are never changed afterwards. */
export async function keepWording(
  { trx, network, now }: { trx: Ctx['trx']; network: Pick<Ctx['network'], 'id'>; now: Date },
  { purpose, locale, text }: Wording,
): Promise<string> {
  const hash = sha256(text);
  await trx
    .insertInto('consent_wordings')
    .values({ network_id: network.id, id: newId(), purpose, locale, text, text_hash: hash, created_at: now })
    .onConflict((conflict) => conflict.columns(['network_id', 'purpose', 'locale', 'text_hash']).doNothing())
    .execute();
  const { id } = await trx
    .selectFrom('consent_wordings')
    .select('id')
    .where('network_id', '=', network.id)
    .where('purpose', '=', purpose)
    .where('locale', '=', locale)
    .where('text_hash', '=', hash)
    .executeTakeFirstOrThrow();
  return id;
}

/** A person as she may be named to others. */
export type Named = { id: string; name: string; email: string; locale: string };

/** The purposes that each of these people agrees to now, her address proved: person → purposes. */
export async function standingConsents(ctx: Ctx, personIds: string[]): Promise<Map<string, Set<string>>> {
  const standing = new Map<string, Set<string>>();
  if (personIds.length === 0) return standing;
  const { rows } = await sql<{ person_id: string; purpose: string }>`
    select person_id, purpose from (
      select distinct on (person_id, purpose) person_id, purpose, event from consents
      where network_id = ${ctx.network.id} and person_id = any(${personIds}::uuid[]) and event <> 'given'
      order by person_id, purpose, at desc, id desc
    ) as last where event = 'confirmed'`.execute(ctx.trx);
  for (const { person_id, purpose } of rows) {
    const purposes = standing.get(person_id) ?? new Set();
    standing.set(person_id, purposes.add(purpose));
  }
  return standing;
}

/** The people among these who are there, proved and not erased, by id. */
export async function namedPeople(ctx: Ctx, personIds: string[]): Promise<Map<string, Named>> {
  if (personIds.length === 0) return new Map();
  const rows = await ctx.trx
    .selectFrom('people')
    .select(['id', 'name', 'email', 'locale'])
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', personIds)
    .where('erased_at', 'is', null)
    .where('keep_until', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
