import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { type Block, bands, kindNames, kindOf, type PageName, pageNames } from './block.ts';
import { announcePage } from './commands.ts';

const text = z.string().trim().min(1);
const file = z
  .array(
    z.strictObject({
      kind: z.enum(kindNames),
      band: z.enum(bands).default('paper'),
      layout: text.optional(),
      words: z.record(z.string(), z.record(z.string(), text)).default({}),
      /** As in a stored block; a campaign, a work or an organisation stands by its slug. */
      options: z.record(z.string(), z.union([text, z.array(text)])).default({}),
    }),
  )
  .min(1);

type Slugs = { campaigns: Map<string, string>; works: Map<string, string>; organisations: Map<string, string> };

const pathOf = (folder: string, page: PageName): string => join(folder, 'website', `${page}.yaml`);

/** The blocks of one of a kit's pages as its file says them; none where there is no file. */
export async function readKitPage(folder: string, page: PageName): Promise<z.output<typeof file>> {
  const path = pathOf(folder, page);
  return existsSync(path) ? readYaml(path, file) : [];
}

/** The kit's composed pages (`website/home.yaml`, `learn.yaml`, `connect.yaml`), published and marked as samples. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const { trx, folder, network, now } = kit;
  const slugs = await slugsOf(kit);
  for (const page of pageNames) {
    const path = pathOf(folder, page);
    const given = await readKitPage(folder, page);
    if (given.length === 0) continue;
    const wrong: string[] = [];
    const blocks: Block[] = given.map((one, index) => {
      const kind = kindOf(one.kind);
      const tell = (what: string) => void wrong.push(`[${index}] ${one.kind}: ${what}`);
      if (!kind.pages.includes(page)) tell('is no block of this page');
      if (one.layout && !kind.layouts.includes(one.layout)) tell(`there is no layout ${one.layout}`);
      for (const [locale, words] of Object.entries(one.words))
        for (const [name, word] of Object.entries(words)) {
          const field = kind.words.find((known) => known.name === name);
          if (!field || !network.locales.includes(locale)) tell(`there is no field ${name} in ${locale}`);
          else if (word.length > field.most) tell(`${name} in ${locale} is longer than ${field.most}`);
        }
      const options = Object.fromEntries(
        Object.entries(one.options).map(([name, chosen]) => {
          if (!kind.options.some((known) => known.name === name)) tell(`there is no choice ${name}`);
          const ids = [chosen].flat().map((value) => {
            const id = idOf(slugs, name, value);
            if (!id) tell(`there is no ${value}`);
            return id ?? value;
          });
          return [name, ids];
        }),
      );
      return {
        id: newId(),
        on: true,
        rev: 1,
        kind: one.kind,
        band: one.band,
        layout: one.layout ?? kind.layouts[0],
        words: one.words,
        options,
      };
    });
    if (wrong.length > 0) throw new FileRefused(path, wrong);
    await trx
      .insertInto('website_editions')
      .values({
        network_id: network.id,
        id: newId(),
        page,
        state: 'current',
        number: 1,
        blocks: JSON.stringify(blocks),
        changed_at: now,
        published_at: now,
        sample: true,
      })
      .execute();
    await announcePage({ trx, network: network as Network }, page, blocks);
  }
}

/** A value as it is kept: an id instead of a slug. Undefined: there is nothing of that slug. */
function idOf(slugs: Slugs, option: string, value: string): string | undefined {
  switch (option) {
    case 'campaigns':
      return slugs.campaigns.get(value);
    case 'works':
    case 'work':
      return slugs.works.get(value);
    case 'organisation':
      return slugs.organisations.get(value);
    case 'door1':
    case 'door2': {
      const [name, slug] = value.split(':');
      if (!slug) return value;
      const id = (name === 'campaign' ? slugs.campaigns : slugs.works).get(slug);
      return id && `${name}:${id}`;
    }
    default:
      return value;
  }
}

async function slugsOf({ trx, network }: KitPlace): Promise<Slugs> {
  const read = async (table: 'campaigns' | 'library_works' | 'organisations') => {
    const rows = await trx.selectFrom(table).select(['id', 'slug']).where('network_id', '=', network.id).execute();
    return new Map(rows.map(({ id, slug }) => [slug, id]));
  };
  return {
    campaigns: await read('campaigns'),
    works: await read('library_works'),
    organisations: await read('organisations'),
  };
}

/** Removes the sample editions; returns how many. Runs as the owner: every statement names the network. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const gone = await trx
    .deleteFrom('website_editions')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning(['page', 'state'])
    .execute();
  for (const { page, state } of gone)
    if (state === 'current') await announcePage({ trx, network: network as Network }, page as 'learn' | 'connect', []);
  return gone.length;
}
