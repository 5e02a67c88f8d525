import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { readMarkdown, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { clearTagged, tagSample } from '../spine/index.ts';
import { subject } from './commands.ts';
import { newsKinds } from './item.ts';

const text = z.string().trim().min(1);
const file = z.strictObject({
  kind: z.enum(newsKinds),
  /** How many days before the kit was loaded it was published. */
  days_ago: z.number().int().nonnegative(),
  authors: z.array(text).default([]),
  issues: z.array(text).default([]),
  places: z.array(text).default([]),
  provisions: z.array(text).default([]),
});
const words = z.strictObject({ title: text, summary: text, body: text });

/** The kit's news (`news/SLUG/item.yaml` and one `LOCALE.md` per language), published and marked as samples. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const { trx, folder, network, now } = kit;
  const shelf = join(folder, 'news');
  if (!existsSync(shelf)) return;
  for (const entry of await readdir(shelf, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const place = join(shelf, entry.name);
    const item = await readYaml(join(place, 'item.yaml'), file);
    const id = newId();
    const at = new Date(now.getTime() - item.days_ago * 86_400_000);
    await trx
      .insertInto('news_items')
      .values({
        network_id: network.id,
        id,
        slug: entry.name,
        kind: item.kind,
        state: 'published',
        publish_at: at,
        authors: item.authors,
        sample: true,
        created_at: at,
        updated_at: at,
      })
      .execute();
    for (const locale of network.locales) {
      const path = join(place, `${locale}.md`);
      if (!existsSync(path)) continue;
      await trx
        .insertInto('news_texts')
        .values({ network_id: network.id, item_id: id, locale, ...(await readMarkdown(path, words)) })
        .execute();
    }
    await tagSample(kit, subject, id, item, join(place, 'item.yaml'));
  }
}

/** Removes the sample items; returns how many. Runs as the owner: every statement names the network. */
export const clearSamples = (kit: KitPlace): Promise<number> => clearTagged(kit, 'news_items', subject);
