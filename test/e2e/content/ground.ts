import { inNetwork } from '../../../src/platform/db/index.ts';
import type { TestApp } from '../../app.ts';

/** The English pages of the network with content. */
export const daylight = '/daylight/en';
/** Its open campaign. */
export const campaign = `${daylight}/campaigns/five-asks`;

/** Quoted-printable without its soft line ends. */
export const unfolded = (source: string): string => source.replace(/=\r\n/g, '').replaceAll('=3D', '=');

/** What the database answers to this, as its owner. */
export const rows = async <T extends object>(app: TestApp, text: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;

/** A campaign of the network with content. */
export async function idOf(app: TestApp, slug: string): Promise<string> {
  const network = await app.network('daylight');
  const campaign = await inNetwork(app.db, network.id, (trx) =>
    trx
      .selectFrom('campaigns')
      .select('id')
      .where('network_id', '=', network.id)
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow(),
  );
  return campaign.id;
}
