import { record, type Verb } from '../../platform/audit/index.ts';
import type { AccountRows } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Level, levelOf, mayShow, narrower, profileDefaults, type Viewer } from '../directory/index.ts';
import { type Affiliation, affiliationColumns, today } from './queries.ts';

export type AffiliatedWoman = Affiliation & { name: string; level: Level };

/**
 * The women who work with an organisation: with `on` those of that day, else all there ever were, newest first. `level`: to whom
 * her own profile shows that she does.
 */
export async function womenOf(ctx: Ctx, organisationId: string, on?: string): Promise<AffiliatedWoman[]> {
  let query = ctx.trx
    .selectFrom('affiliations as a')
    .innerJoin('accounts as w', (join) =>
      join.onRef('w.network_id', '=', 'a.network_id').onRef('w.id', '=', 'a.account_id'),
    )
    .leftJoin('profiles as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.account_id', '=', 'a.account_id'),
    )
    .where('a.network_id', '=', ctx.network.id)
    .where('a.organisation_id', '=', organisationId);
  if (on)
    query = query
      .where('w.disabled_at', 'is', null)
      .where('a.from_on', '<=', on)
      .where((eb) => eb.or([eb('a.until_on', 'is', null), eb('a.until_on', '>', on)]));
  const rows = await query
    .select([...affiliationColumns, 'w.name', 'p.visibility'])
    .orderBy('a.from_on', 'desc')
    .orderBy('a.id')
    .limit(500)
    .execute();
  return rows.map(({ visibility, ...row }) => ({
    ...row,
    level: narrower(
      levelOf(visibility, 'name', profileDefaults),
      levelOf(visibility, 'organisations', profileDefaults),
    ),
  }));
}

/** Those who work with it today and let this reader know. */
export async function shownWomen(ctx: Ctx, organisationId: string, viewer: Viewer): Promise<AffiliatedWoman[]> {
  // Who answers for an organisation sees of the women what a member sees: their profiles are not hers.
  const reader = viewer === 'herself' ? 'member' : viewer;
  const all = await womenOf(ctx, organisationId, today(ctx));
  return all.filter((woman) => mayShow(woman.level, reader)).sort((a, b) => a.name.localeCompare(b.name));
}

/** Accounts among which somebody looks for a woman: by her e-mail address, user name, or a part of her name; at most ten. */
export async function findWomen(
  ctx: Ctx,
  words: string,
): Promise<{ id: string; name: string; email: string | null }[]> {
  const key = words.trim().toLowerCase();
  if (key.length < 2) return [];
  const part = `%${words.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return ctx.trx
    .selectFrom('accounts')
    .select(['id', 'name', 'email'])
    .where('network_id', '=', ctx.network.id)
    .where('disabled_at', 'is', null)
    .where((eb) => eb.or([eb('email_key', '=', key), eb('username_key', '=', key), eb('name', 'ilike', part)]))
    .orderBy('name')
    .limit(10)
    .execute();
}

export type AffiliationForm = { position: string; represents: boolean; from: string; until: string | null };

const columnsOf = ({ position, represents, from, until }: AffiliationForm) => ({
  position,
  represents,
  from_on: from,
  until_on: until,
});

/** Writes down that a woman works with an organisation. The form brings the id, so that sent twice it makes one. False for an unknown woman. */
export async function affiliate(
  ctx: Ctx,
  id: string,
  organisationId: string,
  accountId: string,
  form: AffiliationForm,
): Promise<boolean> {
  const known = await ctx.trx
    .selectFrom('accounts')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!known) return false;
  const made = await ctx.trx
    .insertInto('affiliations')
    .values({
      network_id: ctx.network.id,
      id,
      organisation_id: organisationId,
      account_id: accountId,
      ...columnsOf(form),
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await note(ctx, 'affiliated', organisationId, { account: accountId, ...form });
  return true;
}

/** Changes the days, the position, or whether she answers for it. False for one that is not of this organisation. */
export async function changeAffiliation(
  ctx: Ctx,
  organisationId: string,
  id: string,
  form: AffiliationForm,
): Promise<boolean> {
  const changed = await ctx.trx
    .updateTable('affiliations')
    .set(columnsOf(form))
    .where('network_id', '=', ctx.network.id)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .returning('account_id')
    .executeTakeFirst();
  if (changed) await note(ctx, 'edited', organisationId, { account: changed.account_id, ...form });
  return changed !== undefined;
}

const note = (ctx: Ctx, verb: Verb, id: string, { position, ...facts }: { account: string } & AffiliationForm) =>
  record(ctx, { verb, noun: 'affiliation', id, detail: { ...facts, position: position !== '' } });

/** Affiliations that go along when two accounts are one woman's; that she answers for an organisation does not. */
export const mergedAffiliations: AccountRows = {
  table: 'affiliations',
  column: 'account_id',
  key: ['id'],
  power: 'represents',
  // Where both work with it now, one of them says so.
  only: `t.until_on is not null or not exists (select from affiliations o where o.network_id = t.network_id
    and o.organisation_id = t.organisation_id and o.account_id = pair.to_id and o.until_on is null)`,
  words: 'organisations.merged.affiliations',
  powerWords: 'organisations.merged.represents',
};
