import type { Trx } from '../../platform/db/index.ts';

/** What a home page counts: computed, never decoration. */
export type NetworkFigures = {
  letters: number;
  supporters: number;
  reached: number;
  campaigns: { slug: string; title: string; summary: string; letters: number }[];
};

/** Confirmed letters, who wrote them and whom they reached, and the open campaigns in `locale` (newest first, at most 6). */
export async function networkFigures(trx: Trx, network: string, locale: string): Promise<NetworkFigures> {
  const counted = await trx
    .selectFrom('actions')
    .select((eb) => [eb.fn.countAll<number>().as('letters'), eb.fn.count<number>('person_id').distinct().as('supporters')])
    .where('network_id', '=', network)
    .where('counted', '=', true)
    .executeTakeFirstOrThrow();
  const reached = await trx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.count<number>('post_id').distinct().as('posts'))
    .where('network_id', '=', network)
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow();
  const campaigns = await trx
    .selectFrom('campaigns as c')
    .innerJoin('campaign_texts as t', (join) => join.onRef('t.network_id', '=', 'c.network_id').onRef('t.campaign_id', '=', 'c.id'))
    .select((eb) => [
      'c.slug',
      't.title',
      't.summary',
      eb
        .selectFrom('actions as a')
        .select((count) => count.fn.countAll<number>().as('n'))
        .whereRef('a.network_id', '=', 'c.network_id')
        .whereRef('a.campaign_id', '=', 'c.id')
        .where('a.counted', '=', true)
        .as('letters'),
    ])
    .where('c.network_id', '=', network)
    .where('c.state', '=', 'open')
    .where('t.locale', '=', locale)
    .orderBy('c.created_at', 'desc')
    .limit(6)
    .execute();
  return {
    letters: Number(counted.letters),
    supporters: Number(counted.supporters),
    reached: Number(reached.posts),
    campaigns: campaigns.map((row) => ({ ...row, letters: Number(row.letters ?? 0) })),
  };
}
