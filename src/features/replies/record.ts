import { record as audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { ReplyForm } from './forms.ts';
import type { AnsweredLetter, Reply } from './queries.ts';
import { keptDays, mailsPerDay, type ReplyState, repliesPerLetter } from './reply.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);
const dayMs = 86_400_000;

/** How many replies one letter has, since an instant. */
async function countOf(ctx: Ctx, deliveryId: string, since: Date): Promise<number> {
  const row = await ctx.trx
    .selectFrom('replies')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('network_id', '=', ctx.network.id)
    .where('delivery_id', '=', deliveryId)
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** What she passed on by form. `id` comes with the form: sent twice, it is one. False when there are too many already. */
export async function passOn(ctx: Ctx, letter: AnsweredLetter, id: string, form: ReplyForm): Promise<boolean> {
  if ((await countOf(ctx, letter.deliveryId, new Date(0))) >= repliesPerLetter) return false;
  const { delivery: _, ...own } = form;
  const made = await ctx.trx
    .insertInto('replies')
    .values({ ...rowOf(ctx, letter, id), ...own, way: 'form', state_before: letter.state })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return true;
  await markAnswered(ctx, letter.deliveryId);
  await audit(ctx, { verb: 'passed-on', noun: 'reply', id, detail: { delivery: letter.deliveryId } });
  return true;
}

export type MailedReply = {
  way: 'forwarded' | 'mail';
  received_on: string;
  sender_name: string;
  sender_address: string;
  subject: string;
  body: string;
  dropped: number;
  automatic: boolean;
  kept: boolean;
  message_key: string | null;
};

/** A reply that came by mail; its id, or undefined where it came before or there are too many today. */
export async function takeReply(ctx: Ctx, letter: AnsweredLetter, mail: MailedReply): Promise<string | undefined> {
  if ((await countOf(ctx, letter.deliveryId, new Date(ctx.now.getTime() - dayMs))) >= mailsPerDay) return undefined;
  const id = newId();
  const made = await ctx.trx
    .insertInto('replies')
    .values({
      ...rowOf(ctx, letter, id),
      ...mail,
      channel: 'email',
      state: mail.kept ? 'open' : 'passed',
      state_before: letter.state,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return undefined;
  if (!mail.automatic) await markAnswered(ctx, letter.deliveryId);
  await audit(ctx, { verb: 'came-in', noun: 'reply', id, detail: { delivery: letter.deliveryId, way: mail.way } });
  return id;
}

const rowOf = (ctx: Ctx, letter: AnsweredLetter, id: string) => ({
  network_id: ctx.network.id,
  id,
  campaign_id: letter.campaignId,
  delivery_id: letter.deliveryId,
  post_id: letter.postId,
  official_id: letter.officialId,
  official_name: letter.officialName,
  created_at: ctx.now,
});

/** The letter's honest state: somebody answered it. One that never left may have been answered by another way. */
async function markAnswered(ctx: Ctx, deliveryId: string): Promise<void> {
  await ctx.trx
    .updateTable('deliveries')
    .set({ state: 'answered', state_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', deliveryId)
    .where('state', 'not in', ['answered', 'composed', 'queued', 'withdrawn', 'repeated'])
    .execute();
}

/** It was no answer after all: the letter's state is again what it was, unless another reply stands. */
async function unmarkAnswered(ctx: Ctx, deliveryId: string): Promise<void> {
  const others = await ctx.trx
    .selectFrom('replies')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('delivery_id', '=', deliveryId)
    .where('automatic', '=', false)
    .where('state', 'not in', ['spam', 'withdrawn'])
    .limit(1)
    .executeTakeFirst();
  if (others) return;
  const first = await ctx.trx
    .selectFrom('replies')
    .select('state_before')
    .where('network_id', '=', ctx.network.id)
    .where('delivery_id', '=', deliveryId)
    .where('state_before', '!=', 'answered')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  await ctx.trx
    .updateTable('deliveries')
    .set({ state: first?.state_before ?? 'sent', state_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', deliveryId)
    .where('state', '=', 'answered')
    .execute();
}

/** A coordinator is done with a reply: what came of it. False when it is done with already. */
export async function settleReply(
  ctx: Ctx,
  reply: Pick<Reply, 'id' | 'deliveryId'>,
  state: Extract<ReplyState, 'stand' | 'promise' | 'nothing' | 'spam'>,
  recorded: { stand_id?: string; promise_id?: string } = {},
): Promise<boolean> {
  const changed = await ctx.trx
    .updateTable('replies')
    .set({ state, ...recorded, settled_at: ctx.now, settled_by: accountOf(ctx) })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', reply.id)
    // A second thing may be recorded from one reply: a stand and a promise.
    .where('state', 'in', recorded.stand_id || recorded.promise_id ? ['open', 'stand', 'promise', 'nothing'] : ['open'])
    .returning('id')
    .executeTakeFirst();
  if (!changed) return false;
  if (state === 'spam') await unmarkAnswered(ctx, reply.deliveryId);
  await audit(ctx, { verb: 'settled', noun: 'reply', id: reply.id, detail: { state } });
  return true;
}

/** Takes back that nothing came of it, or that it was spam: it waits again. */
export async function reopenReply(ctx: Ctx, reply: Pick<Reply, 'id' | 'deliveryId'>): Promise<boolean> {
  const changed = await ctx.trx
    .updateTable('replies')
    .set({ state: 'open', settled_at: null, settled_by: null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', reply.id)
    .where('state', 'in', ['nothing', 'spam'])
    .returning('id')
    .executeTakeFirst();
  if (!changed) return false;
  await markAnswered(ctx, reply.deliveryId);
  await audit(ctx, { verb: 'reopened', noun: 'reply', id: reply.id });
  return true;
}

/** She takes a reply back: its words are gone. What coordinators recorded from it meanwhile stays, by its own source. */
export async function withdrawReply(ctx: Ctx, actionId: string, id: string): Promise<boolean> {
  const changed = await ctx.trx
    .updateTable('replies as r')
    .set({ ...blank, state: 'withdrawn', settled_at: ctx.now })
    .where('r.network_id', '=', ctx.network.id)
    .where('r.id', '=', id)
    .where('r.state', '!=', 'withdrawn')
    .where('r.delivery_id', 'in', (eb) =>
      eb
        .selectFrom('deliveries')
        .select('id')
        .where('network_id', '=', ctx.network.id)
        .where('action_id', '=', actionId),
    )
    .returning('r.delivery_id')
    .executeTakeFirst();
  if (!changed) return false;
  await unmarkAnswered(ctx, changed.delivery_id);
  await audit(ctx, { verb: 'withdrawn', noun: 'reply', id });
  return true;
}

const blank = { sender_name: '', sender_address: '', subject: '', body: '', message_key: null, quotable: false };

/** Mail that only went through us is forgotten once it left, or did not. */
export async function forgetPassed(ctx: Ctx, ids: string[]): Promise<void> {
  await ctx.trx
    .updateTable('replies')
    // The key stays while the row does: the same mail again is still the same.
    .set({ sender_name: '', sender_address: '', subject: '', body: '' })
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', ids)
    .where('kept', '=', false)
    .execute();
}

const ofPerson = (ctx: Ctx, personId: string) =>
  ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .select('d.id')
    .where('d.network_id', '=', ctx.network.id)
    .where('a.person_id', '=', personId);

/** Blanks every reply to a person's letters. That there was one stays, and what was recorded from it. */
export async function eraseReplies(ctx: Ctx, personId: string): Promise<void> {
  await ctx.trx
    .updateTable('replies')
    .set({ ...blank, state: 'withdrawn' })
    .where('network_id', '=', ctx.network.id)
    .where('delivery_id', 'in', ofPerson(ctx, personId))
    .where('state', 'in', ['open', 'passed', 'withdrawn'])
    .execute();
  await ctx.trx
    .updateTable('replies')
    .set(blank)
    .where('network_id', '=', ctx.network.id)
    .where('delivery_id', 'in', ofPerson(ctx, personId))
    .execute();
}

/** The replies to a person's letters, for her own copy. */
export async function exportReplies(ctx: Ctx, personId: string): Promise<Record<string, unknown>> {
  const replies = await ctx.trx
    .selectFrom('replies')
    .select([
      'official_name',
      'way',
      'channel',
      'received_on',
      'sender_name',
      'sender_address',
      'subject',
      'body',
      'quotable',
      'state',
      'created_at',
    ])
    .where('network_id', '=', ctx.network.id)
    .where('delivery_id', 'in', ofPerson(ctx, personId))
    .orderBy('id')
    .execute();
  return { replies };
}

/** Blanks words and deletes rows that are past their time; returns how many rows. */
export async function retainReplies(ctx: Ctx): Promise<number> {
  const before = (days: number) => new Date(ctx.now.getTime() - days * dayMs);
  const blanked = await ctx.trx
    .updateTable('replies')
    .set(blank)
    .where('network_id', '=', ctx.network.id)
    .where('body', '!=', '')
    .where((eb) =>
      eb.or([
        eb('created_at', '<', before(keptDays.open)),
        eb.and([eb('settled_at', '<', before(keptDays.settled)), eb('state', 'in', ['stand', 'promise', 'nothing'])]),
        eb.and([eb('settled_at', '<', before(keptDays.spam)), eb('state', '=', 'spam')]),
        eb.and([eb('created_at', '<', before(keptDays.passed)), eb('state', '=', 'passed')]),
      ]),
    )
    .executeTakeFirst();
  const gone = await ctx.trx
    .deleteFrom('replies')
    .where('network_id', '=', ctx.network.id)
    .where('created_at', '<', before(keptDays.row))
    .executeTakeFirst();
  return Number(blanked.numUpdatedRows) + Number(gone.numDeletedRows);
}
