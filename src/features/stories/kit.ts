import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { clearTagged, tagSample } from '../spine/index.ts';
import { subject } from './commands.ts';
import { companions } from './shown.ts';
import { uses, versionOf, words } from './story.ts';

const text = z.string().trim().min(1);
const file = z.array(
  z.strictObject({
    slug: text,
    /** The name beside it; none of an invented woman's stories in a kit has another one behind it. */
    name: text,
    days_ago: z.number().int().nonnegative(),
    issues: z.array(text).default([]),
    places: z.array(text).default([]),
    provisions: z.array(text).default([]),
    texts: z.record(z.string(), z.strictObject({ title: text, summary: text, body: text })),
    approvals: z.array(
      z.strictObject({
        use: z.enum(uses),
        place: text.optional(),
        locales: z.array(text).min(1),
        state: z.enum(['asked', 'approved', 'declined', 'withdrawn']),
        way: z.enum(words).default('person'),
        witness: text.default('A friend of hers'),
        /** Days until it ends; below zero: it ended. */
        days: z.number().int().default(300),
      }),
    ),
    payments: z
      .array(
        z.strictObject({
          kind: z.enum(['paid', 'declined', 'none']),
          amount: z.number().positive().optional(),
          currency: text.optional(),
          purpose: text,
          how: text,
        }),
      )
      .default([]),
    /** Slugs of the kit's campaigns whose pages show it. */
    campaigns: z.array(text).default([]),
    /** Slugs of the kit's news that show it. */
    news: z.array(text).default([]),
  }),
);
const dayMs = 86_400_000;

/** The kit's `stories.yaml`: invented women's words with approvals that differ, marked as samples. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const { trx, folder, network, now } = kit;
  const path = join(folder, 'stories.yaml');
  if (!existsSync(path)) return;
  const own = { network_id: network.id };
  for (const story of await readYaml(path, file)) {
    const id = newId();
    const at = new Date(now.getTime() - story.days_ago * dayMs);
    await trx
      .insertInto('stories')
      .values({ ...own, id, slug: story.slug, public_name: story.name, sample: true, created_at: at, updated_at: at })
      .execute();
    const versions = new Map<string, string>();
    for (const [locale, words] of Object.entries(story.texts)) {
      const one = { locale, ...words, picture_alt: '' };
      const version = versionOf(one, { publicName: story.name, alias: true, pictureKey: null });
      versions.set(locale, version);
      await trx
        .insertInto('story_texts')
        .values({ ...own, story_id: id, ...one, version })
        .execute();
      await trx
        .insertInto('story_versions')
        .values({ ...own, story_id: id, ...one, version, public_name: story.name, made_at: at })
        .execute();
    }
    for (const approval of story.approvals) {
      for (const locale of approval.locales) {
        const version = versions.get(locale);
        if (!version) throw new FileRefused(path, [`${story.slug}: there are no words in ${locale}`]);
        const approvalId = newId();
        const agreed = approval.state === 'approved' || approval.state === 'withdrawn';
        const expires_at = agreed ? new Date(now.getTime() + approval.days * dayMs) : null;
        await trx
          .insertInto('story_approvals')
          .values({
            ...own,
            id: approvalId,
            story_id: id,
            use: approval.use,
            place: approval.place ?? '',
            locale,
            state: approval.state,
            version: agreed ? version : null,
            expires_at,
            asked_at: at,
            answered_at: approval.state === 'asked' ? null : at,
          })
          .execute();
        const happened =
          approval.state === 'withdrawn' ? ['asked', 'approved', 'withdrawn'] : ['asked', approval.state];
        for (const event of new Set(happened)) {
          const hers = event !== 'asked';
          await trx
            .insertInto('story_events')
            .values({
              ...own,
              id: newId(),
              story_id: id,
              approval_id: approvalId,
              at,
              event,
              by: 'coordinator',
              way: hers ? approval.way : null,
              witness: hers ? approval.witness : '',
              version: event === 'approved' ? version : null,
              expires_at: event === 'approved' ? expires_at : null,
            })
            .execute();
        }
      }
    }
    for (const { amount, currency, ...payment } of story.payments)
      await trx
        .insertInto('story_payments')
        .values({
          ...own,
          id: newId(),
          story_id: id,
          ...payment,
          amount: amount === undefined ? null : String(amount),
          currency: currency ?? null,
          paid_on: at.toISOString().slice(0, 10),
          recorded_at: at,
        })
        .execute();
    await tagSample(kit, subject, id, story, path);
  }
}

/** Once the kit's campaigns and news are there: which of them show which story. */
export async function standWith({ trx, folder, network }: KitPlace): Promise<void> {
  const path = join(folder, 'stories.yaml');
  if (!existsSync(path)) return;
  for (const story of await readYaml(path, file)) {
    for (const [on, things, slugs] of [
      ['campaign', 'campaigns', story.campaigns],
      ['news', 'news_items', story.news],
    ] as const) {
      const { table, column } = companions[on];
      for (const slug of slugs) {
        const made = await sql`
          insert into ${sql.table(table)} (network_id, story_id, ${sql.ref(column)})
          select s.network_id, s.id, c.id from stories s join ${sql.table(things)} c on c.network_id = s.network_id
          where s.network_id = ${network.id} and s.slug = ${story.slug} and c.slug = ${slug}`.execute(trx);
        if (made.numAffectedRows !== 1n) throw new FileRefused(path, [`${story.slug}: there is no ${on} ${slug}`]);
      }
    }
  }
}

/** Removes the sample stories; returns how many. Runs as the owner: every statement names the network. */
export const clearSamples = (kit: KitPlace): Promise<number> => clearTagged(kit, 'stories', subject);
