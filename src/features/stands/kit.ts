import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { standWords } from './stand.ts';

const text = z.string().trim().min(1);
/** Of what is promised and what became of it, only what a demonstration needs. */
const promise = z.strictObject({
  campaign: text,
  post: text,
  promise: text,
  on: z.iso.date(),
  by: z.iso.date().optional(),
  source: text,
  outcome: z.strictObject({ is: z.enum(['kept', 'broken']), on: z.iso.date(), source: text }).optional(),
});

const file = z.strictObject({
  promises: z.array(promise).default([]),
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
  const { stands, promises } = await readYaml(path, file);
  /** What a recorded row of the kit begins with: whose it is, in which post, on which campaign. */
  const rowOf = async (one: { campaign: string; post: string; on: string; source: string }) => {
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
    return {
      network_id: network.id,
      id: newId(),
      campaign_id: campaign.id,
      post_id: one.post,
      official_id: official.id,
      official_name: official.name,
      said_on: one.on,
      source: one.source,
      sample: true,
      recorded_at: now,
    };
  };
  for (const one of stands) {
    const row = await rowOf(one);
    await trx
      .insertInto('stands')
      .values({ ...row, stand: one.stand })
      .execute();
  }
  for (const one of promises) {
    const row = await rowOf(one);
    await trx
      .insertInto('promises')
      .values({ ...row, promise: one.promise, due_on: one.by ?? null })
      .execute();
    if (!one.outcome) continue;
    await trx
      .insertInto('promise_outcomes')
      .values({
        network_id: network.id,
        id: newId(),
        promise_id: row.id,
        outcome: one.outcome.is,
        seen_on: one.outcome.on,
        source: one.outcome.source,
        sample: true,
        recorded_at: now,
      })
      .execute();
  }
}

/** Removes the network's sample stands and promises, as the owner; returns how many. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  let removed = 0;
  for (const table of ['stands', 'promises'] as const) {
    const rows = await trx
      .deleteFrom(table)
      .where('network_id', '=', network.id)
      .where('sample', '=', true)
      .returning('id')
      .execute();
    removed += rows.length;
  }
  return removed;
}
