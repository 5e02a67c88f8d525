import { titleKey } from '../work.ts';

/** What a column of a list may be. */
export const targets = [
  'title',
  'subtitle',
  'abstract',
  'body',
  'language',
  'kind',
  'creators',
  'contributors',
  'translators',
  'dated',
  'publisher',
  'published_in',
  'doi',
  'isbn',
  'issn',
  'identifiers',
  'link',
  'source',
  'covers',
  'licence',
  'rights_note',
  'court',
  'docket',
  'issues',
  'places',
  'keywords',
] as const;
export type Target = (typeof targets)[number];

/** Column → what it is: a target, a target in one language (`title:es`), or nothing. */
export type Mapping = Record<string, string>;

const headers: Record<Target, string> = {
  title: 'title|titulo|titre|name|nombre|nom|nome|dc title',
  subtitle: 'subtitle|subtitulo|sous titre',
  abstract: 'abstract|summary|description|resumen|resume|resumo|descripcion|descricao|dc description',
  body: 'body|text|texto|texte|full text|content|contenido',
  language: 'language|languages|lang|idioma|langue|lingua|idiomas|dc language',
  kind: 'kind|type|template|tipo|document type|resource type|genre|plantilla|modele|dc type',
  creators: 'creator|creators|author|authors|autor|autores|autora|auteur|auteurs|dc creator|by',
  contributors: 'contributor|contributors|editor|editors|dc contributor|editora',
  translators: 'translator|translators|traductor|traductora|traducteur|tradutora',
  dated:
    'date|dated|year|published on|publication date|date of publication|fecha|ano|annee|data|dc date|date of decision|decision date|fecha de la sentencia|publication year',
  publisher: 'publisher|editorial|editeur|editora|organization|organisation|organizacion|dc publisher|published by',
  published_in: 'journal|published in|publication title|series|revista|revue|container',
  doi: 'doi',
  isbn: 'isbn',
  issn: 'issn',
  identifiers: 'identifier|identifiers|symbol|reference|numero|dc identifier|document symbol',
  link: 'link|url|address|enlace|lien|web|website|source url|address url',
  source: 'source|fuente|origine|fonte|dc source|provenance',
  covers: 'coverage|covers|period|periodo|periode',
  licence: 'licence|license|licencia|licenca',
  rights_note: 'rights|derechos|droits|direitos|copyright|dc rights',
  court: 'court|tribunal|juridiction|corte|mechanism',
  docket: 'docket|case number|numero de caso|expediente|numero d affaire|application number',
  issues: 'issue|issues|topic|topics|subject|subjects|tema|temas|theme|themes|descriptors|dc subject',
  places: 'country|countries|place|places|pais|paises|pays|lieu|state|region',
  keywords: 'keyword|keywords|tags|palabras clave|mots cles|palavras chave',
};

/** What a header says of itself: `Title`, `title__es`, `Fecha`; undefined when nothing. */
function guessTarget(header: string): string | undefined {
  const suffixed = /^(.+?)(?:__|[\s_-]*\()([a-z]{2})\)?$/i.exec(header.trim());
  if (suffixed) {
    const inner = guessTarget(suffixed[1]!);
    if (inner && ['title', 'subtitle', 'abstract', 'body'].includes(inner))
      return `${inner}:${suffixed[2]!.toLowerCase()}`;
  }
  const folded = titleKey(header.replaceAll('_', ' '));
  return targets.find((target) => headers[target].split('|').includes(folded));
}

/** A first mapping of a list's columns; of two that say the same, only lists take both. */
export function guessMapping(columns: readonly string[]): Mapping {
  const taken = new Set<string>();
  const several = new Set<string>(['keywords', 'issues', 'places', 'identifiers', 'creators', 'contributors']);
  return Object.fromEntries(
    columns.map((column) => {
      const target = guessTarget(column);
      if (!target || (taken.has(target) && !several.has(target))) return [column, 'ignore'];
      taken.add(target);
      return [column, target];
    }),
  );
}

/** Whether a choice of the mapping form is one. */
export const isTarget = (text: string): boolean =>
  text === 'ignore' ||
  (targets as readonly string[]).includes(text) ||
  /^(title|subtitle|abstract|body):[a-z]{2,3}$/.test(text);
