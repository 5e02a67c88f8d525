import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { isSlug } from '../../platform/http/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { clearTagged, knownSpine, setTags } from '../spine/index.ts';
import { nameKey, organisationKinds, organisationOffers, subject } from './organisation.ts';

const text = z.string().trim().min(1);
const file = z.array(
  z.strictObject({
    slug: z.string().refine(isSlug, 'small letters, digits and hyphens'),
    name: text,
    kind: z.enum(organisationKinds),
    country: z.string().regex(/^(xx-[a-z-]+|[a-z]{2})$/),
    place: text.optional(),
    languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).min(1),
    offers: z.array(z.enum(organisationOffers)).default([]),
    issues: z.array(text).default([]),
    website: z
      .url()
      .regex(/^https:\/\/[a-z.-]+\.invalid(\/|$)/, 'a demo address ends in .invalid')
      .optional(),
    email: z
      .email()
      .regex(/\.invalid$/, 'a demo address ends in .invalid')
      .optional(),
    phone: text.optional(),
    postal_address: text.optional(),
    visibility: z.record(z.string(), z.enum(['public', 'members', 'coordinators', 'nobody'])).default({}),
    about: z.record(z.string(), text),
    /** In one language of the organisation; fields of HSDS 3. */
    services: z
      .array(
        z.strictObject({
          name: text,
          description: text,
          eligibility_description: text.optional(),
          application_process: text.optional(),
          fees_description: text.optional(),
          phone: text.optional(),
          hours: text.optional(),
        }),
      )
      .default([]),
  }),
);

/** The kit's organisations (`organisations.yaml` in its folder), marked as samples; none without that file. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'organisations.yaml');
  if (!existsSync(path)) return;
  const list = await readYaml(path, file);
  const actor = { kind: 'operator' } as const;
  const ctx = { trx, network: network as Network, locale: network.locales[0]!, now, actor };
  const wrong = list.flatMap((one) => {
    const spoken = Object.keys(one.about).sort().join(', ');
    const wanted = [...network.locales].sort().join(', ');
    return spoken === wanted ? [] : [`${one.slug}: about must have exactly the languages ${wanted}`];
  });
  for (const one of list) {
    const id = newId();
    const { about, website = null, email = null, phone = null, visibility, country, name, kind, slug } = one;
    const places = [country, ...(one.place ? [one.place] : [])];
    const known = await knownSpine(ctx, { issues: one.issues, places, provisions: [] });
    wrong.push(
      ...places.filter((place) => !known.places.includes(place)).map((place) => `${slug}: there is no place ${place}`),
      ...one.issues.filter((issue) => !known.issues.includes(issue)).map((issue) => `${slug}: no issue ${issue}`),
    );
    if (wrong.length > 0) continue;
    await trx
      .insertInto('organisations')
      .values({
        network_id: network.id,
        id,
        slug,
        name,
        name_key: nameKey(name),
        kind,
        about: JSON.stringify(about),
        country,
        place_id: one.place ?? null,
        languages: one.languages,
        offers: one.offers,
        website,
        email,
        phone,
        postal_address: one.postal_address ?? null,
        visibility: JSON.stringify(visibility),
        sample: true,
        created_at: now,
        updated_at: now,
      })
      .execute();
    for (const [at, { name, phone, hours, ...doc }] of one.services.entries())
      await trx
        .insertInto('organisation_services')
        .values({
          network_id: network.id,
          id: newId(),
          organisation_id: id,
          position: at + 1,
          name,
          doc: JSON.stringify({
            ...doc,
            ...(phone ? { phones: [{ number: phone }] } : {}),
            ...(hours ? { schedules: [{ description: hours }] } : {}),
          }),
          updated_at: now,
        })
        .execute();
    await setTags(ctx, subject, id, { issues: known.issues, places: [], provisions: [] });
  }
  if (wrong.length > 0) throw new FileRefused(path, wrong);
}

/** Removes the sample organisations; returns how many. Runs as the owner: every statement names the network. */
export const clearSamples = (kit: KitPlace): Promise<number> => clearTagged(kit, 'organisations', subject);
