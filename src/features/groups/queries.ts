import { type RawBuilder, sql } from 'kysely';
import { requireHolding } from '../../platform/access/index.ts';
import { dayOf, found } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { isMemberOn } from '../accounts/index.ts';
import { profileDefaults, showsTo, viewerOf } from '../directory/index.ts';
import type { Entry, Group, GroupMember, Watch } from './group.ts';

const pageSize = 30;

/** The account that acts; '' matches none. */
const actorId = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** What the actor may see of the network's groups: one function for list, page, count and door. */
export const visibleGroups = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('groups as g')
    .leftJoin('group_members as m', (join) =>
      join
        .onRef('m.network_id', '=', 'g.network_id')
        .onRef('m.group_id', '=', 'g.id')
        .on('m.account_id', '=', actorId(ctx)),
    )
    .where('g.network_id', '=', ctx.network.id)
    .where((eb) => eb.or([eb('g.entry', '!=', 'hidden'), eb('m.state', 'in', ['in', 'invited'])]));

const columns = [
  'g.id',
  'g.slug',
  'g.name',
  'g.charter',
  'g.entry',
  'g.digest_text',
  'g.created_at',
  'g.closed_at',
  'm.id as member_id',
  'm.state',
  'm.lead',
  'm.alias',
  'm.watch',
  'm.cooled_until',
  'm.cooled_reason',
  'm.joined_at',
] as const;

type Row = {
  id: string;
  slug: string;
  name: unknown;
  charter: unknown;
  entry: string;
  digest_text: boolean;
  created_at: Date;
  closed_at: Date | null;
  member_id: string | null;
  state: string | null;
  lead: boolean | null;
  alias: string | null;
  watch: string | null;
  cooled_until: Date | null;
  cooled_reason: string | null;
  joined_at: Date | null;
};

const groupOfRow = (row: Row): Group => ({
  id: row.id,
  slug: row.slug,
  name: row.name as Record<string, string>,
  charter: row.charter as Record<string, string>,
  entry: row.entry as Entry,
  digestText: row.digest_text,
  createdAt: row.created_at,
  closedAt: row.closed_at,
  mine: row.member_id
    ? {
        id: row.member_id,
        state: row.state as 'asked' | 'invited' | 'in',
        lead: row.lead ?? false,
        alias: row.alias,
        watch: row.watch as Watch,
        cooledUntil: row.cooled_until,
        cooledReason: row.cooled_reason,
        joinedAt: row.joined_at!,
      }
    : null,
});

/**
 * The group at an address as the actor may see it. Throws `sign-in-needed` for somebody who is signed out, and `not-found` for who
 * does not belong, for an address that is none, and for a hidden group in which she is not.
 */
export async function groupOf(ctx: Ctx, slug: string): Promise<Group> {
  requireHolding(ctx.actor, 'member', 'lead', 'coordinator');
  const row = await visibleGroups(ctx).select(columns).where('g.slug', '=', slug).executeTakeFirst();
  return groupOfRow(found(row));
}

/** As `groupOf`, with the row held until the commit: for whatever must not cross another change of the group. */
export async function lockedGroup(ctx: Ctx, slug: string): Promise<Group> {
  const group = await groupOf(ctx, slug);
  await ctx.trx
    .selectFrom('groups')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', group.id)
    .forUpdate()
    .execute();
  return groupOf(ctx, slug);
}

/** The group by its id as the actor may see it, or undefined. */
export async function groupById(ctx: Ctx, id: string): Promise<Group | undefined> {
  const row = await visibleGroups(ctx).select(columns).where('g.id', '=', id).executeTakeFirst();
  return row && groupOfRow(row);
}

const memberRow = (ctx: Ctx, groupId: string, accountId: string) =>
  ctx.trx
    .selectFrom('group_members')
    .select('lead')
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', groupId)
    .where('account_id', '=', accountId)
    .where('state', '=', 'in')
    .executeTakeFirst();

/** Whether this account is in the group. */
export const inGroup = async (ctx: Ctx, groupId: string, accountId: string): Promise<boolean> =>
  (await memberRow(ctx, groupId, accountId)) !== undefined;

/** Whether this account leads the group. */
export const leads = async (ctx: Ctx, groupId: string, accountId: string): Promise<boolean> =>
  (await memberRow(ctx, groupId, accountId))?.lead === true;

/** Her own groups first, then those she may know of, each with how many are in it. */
export type ListedGroup = Group & { members: number };

const counted = (ctx: Ctx) =>
  visibleGroups(ctx)
    .select(columns)
    .select((eb) =>
      eb
        .selectFrom('group_members as n')
        .select(({ fn }) => fn.countAll<string>().as('n'))
        .whereRef('n.network_id', '=', 'g.network_id')
        .whereRef('n.group_id', '=', 'g.id')
        .where('n.state', '=', 'in')
        .as('members'),
    );

/** The groups in which she is not, that she may know of, by address. `after` is the last address of the page before. */
export async function listGroups(ctx: Ctx, after?: string): Promise<{ groups: ListedGroup[]; next?: string }> {
  const rows = await counted(ctx)
    .where('g.closed_at', 'is', null)
    .$if(after !== undefined, (query) => query.where('g.slug', '>', after!))
    .where((eb) => eb.or([eb('m.state', 'is', null), eb('m.state', '=', 'asked')]))
    .orderBy('g.slug')
    .limit(pageSize + 1)
    .execute();
  return {
    groups: rows.slice(0, pageSize).map((row) => ({ ...groupOfRow(row), members: Number(row.members) })),
    next: rows.length > pageSize ? rows[pageSize - 1]!.slug : undefined,
  };
}

/** The groups she is in or was invited to, by address; nobody is in more than a few dozen. */
export async function myGroups(ctx: Ctx): Promise<ListedGroup[]> {
  const rows = await counted(ctx).where('m.state', 'in', ['in', 'invited']).orderBy('g.slug').limit(200).execute();
  return rows.map((row) => ({ ...groupOfRow(row), members: Number(row.members) }));
}

// People in a group. Nothing of these leaves the room but names as they are borne there and the ids of their places.

const shownName = sql<string>`coalesce(m.alias, a.name)`;

const people = (ctx: Ctx, groupId: string) =>
  ctx.trx
    .selectFrom('group_members as m')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'm.network_id').onRef('a.id', '=', 'm.account_id'),
    )
    .where('m.network_id', '=', ctx.network.id)
    .where('m.group_id', '=', groupId);

/** Those who are in it, by the names they bear there: never by when they came, which could tell who an alias is. */
export async function listMembers(
  ctx: Ctx,
  groupId: string,
  after?: { name: string; id: string },
): Promise<{ members: GroupMember[]; more: boolean }> {
  const rows = await people(ctx, groupId)
    .select(['m.id', shownName.as('name'), 'm.alias', 'm.lead', 'm.cooled_until'])
    .where('m.state', '=', 'in')
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(lower(${shownName}), m.id) > (${after!.name.toLowerCase()}, ${after!.id}::uuid)`),
    )
    .orderBy(sql`lower(${shownName})`)
    .orderBy('m.id')
    .limit(pageSize + 1)
    .execute();
  return { members: rows.slice(0, pageSize).map(memberOfRow), more: rows.length > pageSize };
}

const memberOfRow = (row: {
  id: string;
  name: string;
  alias: string | null;
  lead: boolean;
  cooled_until: Date | null;
}): GroupMember => ({
  id: row.id,
  name: row.name,
  aliased: row.alias !== null,
  lead: row.lead,
  cooledUntil: row.cooled_until,
});

/** Who leads it, and how many are in it. */
export async function leadsAndCount(ctx: Ctx, groupId: string): Promise<{ leads: GroupMember[]; members: number }> {
  const rows = await people(ctx, groupId)
    .select(['m.id', shownName.as('name'), 'm.alias', 'm.lead', 'm.cooled_until'])
    .where('m.state', '=', 'in')
    .where('m.lead', '=', true)
    .orderBy(sql`lower(${shownName})`)
    .limit(20)
    .execute();
  const { n } = await ctx.trx
    .selectFrom('group_members')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', groupId)
    .where('state', '=', 'in')
    .executeTakeFirstOrThrow();
  return { leads: rows.map(memberOfRow), members: Number(n) };
}

/** Somebody at the door: who asked to come in, by the name she chose, with her words; or who was invited. */
export type AtTheDoor = { id: string; name: string; words: string; since: Date; state: 'asked' | 'invited' };

/**
 * Who waits at the door, the longest first; at most fifty. Whoever was invited by an address stands there only where the reader may know
 * her name anyway: else an address that is typed would tell whose it is, and that she is here.
 */
export async function atTheDoor(ctx: Ctx, groupId: string): Promise<AtTheDoor[]> {
  const rows = await people(ctx, groupId)
    .leftJoin('profiles as p', (join) =>
      join.onRef('p.network_id', '=', 'm.network_id').onRef('p.account_id', '=', 'm.account_id'),
    )
    .where((eb) =>
      eb.or([
        eb('m.state', '=', 'asked'),
        showsTo(sql.ref('p.visibility'), 'name', profileDefaults, viewerOf(ctx.actor)),
      ]),
    )
    .select(['m.id', shownName.as('name'), 'm.words', 'm.joined_at', 'm.state'])
    .where('m.state', 'in', ['asked', 'invited'])
    .orderBy('m.joined_at')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    words: row.words,
    since: row.joined_at,
    state: row.state as AtTheDoor['state'],
  }));
}

/** One place in a group by its own id, whatever its state; `accountId` stays inside the room. */
export async function placeById(ctx: Ctx, groupId: string, id: string) {
  const row = await people(ctx, groupId)
    .select(['m.id', 'm.account_id', 'm.state', 'm.lead', 'm.alias', shownName.as('name')])
    .where('m.id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      accountId: row.account_id,
      state: row.state as 'asked' | 'invited' | 'in',
      lead: row.lead,
      alias: row.alias,
      name: row.name,
    }
  );
}

/** Whether somebody else who is in the group bears this name already. */
export async function nameIsBorne(ctx: Ctx, groupId: string, name: string, except: string): Promise<boolean> {
  const row = await people(ctx, groupId)
    .select('m.id')
    .where('m.account_id', '!=', except)
    .where('m.state', '=', 'in')
    .where(sql<boolean>`lower(${shownName}) = lower(${name})`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an account belongs to the network now: as a member, however she came to be one, or by a role. */
export const belongsNow = (ctx: Pick<Ctx, 'network' | 'now'>, account: RawBuilder<string>): RawBuilder<boolean> => {
  const day = { network: ctx.network.id, now: ctx.now, today: dayOf(ctx.now, ctx.network.timeZone) };
  return sql<boolean>`(${isMemberOn(day, account)} or exists (
    select from grants g where g.network_id = ${ctx.network.id} and g.account_id = ${account} and g.role in ('lead', 'coordinator')
      and g.from_at <= ${ctx.now} and (g.until_at is null or g.until_at > ${ctx.now})))`;
};

/** The account of somebody who belongs to the network now, by her folded e-mail address or username. */
export async function belongingAccount(ctx: Ctx, key: string): Promise<string | undefined> {
  const row = await ctx.trx
    .selectFrom('accounts as a')
    .select('a.id')
    .where('a.network_id', '=', ctx.network.id)
    .where((eb) => eb.or([eb('a.email_key', '=', key), eb('a.username_key', '=', key)]))
    .where('a.disabled_at', 'is', null)
    .where(belongsNow(ctx, sql.ref('a.id')))
    .executeTakeFirst();
  return row?.id;
}
