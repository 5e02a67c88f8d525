import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { root } from '../../platform/db/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import { networkSlug } from '../networks/index.ts';

/** Where the starter kits lie, one folder each. */
export const kitsFolder = join(root, 'kits');

const text = z.string().trim().min(1);
const locale = z.enum(['en', 'es', 'fr', 'pt']);
const byLocale = z.record(z.string(), text);

const networkFile = z.strictObject({
  slug: networkSlug,
  /** The first is the network's default. */
  locales: z
    .array(locale)
    .min(1)
    .refine((list) => new Set(list).size === list.length, 'a language stands twice'),
  name: byLocale,
  tagline: byLocale,
  accent: z.string().regex(/^#[0-9a-f]{6}$/, 'a colour as #rrggbb, in small letters'),
  /** ISO 3166-1 alpha-2; null for a network of many countries. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  time_zone: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'no such time zone'),
  postal_address: text.nullable(),
  /** Consent purposes that the forms offer, beside the letter itself. */
  purposes: z.array(z.string().regex(/^[a-z][a-z-]*$/)),
});

/** Invented people alone: nobody's real address may come with the software. */
const accountsFile = z
  .array(
    z.strictObject({
      name: text,
      email: z
        .email()
        .regex(/^[a-z.]+@[a-z.-]+\.invalid$/, 'a demo address is written in small letters and ends in .invalid'),
      locale,
      role: z.enum(['supporter', 'member', 'lead', 'coordinator', 'administrator', 'auditor']),
    }),
  )
  .min(1);

export type Kit = {
  name: string;
  folder: string;
  network: z.infer<typeof networkFile>;
  accounts: z.infer<typeof accountsFile>;
};

/** No kit of this name lies in the kits' folder, or its network cannot be made here. */
export class KitRefused extends Error {}

/** The names of the kits at hand, in alphabetical order. */
export async function kitNames(folder = kitsFolder): Promise<string[]> {
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'network.yaml')))
    .map((entry) => entry.name)
    .sort();
}

/** Reads and checks a kit's own two files. Throws `KitRefused` for an unknown name, `FileRefused` for a wrong file. */
export async function readKit(name: string, folder = kitsFolder): Promise<Kit> {
  const names = await kitNames(folder);
  // Compared with the list, so that a name can never be a path.
  if (!names.includes(name)) throw new KitRefused(`There is no kit "${name}". The kits are: ${names.join(', ')}.`);
  const at = join(folder, basename(name));
  const path = join(at, 'network.yaml');
  const network = await readYaml(path, networkFile);
  const languages = [...network.locales].sort().join(', ');
  const wrong = (['name', 'tagline'] as const).filter(
    (key) => Object.keys(network[key]).sort().join(', ') !== languages,
  );
  if (wrong.length > 0) {
    throw new FileRefused(
      path,
      wrong.map((key) => `${key}: must have exactly the languages ${languages}`),
    );
  }
  return { name, folder: at, network, accounts: await readYaml(join(at, 'accounts.yaml'), accountsFile) };
}
