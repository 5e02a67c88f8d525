import { sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import { Problem } from '../../platform/http/errors.ts';
import { dayOf } from '../../platform/http/index.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { Searchable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { isMemberOn } from '../accounts/index.ts';
import { audiencesOf, find } from './find.ts';
import { readQuestion, writeQuestion } from './question.ts';

export type SavedSearch = { id: string; name: string; query: string; mail: boolean; lookedAt: Date };

/** Nobody keeps more: each is asked once a day. */
const mostSaved = 20;
/** Each is asked, and she is told, at most once in so long, in milliseconds. */
const pauseMs = 20 * 3_600_000;

/** So many are asked in one transaction. */
export const askedAtOnce = 200;

const own = (ctx: Ctx, accountId: string) =>
  ctx.trx.selectFrom('saved_searches').where('network_id', '=', ctx.network.id).where('account_id', '=', accountId);

/** Her saved searches, the newest first. */
export const savedSearches = (ctx: Ctx, accountId: string): Promise<SavedSearch[]> =>
  own(ctx, accountId).select(['id', 'name', 'query', 'mail', 'looked_at as lookedAt']).orderBy('id', 'desc').execute();

/** How many things came to be found by each since she looked last; at most as many questions as she may keep. */
export async function withNews(ctx: Ctx, kinds: ReadonlyMap<string, Searchable>, searches: SavedSearch[]) {
  if (searches.length === 0) return [];
  const audiences = await audiencesOf(ctx);
  return Promise.all(
    searches.map(async (saved) => {
      const question = readQuestion(new URLSearchParams(saved.query));
      const { total } = await find(ctx, kinds, audiences, question, { since: saved.lookedAt });
      return { ...saved, fresh: total };
    }),
  );
}

/** Keeps a search, once; the same one sent twice stays one. Throws `not-found` for one that asks nothing. */
export async function keepSearch(ctx: Ctx, accountId: string, query: string): Promise<'kept' | 'full'> {
  const question = readQuestion(new URLSearchParams(query));
  if (question.q === '') throw new Problem('not-found');
  const text = writeQuestion({ ...question, page: 1 }).toString();
  const all = await own(ctx, accountId).select('query').execute();
  if (all.some((saved) => saved.query === text)) return 'kept';
  if (all.length >= mostSaved) return 'full';
  await ctx.trx
    .insertInto('saved_searches')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      account_id: accountId,
      name: question.q,
      query: text,
      mail: false,
      created_at: ctx.now,
      looked_at: ctx.now,
    })
    .execute();
  return 'kept';
}

/** Whether a mail tells her of something new. Throws `not-found` for a search that is not hers. */
export async function setMail(ctx: Ctx, accountId: string, id: string, mail: boolean): Promise<void> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('saved_searches')
    .set({ mail })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Problem('not-found');
}

/** A mail program's own button, which the signed address of a mail gives it: no more mails of this search. Again changes nothing. */
export async function stopMail(ctx: Ctx, id: string): Promise<void> {
  await ctx.trx
    .updateTable('saved_searches')
    .set({ mail: false })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** Forgets one. One that is gone already is forgotten. */
export async function removeSearch(ctx: Ctx, accountId: string, id: string): Promise<void> {
  await ctx.trx
    .deleteFrom('saved_searches')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
}

/** She has seen what there is in these; nothing in them is new any more. */
export async function looked(ctx: Ctx, accountId: string, query: string): Promise<void> {
  await ctx.trx
    .updateTable('saved_searches')
    .set({ looked_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('query', '=', query)
    .execute();
}

/**
 * Mails those who asked for it that there is something new: that, and how much, never what. Each search is asked as its owner,
 * by her membership of today; what needs a second factor to read is not counted. In the transaction that notes it, so that
 * nobody is told twice. Those that wait longest are asked first; returns how many were asked and how many owners were told.
 */
export async function tellOfNews(
  ctx: Ctx,
  kinds: ReadonlyMap<string, Searchable>,
): Promise<{ asked: number; told: number }> {
  const day = { network: ctx.network.id, now: ctx.now, today: dayOf(ctx.now, ctx.network.timeZone) };
  const due = await ctx.trx
    .selectFrom('saved_searches as s')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.account_id'),
    )
    .select(['s.id', 's.query', 's.looked_at', 's.mailed_at', 'a.id as accountId', 'a.name', 'a.email', 'a.locale'])
    .select(isMemberOn(day, sql.ref('a.id')).as('member'))
    .where('s.network_id', '=', ctx.network.id)
    .where('s.mail', '=', true)
    .where('a.disabled_at', 'is', null)
    .where('a.email', 'is not', null)
    .where((eb) => eb.or([eb('s.asked_at', 'is', null), eb('s.asked_at', '<', new Date(ctx.now.getTime() - pauseMs))]))
    .orderBy('s.asked_at', (order) => order.asc().nullsFirst())
    .orderBy('s.id')
    .limit(askedAtOnce)
    .forUpdate('s')
    .skipLocked()
    .execute();
  const told: typeof due = [];
  for (const saved of due) {
    const locale = ctx.network.locales.includes(saved.locale) ? saved.locale : ctx.network.locales[0]!;
    const actor = {
      kind: 'account' as const,
      id: saved.accountId,
      name: saved.name,
      roles: saved.member ? ['member' as const] : [],
    };
    const hers = { ...ctx, actor, locale };
    const since = saved.mailed_at && saved.mailed_at > saved.looked_at ? saved.mailed_at : saved.looked_at;
    const question = readQuestion(new URLSearchParams(saved.query));
    const { total } = await find(hers, kinds, await audiencesOf(hers), question, { since });
    if (total > 0) told.push(saved);
  }
  if (due.length === 0) return { asked: 0, told: 0 };
  await ctx.trx
    .updateTable('saved_searches')
    .set({ asked_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where(
      'id',
      'in',
      due.map((saved) => saved.id),
    )
    .execute();
  if (told.length > 0) {
    const ids = told.map((saved) => saved.id);
    await ctx.trx
      .updateTable('saved_searches')
      .set({ mailed_at: ctx.now })
      .where('network_id', '=', ctx.network.id)
      .where('id', 'in', ids)
      .execute();
    await queueMails(
      ctx,
      told.map((saved) => ({
        kind: 'search-news',
        subjectId: saved.id,
        to: saved.email!,
        locale: ctx.network.locales.includes(saved.locale) ? saved.locale : ctx.network.locales[0]!,
        priority: 9,
      })),
    );
  }
  return { asked: due.length, told: told.length };
}

/** What the mail needs of each of these searches; of one that is to send none any more, nothing. */
export const searchesToMail = (ctx: Ctx, ids: string[]) =>
  ctx.trx
    .selectFrom('saved_searches as s')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.account_id'),
    )
    .select(['s.id', 's.name as search', 'a.name', 'a.email', 'a.locale'])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.id', 'in', ids)
    .where('s.mail', '=', true)
    .where('a.disabled_at', 'is', null)
    .execute();

/** Her account is deleted: so is what she searched for. */
export async function forgetSaved(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.trx
    .deleteFrom('saved_searches')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .execute();
}

/** The searches she keeps, for her own copy. */
export const copyOfSaved = (ctx: Ctx, accountId: string) =>
  ctx.trx
    .selectFrom('saved_searches')
    .select(['name', 'query', 'mail', 'created_at as createdAt'])
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
