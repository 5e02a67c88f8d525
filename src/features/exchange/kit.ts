import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { clearTagged, tagSample } from '../spine/index.ts';
import { dayIn } from './forms.ts';
import { itemKinds, itemStates, sides } from './item.ts';
import { subject } from './queries.ts';

const text = z.string().trim().min(1);
const day = z.number().int();
const file = z.array(
  z.strictObject({
    side: z.enum(sides),
    kind: z.enum(itemKinds),
    /** The address of one of the kit's people. */
    by: z.string().regex(/\.invalid$/),
    /** The slug of one of the kit's organisations. */
    organisation: text.optional(),
    country: text.optional(),
    whereabouts: text.default(''),
    languages: z.array(text).min(1),
    issues: z.array(text).default([]),
    /** Names of the kit's facilities that everybody may know. */
    facilities: z.array(text).default([]),
    /** Days from the day on which the kit is loaded. */
    from: day.optional(),
    until: day,
    days_ago: z.number().int().nonnegative(),
    seen: z.enum(['members', 'public']),
    state: z.enum(itemStates).default('open'),
    result: text.optional(),
    texts: z.record(z.string(), z.strictObject({ title: text, body: text })),
  }),
);

/** The kit's `exchange.yaml`: offers and requests of its invented people, marked as samples. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const { trx, folder, network, now } = kit;
  const path = join(folder, 'exchange.yaml');
  if (!existsSync(path)) return;
  const today = now.toISOString().slice(0, 10);
  for (const item of await readYaml(path, file)) {
    const account = await trx
      .selectFrom('accounts')
      .select('id')
      .where('network_id', '=', network.id)
      .where('email', '=', item.by)
      .executeTakeFirst();
    if (!account) throw new FileRefused(path, [`by: nobody here has the address ${item.by}`]);
    const organisation = item.organisation
      ? await trx
          .selectFrom('organisations')
          .select('id')
          .where('network_id', '=', network.id)
          .where('slug', '=', item.organisation)
          .executeTakeFirst()
      : undefined;
    if (item.organisation && !organisation)
      throw new FileRefused(path, [`organisation: there is no ${item.organisation}`]);
    const id = newId();
    const at = new Date(now.getTime() - item.days_ago * 86_400_000);
    await trx
      .insertInto('exchange_items')
      .values({
        network_id: network.id,
        id,
        side: item.side,
        kind: item.kind,
        account_id: account.id,
        organisation_id: organisation?.id ?? null,
        country: item.country ?? null,
        whereabouts: item.whereabouts,
        languages: item.languages,
        from_on: item.from === undefined ? null : dayIn(today, item.from),
        until_on: dayIn(today, item.until),
        seen: item.seen,
        state: item.state,
        result: item.result ?? '',
        sample: true,
        created_at: at,
        updated_at: at,
        ended_at: item.state === 'open' ? null : now,
      })
      .execute();
    await trx
      .insertInto('exchange_texts')
      .values(
        Object.entries(item.texts).map(([locale, words]) => ({
          network_id: network.id,
          item_id: id,
          locale,
          ...words,
        })),
      )
      .execute();
    const wanted = { issues: item.issues, places: item.country ? [item.country] : [], provisions: [] };
    await tagSample(kit, subject, id, wanted, path, item.facilities);
  }
}

/** Removes the sample items; returns how many. Runs as the owner: every statement names the network. */
export const clearSamples = (kit: KitPlace): Promise<number> => clearTagged(kit, 'exchange_items', subject);
