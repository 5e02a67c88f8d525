import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';

const text = z.string().trim().min(1);
const version = z.strictObject({
  /** The e-mail address of one of the kit's invented people. */
  by: text,
  /** So many days before the kit was loaded. */
  days_ago: z.int().min(0).max(1000),
  title: text,
  body: text,
  summary: z.string().default(''),
});
const file = z.array(
  z.strictObject({
    /** The address of one of the kit's groups; null: of the whole network. */
    group: text.nullable(),
    versions: z.array(version).min(1),
  }),
);

const dayMs = 86_400_000;

/** The ids of a kit's groups by address, and of its people by e-mail address, with the names they bear in each group. */
export async function kitIds({ trx, network }: KitPlace) {
  const groups = await trx.selectFrom('groups').select(['id', 'slug']).where('network_id', '=', network.id).execute();
  const accounts = await trx
    .selectFrom('accounts')
    .select(['id', 'email_key'])
    .where('network_id', '=', network.id)
    .execute();
  const places = await trx
    .selectFrom('group_members')
    .select(['group_id', 'account_id', 'alias'])
    .where('network_id', '=', network.id)
    .execute();
  return {
    /** Throws `FileRefused` for an address that no group has. */
    group(path: string, slug: string | null): string | null {
      if (slug === null) return null;
      const group = groups.find((one) => one.slug === slug);
      if (!group) throw new FileRefused(path, [`there is no group ${slug}`]);
      return group.id;
    },
    /** Throws `FileRefused` for somebody who is not in the kit. */
    account(path: string, email: string): string {
      const account = accounts.find((one) => one.email_key === email);
      if (!account) throw new FileRefused(path, [`nobody has the address ${email}`]);
      return account.id;
    },
    alias: (groupId: string | null, accountId: string): string | null =>
      places.find((one) => one.group_id === groupId && one.account_id === accountId)?.alias ?? null,
    /** Everybody in a group. */
    members: (groupId: string): string[] =>
      places.filter((one) => one.group_id === groupId).map((one) => one.account_id),
  };
}

/** Loads the kit's `documents.yaml`, marked as samples. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const path = join(kit.folder, 'documents.yaml');
  if (!existsSync(path)) return;
  const ids = await kitIds(kit);
  const { trx, network, now } = kit;
  for (const one of await readYaml(path, file)) {
    const groupId = ids.group(path, one.group);
    const id = newId();
    const at = (days: number) => new Date(now.getTime() - days * dayMs);
    await trx
      .insertInto('documents')
      .values({
        network_id: network.id,
        id,
        group_id: groupId,
        kind: 'document',
        title: one.versions.at(-1)!.title,
        version: one.versions.length,
        created_at: at(one.versions[0]!.days_ago),
        updated_at: at(one.versions.at(-1)!.days_ago),
        sample: true,
      })
      .execute();
    for (const [index, { by, days_ago, title, body, summary }] of one.versions.entries()) {
      const accountId = ids.account(path, by);
      await trx
        .insertInto('document_versions')
        .values({
          network_id: network.id,
          document_id: id,
          version: index + 1,
          title,
          body,
          summary,
          account_id: accountId,
          alias: ids.alias(groupId, accountId),
          saved_at: at(days_ago),
        })
        .execute();
    }
  }
}

/** Removes the network's sample documents, as the owner; returns how many. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const rows = await trx
    .deleteFrom('documents')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  return rows.length;
}
