import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { found, Problem } from '../../platform/http/index.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { findItem } from './queries.ts';

/** A conversation as one of its two sees it. */
export type Talk = {
  id: string;
  itemId: string;
  /** Who answered the item. */
  accountId: string;
  ownerId: string;
  ownerName: string;
  otherName: string;
  matched: boolean;
  endedAt: Date | null;
  lastAt: Date;
  itemState: string;
  /** Something that she has not read yet. */
  unread: boolean;
};

export type TalkMessage = { id: string; accountId: string; body: string; at: Date };

const me = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** Her conversations and nobody else's, whatever her role. */
const visibleTalks = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('exchange_talks as t')
    .innerJoin('exchange_items as i', (join) =>
      join.onRef('i.network_id', '=', 't.network_id').onRef('i.id', '=', 't.item_id'),
    )
    .innerJoin('accounts as owner', (join) =>
      join.onRef('owner.network_id', '=', 'i.network_id').onRef('owner.id', '=', 'i.account_id'),
    )
    .innerJoin('accounts as other', (join) =>
      join.onRef('other.network_id', '=', 't.network_id').onRef('other.id', '=', 't.account_id'),
    )
    .select([
      't.id',
      't.item_id as itemId',
      't.account_id as accountId',
      'i.account_id as ownerId',
      'i.state as itemState',
      'owner.name as ownerName',
      'other.name as otherName',
      't.matched',
      't.ended_at as endedAt',
      't.last_at as lastAt',
      't.owner_read_at',
      't.other_read_at',
    ])
    .where('t.network_id', '=', ctx.network.id)
    .where((eb) => eb.or([eb('t.account_id', '=', me(ctx)), eb('i.account_id', '=', me(ctx))]));

type Row = Awaited<ReturnType<ReturnType<typeof visibleTalks>['executeTakeFirstOrThrow']>>;

const talkOf = (ctx: Ctx, { owner_read_at, other_read_at, ...row }: Row): Talk => {
  const read = row.ownerId === me(ctx) ? owner_read_at : other_read_at;
  return { ...row, unread: read === null || read < row.lastAt };
};

/** Her conversations, those where something happened last first; about one item, or all (a hundred at most). */
export async function listTalks(ctx: Ctx, itemId?: string): Promise<Talk[]> {
  let query = visibleTalks(ctx);
  if (itemId) query = query.where('t.item_id', '=', itemId);
  const rows = await query.orderBy('t.last_at', 'desc').limit(100).execute();
  return rows.map((row) => talkOf(ctx, row));
}

/** One conversation, if it is hers. */
export async function findTalk(ctx: Ctx, id: string): Promise<Talk | undefined> {
  const row = await visibleTalks(ctx).where('t.id', '=', id).executeTakeFirst();
  return row && talkOf(ctx, row);
}

/** What was written in a conversation that the caller has found to be hers, oldest first. */
export const messagesOf = (ctx: Ctx, talkId: string): Promise<TalkMessage[]> =>
  ctx.trx
    .selectFrom('exchange_messages')
    .select(['id', 'account_id as accountId', 'body', 'at'])
    .where('network_id', '=', ctx.network.id)
    .where('talk_id', '=', talkId)
    .orderBy('id')
    .limit(500)
    .execute();

/**
 * Answers an item: opens a conversation, or goes on with hers. The form brings the message's id, so that sent twice it is one.
 * Returns the conversation; throws `not-found` for her own item or one that does not stand.
 */
export async function answerItem(ctx: Ctx, itemId: string, messageId: string, body: string): Promise<string> {
  const item = await findItem(ctx, itemId);
  const account = me(ctx);
  if (!item || !account || item.accountId === account || item.state !== 'open') throw new Problem('not-found');
  const made = await ctx.trx
    .insertInto('exchange_talks')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      item_id: itemId,
      account_id: account,
      created_at: ctx.now,
      last_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'item_id', 'account_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  const [talk] = await listTalksOfBoth(ctx, itemId, account);
  if (made) await record(ctx, { verb: 'opened', noun: 'exchange-talk', id: made.id, detail: { item: itemId } });
  await writeMessage(ctx, talk!.id, messageId, body);
  return talk!.id;
}

const listTalksOfBoth = (ctx: Ctx, itemId: string, account: string) =>
  visibleTalks(ctx).where('t.item_id', '=', itemId).where('t.account_id', '=', account).execute();

/**
 * Adds a message to her conversation. The other is told by mail that something waits: once, until she has read it. A conversation
 * that was ended goes on with it.
 */
export async function writeMessage(ctx: Ctx, talkId: string, id: string, body: string): Promise<void> {
  const account = me(ctx)!;
  const row = found(await visibleTalks(ctx).where('t.id', '=', talkId).forUpdate('t').executeTakeFirst());
  const made = await ctx.trx
    .insertInto('exchange_messages')
    .values({ network_id: ctx.network.id, id, talk_id: talkId, account_id: account, body, at: ctx.now })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  const owner = row.ownerId === account;
  const [hersRead, theirs] = owner ? ['owner_read_at', row.other_read_at] : ['other_read_at', row.owner_read_at];
  await ctx.trx
    .updateTable('exchange_talks')
    .set({ last_at: ctx.now, ended_at: null, [hersRead as 'owner_read_at']: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', talkId)
    .execute();
  await record(ctx, { verb: 'wrote', noun: 'exchange-talk', id: talkId });
  const waitsAlready = await ctx.trx
    .selectFrom('exchange_messages')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('talk_id', '=', talkId)
    .where('account_id', '=', account)
    .where('id', '!=', id)
    .where('at', '>', theirs ?? new Date(0))
    .limit(1)
    .executeTakeFirst();
  if (waitsAlready) return;
  const reader = await ctx.trx
    .selectFrom('accounts')
    .select(['email', 'locale', 'sample', 'disabled_at'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', owner ? row.accountId : row.ownerId)
    .executeTakeFirst();
  // Invented people of the kits have no mailbox.
  if (!reader?.email || reader.sample || reader.disabled_at) return;
  await queueMails(ctx, [
    {
      kind: 'exchange-waiting',
      subjectId: id,
      to: reader.email,
      locale: ctx.network.locales.includes(reader.locale) ? reader.locale : ctx.network.locales[0]!,
      priority: 5,
    },
  ]);
}

/** She has read it up to now. */
export async function markRead(ctx: Ctx, talk: Talk): Promise<void> {
  await ctx.trx
    .updateTable('exchange_talks')
    .set({ [talk.ownerId === me(ctx) ? 'owner_read_at' : ('other_read_at' as 'owner_read_at')]: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', talk.id)
    .execute();
}

/** Ends a conversation; either of the two may, and either may write again. */
export async function endTalk(ctx: Ctx, id: string): Promise<void> {
  const talk = found(await findTalk(ctx, id));
  if (talk.endedAt) return;
  await ctx.trx
    .updateTable('exchange_talks')
    .set({ ended_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'ended', noun: 'exchange-talk', id });
}

/** Whoever stands behind the item says that it came about with this one. The item leaves the list until its result is told. */
export async function matchTalk(ctx: Ctx, id: string): Promise<string> {
  const talk = found(await findTalk(ctx, id));
  if (talk.ownerId !== me(ctx)) throw new Problem('not-found');
  if (talk.itemState === 'open' || talk.itemState === 'expired') {
    await ctx.trx
      .updateTable('exchange_talks')
      .set({ matched: true })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .execute();
    await ctx.trx
      .updateTable('exchange_items')
      .set({ state: 'matched', updated_at: ctx.now, ended_at: ctx.now })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', talk.itemId)
      .execute();
    await record(ctx, { verb: 'matched', noun: 'exchange-item', id: talk.itemId });
  }
  return talk.itemId;
}
