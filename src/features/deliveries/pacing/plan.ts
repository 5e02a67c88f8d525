import { sql } from 'kysely';
import { newId } from '../../../platform/crypto/ids.ts';
import { enqueue } from '../../../platform/jobs/index.ts';
import { queueMails, sendJob } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { chanceOf, lastOpening, planned } from './rules.ts';
import { officeHours, pacesOf } from './settings.ts';

/** How many letters one run looks at; more are left to the next, which it asks for. */
const mostAtOnce = 5_000;

/**
 * Works out when letters leave that have no time yet: by the pace of each target, after those that have one; at once where there
 * is none any more. Letters of campaigns that bundle are put together instead, once the office has opened on the next day.
 * One at a time per network. Returns whether more is left.
 */
export async function planLetters(ctx: Ctx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`pace ${ctx.network.id}`}, 0))`.execute(ctx.trx);
  const bundled = await bundle(ctx);
  const { rows } = await sql<{ id: string; key: string }>`
    select m.id, m.pace_key as key from mails m
    join deliveries d on d.network_id = m.network_id and d.id = m.subject_id
    join campaigns c on c.network_id = d.network_id and c.id = d.campaign_id
    where m.network_id = ${ctx.network.id} and not m.planned and m.state = 'queued' and not c.digest
    order by m.id limit ${mostAtOnce} for update of m skip locked`.execute(ctx.trx);
  const queues = Map.groupBy(rows, (row) => row.key);
  const paces = await pacesOf(ctx, [...queues.keys()]);
  const before = await lastOf(ctx, [...queues.keys()]);
  const times: { id: string; due: Date }[] = [];
  for (const [key, letters] of queues) {
    const pace = paces.get(key);
    const due = pace
      ? planned(pace, ctx.now, before.get(key) ?? null, letters, (letter) => chanceOf(letter.id))
      : letters.map(() => ctx.now);
    letters.forEach(({ id }, n) => {
      times.push({ id, due: due[n]! });
    });
  }
  if (times.length > 0) {
    await sql`
      update mails m set due_at = t.due, planned = true
      from unnest(${times.map(({ id }) => id)}::uuid[], ${times.map(({ due }) => due)}::timestamptz[]) as t (id, due)
      where m.network_id = ${ctx.network.id} and m.id = t.id`.execute(ctx.trx);
  }
  if (times.length > 0 || bundled > 0) await enqueue(ctx, sendJob, {}, { key: sendJob });
  return rows.length === mostAtOnce;
}

/** When the last letter leaves, or left, for each of these targets. */
async function lastOf(ctx: Ctx, keys: string[]): Promise<Map<string, Date>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; last: Date }>`
    select k.key, (
      select max(greatest(m.due_at, m.finished_at)) from mails m
      where m.network_id = ${ctx.network.id} and m.pace_key = k.key and m.planned
        and m.state in ('queued', 'claimed', 'sending', 'sent', 'uncertain', 'bounced')
        and m.due_at > ${new Date(ctx.now.getTime() - 86_400_000)}) as last
    from unnest(${keys}::text[]) as k (key)`.execute(ctx.trx);
  return new Map(rows.flatMap((row) => (row.last ? [[row.key, row.last]] : [])));
}

/** Puts the letters of the days before into one mail for each campaign and target; returns how many letters. */
async function bundle(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{
    mail: string;
    delivery: string;
    campaign: string;
    post: string;
    name: string | null;
    address: string;
    locale: string;
    created: Date;
  }>`
    select m.id as mail, d.id as delivery, d.campaign_id as campaign, d.post_id as post, d.official_name as name,
      m.to_address as address, m.locale, m.created_at as created
    from mails m
    join deliveries d on d.network_id = m.network_id and d.id = m.subject_id
    join campaigns c on c.network_id = d.network_id and c.id = d.campaign_id
    where m.network_id = ${ctx.network.id} and not m.planned and m.state = 'queued' and c.digest
    order by m.id limit ${mostAtOnce} for update of m skip locked`.execute(ctx.trx);
  const paces = await pacesOf(ctx, [...new Set(rows.map((row) => row.post))]);
  const ready = rows.filter((row) => {
    const opened = lastOpening(paces.get(row.post) ?? officeHours(ctx.network.timeZone), ctx.now);
    return opened !== null && row.created < opened;
  });
  // A person who serves in two posts, or a new one in the same: each address and name has a mail of its own.
  const groups = Map.groupBy(ready, (row) => [row.campaign, row.post, row.address, row.name].join('\n'));
  for (const letters of groups.values()) {
    const first = letters[0]!;
    const id = newId();
    const own = { network_id: ctx.network.id };
    await ctx.trx
      .insertInto('digests')
      .values({
        ...own,
        id,
        campaign_id: first.campaign,
        post_id: first.post,
        official_name: first.name,
        address: first.address,
        locale: first.locale,
        created_at: ctx.now,
      })
      .execute();
    await sql`
      insert into digest_letters (network_id, digest_id, delivery_id)
      select ${ctx.network.id}::uuid, ${id}::uuid, unnest(${letters.map((row) => row.delivery)}::uuid[])`.execute(
      ctx.trx,
    );
    // Their own mails have done their part: the letters leave in the digest's.
    await sql`
      delete from mails where network_id = ${ctx.network.id} and id = any(${letters.map((row) => row.mail)}::uuid[])`.execute(
      ctx.trx,
    );
    await queueMails(ctx, [
      {
        kind: 'digest',
        subjectId: id,
        to: first.address,
        locale: first.locale,
        priority: 5,
        once: true,
        paceKey: first.post,
      },
    ]);
  }
  return ready.length;
}

/**
 * Takes letters out of a digest that nobody began to compose. Returns those that were taken out; the others leave with it, or
 * have left.
 */
export async function takeOutOfDigests(ctx: Ctx, deliveryIds: readonly string[]): Promise<string[]> {
  if (deliveryIds.length === 0) return [];
  const { rows } = await sql<{ delivery_id: string }>`
    with waiting as (
      select m.subject_id from mails m
      join digest_letters l on l.network_id = m.network_id and l.digest_id = m.subject_id
      where m.network_id = ${ctx.network.id} and m.kind = 'digest' and m.state in ('queued', 'kept', 'failed')
        and l.delivery_id = any(${[...deliveryIds]}::uuid[])
      for update of m
    ), anew as (
      -- What was composed with her letter in it is composed anew.
      update mails m set mime = null from waiting w
      where m.network_id = ${ctx.network.id} and m.kind = 'digest' and m.subject_id = w.subject_id
    )
    delete from digest_letters l using waiting w
    where l.network_id = ${ctx.network.id} and l.digest_id = w.subject_id and l.delivery_id = any(${[...deliveryIds]}::uuid[])
    returning l.delivery_id`.execute(ctx.trx);
  return rows.map((row) => row.delivery_id);
}

/** Blanks the sources of digests that hold a person's letters and are still kept: of such as nobody knows whether they left. */
export async function forgetInDigests(ctx: Ctx, personId: string): Promise<void> {
  await sql`
    update mails m set mime = null
    where m.network_id = ${ctx.network.id} and m.kind = 'digest' and m.mime is not null and m.state not in ('claimed', 'sending')
      and m.subject_id in (
        select l.digest_id from digest_letters l
        join deliveries d on d.network_id = l.network_id and d.id = l.delivery_id
        join actions a on a.network_id = d.network_id and a.id = d.action_id
        where l.network_id = ${ctx.network.id} and a.person_id = ${personId})`.execute(ctx.trx);
}

export type WaitingQueue = {
  postId: string;
  waiting: number;
  /** When the next and the last of them leave; null while their time is not worked out, or they wait to be bundled. */
  next: Date | null;
  emptyAt: Date | null;
};

/** What waits for each target, the longest queue first, at most a hundred. */
export async function waitingQueues(ctx: Ctx): Promise<WaitingQueue[]> {
  const { rows } = await sql<WaitingQueue>`
    select pace_key as "postId", count(*)::integer as waiting, min(due_at) filter (where planned) as next,
      case when bool_and(planned) then max(due_at) end as "emptyAt"
    from mails where network_id = ${ctx.network.id} and pace_key is not null and state in ('queued', 'claimed', 'sending')
    group by pace_key order by 2 desc, 1 limit 100`.execute(ctx.trx);
  return rows;
}
