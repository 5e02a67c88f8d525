import { sql } from 'kysely';
import { type Ctx, inLocale } from '../../platform/tenancy/index.ts';
import type { Delivery, DeliveryState } from './delivery.ts';
import type { Channel, Outcome } from './ladder.ts';

/** The deliveries of a confirmed letter, in the order of its making. */
export async function deliveriesOf(ctx: Ctx, actionId: string): Promise<Delivery[]> {
  const rows = await ctx.trx
    .selectFrom('deliveries')
    .select(['id', 'post_id', 'official_name', 'channel', 'address', 'state', 'state_at', 'note'])
    .where('network_id', '=', ctx.network.id)
    .where('action_id', '=', actionId)
    .orderBy('id')
    .execute();
  return labelled(ctx, rows);
}

/** Before the confirmation there are no deliveries, only the posts that she chose. */
export const intendedDeliveries = (ctx: Ctx, postIds: string[], state: string, at: Date): Promise<Delivery[]> =>
  labelled(
    ctx,
    postIds.map((post_id) => ({
      id: '',
      post_id,
      official_name: null,
      channel: 'email',
      address: null,
      state: state === 'withdrawn' ? 'withdrawn' : 'composed',
      state_at: at,
      note: null,
    })),
  );

type Row = {
  id: string;
  post_id: string;
  official_name: string | null;
  channel: string;
  address: string | null;
  state: string;
  state_at: Date;
  note: string | null;
};

/** A post that is not there any more is left out. */
async function labelled(ctx: Ctx, rows: Row[]): Promise<Delivery[]> {
  const labels = await postLabels(
    ctx,
    rows.map((row) => row.post_id),
  );
  return rows
    .filter((row) => labels.has(row.post_id))
    .map((row) => ({
      id: row.id,
      postId: row.post_id,
      postLabel: labels.get(row.post_id)!,
      officialName: row.official_name,
      channel: row.channel as Channel,
      address: row.address,
      state: row.state as DeliveryState,
      at: row.state_at,
      note: row.note,
    }));
}

/** "Member of the Assembly, Lakeside" for each of these posts that is there, in `ctx.locale`. */
async function postLabels(ctx: Ctx, postIds: string[]): Promise<Map<string, string>> {
  const posts = await ctx.trx
    .selectFrom('known_posts as p')
    .leftJoin('divisions as v', 'v.id', 'p.division_id')
    .where((eb) => eb.or([eb('p.network_id', 'is', null), eb('p.network_id', '=', ctx.network.id)]))
    .select(['p.id', 'p.label', 'v.names', 'v.name as division_name'])
    .where('p.id', '=', sql<string>`any(${postIds})`)
    .execute();
  return new Map(
    posts.map((post) => [
      post.id!,
      [
        inLocale(post.label as Record<string, string>, ctx.locale),
        inLocale((post.names ?? {}) as Record<string, string>, ctx.locale) || post.division_name,
      ]
        .filter(Boolean)
        .join(', '),
    ]),
  );
}

/** What a person noted of her calls, for her own copy. */
export const callsOf = (ctx: Ctx, personId: string) =>
  ctx.trx
    .selectFrom('call_outcomes as o')
    .innerJoin('deliveries as d', (join) =>
      join.onRef('d.network_id', '=', 'o.network_id').onRef('d.id', '=', 'o.delivery_id'),
    )
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .select(['o.post_id', 'o.official_name', 'o.outcome', 'o.at'])
    .where('o.network_id', '=', ctx.network.id)
    .where('a.person_id', '=', personId)
    .orderBy('o.at')
    .execute();

/** Calls to one post: by supporters whose address is confirmed, and by visitors of whom nothing is known. */
export type CallCount = { postId: string; name: string | null; outcome: Outcome; confirmed: number; others: number };

/** How many calls to each post of a campaign came to what. */
export async function callCounts(ctx: Ctx, campaignId: string): Promise<CallCount[]> {
  const rows = await ctx.trx
    .selectFrom('call_outcomes')
    .select((eb) => [
      'post_id',
      'outcome',
      eb.fn.max('official_name').as('name'),
      eb.fn.countAll<number>().filterWhere('delivery_id', 'is not', null).as('confirmed'),
      eb.fn.countAll<number>().filterWhere('delivery_id', 'is', null).as('others'),
    ])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .groupBy(['post_id', 'outcome'])
    .orderBy('post_id')
    .execute();
  return rows.map((row) => ({
    postId: row.post_id,
    name: row.name,
    outcome: row.outcome as Outcome,
    confirmed: Number(row.confirmed),
    others: Number(row.others),
  }));
}
