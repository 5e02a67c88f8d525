import { type RawBuilder, sql } from 'kysely';
import type { Ctx, Role } from '../../../platform/tenancy/index.ts';
import { nameKey } from '../../organisations/index.ts';
import { seenCountry, today } from '../queries.ts';

/** An account as it stands beside another one. */
export type Side = {
  id: string;
  name: string;
  email: string | null;
  username: string | null;
  locale: string;
  country: string | null;
  organisations: string[];
  /** Of her membership that holds or is suspended. */
  membership: 'active' | 'suspended' | null;
  since: string | null;
  roles: Role[];
  createdAt: Date;
  signedIn: boolean;
  closed: boolean;
};

const sides = (ctx: Ctx, more: RawBuilder<unknown> = sql``) => sql`
  select a.id, a.name, a.email, a.username, a.locale, ${seenCountry(ctx)} as country, a.created_at as "createdAt",
    a.first_signed_in_at is not null as "signedIn", a.disabled_at is not null as closed,
    (select m.state from memberships m where m.network_id = a.network_id and m.account_id = a.id
      and m.state in ('active', 'suspended')) as membership,
    (select min(m.from_on)::text from memberships m where m.network_id = a.network_id and m.account_id = a.id) as since,
    coalesce((select array_agg(o.name order by o.name) from affiliations f
      join organisations o on o.network_id = f.network_id and o.id = f.organisation_id
      where f.network_id = a.network_id and f.account_id = a.id and (f.until_on is null or f.until_on > ${today(ctx)}::date)), '{}')
      as organisations,
    coalesce((select array_agg(distinct g.role order by g.role) from grants g where g.network_id = a.network_id and g.account_id = a.id
      and g.from_at <= ${ctx.now} and (g.until_at is null or g.until_at > ${ctx.now})), '{}') as roles ${more}
  from accounts a left join profiles p on p.network_id = a.network_id and p.account_id = a.id
  where a.network_id = ${ctx.network.id}`;

/** These accounts of the network, in the order of the ids. */
export async function sidesOf(ctx: Ctx, ids: readonly string[]): Promise<Side[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Side>`${sides(ctx)} and a.id = any(${[...ids]}::uuid[])`.execute(ctx.trx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Accounts that are open, by words of their name, or a whole address or username; at most 30. */
export async function findSides(ctx: Ctx, words: string): Promise<Side[]> {
  const { rows } = await sql<Side>`${sides(ctx)} and a.disabled_at is null and (
      position(public.directory_fold(${words}) in public.directory_fold(a.name)) > 0
      or lower(a.email) = lower(${words}) or a.username_key = lower(${words}))
    order by lower(a.name), a.id limit 30`.execute(ctx.trx);
  return rows;
}

/**
 * Accounts, closed ones too, that may be of somebody with this name, address or username: the same address or username, or the same words of
 * a name in whatever order. At most ten.
 */
export async function alikeSides(
  ctx: Ctx,
  { name, emailKey, usernameKey }: { name: string; emailKey: string | null; usernameKey: string | null },
): Promise<(Side & { exact: boolean })[]> {
  const words = (text: RawBuilder<string>) =>
    sql`(select string_agg(w, ' ' order by w) from regexp_split_to_table(public.directory_fold(${text}), '[^[:alnum:]]+') w where w <> '')`;
  const { rows } = await sql<Side & { exact: boolean }>`
    select s.*, s.exact is true as exact from (${sides(ctx, sql`, a.email_key = ${emailKey} or a.username_key = ${usernameKey} as exact`)}) s
    where s.exact or (not s.closed and length(s.name) between ${name.length - 6} and ${name.length + 6}
      and ${words(sql<string>`s.name`)} = ${words(sql<string>`${name}::text`)})
    order by s.exact is true desc, s.id limit 10`.execute(ctx.trx);
  return rows;
}

const mostPairs = 50;

/**
 * Pairs of open accounts that may be one woman: the same mailbox but for what stands behind a plus or between dots, or the same name with
 * an organisation or a country in common, or nothing that tells them apart. Pairs of which somebody said that they are two are left out.
 */
export async function likelyPairs(ctx: Ctx): Promise<[Side, Side][]> {
  const { rows } = await sql<{ one: string; other: string }>`
    with open as (
      select a.id, public.directory_fold(a.name) as name, ${seenCountry(ctx)} as country,
        case when a.email_key is not null then
          replace(split_part(split_part(a.email_key, '@', 1), '+', 1), '.', '') || '@' || split_part(a.email_key, '@', 2) end as mailbox
      from accounts a left join profiles p on p.network_id = a.network_id and p.account_id = a.id
      where a.network_id = ${ctx.network.id} and a.disabled_at is null
    ), counted as (
      select *, count(*) over (partition by name) as named, count(*) over (partition by coalesce(mailbox, id::text)) as boxed from open
    ), few as materialized (
      -- By sorting once, whatever the planner believes of the table: comparing everybody with everybody took 48 s of 10,000 accounts.
      select * from counted where named > 1 or boxed > 1
    ), pairs as (
      select least(x.id, y.id) as one, greatest(x.id, y.id) as other from few x join few y on x.mailbox = y.mailbox and x.id < y.id
      union
      select x.id, y.id from few x join few y on x.name = y.name and x.id < y.id
      where x.country is null or y.country is null or x.country = y.country
        or exists (select from affiliations f join affiliations g on g.network_id = f.network_id and g.organisation_id = f.organisation_id
          where f.network_id = ${ctx.network.id} and f.account_id = x.id and g.account_id = y.id)
    )
    select one, other from pairs where not exists (select from member_pairs_apart d
      where d.network_id = ${ctx.network.id} and d.one_id = one and d.other_id = other)
    order by one, other limit ${mostPairs}`.execute(ctx.trx);
  const found = await sidesOf(ctx, [...new Set(rows.flatMap(({ one, other }) => [one, other]))]);
  const byId = new Map(found.map((side) => [side.id, side]));
  return rows.map(({ one, other }) => [byId.get(one)!, byId.get(other)!]);
}

/** Why two of them are looked at, as the end of a message key. */
export const likeness = (one: Side, other: Side): 'name' | 'mailbox' =>
  nameKey(one.name) === nameKey(other.name) ? 'name' : 'mailbox';

export type Merge = {
  id: string;
  keptId: string;
  goneId: string;
  keptName: string;
  goneName: string;
  at: Date;
  by: string | null;
  undoneAt: Date | null;
  moved: unknown;
};

const merges = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('member_merges as m')
    .innerJoin('accounts as k', (join) =>
      join.onRef('k.network_id', '=', 'm.network_id').onRef('k.id', '=', 'm.kept_id'),
    )
    .innerJoin('accounts as g', (join) =>
      join.onRef('g.network_id', '=', 'm.network_id').onRef('g.id', '=', 'm.gone_id'),
    )
    .leftJoin('accounts as b', (join) =>
      join.onRef('b.network_id', '=', 'm.network_id').onRef('b.id', '=', 'm.by_account'),
    )
    .select([
      'm.id',
      'm.kept_id as keptId',
      'm.gone_id as goneId',
      'k.name as keptName',
      'g.name as goneName',
      'b.name as by',
      'm.at',
      'm.undone_at as undoneAt',
      'm.moved',
    ])
    .where('m.network_id', '=', ctx.network.id);

/** The merges of the last time, the newest first. */
export const listMerges = async (ctx: Ctx): Promise<Merge[]> =>
  (await merges(ctx).orderBy('m.at', 'desc').orderBy('m.id', 'desc').limit(50).execute()) as Merge[];

export const findMerge = async (ctx: Ctx, id: string): Promise<Merge | undefined> =>
  (await merges(ctx).where('m.id', '=', id).executeTakeFirst()) as Merge | undefined;

/** The merge by which this account is closed now. */
export const mergeOfGone = async (ctx: Ctx, goneId: string): Promise<Merge | undefined> =>
  (await merges(ctx).where('m.gone_id', '=', goneId).where('m.undone_at', 'is', null).executeTakeFirst()) as
    | Merge
    | undefined;
