import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** The states of a mail, in the order in which the outbox names them: what needs a person first. */
export const states = [
  'uncertain',
  'failed',
  'bounced',
  'queued',
  'claimed',
  'sending',
  'kept',
  'sent',
  'cancelled',
] as const;
export type MailState = (typeof states)[number];

export type ListedMail = {
  id: string;
  kind: string;
  state: MailState;
  /** null: it is nobody's business here. */
  to: string | null;
  subject: string | null;
  createdAt: Date;
  dueAt: Date;
  attempts: number;
};

export type ShownMail = ListedMail & {
  once: boolean;
  locale: string;
  messageId: string;
  mime: Buffer | null;
  response: string | null;
  finishedAt: Date | null;
  subjectId: string;
  /** Its text is for its reader alone, and left out here. */
  secret?: true | 'words' | 'reader';
};

const day = 86_400_000;
const pageSize = 25;
/** Counting stops here: beyond it the page says "more than". */
export const countLimit = 10_000;

const columns = [
  'id',
  'kind',
  'state',
  'to_address as to',
  'subject',
  'created_at as createdAt',
  'due_at as dueAt',
  'attempts',
] as const;

/** One page of mails, newest first; `next` is the key of the following page. */
export async function listMails(
  ctx: Ctx,
  filter: { state?: MailState; kind?: string; before?: string },
): Promise<{ mails: ListedMail[]; next: string | undefined }> {
  let query = ctx.trx
    .selectFrom('mails')
    .select(columns)
    .where('network_id', '=', ctx.network.id)
    .orderBy('id', 'desc')
    .limit(pageSize + 1);
  if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (filter.before) query = query.where('id', '<', filter.before);
  const rows = (await query.execute()) as ListedMail[];
  const mails = rows.slice(0, pageSize);
  return { mails, next: rows.length > pageSize ? mails.at(-1)!.id : undefined };
}

/** How many mails there are of each state, counted to `countLimit` + 1. */
export async function countStates(ctx: Ctx): Promise<Map<MailState, number>> {
  const { rows } = await sql<{ state: MailState; count: number }>`
    select s.state, (
      select count(*) from (
        select from mails m where m.network_id = ${ctx.network.id} and m.state = s.state limit ${countLimit + 1}) as counted
      )::integer as count
    from unnest(${[...states]}::text[]) as s (state)`.execute(ctx.trx);
  return new Map(rows.map((row) => [row.state, row.count]));
}

/** One mail with its source, or undefined. */
export async function findMail(ctx: Ctx, id: string): Promise<ShownMail | undefined> {
  const row = await ctx.trx
    .selectFrom('mails')
    .select([
      ...columns,
      'once',
      'locale',
      'message_id as messageId',
      'mime',
      'response',
      'finished_at as finishedAt',
      'subject_id as subjectId',
    ])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row as ShownMail | undefined;
}

/**
 * Puts a failed or uncertain mail back into the queue, to be composed anew (what was withdrawn meanwhile is then
 * cancelled) under its old Message-ID. False when it is not in that state any more.
 */
export async function requeue(ctx: Ctx, id: string, from: 'failed' | 'uncertain'): Promise<boolean> {
  const done = await ctx.trx
    .updateTable('mails')
    .set({
      state: 'queued',
      attempts: 0,
      due_at: ctx.now,
      mime: null,
      response: null,
      finished_at: null,
      claimed_by: null,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/**
 * A server says of a mail that had left that it did not arrive (`failed`), or not yet. Undefined where there is no such mail, or
 * it came back before: the same report twice is one. A mail of which nobody knew whether it had left has left.
 */
export async function bounce(
  ctx: Ctx,
  id: string,
  end: 'failed' | 'late',
  response: string,
): Promise<{ kind: string; subjectId: string } | undefined> {
  const row = await ctx.trx
    .selectFrom('mails')
    .select(['kind', 'subject_id', 'state'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', 'in', ['sent', 'sending', 'uncertain'])
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  if (end === 'failed') {
    await ctx.trx
      .updateTable('mails')
      .set({ state: 'bounced', response, mime: null, finished_at: ctx.now, claimed_by: null, claimed_until: null })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .execute();
  }
  return { kind: row.kind, subjectId: row.subject_id };
}

/** Writes down that an uncertain mail did arrive. Its source goes, as with any mail that was sent. */
export async function settleAsSent(ctx: Ctx, id: string): Promise<boolean> {
  const done = await sql`
    update mails set state = 'sent', finished_at = ${ctx.now}, claimed_by = null,
      mime = null
    where network_id = ${ctx.network.id} and id = ${id} and state = 'uncertain'`.execute(ctx.trx);
  return done.numAffectedRows === 1n;
}

/** Lets mail of the whole installation go again. False when it was not held. */
export async function releaseMail(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ released: boolean }>`select release_mail() as released`.execute(ctx.trx);
  return rows[0]!.released;
}

/** How long the dashboard speaks of a mail that failed or was kept, in days. An uncertain one stays until it is decided. */
const attentionDays = 14;

/** What the dashboard says of mail: how many of each that needs somebody, and since when. */
export async function mailAttention(ctx: Ctx): Promise<Map<MailState, { count: number; since: Date }>> {
  const rows = await ctx.trx
    .selectFrom('mails')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count'), eb.fn.min('finished_at').as('since')])
    .where('network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'uncertain'),
        eb('state', 'in', ['failed', 'kept']).and(
          'finished_at',
          '>',
          new Date(ctx.now.getTime() - attentionDays * day),
        ),
      ]),
    )
    .groupBy('state')
    .execute();
  return new Map(rows.map((row) => [row.state as MailState, { count: row.count, since: row.since! }]));
}

/** How long the sources of mails that did not leave, and rows, are kept, in days after the mail's end. */
export const keptDays = { source: 90, row: 400 };

/** Deletes sources and rows that are past their time; returns how many rows were touched. */
export async function removeExpired(ctx: Ctx): Promise<number> {
  const before = (days: number) => new Date(ctx.now.getTime() - days * day);
  const { rows } = await sql<{ touched: number }>`
    with gone as (
      delete from mails where network_id = ${ctx.network.id} and finished_at < ${before(keptDays.row)} returning id
    ), stripped as (
      update mails set mime = null
      where network_id = ${ctx.network.id} and mime is not null and finished_at >= ${before(keptDays.row)}
        and finished_at < ${before(keptDays.source)}
      returning id
    )
    select (select count(*) from gone) + (select count(*) from stripped) as touched`.execute(ctx.trx);
  return rows[0]!.touched;
}

/**
 * Blanks what the outbox holds of mails to a person, and cancels those that wait. Call before her address is blanked.
 * Letters (`once`) to the same address are not hers but their writers', should she be a decision-maker herself; and
 * where another person shares the mailbox, mails that are not about her own letters may be the other's.
 */
export async function forgetMailsTo(ctx: Ctx, personId: string): Promise<void> {
  await sql`
    update mails m set
      state = case when m.state in ('queued', 'claimed') then 'cancelled' else m.state end,
      finished_at = coalesce(m.finished_at, ${ctx.now}),
      to_address = '', subject = null, mime = null, response = null
    from people p
    where p.network_id = ${ctx.network.id} and p.id = ${personId} and p.email <> ''
      and m.network_id = p.network_id and m.to_address = p.email and not m.once
      and not exists (select from people o where o.network_id = p.network_id and o.email_key = p.email_key and o.id <> p.id)`.execute(
    ctx.trx,
  );
}

/**
 * The same of mails to somebody whose account is deleted, before its address is. A supporter who has the same mailbox, and may be
 * somebody else, keeps hers.
 */
export async function forgetMailsToAccount(ctx: Ctx, accountId: string): Promise<void> {
  await sql`
    update mails m set
      state = case when m.state in ('queued', 'claimed') then 'cancelled' else m.state end,
      finished_at = coalesce(m.finished_at, ${ctx.now}),
      to_address = '', subject = null, mime = null, response = null
    from accounts a
    where a.network_id = ${ctx.network.id} and a.id = ${accountId} and m.network_id = a.network_id and m.to_address = a.email and not m.once
      and not exists (select from people o where o.network_id = a.network_id and o.email_key = a.email_key)`.execute(
    ctx.trx,
  );
}

/** The mails that were written to an account's address, for its owner's copy. */
export async function mailsToAccount(ctx: Ctx, accountId: string) {
  return ctx.trx
    .selectFrom('mails as m')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'm.network_id').onRef('a.email', '=', 'm.to_address'),
    )
    .select(['m.kind', 'm.subject', 'm.state', 'm.created_at as at'])
    .where('m.network_id', '=', ctx.network.id)
    .where('a.id', '=', accountId)
    .where('m.once', '=', false)
    .orderBy('m.id')
    .execute();
}

/** The mails that were written to a person, for her own copy. */
export async function mailsTo(
  ctx: Ctx,
  personId: string,
): Promise<{ kind: string; subject: string | null; state: string; at: Date }[]> {
  return ctx.trx
    .selectFrom('mails as m')
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'm.network_id').onRef('p.email', '=', 'm.to_address'),
    )
    .select(['m.kind', 'm.subject', 'm.state', 'm.created_at as at'])
    .where('m.network_id', '=', ctx.network.id)
    .where('p.id', '=', personId)
    .where('m.once', '=', false)
    .orderBy('m.id')
    .execute();
}
