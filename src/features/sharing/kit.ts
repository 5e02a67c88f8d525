import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { sourceCode } from './forms.ts';

const text = z.string().trim().min(1);
const file = z.record(
  /** The slug of one of the kit's campaigns. */
  text,
  z.strictObject({
    /** By language; what is left out is taken from the campaign's texts. */
    words: z.record(
      text,
      z.strictObject({
        title: text.optional(),
        text: text.optional(),
        hashtag: z
          .string()
          .regex(/^[\p{L}\p{N}_]+$/u)
          .optional(),
      }),
    ),
    /** Codes for links: code and what it stands for. */
    links: z.record(z.string().regex(sourceCode), text).default({}),
  }),
);

/** Loads the kit's `sharing.yaml`: how its campaigns are passed on. It goes with the campaigns when samples are cleared. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'sharing.yaml');
  if (!existsSync(path)) return;
  for (const [slug, { words, links }] of Object.entries(await readYaml(path, file))) {
    const campaign = await trx
      .selectFrom('campaigns')
      .select('id')
      .where('network_id', '=', network.id)
      .where('slug', '=', slug)
      .executeTakeFirst();
    if (!campaign) throw new FileRefused(path, [`there is no campaign ${slug}`]);
    const own = { network_id: network.id, campaign_id: campaign.id };
    for (const [locale, said] of Object.entries(words)) {
      if (!network.locales.includes(locale))
        throw new FileRefused(path, [`${slug}: the network does not speak ${locale}`]);
      await trx
        .insertInto('campaign_shares')
        .values({ ...own, locale, ...said })
        .execute();
    }
    for (const [code, note] of Object.entries(links)) {
      await trx
        .insertInto('campaign_sources')
        .values({ ...own, code, note, created_at: now })
        .execute();
    }
  }
}
