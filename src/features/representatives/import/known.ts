import type { Texts } from '../types.ts';

/** What is known beforehand of well-known roles, so that an operator need not type it. */
export type KnownRole = {
  body: {
    id: string;
    name: Texts;
    level: 'federal' | 'region' | 'municipal' | 'senate' | 'international' | 'court' | 'other';
    country: string;
    committee?: boolean;
  };
  name: Texts;
  position: number;
  /** The name of a numbered district, with {number} in it. */
  districtName?: Texts;
};

export const knownRoles: Record<string, KnownRole> = {
  'ca-commons:member': {
    body: {
      id: 'ca-commons',
      name: {
        en: 'House of Commons of Canada',
        fr: 'Chambre des communes du Canada',
        es: 'Cámara de los Comunes de Canadá',
        pt: 'Câmara dos Comuns do Canadá',
      },
      level: 'federal',
      country: 'CA',
    },
    name: {
      en: 'Member of Parliament',
      fr: 'Députée fédérale ou député fédéral',
      es: 'Diputada o diputado federal',
      pt: 'Deputada ou deputado federal',
    },
    position: 10,
  },
  'us-house:member': {
    body: {
      id: 'us-house',
      name: {
        en: 'United States House of Representatives',
        fr: 'Chambre des représentants des États-Unis',
        es: 'Cámara de Representantes de los Estados Unidos',
        pt: 'Câmara dos Representantes dos Estados Unidos',
      },
      level: 'federal',
      country: 'US',
    },
    name: {
      en: 'U.S. Representative',
      fr: 'Représentante ou représentant des États-Unis',
      es: 'Representante de los Estados Unidos',
      pt: 'Representante dos Estados Unidos',
    },
    position: 10,
    districtName: {
      en: 'Congressional District {number}',
      fr: 'District {number} du Congrès',
      es: 'Distrito {number} del Congreso',
      pt: 'Distrito {number} do Congresso',
    },
  },
  'us-senate:member': {
    body: {
      id: 'us-senate',
      name: {
        en: 'United States Senate',
        fr: 'Sénat des États-Unis',
        es: 'Senado de los Estados Unidos',
        pt: 'Senado dos Estados Unidos',
      },
      level: 'senate',
      country: 'US',
    },
    name: {
      en: 'U.S. Senator',
      fr: 'Sénatrice ou sénateur des États-Unis',
      es: 'Senadora o senador de los Estados Unidos',
      pt: 'Senadora ou senador dos Estados Unidos',
    },
    position: 15,
  },
  'us-ny-senate:member': {
    body: {
      id: 'us-ny-senate',
      name: {
        en: 'New York State Senate',
        fr: 'Sénat de l’État de New York',
        es: 'Senado del Estado de Nueva York',
        pt: 'Senado do Estado de Nova York',
      },
      level: 'region',
      country: 'US',
    },
    name: {
      en: 'State Senator',
      fr: 'Sénatrice ou sénateur d’État',
      es: 'Senadora o senador estatal',
      pt: 'Senadora ou senador estadual',
    },
    position: 20,
    districtName: {
      en: 'Senate District {number}',
      fr: 'District {number} du Sénat',
      es: 'Distrito {number} del Senado',
      pt: 'Distrito {number} do Senado',
    },
  },
  'us-ny-assembly:member': {
    body: {
      id: 'us-ny-assembly',
      name: {
        en: 'New York State Assembly',
        fr: 'Assemblée de l’État de New York',
        es: 'Asamblea del Estado de Nueva York',
        pt: 'Assembleia do Estado de Nova York',
      },
      level: 'region',
      country: 'US',
    },
    name: {
      en: 'Member of the State Assembly',
      fr: 'Membre de l’Assemblée d’État',
      es: 'Asambleísta estatal',
      pt: 'Membro da Assembleia Estadual',
    },
    position: 30,
    districtName: {
      en: 'Assembly District {number}',
      fr: 'District {number} de l’Assemblée',
      es: 'Distrito {number} de la Asamblea',
      pt: 'Distrito {number} da Assembleia',
    },
  },
};

/** What `import boundaries --set NAME` assumes where the options are silent. The dates of the lines are never assumed. */
export const knownSets: Record<
  string,
  { role: string; idProperty: string; nameProperty?: string; nameFrProperty?: string; prefix?: string; suffix?: string }
> = {
  'ca-federal-2013': {
    role: 'ca-commons:member',
    idProperty: 'fed_num',
    nameProperty: 'name_en',
    nameFrProperty: 'name_fr',
    prefix: 'ocd-division/country:ca/ed:',
    suffix: '-2013',
  },
  'ca-federal-2023': {
    role: 'ca-commons:member',
    idProperty: 'fed_num',
    nameProperty: 'name_en',
    nameFrProperty: 'name_fr',
    prefix: 'ocd-division/country:ca/ed:',
    suffix: '-2023',
  },
  'us-ny-senate-2012': { role: 'us-ny-senate:member', idProperty: 'ocdid' },
  'us-ny-assembly-2012': { role: 'us-ny-assembly:member', idProperty: 'ocdid' },
};

/** The role of an OpenStates person: New York's by name, other states' made from the state's letters. */
export function legislatureRole(state: string, chamber: 'upper' | 'lower'): { id: string; role: KnownRole } {
  const known = state === 'ny' ? (chamber === 'upper' ? 'us-ny-senate:member' : 'us-ny-assembly:member') : undefined;
  if (known) return { id: known, role: knownRoles[known]! };
  const letters = state.toUpperCase();
  const upper = chamber === 'upper';
  const body = `us-${state}-${chamber}`;
  const like = knownRoles[upper ? 'us-ny-senate:member' : 'us-ny-assembly:member']!;
  return {
    id: `${body}:member`,
    role: {
      ...like,
      name: upper
        ? like.name
        : {
            en: 'State Representative',
            fr: 'Représentante ou représentant d’État',
            es: 'Representante estatal',
            pt: 'Representante estadual',
          },
      body: {
        id: body,
        name: upper
          ? {
              en: `${letters} State Senate`,
              fr: `Sénat d’État (${letters})`,
              es: `Senado estatal (${letters})`,
              pt: `Senado estadual (${letters})`,
            }
          : {
              en: `${letters} State House`,
              fr: `Chambre d’État (${letters})`,
              es: `Cámara estatal (${letters})`,
              pt: `Câmara estadual (${letters})`,
            },
        level: 'region',
        country: 'US',
      },
      districtName: upper
        ? like.districtName!
        : {
            en: 'House District {number}',
            fr: 'District {number} de la Chambre',
            es: 'Distrito {number} de la Cámara',
            pt: 'Distrito {number} da Câmara',
          },
    },
  };
}

/** The names of district `number` in every language; the bare number where nothing is known of the role. */
export function districtNames(role: KnownRole | undefined, number: string): Texts {
  if (!role?.districtName) return { en: number };
  return Object.fromEntries(
    Object.entries(role.districtName).map(([locale, text]) => [locale, text.replace('{number}', number)]),
  );
}
