import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { belongsNow } from '../queries.ts';
import type { Cadence, Rhythm } from './digest.ts';

/** How often and when she is told, or undefined when she was never in a group. */
export async function rhythmOf(ctx: Ctx, accountId: string): Promise<(Rhythm & { nextAt: Date | null }) | undefined> {
  const row = await ctx.trx
    .selectFrom('group_digest_readers')
    .select(['cadence', 'hour', 'weekday', 'time_zone', 'next_at'])
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return (
    row && {
      cadence: row.cadence as Cadence,
      hour: row.hour,
      weekday: row.weekday,
      timeZone: row.time_zone,
      nextAt: row.next_at,
    }
  );
}

/** The account behind the address of a digest's links. */
export const readerById = (ctx: Ctx, id: string) =>
  ctx.trx
    .selectFrom('group_digest_readers')
    .select(['account_id', 'cadence'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .executeTakeFirst();

export type DueReader = {
  accountId: string;
  /** null: closed, without an address, or no longer somebody who belongs; she is told nothing. */
  email: string | null;
  locale: string;
  rhythm: Rhythm;
};

/** Some of those whose time has come, held until the commit; others who work at the same time get others. */
export async function dueReaders(ctx: Ctx, limit: number): Promise<DueReader[]> {
  const held = await ctx.trx
    .selectFrom('group_digest_readers')
    .select(['account_id', 'cadence', 'hour', 'weekday', 'time_zone'])
    .where('network_id', '=', ctx.network.id)
    .where('next_at', '<=', ctx.now)
    .orderBy('next_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  if (held.length === 0) return [];
  const accounts = await ctx.trx
    .selectFrom('accounts as a')
    .select(['a.id', 'a.email', 'a.locale', belongsNow(ctx, sql.ref('a.id')).as('belongs')])
    .where('a.network_id', '=', ctx.network.id)
    .where(
      'a.id',
      'in',
      held.map((row) => row.account_id),
    )
    .where('a.disabled_at', 'is', null)
    .execute();
  const byId = new Map(accounts.map((row) => [row.id, row]));
  return held.map((row) => {
    const account = byId.get(row.account_id);
    return {
      accountId: row.account_id,
      email: account?.belongs ? account.email : null,
      locale: account?.locale ?? ctx.network.locales[0]!,
      rhythm: {
        cadence: row.cadence as Cadence,
        hour: row.hour,
        weekday: row.weekday,
        timeZone: row.time_zone,
      },
    };
  });
}

export type NewLine = { account_id: string; thread_id: string; from_n: number; to_n: number; named: boolean };

/**
 * What is new to each of these: in the groups they are in, since they came, beyond what they read and were told, as far as they want
 * to be told of it, and not by themselves alone. Nothing older than `since` is looked at.
 */
export async function newLines(ctx: Ctx, accountIds: string[], since: Date): Promise<NewLine[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<NewLine>`
    select l.account_id, l.thread_id, l.from_n, l.to_n, l.named from (
      select m.account_id, t.id as thread_id, t.last_at, t.last_n as to_n, f.from_n, coalesce(x.watch, m.watch) as watch,
        exists (select from post_mentions o where o.network_id = t.network_id and o.account_id = m.account_id
          and o.thread_id = t.id and o.n >= f.from_n) as named
      from group_members m
      join groups g on g.network_id = m.network_id and g.id = m.group_id
      join threads t on t.network_id = m.network_id and t.group_id = m.group_id and t.last_at > greatest(m.joined_at, ${since}::timestamptz)
      left join thread_readers x on x.network_id = m.network_id and x.account_id = m.account_id and x.thread_id = t.id
      cross join lateral (select greatest(coalesce(x.told_n, 0), coalesce(x.read_n, 0),
        case when x.account_id is null then (select coalesce(max(p.n), 0) from thread_posts p
          where p.network_id = t.network_id and p.thread_id = t.id and p.created_at <= m.joined_at) else 0 end) + 1 as from_n) f
      where m.network_id = ${ctx.network.id} and m.account_id = any(${accountIds}::uuid[]) and m.state = 'in' and t.last_n >= f.from_n
    ) l
    where (l.watch = 'all' or (l.watch = 'mentions' and l.named))
      and exists (select from thread_posts p where p.network_id = ${ctx.network.id} and p.thread_id = l.thread_id and p.n >= l.from_n
        and p.author_id is distinct from l.account_id and p.hidden_at is null and p.removed_at is null)
    order by l.account_id, l.last_at desc`.execute(ctx.trx);
  return rows;
}

export type DigestLine = {
  digest: string;
  name: string;
  email: string | null;
  locale: string;
  reader: string;
  slug: string;
  group: Record<string, string>;
  hidden: boolean;
  carriesText: boolean;
  threadId: string;
  title: string;
  fromN: number;
  toN: number;
  named: boolean;
  /** Names the thread and the reader in the address that takes her reply. */
  replyId: string;
  /** What she may still read of it; none: the line is left out. */
  posts: { n: number; by: string | null; body: string }[];
};

/** What the digests tell: only of groups in which their readers still are, and of posts that are still to be read. */
export async function digestLines(ctx: Ctx, ids: string[]): Promise<DigestLine[]> {
  const { rows } = await sql<Omit<DigestLine, 'posts'> & { posts: DigestLine['posts'] | null }>`
    select d.id as digest, a.name, a.email, a.locale, r.id as reader, g.slug, g.name as "group", g.entry = 'hidden' as hidden,
      g.digest_text as "carriesText", t.id as "threadId", t.title, l.from_n as "fromN", l.to_n as "toN", l.named, x.id as "replyId",
      (select json_agg(json_build_object('n', p.n, 'by', p.shown_as, 'body', case when g.digest_text then left(p.body, 1600) else '' end) order by p.n)
        from thread_posts p where p.network_id = d.network_id and p.thread_id = t.id and p.n between l.from_n and l.to_n
        and p.author_id is distinct from d.account_id and p.hidden_at is null and p.removed_at is null) as posts
    from group_digests d
    join group_digest_lines l on l.network_id = d.network_id and l.digest_id = d.id
    join threads t on t.network_id = d.network_id and t.id = l.thread_id
    join groups g on g.network_id = d.network_id and g.id = t.group_id
    join group_members m on m.network_id = d.network_id and m.group_id = g.id and m.account_id = d.account_id and m.state = 'in'
    join accounts a on a.network_id = d.network_id and a.id = d.account_id and a.disabled_at is null
    join group_digest_readers r on r.network_id = d.network_id and r.account_id = d.account_id
    join thread_readers x on x.network_id = d.network_id and x.account_id = d.account_id and x.thread_id = t.id
    where d.network_id = ${ctx.network.id} and d.id = any(${ids}::uuid[])
    order by d.id, g.slug, t.last_at desc`.execute(ctx.trx);
  return rows.flatMap((row) => (row.posts ? [{ ...row, posts: row.posts }] : []));
}

/** Who replies by mail to which thread, by the id in its address. */
export const replyPlace = (ctx: Ctx, id: string) =>
  ctx.trx
    .selectFrom('thread_readers as x')
    .innerJoin('threads as t', (join) =>
      join.onRef('t.network_id', '=', 'x.network_id').onRef('t.id', '=', 'x.thread_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'x.network_id').onRef('a.id', '=', 'x.account_id'),
    )
    .select([
      'a.id as accountId',
      'a.name',
      'a.email_key as emailKey',
      't.id as threadId',
      't.group_id as groupId',
      belongsNow(ctx, sql.ref('a.id')).as('belongs'),
    ])
    .where('x.network_id', '=', ctx.network.id)
    .where('x.id', '=', id)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst();

/** Deletes digests from before a time; returns how many. */
export async function deleteOldDigests(ctx: Ctx, before: Date): Promise<number> {
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('group_digests')
    .where('network_id', '=', ctx.network.id)
    .where('at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
