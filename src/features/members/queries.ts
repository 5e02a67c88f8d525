import { type RawBuilder, sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import { dayOf } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { membersOn } from '../accounts/index.ts';
import { profileDefaults, showsTo, viewerOf } from '../directory/index.ts';
import type { MembershipState } from './membership.ts';

/** The day on the network's clocks. */
export const today = (ctx: Pick<Ctx, 'network' | 'now'>): string => dayOf(ctx.now, ctx.network.timeZone);

/** Who acts, where it is somebody with an account. */
export const actorId = (ctx: Pick<Ctx, 'actor'>): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/**
 * A query fragment: the account ids of everybody who is a member now, for `account_id in (…)`; an id may come more than once.
 * `account` (an expression, like `sql.ref('a.id')`) narrows it to one account, for `exists (…)`.
 */
export const currentMembers = (
  ctx: Pick<Ctx, 'network' | 'now'>,
  account?: RawBuilder<string>,
): RawBuilder<{ account_id: string }> =>
  membersOn({ network: ctx.network.id, now: ctx.now, today: today(ctx) }, account);

export type Membership = {
  id: string;
  accountId: string | null;
  organisationId: string | null;
  /** Hers, or the organisation's. */
  name: string;
  email: string | null;
  username: string | null;
  state: MembershipState;
  from: string;
  renewOn: string | null;
  endedOn: string | null;
  sample: boolean;
};

/** Memberships with the name of whose they are. Coordinators see all of the network; a member, by `accountId`, her own. */
const memberships = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('memberships as m')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'm.network_id').onRef('a.id', '=', 'm.account_id'),
    )
    .leftJoin('organisations as o', (join) =>
      join.onRef('o.network_id', '=', 'm.network_id').onRef('o.id', '=', 'm.organisation_id'),
    )
    .select([
      'm.id',
      'm.account_id as accountId',
      'm.organisation_id as organisationId',
      sql<string>`coalesce(a.name, o.name, '')`.as('name'),
      sql<string | null>`coalesce(a.email, o.email)`.as('email'),
      'a.username',
      'm.state',
      sql<string>`m.from_on::text`.as('from'),
      sql<string | null>`m.renew_on::text`.as('renewOn'),
      sql<string | null>`m.ended_on::text`.as('endedOn'),
      'm.sample',
    ])
    .where('m.network_id', '=', ctx.network.id);

export type ListFilter = {
  state?: MembershipState;
  kind?: 'individual' | 'organisation';
  /** Words of a name, or a whole address or username. */
  words?: string;
  before?: string;
};

export const pageSize = 25;

/** One page of memberships, the newest first, from below the key `before`. */
export async function listMemberships(
  ctx: Ctx,
  filter: ListFilter,
  limit = pageSize,
): Promise<{ lines: Membership[]; next: string | undefined }> {
  let query = memberships(ctx)
    .orderBy('m.id', 'desc')
    .limit(limit + 1);
  if (filter.state) query = query.where('m.state', '=', filter.state);
  if (filter.kind)
    query = query.where(filter.kind === 'individual' ? 'm.account_id' : 'm.organisation_id', 'is not', null);
  if (filter.before) query = query.where('m.id', '<', filter.before);
  if (filter.words) query = query.where(sql<boolean>`m.id in (select memberships_named(${filter.words}))`);
  const rows = (await query.execute()) as Membership[];
  const lines = rows.slice(0, limit);
  return { lines, next: rows.length > limit ? lines.at(-1)!.id : undefined };
}

/** How many memberships there are in each state. */
export async function countByState(ctx: Ctx): Promise<Record<string, number>> {
  const rows = await ctx.trx
    .selectFrom('memberships')
    .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
    .where('network_id', '=', ctx.network.id)
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
}

/** A membership; `lock` holds back whoever else changes it. */
export async function findMembership(ctx: Ctx, id: string, lock = false): Promise<Membership | undefined> {
  let query = memberships(ctx).where('m.id', '=', id);
  if (lock) query = query.forUpdate('m');
  return (await query.executeTakeFirst()) as Membership | undefined;
}

/** Every membership that an account has or had, the newest first. */
export const membershipsOfAccount = async (ctx: Ctx, accountId: string): Promise<Membership[]> =>
  (await memberships(ctx).where('m.account_id', '=', accountId).orderBy('m.id', 'desc').execute()) as Membership[];

/** The membership of an account or organisation that holds or is suspended. */
export async function standingMembership(
  ctx: Ctx,
  of: { account: string } | { organisation: string },
  lock = false,
): Promise<Membership | undefined> {
  let query = memberships(ctx).where('m.state', 'in', ['active', 'suspended']);
  query =
    'account' in of
      ? query.where('m.account_id', '=', of.account)
      : query.where('m.organisation_id', '=', of.organisation);
  if (lock) query = query.forUpdate('m');
  return (await query.executeTakeFirst()) as Membership | undefined;
}

export type Inherited = {
  organisationId: string;
  organisation: string;
  position: string;
  state: MembershipState;
  since: string;
};

/** The organisations through which an account belongs or might: its running affiliations and the state of each one's membership. */
export const inheritedBy = async (ctx: Ctx, accountId: string): Promise<Inherited[]> =>
  (await ctx.trx
    .selectFrom('affiliations as f')
    .innerJoin('organisations as o', (join) =>
      join.onRef('o.network_id', '=', 'f.network_id').onRef('o.id', '=', 'f.organisation_id'),
    )
    .innerJoin('memberships as m', (join) =>
      join.onRef('m.network_id', '=', 'f.network_id').onRef('m.organisation_id', '=', 'f.organisation_id'),
    )
    .select([
      'o.id as organisationId',
      'o.name as organisation',
      'f.position',
      'm.state',
      sql<string>`f.from_on::text`.as('since'),
    ])
    .where('f.network_id', '=', ctx.network.id)
    .where('f.account_id', '=', accountId)
    .where('f.from_on', '<=', today(ctx))
    .where((eb) => eb.or([eb('f.until_on', 'is', null), eb('f.until_on', '>', today(ctx))]))
    .where('m.state', 'in', ['active', 'suspended'])
    .orderBy('o.name')
    .execute()) as Inherited[];

/** The people who belong through an organisation now, by name; at most 200. */
export const peopleOf = (ctx: Ctx, organisationId: string) =>
  ctx.trx
    .selectFrom('affiliations as f')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'f.network_id').onRef('a.id', '=', 'f.account_id'),
    )
    .select(['a.id', 'a.name', 'a.email', 'a.locale', 'f.position', 'f.represents'])
    .where('f.network_id', '=', ctx.network.id)
    .where('f.organisation_id', '=', organisationId)
    .where('f.from_on', '<=', today(ctx))
    .where((eb) => eb.or([eb('f.until_on', 'is', null), eb('f.until_on', '>', today(ctx))]))
    .orderBy('a.name')
    .limit(200)
    .execute();

export type EventKind =
  | 'began'
  | 'imported'
  | 'renewed'
  | 'suspended'
  | 'lifted'
  | 'left'
  | 'ended'
  | 'merged'
  | 'parted';

export type MembershipEvent = {
  id: string;
  at: Date;
  kind: EventKind;
  words: string;
  by: string | null;
  detail: Record<string, unknown>;
};

/** What happened to a membership, the newest first. */
export const eventsOf = async (ctx: Ctx, membershipId: string): Promise<MembershipEvent[]> =>
  (await ctx.trx
    .selectFrom('membership_events as e')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'e.network_id').onRef('a.id', '=', 'e.by_account'),
    )
    .select(['e.id', 'e.at', 'e.kind', 'e.words', 'a.name as by', 'e.detail'])
    .where('e.network_id', '=', ctx.network.id)
    .where('e.membership_id', '=', membershipId)
    .orderBy('e.id', 'desc')
    .execute()) as MembershipEvent[];

/** Writes down what happened to a membership; returns the event's id. */
export async function noteEvent(
  ctx: Ctx,
  membershipId: string,
  kind: EventKind,
  words = '',
  detail: Record<string, unknown> = {},
): Promise<string> {
  const id = newId();
  await ctx.trx
    .insertInto('membership_events')
    .values({
      network_id: ctx.network.id,
      id,
      membership_id: membershipId,
      at: ctx.now,
      by_account: actorId(ctx),
      kind,
      words,
      detail: JSON.stringify(detail),
    })
    .execute();
  return id;
}

/** Begins a membership. */
export async function insertMembership(
  ctx: Ctx,
  membership: { id: string; accountId?: string; organisationId?: string; from: string; renewOn: string | null },
): Promise<void> {
  await ctx.trx
    .insertInto('memberships')
    .values({
      network_id: ctx.network.id,
      id: membership.id,
      account_id: membership.accountId ?? null,
      organisation_id: membership.organisationId ?? null,
      state: 'active',
      from_on: membership.from,
      renew_on: membership.renewOn,
      created_at: ctx.now,
    })
    .execute();
}

/** Changes a membership's state or days. */
export async function updateMembership(
  ctx: Ctx,
  id: string,
  set: { state?: MembershipState; renew_on?: string | null; ended_on?: string | null },
): Promise<void> {
  await ctx.trx
    .updateTable('memberships')
    .set(set)
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/**
 * A woman's country as far as her own profile (`p`, which may be none) shows it to the actor: what is hers alone stands in no list in which
 * accounts are compared either, and does not decide what is found there.
 */
export const seenCountry = (ctx: Ctx): RawBuilder<string | null> => {
  const shows = (field: 'name' | 'country') =>
    showsTo(sql.ref('p.visibility'), field, profileDefaults, viewerOf(ctx.actor));
  return sql<string | null>`case when ${shows('name')} and ${shows('country')} then p.country end`;
};
