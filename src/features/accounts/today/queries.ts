import type { Trx } from '../../../platform/db/index.ts';

/** What happened since `from`: letters confirmed and sent on, and people who wrote for the first time. */
export async function weekFigures(
  trx: Trx,
  network: string,
  from: Date,
): Promise<{ letters: number; sent: number; supporters: number }> {
  const letters = await trx
    .selectFrom('actions')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', network)
    .where('counted', '=', true)
    .where('confirmed_at', '>=', from)
    .executeTakeFirstOrThrow();
  const sent = await trx
    .selectFrom('mails')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', network)
    .where('kind', '=', 'letter')
    .where('state', '=', 'sent')
    .where('finished_at', '>=', from)
    .executeTakeFirstOrThrow();
  const supporters = await trx
    .selectFrom('actions as a')
    .select((eb) => eb.fn.count<number>('a.person_id').distinct().as('n'))
    .where('a.network_id', '=', network)
    .where('a.counted', '=', true)
    .where('a.confirmed_at', '>=', from)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('actions as before')
            .select('before.id')
            .whereRef('before.network_id', '=', 'a.network_id')
            .whereRef('before.person_id', '=', 'a.person_id')
            .where('before.counted', '=', true)
            .where('before.confirmed_at', '<', from),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return { letters: Number(letters.n), sent: Number(sent.n), supporters: Number(supporters.n) };
}
