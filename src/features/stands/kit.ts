import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { standWords } from './stand.ts';

const text = z.string().trim().min(1);
const file = z.strictObject({
  stands: z.array(
    z.strictObject({
      /** The slug of one of the kit's campaigns. */
      campaign: text,
      post: text,
      stand: z.enum(standWords),
      on: z.iso.date(),
      source: text,
    }),
  ),
});

/** Records the kit's `stands.yaml`, marked as samples. Only invented people may stand anywhere: others are refused. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'stands.yaml');
  if (!existsSync(path)) return;
  for (const one of (await readYaml(path, file)).stands) {
    const campaign = await trx
      .selectFrom('campaigns')
      .select('id')
      .where('network_id', '=', network.id)
      .where('slug', '=', one.campaign)
      .executeTakeFirst();
    const official = await trx
      .selectFrom('tenures as t')
      .innerJoin('officials as o', 'o.id', 't.official_id')
      .select(['o.id', 'o.name'])
      .where('t.post_id', '=', one.post)
      .where('o.sample', '=', true)
      .where('t.until_date', 'is', null)
      .executeTakeFirst();
    if (!campaign || !official) {
      throw new FileRefused(path, [
        `stands: there is no ${campaign ? `invented person in ${one.post}` : one.campaign}`,
      ]);
    }
    await trx
      .insertInto('stands')
      .values({
        network_id: network.id,
        id: newId(),
        campaign_id: campaign.id,
        post_id: one.post,
        official_id: official.id,
        official_name: official.name,
        stand: one.stand,
        said_on: one.on,
        source: one.source,
        sample: true,
        recorded_at: now,
      })
      .execute();
  }
}

/** Removes the network's sample stands, as the owner; returns how many. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const removed = await trx
    .deleteFrom('stands')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  return removed.length;
}
