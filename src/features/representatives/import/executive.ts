import type { Texts } from '../types.ts';
import { slugOf } from './districts.ts';
import type { KnownRole } from './known.ts';
import type { Seat } from './people.ts';
import { stateDivision } from './us-states.ts';

/** The offices that OpenStates lists outside of legislatures, by its name of them. */
const offices: Record<string, Texts> = {
  governor: { en: 'Governor', fr: 'Gouverneure ou gouverneur', es: 'Gobernación', pt: 'Governo do estado' },
  lt_governor: {
    en: 'Lieutenant Governor',
    fr: 'Lieutenante-gouverneure ou lieutenant-gouverneur',
    es: 'Vicegobernación',
    pt: 'Vice-governo do estado',
  },
  'attorney general': {
    en: 'Attorney General',
    fr: 'Procureure générale ou procureur général',
    es: 'Fiscalía general',
    pt: 'Procuradoria-geral',
  },
  'secretary of state': {
    en: 'Secretary of State',
    fr: 'Secrétaire d’État',
    es: 'Secretaría de Estado',
    pt: 'Secretaria de Estado',
  },
  'chief election officer': {
    en: 'Chief Election Officer',
    fr: 'Direction des élections',
    es: 'Dirección electoral',
    pt: 'Direção eleitoral',
  },
};
const mayor: Texts = { en: 'Mayor', fr: 'Mairesse ou maire', es: 'Alcaldía', pt: 'Prefeitura' };

/** "new_york" as a name: "New York". */
const nameOfPlace = (slug: string): string =>
  slug
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

/**
 * The post of a state's executive or of a mayor: one for each office and state, one for each place. Undefined for what is
 * neither (a legislator's seat).
 */
export function officeOf(type: string, jurisdiction: string): (Omit<Seat, 'from'> & { role: KnownRole }) | undefined {
  const [, letters, place] =
    /^ocd-jurisdiction\/country:us\/state:([a-z]{2})(?:\/(?:place|county):([a-z0-9_.~-]{1,80}))?\/government$/.exec(
      jurisdiction,
    ) ?? [];
  const state = letters && stateDivision(letters);
  if (!state) return undefined;
  const called = type.trim().toLowerCase();
  if (place) {
    if (called !== 'mayor') return undefined;
    const name = { en: state.name };
    const body = {
      id: `us-${letters}-municipal`,
      name: {
        en: `Municipalities of ${name.en}`,
        fr: `Municipalités (${name.en})`,
        es: `Municipios de ${name.en}`,
        pt: `Municípios (${name.en})`,
      },
      level: 'municipal' as const,
      country: 'US',
    };
    return {
      roleId: `${body.id}:mayor`,
      role: { body, name: mayor, position: 60 },
      divisionId: `${state.id}/place:${place}`,
      divisionNames: { en: nameOfPlace(place) },
    };
  }
  const slug = slugOf(called.replaceAll('_', ' '));
  if (!slug || ['upper', 'lower', 'legislature'].includes(called)) return undefined;
  const body = {
    id: `us-${letters}-executive`,
    name: {
      en: `Executive of ${state.name}`,
      fr: `Exécutif (${state.name})`,
      es: `Ejecutivo de ${state.name}`,
      pt: `Executivo (${state.name})`,
    },
    level: 'region' as const,
    country: 'US',
  };
  return {
    roleId: `${body.id}:${slug.slice(0, 40)}`,
    role: { body, name: offices[called] ?? { en: type }, position: 35 },
    divisionId: state.id,
    divisionNames: { en: state.name },
  };
}
