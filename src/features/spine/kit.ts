import { sql } from 'kysely';
import { FileRefused } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { facilityChoices } from '../facilities/index.ts';
import type { SpineChoice } from './fields.tsx';
import { knownSpine, removeTags, setTags } from './tags.ts';

/**
 * Says of a kit's sample what it is about; `facilities` are named as in the network's first language, of those that everybody may know.
 * Throws `FileRefused` for terms that there are not; `path` is the file that names them.
 */
export async function tagSample(
  { trx, network, now }: KitPlace,
  subject: string,
  id: string,
  wanted: Pick<SpineChoice, 'issues' | 'places' | 'provisions'>,
  path: string,
  facilities: readonly string[] = [],
): Promise<void> {
  const ctx = {
    trx,
    // It has no zone until it is loaded.
    network: { ...network, timeZone: (network as Network).timeZone ?? 'UTC' } as Network,
    locale: network.locales[0]!,
    now,
    actor: { kind: 'operator' },
  } as const;
  const called = facilities.length > 0 ? await facilityChoices(ctx) : [];
  const idOf = (name: string) => called.find((one) => one.names[ctx.locale] === name)?.id;
  const known = await knownSpine(ctx, {
    ...wanted,
    ...(facilities.length > 0 && { facilities: facilities.flatMap((name) => idOf(name) ?? []) }),
  });
  const unknown = (['issues', 'places', 'provisions'] as const).flatMap((list) =>
    wanted[list].filter((one) => !known[list].includes(one)).map((one) => `${list}: there is no ${one}`),
  );
  unknown.push(...facilities.filter((name) => !idOf(name)).map((name) => `facilities: there is no ${name}`));
  if (unknown.length > 0) throw new FileRefused(path, unknown);
  await setTags(ctx, subject, id, known);
}

/** Removes the samples of a table with what they are about; returns how many. Runs as the owner: every statement names the network. */
export async function clearTagged({ trx, network }: KitPlace, table: string, subject: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from ${sql.table(table)} where network_id = ${network.id} and sample returning id`.execute(trx);
  await removeTags(
    { trx, network },
    subject,
    rows.map(({ id }) => id),
  );
  return rows.length;
}
