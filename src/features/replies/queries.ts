import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Channel, ReplyState } from './reply.ts';

/** A letter to which a reply may belong: whom it went to, and whose it is. */
export type AnsweredLetter = {
  deliveryId: string;
  actionId: string;
  campaignId: string;
  postId: string;
  officialId: string | null;
  officialName: string | null;
  label: Record<string, string>;
  state: string;
  supporter: { id: string; name: string; email: string; locale: string };
};

const letters = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .leftJoin('known_posts as o', 'o.id', 'd.post_id')
    .select([
      'd.id as deliveryId',
      'd.action_id as actionId',
      'd.campaign_id as campaignId',
      'd.post_id as postId',
      'd.official_id as officialId',
      'd.official_name as officialName',
      'd.state',
      'o.label',
      'p.id as personId',
      'p.name',
      'p.email',
      'a.locale',
    ])
    .where('d.network_id', '=', ctx.network.id)
    .where('a.state', '!=', 'pending')
    .where('p.erased_at', 'is', null);

type LetterRow = Awaited<ReturnType<ReturnType<typeof letters>['execute']>>[number];

const letterOf = ({ personId, name, email, locale, label, ...row }: LetterRow): AnsweredLetter => ({
  ...row,
  label: (label ?? {}) as Record<string, string>,
  supporter: { id: personId, name, email, locale },
});

/** Letters in these states can have no answer: they have not left, and perhaps never will. */
const unanswerable = ['composed', 'queued', 'withdrawn', 'repeated'];

/** The letters of one action that may have been answered, in their order. */
export async function lettersOf(ctx: Ctx, actionId: string): Promise<AnsweredLetter[]> {
  const rows = await letters(ctx)
    .where('d.action_id', '=', actionId)
    .where('d.state', 'not in', unanswerable)
    .orderBy('d.id')
    .execute();
  return rows.map(letterOf);
}

/** One letter by its id, or undefined: also of somebody who was erased. */
export async function letterById(ctx: Ctx, deliveryId: string): Promise<AnsweredLetter | undefined> {
  const row = await letters(ctx).where('d.id', '=', deliveryId).executeTakeFirst();
  return row && letterOf(row);
}

/** Whether she agreed, with this letter, that a copy of each reply is kept, and has not taken that back. */
export async function agreed(ctx: Ctx, actionId: string): Promise<boolean> {
  const row = await ctx.trx
    .selectFrom('consents as c')
    .select('c.id')
    .where('c.network_id', '=', ctx.network.id)
    .where('c.action_id', '=', actionId)
    .where('c.purpose', '=', 'replies')
    .where('c.event', '=', 'confirmed')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('consents as w')
            .select('w.id')
            .whereRef('w.network_id', '=', 'c.network_id')
            .whereRef('w.person_id', '=', 'c.person_id')
            .whereRef('w.at', '>=', 'c.at')
            .where('w.purpose', '=', 'replies')
            .where('w.event', '=', 'withdrawn'),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const columns = [
  'r.id',
  'r.campaign_id as campaignId',
  'r.delivery_id as deliveryId',
  'r.post_id as postId',
  'r.official_id as officialId',
  'r.official_name as officialName',
  'r.way',
  'r.channel',
  'r.received_on as receivedOn',
  'r.sender_name as senderName',
  'r.sender_address as senderAddress',
  'r.subject',
  'r.body',
  'r.dropped',
  'r.automatic',
  'r.quotable',
  'r.state',
  'r.settled_at as settledAt',
  'r.created_at as createdAt',
  'd.address as writtenTo',
  'o.label',
] as const;

const replies = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('replies as r')
    .innerJoin('deliveries as d', (join) =>
      join.onRef('d.network_id', '=', 'r.network_id').onRef('d.id', '=', 'r.delivery_id'),
    )
    .leftJoin('known_posts as o', 'o.id', 'r.post_id')
    .select(columns)
    .where('r.network_id', '=', ctx.network.id);

type ReplyRow = Awaited<ReturnType<ReturnType<typeof replies>['execute']>>[number];
export type Reply = Omit<ReplyRow, 'way' | 'channel' | 'state' | 'label'> & {
  way: 'form' | 'forwarded' | 'mail';
  channel: Channel;
  state: ReplyState;
  label: Record<string, string>;
};

const replyOf = (row: ReplyRow): Reply => ({ ...row, label: row.label ?? {} }) as Reply;

/** What she passed on for one action herself, the latest first. Mail that went on to her alone is not among it. */
export async function repliesOfAction(ctx: Ctx, actionId: string): Promise<Reply[]> {
  const rows = await replies(ctx)
    .where('d.action_id', '=', actionId)
    .where('r.kept', '=', true)
    .where('r.automatic', '=', false)
    .orderBy('r.id', 'desc')
    .limit(100)
    .execute();
  return rows.map(replyOf);
}

const pageSize = 50;

/** The coordinators' queue, the oldest open first; any other state the latest first. `next` is the key of the next page. */
export async function listReplies(
  ctx: Ctx,
  filter: { state: ReplyState; campaign?: string; before?: string },
): Promise<{ replies: Reply[]; next: string | undefined }> {
  const up = filter.state === 'open';
  let query = replies(ctx)
    .where('r.state', '=', filter.state)
    .where('r.kept', '=', true)
    // Words past their time are gone; nobody can decide anything from the bare row.
    .where('r.body', '!=', '')
    .orderBy('r.id', up ? 'asc' : 'desc')
    .limit(pageSize + 1);
  if (filter.campaign) query = query.where('r.campaign_id', '=', filter.campaign);
  if (filter.before) query = query.where('r.id', up ? '>' : '<', filter.before);
  const rows = await query.execute();
  return {
    replies: rows.slice(0, pageSize).map(replyOf),
    next: rows.length > pageSize ? rows[pageSize - 1]!.id : undefined,
  };
}

/** One reply that coordinators may read, or undefined. */
export async function findReply(ctx: Ctx, id: string): Promise<Reply | undefined> {
  const row = await replies(ctx).where('r.id', '=', id).where('r.kept', '=', true).executeTakeFirst();
  return row && replyOf(row);
}

/** How many wait for a coordinator, and since when. */
export async function waitingReplies(ctx: Ctx): Promise<{ count: number; since: Date | null }> {
  const row = await ctx.trx
    .selectFrom('replies')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('created_at').as('since')])
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'open')
    .where('kept', '=', true)
    .where('body', '!=', '')
    .executeTakeFirstOrThrow();
  return { count: Number(row.count), since: row.since };
}

/** Replies on their way to her, with everything their mail says. */
export async function repliesToPass(ctx: Ctx, ids: string[]) {
  return ctx.trx
    .selectFrom('replies as r')
    .innerJoin('deliveries as d', (join) =>
      join.onRef('d.network_id', '=', 'r.network_id').onRef('d.id', '=', 'r.delivery_id'),
    )
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .select([
      'r.id',
      'r.sender_name as senderName',
      'r.sender_address as senderAddress',
      'r.subject',
      'r.body',
      'r.dropped',
      'r.kept',
      'r.official_name as officialName',
      'd.action_id as actionId',
      'p.name',
      'p.email',
      'a.locale',
    ])
    .where('r.network_id', '=', ctx.network.id)
    .where('r.id', 'in', ids)
    .where('r.way', '=', 'mail')
    .where('r.body', '!=', '')
    .where('p.erased_at', 'is', null)
    .execute();
}
