import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { stepKinds } from './pledge.ts';

const text = z.string().trim().min(1);
const file = z.strictObject({
  invitations: z.array(
    z.strictObject({
      /** The slug of one of the kit's campaigns. */
      campaign: text,
      /** An invented person by her post; or an invented court by its name, with its administration's address. */
      post: text.optional(),
      court: text.optional(),
      address: text.optional(),
      place: text.optional(),
      on: z.iso.date(),
      source: text,
      steps: z
        .array(
          z.strictObject({
            is: z.enum(stepKinds),
            on: z.iso.date(),
            planned: z.iso.date().optional(),
            words: text.optional(),
            of: z.enum(['theirs', 'ours']).default('theirs'),
            source: text,
          }),
        )
        .default([]),
    }),
  ),
});

/** Records the kit's `pledges.yaml`, marked as samples. Only invented people were ever invited: others are refused. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'pledges.yaml');
  if (!existsSync(path)) return;
  for (const one of (await readYaml(path, file)).invitations) {
    const campaign = await trx
      .selectFrom('campaigns')
      .select('id')
      .where('network_id', '=', network.id)
      .where('slug', '=', one.campaign)
      .executeTakeFirst();
    const holder = one.post
      ? await trx
          .selectFrom('tenures as t')
          .innerJoin('officials as o', 'o.id', 't.official_id')
          .innerJoin('posts as p', 'p.id', 't.post_id')
          .leftJoin('divisions as d', 'd.id', 'p.division_id')
          .select(['o.id', 'o.name', 'p.label', 'd.name as division', 'd.names'])
          .where('t.post_id', '=', one.post)
          .where('o.sample', '=', true)
          .where('t.until_date', 'is', null)
          .executeTakeFirst()
      : undefined;
    if (!campaign) throw new FileRefused(path, [`invitations: there is no ${one.campaign}`]);
    if (!holder && !one.court) throw new FileRefused(path, [`invitations: there is no invented person in ${one.post}`]);
    const id = newId();
    await trx
      .insertInto('invitations')
      .values({
        network_id: network.id,
        id,
        campaign_id: campaign.id,
        ...(holder
          ? {
              kind: 'official',
              post_id: one.post!,
              official_id: holder.id,
              name: holder.name,
              label: JSON.stringify(labelOf(network.locales, holder)),
            }
          : { kind: 'court', name: one.court!, address: one.address ?? '' }),
        place: one.place ?? '',
        asked_on: one.on,
        source: one.source,
        sample: true,
        recorded_at: now,
      })
      .execute();
    for (const step of one.steps) {
      await trx
        .insertInto('invitation_steps')
        .values({
          network_id: network.id,
          id: newId(),
          invitation_id: id,
          kind: step.is,
          on_day: step.on,
          planned_on: step.planned ?? null,
          words: step.words ?? '',
          words_of: step.of,
          source: step.source,
          sample: true,
          recorded_at: now,
        })
        .execute();
    }
  }
}

type Held = { label: unknown; division: string | null; names: unknown };

function labelOf(locales: string[], { label, division, names }: Held): Record<string, string> {
  const [labels, divisions] = [label, names ?? {}] as Record<string, string>[];
  return Object.fromEntries(
    locales.map((locale) => [
      locale,
      [labels![locale] ?? labels!.en, divisions![locale] ?? division].filter(Boolean).join(', '),
    ]),
  );
}

/** Removes the network's sample invitations with all that became of them, as the owner; returns how many. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const removed = await trx
    .deleteFrom('invitations')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  return removed.length;
}
