import { sql } from 'kysely';
import { type Database, inNoNetwork } from '../db/index.ts';
import type { Network, NetworkSettings } from './network.ts';

/** All networks of the installation, oldest first. */
export async function listNetworks(db: Database): Promise<Network[]> {
  const rows = await inNoNetwork(db, (trx) =>
    trx
      .selectFrom('networks as n')
      .leftJoin(sql<{ network_id: string; open: boolean }>`networks_with_library()`.as('l'), 'l.network_id', 'n.id')
      .leftJoin(
        sql<{ network_id: string; fields: string[] }>`networks_named_by_machines()`.as('m'),
        'm.network_id',
        'n.id',
      )
      .leftJoin(sql<{ network_id: string; ends: Date[] }>`networks_with_endings()`.as('e'), 'e.network_id', 'n.id')
      .selectAll('n')
      .select(['l.open as library', 'm.fields as machine_made', 'e.ends'])
      .orderBy('n.created_at')
      .orderBy('n.slug')
      .execute(),
  );
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name as Record<string, string>,
    tagline: row.tagline as Record<string, string>,
    locales: row.locales,
    accent: row.accent,
    country: row.country,
    timeZone: row.time_zone,
    origin: row.origin,
    mailFrom: row.mail_from,
    postalAddress: row.postal_address,
    sample: row.sample,
    settings: row.settings as NetworkSettings,
    machineMade: row.machine_made ?? [],
    ends: row.ends ?? [],
    library: row.library === null ? 'empty' : row.library ? 'open' : 'inward',
  }));
}

/** The list of networks, kept in memory until an edit is announced. */
export type NetworkDirectory = {
  all(): Promise<Network[]>;
  /** At once where the list is in memory. */
  bySlug(slug: string): Network | undefined | Promise<Network | undefined>;
  byId(id: string): Promise<Network | undefined>;
  forget(): void;
};

/** The networks of this installation, kept in memory until one of them is edited. */
export function openDirectory(db: Database): NetworkDirectory {
  let known: Promise<Network[]> | undefined;
  let slugs: { of: Promise<Network[]>; bySlug: Map<string, Network> } | undefined;
  async function readBySlug(slug: string) {
    const of = all();
    slugs = { of, bySlug: new Map((await of).map((network) => [network.slug, network])) };
    return slugs.bySlug.get(slug);
  }
  const all = () => {
    known ??= listNetworks(db).catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    all,
    bySlug: (slug) => (known && slugs?.of === known ? slugs.bySlug.get(slug) : readBySlug(slug)),
    byId: async (id) => (await all()).find((network) => network.id === id),
    forget: () => {
      known = undefined;
    },
  };
}
