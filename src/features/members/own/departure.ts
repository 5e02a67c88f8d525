import { sql } from 'kysely';
import { guardedRoles } from '../../../platform/access/index.ts';
import { record } from '../../../platform/audit/index.ts';
import type { Feature } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { endGrants, eraseAccount, renameAccount, rolesNow } from '../../accounts/index.ts';
import { Refused } from '../admitting.ts';
import { undoMs } from '../merge/commands.ts';
import { noteEvent, standingMembership, today, updateMembership } from '../queries.ts';

/** How she leaves: under which name what she wrote stays, and whether her account is deleted as well. */
export type Departure = { former: boolean; erased: boolean; formerName: string };

/**
 * She leaves the network. Her membership ends, her affiliations and memberships of groups with it, and her profile is deleted.
 * Throws `Refused` while she is entrusted with more: somebody has to take that over first.
 */
export async function leave(ctx: Ctx, features: readonly Feature[], accountId: string, how: Departure): Promise<void> {
  // Lists, then her account, then what belongs to it, in the order in which a list is taken, taken back and two accounts are merged: who
  // comes at the same moment waits, and no two wait for each other.
  if (how.erased) await forgetRefusedRows(ctx, accountId);
  await ctx.trx
    .selectFrom('accounts')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .forUpdate()
    .execute();
  const held = await rolesNow(ctx.trx, ctx.network.id, ctx.now, accountId);
  if (held.some(({ role }) => guardedRoles.includes(role))) throw new Refused('members.wrong.handOver');
  const day = today(ctx);
  const standing = await standingMembership(ctx, { account: accountId }, true);
  if (standing) {
    await updateMembership(ctx, standing.id, { state: 'left', ended_on: day });
    await noteEvent(ctx, standing.id, 'left');
  }
  for (const role of ['member', 'lead'] as const) await endGrants(ctx, accountId, role);
  await ctx.trx
    .updateTable('affiliations')
    .set({ until_on: day })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>', day)]))
    .execute();
  for (const feature of features) await feature.departs?.(ctx, accountId, { former: how.former, erased: how.erased });
  for (const table of ['group_members', 'profiles'] as const)
    await ctx.trx
      .deleteFrom(table)
      .where('network_id', '=', ctx.network.id)
      .where('account_id', '=', accountId)
      .execute();
  if (how.former) await renameAccount(ctx, accountId, how.formerName);
  if (how.erased) {
    await eraseApplications(ctx, accountId);
    await eraseAccount(ctx, accountId);
  }
  await record(ctx, {
    verb: 'left',
    noun: 'member',
    id: accountId,
    detail: { former: how.former, erased: how.erased },
  });
}

/**
 * Somebody deleted her account into which another one of hers had been joined: that one is deleted as well, with all that stayed with it,
 * once the two can no longer be parted (until then it may turn out to be another woman's). Returns how many.
 */
export async function eraseJoined(ctx: Ctx, features: readonly Feature[], formerName: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select g.id from member_merges m
    join accounts k on k.network_id = m.network_id and k.id = m.kept_id
    join accounts g on g.network_id = m.network_id and g.id = m.gone_id
    where m.network_id = ${ctx.network.id} and m.undone_at is null and m.at < ${new Date(ctx.now.getTime() - undoMs)}
      and k.disabled_at is not null and k.username like 'former-%' and k.email is null
      and g.disabled_at is not null and (g.username is null or g.username not like 'former-%' or g.email is not null)
    order by g.id limit 100`.execute(ctx.trx);
  for (const { id } of rows) await leave(ctx, features, id, { former: true, erased: true, formerName });
  return rows.length;
}

/** Her address is in no row of a list that was refused. */
const forgetRefusedRows = (ctx: Ctx, accountId: string) =>
  sql`with held as (select id from member_imports where network_id = ${ctx.network.id} and refused <> '[]' order by id for update)
    update member_imports i set refused = (select coalesce(jsonb_agg(e order by n), '[]')
      from jsonb_array_elements(i.refused) with ordinality as every (e, n) where lower(e -> 'values' ->> 'value') is distinct from a.email_key)
    from accounts a, held where held.id = i.id and a.network_id = i.network_id and a.id = ${accountId} and a.email_key is not null
      and i.network_id = ${ctx.network.id}`.execute(ctx.trx);

/** What she wrote when she applied, how she was invited, and what she agreed to. */
async function eraseApplications(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.trx
    .deleteFrom('applications')
    .where('network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([
        eb(
          'membership_id',
          'in',
          eb
            .selectFrom('memberships')
            .select('memberships.id')
            .where('memberships.network_id', '=', ctx.network.id)
            .where('memberships.account_id', '=', accountId),
        ),
        eb(
          'email_key',
          'in',
          eb
            .selectFrom('accounts')
            .select('accounts.email_key')
            .where('accounts.network_id', '=', ctx.network.id)
            .where('accounts.id', '=', accountId),
        ),
      ]),
    )
    .execute();
  await ctx.trx
    .deleteFrom('membership_invitations')
    .where('network_id', '=', ctx.network.id)
    .where('email_key', 'in', (eb) =>
      eb
        .selectFrom('accounts')
        .select('accounts.email_key')
        .where('accounts.network_id', '=', ctx.network.id)
        .where('accounts.id', '=', accountId),
    )
    .execute();
  await ctx.trx
    .deleteFrom('agreement_consents')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .execute();
}

/** What this room holds about a member, for her copy. */
export async function exportMember(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const rows = (table: 'memberships' | 'affiliations' | 'profiles' | 'agreement_consents') =>
    ctx.trx
      .selectFrom(table)
      .selectAll()
      .where('network_id', '=', ctx.network.id)
      .where('account_id', '=', accountId)
      .execute();
  const memberships = await rows('memberships');
  const ids = memberships.map(({ id }) => (id as string) ?? '');
  const events = ids.length
    ? await ctx.trx
        .selectFrom('membership_events')
        .select(['at', 'kind', 'words'])
        .where('network_id', '=', ctx.network.id)
        .where('membership_id', 'in', ids)
        .execute()
    : [];
  const applications = await ctx.trx
    .selectFrom('applications as p')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'p.network_id').onRef('a.email_key', '=', 'p.email_key'),
    )
    .select(['p.name', 'p.organisation', 'p.email', 'p.country', 'p.why', 'p.answers', 'p.state', 'p.created_at'])
    .where('p.network_id', '=', ctx.network.id)
    .where('a.id', '=', accountId)
    .execute();
  const invitations = await ctx.trx
    .selectFrom('membership_invitations as i')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'i.network_id').onRef('a.email_key', '=', 'i.email_key'),
    )
    .select(['i.name', 'i.email', 'i.words', 'i.state', 'i.created_at'])
    .where('i.network_id', '=', ctx.network.id)
    .where('a.id', '=', accountId)
    .orderBy('i.id')
    .execute();
  return {
    memberships,
    invitations,
    events,
    affiliations: await rows('affiliations'),
    profile: await rows('profiles'),
    agreements: await rows('agreement_consents'),
    applications,
  };
}
