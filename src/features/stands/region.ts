import type { Lookup, Serving, Texts } from '../representatives/index.ts';

/** Canada's provinces and territories by the first two digits of a federal riding (Standard Geographical Classification). */
const canadaByNumber: Record<string, string> = {
  '10': 'nl',
  '11': 'pe',
  '12': 'ns',
  '13': 'nb',
  '24': 'qc',
  '35': 'on',
  '46': 'mb',
  '47': 'sk',
  '48': 'ab',
  '59': 'bc',
  '60': 'yt',
  '61': 'nt',
  '62': 'nu',
};

const canada: Record<string, Texts> = {
  nl: { en: 'Newfoundland and Labrador', es: 'Terranova y Labrador', fr: 'Terre-Neuve-et-Labrador' },
  pe: { en: 'Prince Edward Island', es: 'Isla del Príncipe Eduardo', fr: 'Île-du-Prince-Édouard' },
  ns: { en: 'Nova Scotia', es: 'Nueva Escocia', fr: 'Nouvelle-Écosse', pt: 'Nova Escócia' },
  nb: { en: 'New Brunswick', es: 'Nuevo Brunswick', fr: 'Nouveau-Brunswick' },
  qc: { en: 'Quebec', fr: 'Québec' },
  on: { en: 'Ontario' },
  mb: { en: 'Manitoba' },
  sk: { en: 'Saskatchewan' },
  ab: { en: 'Alberta' },
  bc: { en: 'British Columbia', es: 'Columbia Británica', fr: 'Colombie-Britannique', pt: 'Colúmbia Britânica' },
  yt: { en: 'Yukon' },
  nt: { en: 'Northwest Territories', es: 'Territorios del Noroeste', fr: 'Territoires du Nord-Ouest' },
  nu: { en: 'Nunavut' },
};

/** A part of a country as a scoreboard counts it: a province, territory or state; else the country (`part` null). */
export type Region = { key: string; country: string; part: string | null; name: Texts | null };

/**
 * The region of a seat, from the Open Civic Data id of its district. Ids of Canada's federal ridings name no province:
 * their number begins with it. A seat without a district, or of another kind, counts for its whole country.
 */
export function regionOf(serving: Serving, lookup?: Pick<Lookup, 'division'>): Region {
  const id = serving.division?.id ?? '';
  const country = /^ocd-division\/country:([a-z]{2})/.exec(id)?.[1] ?? serving.role.body.country.toLowerCase();
  const named = /^ocd-division\/country:[a-z]{2}\/(province|territory|state|district|region):([^/]+)/.exec(id);
  const riding = /^ocd-division\/country:ca\/ed:(\d\d)\d{3}/.exec(id)?.[1];
  const part = named?.[2] ?? (riding ? canadaByNumber[riding] : undefined) ?? null;
  if (part === null) return { key: country, country, part, name: null };
  const known = country === 'ca' ? canada[part] : undefined;
  const division = named ? lookup?.division(named[0])?.name : undefined;
  return { key: `${country}/${part}`, country, part, name: known ?? division ?? { en: part.toUpperCase() } };
}
