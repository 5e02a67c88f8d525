import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { campaignTitles, type Display } from '../campaigns/index.ts';
import type { DistrictCount } from './signature.ts';

export type CommentState = 'none' | 'waiting' | 'shown' | 'hidden';

/** A signature with the person who gave it; `id` is its action's. */
export type Signed = {
  id: string;
  name: string;
  display: Display;
  comment: string;
  commentState: CommentState;
  reason: string | null;
  takenOff: boolean;
  divisionId: string | null;
  locale: string;
  /** When it was confirmed; null while it waits. */
  at: Date | null;
};

/** Signatures that count, of people who are still here. */
const visibleSignatures = (ctx: Ctx, campaignId: string) =>
  ctx.trx
    .selectFrom('signatures as s')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.action_id'),
    )
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .select([
      's.action_id',
      'p.name',
      's.display',
      's.comment',
      's.comment_state',
      's.comment_reason',
      's.taken_off_at',
      's.division_id',
      'a.locale',
      'a.confirmed_at',
    ])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.campaign_id', '=', campaignId)
    .where('a.campaign_id', '=', campaignId)
    .where('a.counted', '=', true)
    .where('p.erased_at', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof visibleSignatures>['execute']>>[number];

const signedOf = (row: Row): Signed => ({
  id: row.action_id,
  name: row.name,
  display: row.display as Display,
  comment: row.comment,
  commentState: row.comment_state as CommentState,
  reason: row.comment_reason,
  takenOff: row.taken_off_at !== null,
  divisionId: row.division_id,
  locale: row.locale,
  at: row.confirmed_at,
});

/** Which signatures: those whose names may be shown, those whose comments are, those that wait, or all. */
export type Which = 'named' | 'shown' | 'waiting' | 'hidden' | 'all';

/**
 * Signatures, the latest action first, from below the key `before`. A page of `limit`, and the key of the next one.
 */
export async function listSignatures(
  ctx: Ctx,
  campaignId: string,
  which: Which,
  { before, limit = 30 }: { before?: string | undefined; limit?: number } = {},
): Promise<{ signatures: Signed[]; next: string | undefined }> {
  let query = visibleSignatures(ctx, campaignId)
    .orderBy('s.action_id', 'desc')
    .limit(limit + 1);
  if (before) query = query.where('s.action_id', '<', before);
  if (which === 'named') query = query.where('s.display', '!=', 'hidden').where('s.taken_off_at', 'is', null);
  if (which === 'shown' || which === 'waiting' || which === 'hidden')
    query = query.where('s.comment_state', '=', which);
  const found = (await query.execute()).map(signedOf);
  const signatures = found.slice(0, limit);
  return { signatures, next: found.length > limit ? signatures.at(-1)!.id : undefined };
}

/** One signature that counts, of this campaign, or undefined. */
export async function findSignature(ctx: Ctx, campaignId: string, id: string): Promise<Signed | undefined> {
  const row = await visibleSignatures(ctx, campaignId).where('s.action_id', '=', id).executeTakeFirst();
  return row && signedOf(row);
}

/** The signature of an action in any state, for the person whose it is. */
export async function ownSignature(
  ctx: Ctx,
  actionId: string,
): Promise<(Pick<Signed, 'display' | 'comment' | 'commentState' | 'reason'> & { district: Texts | null }) | undefined> {
  const row = await ctx.trx
    .selectFrom('signatures as s')
    .leftJoin('divisions as d', 'd.id', 's.division_id')
    .select(['s.display', 's.comment', 's.comment_state', 's.comment_reason', 's.division_id', 'd.name', 'd.names'])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.action_id', '=', actionId)
    .executeTakeFirst();
  return (
    row && {
      display: row.display as Display,
      comment: row.comment,
      commentState: row.comment_state as CommentState,
      reason: row.comment_reason,
      district: row.division_id ? districtName(row.division_id, row.name, row.names) : null,
    }
  );
}

type Texts = Record<string, string>;
const districtName = (id: string, name: string | null, names: unknown): Texts => ({
  en: name ?? id,
  ...(names as Texts | null),
});

/** Signatures that count, by district; the name in the reader's language. */
export async function districtCounts(ctx: Ctx, campaignId: string): Promise<DistrictCount[]> {
  const { rows } = await sql<{ divisionId: string; name: string; count: string }>`
    select c.division_id as "divisionId", coalesce(d.names ->> ${ctx.locale}, d.name, c.division_id) as name, c.count
    from (
      select s.division_id, count(*) as count from signatures s
      join actions a on a.network_id = s.network_id and a.id = s.action_id and a.counted
      where s.network_id = ${ctx.network.id} and s.campaign_id = ${campaignId} and s.division_id is not null
      group by s.division_id
    ) c left join divisions d on d.id = c.division_id`.execute(ctx.trx);
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

export type PetitionFigures = { confirmed: number; waiting: number; withdrawn: number; comments: number };

/** How many signatures count, how many wait for their mail, how many were taken back; and comments that wait for somebody. */
export async function petitionFigures(ctx: Ctx, campaignId: string): Promise<PetitionFigures> {
  const row = await ctx.trx
    .selectFrom('actions as a')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('a.counted', '=', true).as('confirmed'),
      eb.fn.countAll<number>().filterWhere('a.state', '=', 'pending').as('waiting'),
      eb.fn.countAll<number>().filterWhere('a.state', '=', 'withdrawn').as('withdrawn'),
    ])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  const comments = await waitingComments(ctx, campaignId);
  return {
    confirmed: Number(row.confirmed),
    waiting: Number(row.waiting),
    withdrawn: Number(row.withdrawn),
    comments: comments[0]?.count ?? 0,
  };
}

/** Petitions with comments that wait for a coordinator, how many, and since when the oldest does. */
export async function waitingComments(
  ctx: Ctx,
  campaignId?: string,
): Promise<{ campaignId: string; count: number; since: Date }[]> {
  let query = ctx.trx
    .selectFrom('signatures as s')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.action_id'),
    )
    .select((eb) => ['s.campaign_id', eb.fn.countAll<number>().as('count'), eb.fn.min('a.confirmed_at').as('since')])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.comment_state', '=', 'waiting')
    .where('a.counted', '=', true)
    .groupBy('s.campaign_id');
  if (campaignId) query = query.where('s.campaign_id', '=', campaignId);
  const rows = await query.execute();
  return rows.map((row) => ({ campaignId: row.campaign_id, count: Number(row.count), since: row.since as Date }));
}

/** When the count of confirmed signatures reached each of these numbers; those it has not are left out. */
export async function reachedAt(
  ctx: Ctx,
  campaignId: string,
  numbers: number[],
): Promise<{ number: number; at: Date }[]> {
  const reached = await Promise.all(
    numbers.map(async (number) => {
      const row = await ctx.trx
        .selectFrom('actions')
        .select('confirmed_at')
        .where('network_id', '=', ctx.network.id)
        .where('campaign_id', '=', campaignId)
        .where('counted', '=', true)
        .orderBy('confirmed_at')
        .offset(number - 1)
        .limit(1)
        .executeTakeFirst();
      return row?.confirmed_at ? { number, at: row.confirmed_at } : undefined;
    }),
  );
  return reached.filter((one) => one !== undefined);
}

/** Open and closed petitions with their titles in the reader's language, goals and counts. */
export async function listPetitions(
  ctx: Ctx,
): Promise<{ id: string; title: string; goal: number | null; count: number }[]> {
  const rows = await ctx.trx
    .selectFrom('campaigns as c')
    .select((eb) => [
      'c.id',
      'c.slug',
      'c.goal',
      eb
        .selectFrom('actions as a')
        .select((count) => count.fn.countAll<number>().as('n'))
        .whereRef('a.network_id', '=', 'c.network_id')
        .whereRef('a.campaign_id', '=', 'c.id')
        .where('a.counted', '=', true)
        .as('count'),
    ])
    .where('c.network_id', '=', ctx.network.id)
    .where('c.mode', '=', 'petition')
    .where('c.state', '!=', 'draft')
    .orderBy('c.id', 'desc')
    .limit(100)
    .execute();
  const titles = await campaignTitles(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    title: titles.get(row.id) || row.slug,
    goal: row.goal,
    count: Number(row.count ?? 0),
  }));
}
