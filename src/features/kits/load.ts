import { join } from 'node:path';
import { record } from '../../platform/audit/index.ts';
import { asOwner, type Trx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/http/deps.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { type Kit, KitRefused, kitNames, kitsFolder, readKit } from './kit.ts';
import * as queries from './queries.ts';

/** What loading needs of the program. */
export type KitDeps = Pick<Deps, 'db' | 'features' | 'clock'>;

/** `loaded` is false when the kit's network stood there already and was left alone. */
export type LoadedKit = { kit: string; network: { id: string; slug: string }; loaded: boolean };

/** Loads every kit that is not loaded yet, one line of progress each. One transaction per kit: a kit is there wholly or not at all. */
export async function loadKits(deps: KitDeps, out: (line: string) => void, folder = kitsFolder): Promise<LoadedKit[]> {
  const done: LoadedKit[] = [];
  for (const name of await kitNames(folder)) {
    const result = await loadKit(deps, name, folder);
    out(
      result.loaded ? `Starter kit ${name}: loaded as /${result.network.slug}` : `Starter kit ${name}: already there`,
    );
    done.push(result);
  }
  return done;
}

/**
 * Makes the kit's network with its accounts and hands the folder to every feature, in the order of the list of features
 * (so the vocabularies and representatives come before the campaigns that point to them).
 * A kit that was loaded before is left alone, whatever became of its network since.
 * Throws `KitRefused` for an unknown kit or when another network has its address, `FileRefused` for a wrong file.
 */
export async function loadKit(deps: KitDeps, name: string, folder = kitsFolder): Promise<LoadedKit> {
  const kit = await readKit(name, folder);
  return asOwner(deps.db, async (trx) => {
    await queries.lockKits(trx);
    const existing = await queries.findNetworkOfKit(trx, kit.name);
    if (existing) return { kit: kit.name, network: existing, loaded: false };
    if (await queries.findNetworkBySlug(trx, kit.network.slug)) {
      throw new KitRefused(`The kit "${kit.name}" wants the address /${kit.network.slug}, which another network has.`);
    }
    const network = await makeNetwork(trx, kit, deps);
    return { kit: kit.name, network, loaded: true };
  });
}

async function makeNetwork(trx: Trx, kit: Kit, deps: KitDeps): Promise<{ id: string; slug: string }> {
  const now = deps.clock();
  const { slug, locales } = kit.network;
  const id = await queries.insertNetwork(trx, kit, now);
  await queries.insertAccounts(trx, id, kit.accounts, now);
  const translatable = deps.features.flatMap((feature) => feature.translatable ?? []);
  const place: KitPlace = { trx, folder: kit.folder, network: { id, slug, locales }, now, translatable };
  for (const feature of deps.features) await feature.loadKit?.(place);
  await record(operatorCtx(place), { verb: 'loaded', noun: 'kit', id: kit.name });
  await queries.announceEdit(trx, id);
  return { id, slug };
}

/** The operator at the machine. An audit row needs the network's id alone, so the rest of it is not read. */
const operatorCtx = ({ trx, network, now }: KitPlace): Ctx => ({
  trx,
  now,
  actor: { kind: 'operator' },
  network: network as Network,
  locale: network.locales[0] ?? 'en',
});

/** What was (or would be) removed from one network: by feature, and how many demo accounts stay for want of a real one. */
export type Cleared = { network: string; counts: { feature: string; count: number }[]; accountsKept: number };

/** Ends the trial run's transaction without keeping anything of it. */
class OnlyATrial extends Error {}

/**
 * Removes the sample content of one network, or of all: each feature what it marked as a sample, the last loaded first;
 * then the demo accounts, if a real coordinator is there. The network itself stays and is no sample any more.
 * With `trial` the same is done and rolled back, so that the figures are exact. Throws `KitRefused` for an unknown network.
 */
export async function clearSamples(
  deps: KitDeps,
  options: { network?: string; trial: boolean; folder?: string },
): Promise<Cleared[]> {
  const cleared: Cleared[] = [];
  const work = async (trx: Trx) => {
    await queries.lockKits(trx);
    const networks = (await queries.listKitNetworks(trx)).filter(
      (network) => options.network === undefined || network.slug === options.network,
    );
    if (options.network !== undefined && networks.length === 0) {
      throw new KitRefused(`There is no network "${options.network}".`);
    }
    for (const network of networks) {
      cleared.push(await clearNetwork(trx, network, deps, options.folder ?? kitsFolder));
    }
    if (options.trial) throw new OnlyATrial();
  };
  await asOwner(deps.db, work).catch((error) => {
    if (!(error instanceof OnlyATrial)) throw error;
  });
  return cleared;
}

async function clearNetwork(trx: Trx, network: queries.KitNetwork, deps: KitDeps, folder: string): Promise<Cleared> {
  const place: KitPlace = { trx, folder: join(folder, network.kit ?? ''), network, now: deps.clock() };
  const counts: Cleared['counts'] = [];
  // The last loaded goes first: what points before what is pointed to.
  for (const feature of deps.features.toReversed()) {
    if (feature.clearSamples) counts.push({ feature: feature.name, count: await feature.clearSamples(place) });
  }
  const accounts = await queries.removeSampleAccounts(trx, network.id, place.now);
  counts.push({ feature: 'accounts', count: accounts.removed });
  await queries.markNoSample(trx, network.id);
  const changed = counts.filter(({ count }) => count > 0);
  if (changed.length > 0 || network.sample) {
    const count = changed.reduce((sum, one) => sum + one.count, 0);
    await record(operatorCtx(place), { verb: 'cleared', noun: 'samples', id: network.slug, detail: { count } });
    await queries.announceEdit(trx, network.id);
  }
  return { network: network.slug, counts: changed, accountsKept: accounts.kept };
}
