import type { Trx } from '../../platform/db/index.ts';

/** What a home page counts: computed, never decoration. */
export type NetworkFigures = {
  letters: number;
  supporters: number;
  reached: number;
};

/** Confirmed letters and signatures, who sent them and whom letters reached. */
export async function networkFigures(trx: Trx, network: string): Promise<NetworkFigures> {
  const counted = await trx
    .selectFrom('actions')
    .select((eb) => [
      eb.fn.countAll<number>().as('letters'),
      eb.fn.count<number>('person_id').distinct().as('supporters'),
    ])
    .where('network_id', '=', network)
    .where('counted', '=', true)
    .executeTakeFirstOrThrow();
  const reached = await trx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.count<number>('post_id').distinct().as('posts'))
    .where('network_id', '=', network)
    .where('state', 'in', ['sent', 'answered'])
    .executeTakeFirstOrThrow();
  return {
    letters: Number(counted.letters),
    supporters: Number(counted.supporters),
    reached: Number(reached.posts),
  };
}
