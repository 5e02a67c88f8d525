import { sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import type { Trx } from '../../platform/db/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import type { Kit } from './kit.ts';

export type KitNetwork = { id: string; slug: string; locales: string[]; kit: string | null; sample: boolean };

const columns = ['id', 'slug', 'locales', 'kit', 'sample'] as const;

/** One loader at a time: two first starts must not both find the kit missing. Held until the transaction ends. */
export async function lockKits(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('casement kits'))`.execute(trx);
}

export const findNetworkOfKit = (trx: Trx, kit: string): Promise<KitNetwork | undefined> =>
  trx.selectFrom('networks').select(columns).where('kit', '=', kit).executeTakeFirst();

export const findNetworkBySlug = (trx: Trx, slug: string): Promise<KitNetwork | undefined> =>
  trx.selectFrom('networks').select(columns).where('slug', '=', slug).executeTakeFirst();

export const listKitNetworks = (trx: Trx): Promise<KitNetwork[]> =>
  trx.selectFrom('networks').select(columns).orderBy('slug').execute();

/** Makes the network of a kit, marked as a sample. Returns its id. */
export async function insertNetwork(trx: Trx, kit: Kit, now: Date): Promise<string> {
  const { network } = kit;
  const id = newId();
  await trx
    .insertInto('networks')
    .values({
      id,
      slug: network.slug,
      name: network.name,
      tagline: network.tagline,
      locales: network.locales,
      accent: network.accent,
      country: network.country,
      time_zone: network.time_zone,
      postal_address: network.postal_address,
      kit: kit.name,
      sample: true,
      settings: { purposes: network.purposes },
      created_at: now,
    })
    .execute();
  return id;
}

/** Makes the demo accounts, each with its role; they have no passphrase and sign in by link. */
export async function insertAccounts(trx: Trx, network: string, accounts: Kit['accounts'], now: Date): Promise<void> {
  for (const account of accounts) {
    const id = newId();
    await trx
      .insertInto('accounts')
      .values({
        network_id: network,
        id,
        name: account.name,
        email: account.email,
        email_key: emailKey(account.email),
        locale: account.locale,
        sample: true,
        created_at: now,
      })
      .execute();
    await trx
      .insertInto('grants')
      .values({
        network_id: network,
        id: newId(),
        account_id: id,
        role: account.role,
        from_at: now,
        reason: 'starter kit',
      })
      .execute();
  }
}

/**
 * Removes the demo accounts, but only where somebody real may coordinate already: nobody shall be locked out.
 * Returns how many were removed and how many had to stay.
 */
export async function removeSampleAccounts(
  trx: Trx,
  network: string,
  now: Date,
): Promise<{ removed: number; kept: number }> {
  const { rows } = await sql<{ real: boolean }>`
    select exists (
      select from accounts a join grants g on g.network_id = a.network_id and g.account_id = a.id
       where a.network_id = ${network} and not a.sample and a.disabled_at is null
         and g.role in ('coordinator', 'administrator') and g.from_at <= ${now} and (g.until_at is null or g.until_at > ${now})
    ) as real`.execute(trx);
  const sample = trx.selectFrom('accounts').where('network_id', '=', network).where('sample', '=', true);
  const accounts = await sample.select('id').execute();
  if (!rows[0]?.real) return { removed: 0, kept: accounts.length };
  await trx.deleteFrom('accounts').where('network_id', '=', network).where('sample', '=', true).execute();
  return { removed: accounts.length, kept: 0 };
}

/** The network is no demonstration any more. */
export async function markNoSample(trx: Trx, network: string): Promise<void> {
  await trx.updateTable('networks').set({ sample: false }).where('id', '=', network).execute();
}

/** Page caches and the list of networks forget what they hold, once this transaction is committed. */
export async function announceEdit(trx: Trx, network: string): Promise<void> {
  await sql`select pg_notify('casement_edits', ${network})`.execute(trx);
}
