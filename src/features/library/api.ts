import { z } from 'zod';
import { jsonFeedAnswer } from '../../platform/feeds/index.ts';
import type { ApiOperation } from '../../platform/openapi/index.ts';

const shared = { group: 'library', reader: 'anyone', crossOrigin: true } as const;
const filters = {
  kind: 'One kind of work: report, memo, judgment …',
  language: 'Works that there are in this language.',
  country: 'The id of a place.',
  issue: 'The id of an issue.',
  year: 'The year of the work.',
  sort: 'newest, added or title.',
};
const formats = [
  ['csl.json', 'application/vnd.citationstyles.csl+json', 'CSL-JSON', 'Csl'],
  ['bib', 'application/x-bibtex', 'BibTeX', 'Bibtex'],
  ['ris', 'application/x-research-info-systems', 'RIS', 'Ris'],
] as const;
// CSL names many more fields than a work of ours has: what is there is described, the rest is CSL's.
const csl = z.array(
  z.looseObject({
    id: z.string(),
    type: z.string(),
    title: z.string(),
    language: z.string().optional(),
    URL: z.url().optional(),
    issued: z.strictObject({ 'date-parts': z.array(z.array(z.int())) }).optional(),
  }),
);

/** What programs may read of the library. */
export const apiOperations: ApiOperation[] = [
  ...formats.map(([format, type, name, id]) => ({
    ...shared,
    path: `/library.${format}`,
    id: `library${id}`,
    summary: `The works that the list shows, as ${name}.`,
    query: filters,
    type,
    ...(format === 'csl.json' ? { answer: csl } : {}),
  })),
  {
    ...shared,
    path: '/library.csv',
    id: 'libraryCsv',
    summary: 'The works that the list shows, one line each.',
    query: filters,
    type: 'text/csv',
  },
  {
    ...shared,
    path: '/library.atom',
    id: 'libraryAtom',
    summary: 'The works that came last, as Atom.',
    type: 'application/atom+xml',
  },
  {
    ...shared,
    path: '/library.json',
    id: 'libraryFeed',
    summary: 'The works that came last, as JSON Feed 1.1.',
    type: 'application/feed+json',
    answer: jsonFeedAnswer,
  },
  ...formats.map(([format, type, name, id]) => ({
    ...shared,
    path: `/library/:slug/cite.${format}`,
    id: `cite${id}`,
    summary: `One work, as ${name}.`,
    query: { language: 'The language whose title and address are cited.' },
    type,
    ...(format === 'csl.json' ? { answer: csl } : {}),
  })),
];
