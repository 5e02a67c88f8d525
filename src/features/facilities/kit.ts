import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { dayOf, parse } from '../../platform/http/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { createFacility, forgetTags } from './commands.ts';
import { audiences, facilityKinds, positions, precisions, unitStates, womenHeld } from './facility.ts';
import { facilityFields, facilityForm } from './forms.ts';

const text = z.string().trim().min(1);
/** Days from the day on which the kit is loaded, and down to what. */
const release = z.strictObject({ days: z.number().int(), precision: z.enum(precisions) });
const file = z.array(
  z.strictObject({
    /** The slug of the kit's organisation whose it is; left out: the coordination's. */
    organisation: text.optional(),
    names: z.record(z.string(), text),
    former: z.array(text).default([]),
    kind: z.enum(facilityKinds),
    women: z.enum(womenHeld).default('unknown'),
    women_held: z.number().int().optional(),
    women_held_on: text.optional(),
    women_held_source: text.optional(),
    unit: z.enum(unitStates).default('unknown'),
    unit_places: z.number().int().optional(),
    unit_source: text.optional(),
    place: text,
    locality: text.optional(),
    latitude: z.number().optional(),
    longitude: z.number().optional(),
    position_shown: z.enum(positions).optional(),
    network: release.optional(),
    public: release.optional(),
  }),
);

/** The kit's `facilities.yaml`: invented facilities, marked as samples. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'facilities.yaml');
  if (!existsSync(path)) return;
  const known = network as Network;
  const ctx: Ctx = { trx, network: known, locale: network.locales[0]!, now, actor: { kind: 'operator' } };
  for (const { organisation, names, network: toNetwork, public: toPublic, ...one } of await readYaml(path, file)) {
    const owner = organisation
      ? await trx
          .selectFrom('organisations')
          .select('id')
          .where('network_id', '=', network.id)
          .where('slug', '=', organisation)
          .executeTakeFirst()
      : undefined;
    if (organisation && !owner) throw new FileRefused(path, [`organisation: there is no ${organisation}`]);
    const values = {
      ...Object.fromEntries(facilityFields.map((field) => [field, ''])),
      position_shown: 'rounded',
      ...Object.fromEntries(Object.entries(one).map(([field, value]) => [field, String(value)])),
      former: one.former.join('\n'),
      ...Object.fromEntries(network.locales.map((locale) => [`name.${locale}`, names[locale] ?? ''])),
    };
    const parsed = parse(facilityForm(network.locales), values);
    if (!parsed.ok)
      throw new FileRefused(
        path,
        Object.entries(parsed.errors).map(([field, { key }]) => `${field}: ${key}`),
      );
    const id = newId();
    if (!(await createFacility(ctx, { id, organisationId: owner?.id ?? null, sample: true }, parsed.data)))
      throw new FileRefused(path, [`place: there is no ${one.place}`]);
    const set = Object.fromEntries(
      audiences.flatMap((audience): [string, string][] => {
        const given = audience === 'network' ? toNetwork : toPublic;
        if (!given) return [];
        const from = dayOf(new Date(now.getTime() + given.days * 86_400_000), known.timeZone ?? 'UTC');
        return [
          [`${audience}_from`, from],
          [`${audience}_precision`, given.precision],
        ];
      }),
    );
    if (Object.keys(set).length > 0)
      await trx.updateTable('facilities').set(set).where('network_id', '=', network.id).where('id', '=', id).execute();
  }
}

/** Removes the sample facilities; returns how many. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const gone = await trx
    .deleteFrom('facilities')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  await forgetTags(
    { trx, network },
    gone.map(({ id }) => id),
  );
  return gone.length;
}
