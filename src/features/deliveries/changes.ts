import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { cancelMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Lookup } from '../representatives/index.ts';
import { type Addressee, addresseesOf } from './addressee.ts';
import { takeOutOfDigests } from './pacing/plan.ts';
import { forgetStreets } from './settle.ts';
import { resumeDeliveries } from './waiting.ts';

/*
 * Letters that were written to one person and have not left when somebody else takes her seat, or nobody does. They wait
 * (`composed`, note 'changed', with the name of the former holder) for a coordinator's word; a campaign may have them sent on.
 */

/** The note of a letter that waits because its seat has another holder. */
const changedNote = 'changed';

/** Letters that may still be called back: not sent, not begun, not hers to carry. */
const callable = ['queued', 'kept', 'to-print'] as const;

type Open = { id: string; post_id: string; official_id: string; campaign_id: string };

/** Those of the letters whose addressee no longer holds her post. */
function addressedToFormer(lookup: Lookup, letters: readonly Open[], on: Date): Open[] {
  const holders = new Map(
    addresseesOf(lookup, [...new Set(letters.map((each) => each.post_id))], on).map((one) => [
      one.postId,
      one.officialId,
    ]),
  );
  // A post that is in no list any more says nothing about who serves.
  return letters.filter((each) => holders.has(each.post_id) && holders.get(each.post_id) !== each.official_id);
}

/** Lets letters wait for a word about their seat; the name they were written to stays. Returns those that were still here. */
async function holdChanged(ctx: Ctx, letters: readonly Open[]): Promise<string[]> {
  if (letters.length === 0) return [];
  const ids = letters.map((each) => each.id);
  await cancelMails(ctx, ids);
  await takeOutOfDigests(ctx, ids);
  const held = await ctx.trx
    .updateTable('deliveries as d')
    .set({ state: 'composed', note: changedNote, address: null, state_at: ctx.now })
    .where('d.network_id', '=', ctx.network.id)
    .where('d.id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('d.state', 'in', [...callable])
    // A letter whose sending has begun goes where it goes.
    .where(
      sql<boolean>`not exists (select from mails m where m.network_id = d.network_id and m.subject_id = d.id and m.state in ('sending', 'sent', 'uncertain'))
        and not exists (select from digest_letters l where l.network_id = d.network_id and l.delivery_id = d.id)`,
    )
    .returning('d.id')
    .execute();
  return held.map((row) => row.id);
}

const mostAtOnce = 2_000;

/**
 * Finds letters that were written to somebody who has left her seat, and holds them; those of campaigns that send them on go to
 * whoever serves there now. Returns how many were held or sent on.
 */
export async function followSeats(ctx: Ctx, lookup: Lookup): Promise<number> {
  const open = await ctx.trx
    .selectFrom('deliveries')
    .select(['id', 'post_id', 'official_id', 'campaign_id'])
    .where('network_id', '=', ctx.network.id)
    .where('state', 'in', [...callable])
    .where('official_id', 'is not', null)
    .orderBy('id')
    .limit(mostAtOnce)
    .execute();
  const changed = addressedToFormer(lookup, open as Open[], ctx.now);
  const held = await holdChanged(ctx, changed);
  await sendOn(ctx, lookup);
  return held.length;
}

/**
 * The letters among these, about to be composed, that are not to leave: they are held in the same moment. Nothing goes to
 * somebody who has left, however late that became known.
 */
export async function stopAtTheDoor(ctx: Ctx, lookup: Lookup, deliveryIds: readonly string[]): Promise<Set<string>> {
  const open = await ctx.trx
    .selectFrom('deliveries')
    .select(['id', 'post_id', 'official_id', 'campaign_id'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', sql<string>`any(${[...deliveryIds]}::uuid[])`)
    .where('state', 'in', [...callable])
    .where('official_id', 'is not', null)
    .execute();
  const changed = addressedToFormer(lookup, open as Open[], ctx.now);
  if (changed.length === 0) return new Set();
  // Their mails are in the sender's hands: it cancels what is not composed.
  await ctx.trx
    .updateTable('deliveries')
    .set({ state: 'composed', note: changedNote, address: null, state_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', sql<string>`any(${changed.map((each) => each.id)}::uuid[])`)
    .execute();
  return new Set(changed.map((each) => each.id));
}

const resolving = (lookup: Lookup, on: Date) => async (postIds: string[]) =>
  new Map<string, Addressee>(addresseesOf(lookup, postIds, on).map((one) => [one.postId, one]));

/** Letters that wait in campaigns that send them on, where somebody serves now: also those whose seat stood empty meanwhile. */
async function sendOn(ctx: Ctx, lookup: Lookup): Promise<void> {
  const seats = await ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.network_id', '=', 'd.network_id').onRef('c.id', '=', 'd.campaign_id'),
    )
    .select(['d.campaign_id', 'd.post_id'])
    .distinct()
    .where('d.network_id', '=', ctx.network.id)
    .where('d.state', '=', 'composed')
    .where('d.note', '=', changedNote)
    .where('c.on_change', '=', 'forward')
    .execute();
  for (const { campaign_id, post_id } of seats)
    if (held(lookup, post_id, ctx.now))
      await resumeDeliveries(ctx, { campaignId: campaign_id, postId: post_id }, resolving(lookup, ctx.now));
}

const held = (lookup: Lookup, postId: string, on: Date): boolean =>
  addresseesOf(lookup, [postId], on).some((one) => one.officialId !== null);

/** Letters held because of one seat: how many, to whom they were written, and since when they wait. */
export type ChangedSeat = { postId: string; letters: number; former: string[]; since: Date };

/** The seats of a campaign for which letters wait. */
export async function changedSeats(ctx: Ctx, campaignId: string): Promise<ChangedSeat[]> {
  const { rows } = await sql<ChangedSeat>`
    select post_id as "postId", count(*)::int as letters, min(state_at) as since,
      coalesce(array_agg(distinct official_name) filter (where official_name is not null), '{}') as former
    from deliveries where network_id = ${ctx.network.id} and campaign_id = ${campaignId} and state = 'composed' and note = ${changedNote}
    group by post_id order by post_id`.execute(ctx.trx);
  return rows;
}

/** Sends the letters that wait for one seat to whoever serves in it now. 'vacant': nobody does, and they wait on. */
export async function releaseSeat(
  ctx: Ctx,
  lookup: Lookup,
  campaignId: string,
  postId: string,
): Promise<number | 'vacant'> {
  if (!held(lookup, postId, ctx.now)) return 'vacant';
  const count = await resumeDeliveries(ctx, { campaignId, postId }, resolving(lookup, ctx.now));
  if (count > 0)
    await record(ctx, { verb: 'released', noun: 'letters', id: campaignId, detail: { post: postId, letters: count } });
  return count;
}

/** The letters that wait for one seat do not leave any more. Their writers see that. */
export async function dropSeat(ctx: Ctx, campaignId: string, postId: string): Promise<number> {
  const rows = await ctx.trx
    .updateTable('deliveries')
    .set({ state: 'withdrawn', note: 'dropped', state_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('post_id', '=', postId)
    .where('state', '=', 'composed')
    .where('note', '=', changedNote)
    .returning('action_id')
    .execute();
  await forgetStreets(ctx, [...new Set(rows.map((row) => row.action_id))]);
  if (rows.length > 0)
    await record(ctx, {
      verb: 'dropped',
      noun: 'letters',
      id: campaignId,
      detail: { post: postId, letters: rows.length },
    });
  return rows.length;
}
