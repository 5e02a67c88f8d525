import { sql } from 'kysely';
import { cancelMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Addressee } from './addressee.ts';
import type { Wish } from './ladder.ts';
import { makeDeliveries } from './make.ts';
import { suspendedNote, withFaults } from './pacing/faults.ts';
import { takeOutOfDigests } from './pacing/plan.ts';
import { networkDay, quietNote, restingPosts } from './quiet.ts';

/*
 * Letters that are confirmed and wait all the same: `composed`, with a note that says why. 'quiet 2027-03-28': until the end
 * of a quiet period; 'aside': somebody looks at the signature first; 'changed': somebody else has her seat (`changes.ts`);
 * 'suspended': the address does not take mail. None of the last names who serves: that is known when it leaves.
 */

/** Stops letters of these actions that have not left, until somebody lets them go on. What was sent stays sent. */
export async function setDeliveriesAside(ctx: Ctx, actionIds: string[]): Promise<void> {
  const open = await ctx.trx
    .selectFrom('deliveries')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('action_id', '=', sql<string>`any(${actionIds}::uuid[])`)
    .where('state', 'in', ['queued', 'kept'])
    .execute();
  await holdLetters(
    ctx,
    open.map((delivery) => ({ id: delivery.id, note: 'aside' })),
  );
  await ctx.trx
    .updateTable('deliveries')
    .set({ state: 'composed', note: 'aside' })
    .where('network_id', '=', ctx.network.id)
    .where('action_id', '=', sql<string>`any(${actionIds}::uuid[])`)
    .where('state', 'in', ['composed', 'to-print'])
    .execute();
}

/** Takes the mails of these letters back, as far as they have not begun to leave, and writes why they wait. */
export async function holdLetters(ctx: Ctx, letters: { id: string; note: string }[]): Promise<number> {
  const ids = letters.map((letter) => letter.id);
  const stopped = new Set([...(await cancelMails(ctx, ids)), ...(await takeOutOfDigests(ctx, ids))]);
  for (const { id, note } of letters) {
    if (!stopped.has(id)) continue;
    await ctx.trx
      .updateTable('deliveries')
      .set({ state: 'composed', note, official_id: null, official_name: null, address: null, state_at: ctx.now })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .execute();
  }
  return stopped.size;
}

/** How many letters one run of the job looks at: the next run takes the rest. */
const mostAtOnce = 2_000;

type Resolve = (postIds: string[]) => Promise<Map<string, Addressee>>;

/**
 * Makes letters go on that wait and need not any more: those of these actions, those of one seat, or all whose quiet period is over. Who serves
 * now is written down now. A post that rests (still, or again) keeps its letter waiting.
 */
export async function resumeDeliveries(
  ctx: Ctx,
  which: { actionIds: string[] } | { campaignId: string; postId: string } | 'quiet' | 'suspended',
  resolve: Resolve,
): Promise<number> {
  const waiting = await ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .select(['d.id', 'd.post_id', 'd.note', 'a.id as action_id', 'a.campaign_id', 'a.person_id', 'a.locale', 'a.wish'])
    .where('d.network_id', '=', ctx.network.id)
    .where('d.state', '=', 'composed')
    .where('a.state', '=', 'confirmed')
    .where((eb) =>
      which === 'quiet'
        ? eb('d.note', 'like', 'quiet %')
        : which === 'suspended'
          ? eb('d.note', '=', suspendedNote)
          : 'postId' in which
            ? eb.and([
                eb('d.note', '=', 'changed'),
                eb('d.campaign_id', '=', which.campaignId),
                eb('d.post_id', '=', which.postId),
              ])
            : eb('d.action_id', '=', sql<string>`any(${which.actionIds}::uuid[])`),
    )
    .orderBy('d.id')
    .limit(mostAtOnce)
    .forUpdate()
    .execute();
  const resting = await restingPosts(ctx, [...new Set(waiting.map((row) => row.post_id))]);
  // Still resting, until the day it was told, or still suspended: nothing to do.
  const posts = [...new Set(waiting.filter((row) => row.note === suspendedNote).map((row) => row.post_id))];
  const { suspended } = await withFaults(ctx, posts.length > 0 ? await resolve(posts) : new Map());
  const due = waiting.filter((row) => {
    const until = resting.get(row.post_id);
    if (row.note === suspendedNote && suspended.has(row.post_id)) return false;
    return !until || row.note !== quietNote(until);
  });
  for (const actionId of new Set(due.map((row) => row.action_id))) {
    const own = due.filter((row) => row.action_id === actionId);
    const first = own[0]!;
    await ctx.trx
      .deleteFrom('deliveries')
      .where('network_id', '=', ctx.network.id)
      .where(
        'id',
        'in',
        own.map((row) => row.id),
      )
      .execute();
    const letter = {
      id: actionId,
      campaignId: first.campaign_id,
      personId: first.person_id,
      locale: first.locale,
      wish: first.wish as Wish | null,
    };
    await makeDeliveries(ctx, { ...letter, postIds: own.map((row) => row.post_id) }, resolve);
  }
  return due.length;
}

/** Takes back letters that were queued to posts which rest now: a period began after they were confirmed. */
export async function holdForQuiet(ctx: Ctx): Promise<number> {
  const day = networkDay(ctx);
  const { rows } = await sql<{ id: string; until: string }>`
    select d.id, max(q.until_day) as until
    from quiet_periods q
    join known_bodies b on (b.id = q.body_id or b.country = q.country) and (b.network_id is null or b.network_id = q.network_id)
    join known_roles r on r.body_id = b.id and (r.network_id is null or r.network_id = q.network_id)
    join known_posts p on p.role_id = r.id and (p.network_id is null or p.network_id = q.network_id)
    join deliveries d on d.network_id = q.network_id and d.post_id = p.id
    where q.network_id = ${ctx.network.id} and q.removed_at is null
      and q.from_day <= ${day}::date and q.until_day >= ${day}::date and d.state in ('queued', 'kept')
    group by d.id limit ${mostAtOnce}`.execute(ctx.trx);
  return holdLetters(
    ctx,
    rows.map((row) => ({ id: row.id, note: quietNote(row.until) })),
  );
}
