import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { languageCodes } from '../../platform/i18n/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { knownSpine, setTags } from '../spine/index.ts';
import { subject } from './card.ts';
import { offerKinds } from './profile.ts';
import { noteInNavigation } from './queries.ts';
import { levels } from './visibility.ts';

const text = z.string().trim().min(1);
const file = z.array(
  z.strictObject({
    email: z.email().regex(/\.invalid$/, 'a demo address ends in .invalid'),
    country: z.string().regex(/^(xx-[a-z-]+|[a-z]{2})$/),
    languages: z.array(z.enum(languageCodes)).min(1),
    issues: z.array(text),
    offers: z.array(z.enum(offerKinds)),
    seeks: z.array(z.enum(offerKinds)),
    about: z.string().default(''),
    safe_contact: z.string().default(''),
    open: z.boolean().default(false),
    lived: z.strictObject({ level: z.enum(levels), words: z.string().default('') }).optional(),
  }),
);

/** What is shown to everybody of somebody whose line says `open`. */
const shownOpen = Object.fromEntries(
  ['name', 'about', 'country', 'languages', 'expertise', 'offers', 'organisations'].map((field) => [field, 'public']),
);

/** The profiles of the kit's accounts and members (`profiles.yaml`), by their addresses; whoever is not there is passed over. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'profiles.yaml');
  if (!existsSync(path)) return;
  const list = await readYaml(path, file);
  const ctx = {
    trx,
    network: network as Network,
    locale: network.locales[0]!,
    now,
    actor: { kind: 'operator' } as const,
  };
  const accounts = await trx
    .selectFrom('accounts')
    .select(['id', 'email_key'])
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .execute();
  const ids = new Map(accounts.map((row) => [row.email_key, row.id]));
  const wrong: string[] = [];
  for (const one of list) {
    const id = ids.get(emailKey(one.email));
    if (!id) continue;
    const known = await knownSpine(ctx, { issues: one.issues, places: [one.country], provisions: [] });
    if (known.places.length === 0) wrong.push(`${one.email}: there is no place ${one.country}`);
    wrong.push(
      ...one.issues.filter((issue) => !known.issues.includes(issue)).map((issue) => `${one.email}: no issue ${issue}`),
    );
    if (wrong.length > 0) continue;
    const { about, safe_contact, country, languages, offers, seeks, lived } = one;
    const row = {
      about,
      safe_contact,
      country,
      languages,
      offers,
      seeks,
      visibility: JSON.stringify(one.open ? shownOpen : {}),
      updated_at: now,
    };
    await trx
      .insertInto('profiles')
      .values({ network_id: network.id, account_id: id, ...row })
      .onConflict((conflict) => conflict.columns(['network_id', 'account_id']).doUpdateSet(row))
      .execute();
    await setTags(ctx, subject, id, { issues: one.issues, places: [], provisions: [] });
    if (lived)
      await trx
        .insertInto('lived_experience')
        .values({ network_id: network.id, account_id: id, ...lived })
        .onConflict((conflict) => conflict.columns(['network_id', 'account_id']).doNothing())
        .execute();
  }
  if (wrong.length > 0) throw new FileRefused(path, wrong);
  await noteInNavigation({ trx, network });
  if (list.length > 0)
    for (const [kind, body, places] of [
      ['seat', { en: 'Steering committee', es: 'Comité directivo', fr: 'Comité de pilotage', pt: 'Comitê gestor' }, 3],
      [
        'lead',
        { en: 'Working groups', es: 'Grupos de trabajo', fr: 'Groupes de travail', pt: 'Grupos de trabalho' },
        2,
      ],
    ] as const)
      await trx
        .insertInto('reservations')
        .values({
          network_id: network.id,
          id: newId(),
          body: body[network.locales[0] as keyof typeof body] ?? body.en,
          kind,
          places,
          sample: true,
          created_at: now,
        })
        .execute();
}

/** Removes the kept places that came with the kit; profiles go with their accounts. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('reservations')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
