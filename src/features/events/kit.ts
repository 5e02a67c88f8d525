import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { dayOf } from '../../platform/http/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { newCode } from './event.ts';

const text = z.string().trim().min(1);
const clock = z.string().regex(/^\d{2}:\d{2}$/);
const file = z.array(
  z.strictObject({
    /** The slug of one of the kit's campaigns. */
    campaign: text,
    name: text,
    place: text,
    /** How many days after the kit was loaded it takes place, on the clocks of `time_zone`. */
    in_days: z.number().int().positive(),
    from: clock,
    until: clock,
    time_zone: text,
    most: z.number().int().positive().default(300),
  }),
);

/** The kit's `events.yaml`: events to come of which everybody may know, marked as samples. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'events.yaml');
  if (!existsSync(path)) return;
  for (const one of await readYaml(path, file)) {
    const campaign = await trx
      .selectFrom('campaigns')
      .select('id')
      .where('network_id', '=', network.id)
      .where('slug', '=', one.campaign)
      .executeTakeFirst();
    if (!campaign) throw new FileRefused(path, [`there is no campaign ${one.campaign}`]);
    const day = dayOf(new Date(now.getTime() + one.in_days * 86_400_000), one.time_zone);
    await trx
      .insertInto('events')
      .values({
        network_id: network.id,
        id: newId(),
        campaign_id: campaign.id,
        code: newCode(),
        name: one.name,
        place: one.place,
        starts_at: `${day}T${one.from}`,
        ends_at: `${day}T${one.until}`,
        time_zone: one.time_zone,
        most: one.most,
        announced: true,
        sample: true,
        created_at: now,
      })
      .execute();
  }
}

/** Removes the sample events; returns how many. Runs as the owner: every statement names the network. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const gone = await trx
    .deleteFrom('events')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  return gone.length;
}
