import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { recordExport as leaves } from '../../platform/audit/index.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { type Deps, publicOrigin } from '../../platform/http/index.ts';
import type { Command, CommandPlace } from '../../platform/registry/index.ts';
import type { Actor, Ctx, Network } from '../../platform/tenancy/index.ts';
import { actionJson, campaignJson, type Place, personJson } from './hal.ts';
import { listActions, listCampaigns, listPeople, type Slice } from './queries.ts';

/** Everything that can be taken away, by its OSDI name. */
export const resources = ['people', 'petitions', 'signatures', 'advocacy_campaigns', 'outreaches'] as const;
export type Resource = (typeof resources)[number];

type Listed = { key: string; json: Record<string, unknown> };

const lists: Record<Resource, (ctx: Ctx, place: Place, slice: Slice) => Promise<Listed[]>> = {
  people: async (ctx, place, slice) =>
    (await listPeople(ctx, slice)).map((row) => ({ key: row.id, json: personJson(place, row) })),
  petitions: async (ctx, place, slice) =>
    (await listCampaigns(ctx, 'petition', slice)).map((row) => ({ key: row.id, json: campaignJson(place, row) })),
  advocacy_campaigns: async (ctx, place, slice) =>
    (await listCampaigns(ctx, 'letter', slice)).map((row) => ({ key: row.id, json: campaignJson(place, row) })),
  signatures: async (ctx, place, slice) =>
    (await listActions(ctx, 'petition', {}, slice)).map((row) => ({
      key: row.id,
      json: actionJson(place, 'petition', row),
    })),
  outreaches: async (ctx, place, slice) =>
    (await listActions(ctx, 'letter', {}, slice)).map((row) => ({
      key: row.id,
      json: actionJson(place, 'letter', row),
    })),
};

/** So many records are read at once; between two reads nothing is held. */
const batch = 500;

/** Every record of a resource as a line of JSON. Those who come or go meanwhile may or may not be in it. */
export async function* exportLines(
  deps: Deps,
  network: Network,
  locale: string,
  resource: Resource,
): AsyncGenerator<string> {
  const place = { origin: publicOrigin(deps, network), at: { network: network.slug, locale } };
  let after: string | undefined;
  for (;;) {
    const rows = await readNetwork(deps.db, network.id, (trx) =>
      lists[resource]({ trx, actor: { kind: 'system' }, network, locale, now: deps.clock() }, place, {
        limit: batch,
        after,
      }),
    );
    if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(row.json)}\n`).join('');
    if (rows.length < batch) return;
    after = rows.at(-1)!.key;
  }
}

/** Puts on record that somebody takes a resource away, before the first line leaves. */
export const recordExport = (deps: Deps, network: Network, actor: Actor, resource: string): Promise<void> =>
  inNetwork(deps.db, network.id, (trx) =>
    leaves({ trx, actor, network, locale: network.locales[0]!, now: deps.clock() }, { noun: 'osdi', id: resource }),
  );

const usage = 'osdi NETWORK FOLDER';

/** `bin/casement export osdi NETWORK FOLDER`: a network leaves with its data. */
export const exportCommand: Command = {
  name: 'export',
  usage,
  summary:
    'writes the people, petitions, signatures, campaigns and letters of a network as lines of OSDI JSON into a new folder',
  async run(args, at) {
    const [format, slug, folder] = args;
    if (format !== 'osdi' || !slug || !folder || args.length !== 3) {
      at.err(`Usage: bin/casement export ${usage}`);
      return 2;
    }
    return exportTo(at, slug, folder);
  },
};

async function exportTo({ deps, out, err }: CommandPlace, slug: string, folder: string): Promise<number> {
  const network = await deps.networks.bySlug(slug);
  if (!network) {
    err(
      `There is no network ${slug}. The networks are: ${(await deps.networks.all()).map((one) => one.slug).join(', ')}`,
    );
    return 1;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    err(`${folder} is not empty. Name a folder that is not there yet, so that nothing is mixed.`);
    return 1;
  }
  await recordExport(deps, network, { kind: 'operator' }, 'everything');
  const counts: Record<string, number> = {};
  for (const resource of resources) {
    let count = 0;
    async function* counted() {
      for await (const lines of exportLines(deps, network!, network!.locales[0]!, resource)) {
        count += lines.split('\n').length - 1;
        yield lines;
      }
    }
    const file = join(folder, `${resource}.ndjson`);
    await pipeline(Readable.from(counted()), createWriteStream(file, { mode: 0o600, flags: 'wx' }));
    counts[resource] = count;
    out(`${file}: ${count}`);
  }
  const manifest = { network: network.slug, osdi_version: '1.2.0', exported: deps.clock().toISOString(), counts };
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  out(
    'These files name people. Keep them where only those can read them who must, and delete them when they are moved.',
  );
  return 0;
}
