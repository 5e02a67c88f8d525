import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../../platform/readable/index.ts';
import type { KitPlace } from '../../../platform/registry/index.ts';
import { clearTagged, tagSample } from '../../spine/index.ts';
import { folded } from './practice.ts';
import { subject } from './queries.ts';

const text = z.string().trim().min(1);
const year = z.number().int().optional();
const file = z.strictObject({
  days_ago: z.number().int().nonnegative(),
  public: z.boolean().default(true),
  /** The slug of one of the kit's organisations. */
  organisation: text.optional(),
  country: text,
  began: year,
  issues: z.array(text).min(1),
  /** Names of the kit's facilities that everybody may know. */
  facilities: z.array(text).default([]),
  links: z.array(z.strictObject({ label: text, url: z.url() })).default([]),
  texts: z.record(z.string(), z.strictObject({ title: text, problem: text, done: text, result: text, not_for: text })),
  uses: z
    .array(z.strictObject({ country: text, organisation: text.optional(), began: year, locale: text, changed: text }))
    .default([]),
});

/** The kit's `practices/SLUG.yaml`, published and marked as samples. */
export async function loadPractices(kit: KitPlace): Promise<void> {
  const { trx, folder, network, now } = kit;
  const shelf = join(folder, 'practices');
  if (!existsSync(shelf)) return;
  const organisations = await trx
    .selectFrom('organisations')
    .select(['id', 'slug'])
    .where('network_id', '=', network.id)
    .execute();
  for (const name of (await readdir(shelf)).filter((one) => one.endsWith('.yaml')).sort()) {
    const path = join(shelf, name);
    const practice = await readYaml(path, file);
    const organisation = (slug: string | undefined): string | null => {
      if (!slug) return null;
      const found = organisations.find((one) => one.slug === slug);
      if (!found) throw new FileRefused(path, [`organisation: there is no ${slug}`]);
      return found.id;
    };
    const id = newId();
    const own = { network_id: network.id };
    const at = new Date(now.getTime() - practice.days_ago * 86_400_000);
    await trx
      .insertInto('practices')
      .values({
        ...own,
        id,
        slug: name.replace(/\.yaml$/, ''),
        state: 'published',
        public: practice.public,
        organisation_id: organisation(practice.organisation),
        country: practice.country,
        began: practice.began ?? null,
        links: JSON.stringify(practice.links),
        sample: true,
        created_at: at,
        updated_at: at,
        submitted_at: at,
        published_at: at,
      })
      .execute();
    for (const [locale, words] of Object.entries(practice.texts)) {
      const search_key = folded(Object.values(words).join(' '));
      await trx
        .insertInto('practice_texts')
        .values({ ...own, practice_id: id, locale, ...words, search_key })
        .execute();
    }
    for (const { organisation: by, began, ...use } of practice.uses) {
      const row = { ...use, began: began ?? null, organisation_id: organisation(by), sample: true, created_at: at };
      await trx
        .insertInto('practice_uses')
        .values({ ...own, id: newId(), practice_id: id, ...row })
        .execute();
    }
    const places = [...new Set([practice.country, ...practice.uses.map((use) => use.country)])];
    const wanted = { issues: practice.issues, places, provisions: [] };
    await tagSample(kit, subject, id, wanted, path, practice.facilities);
  }
}

/** Removes the samples; returns how many. Runs as the owner: every statement names the network. */
export const clearPractices = (kit: KitPlace): Promise<number> => clearTagged(kit, 'practices', subject);
