import { keepImport } from '../../../src/features/library/import/commands.ts';
import { readList } from '../../../src/features/library/import/table.ts';
import { previewRef } from '../../../src/features/library/work.ts';
import { newId } from '../../../src/platform/crypto/ids.ts';
import { inNetwork } from '../../../src/platform/db/index.ts';
import type { TestApp } from '../../app.ts';
import type { Opening } from '../pages.ts';

/** Works of /daylight: one with everything, in Thai too; a draft; one under embargo with its address; one in the bin. */
export type LibraryContent = {
  full: string;
  draft: string;
  scheduled: string;
  embargo: string;
  binned: string;
  list: string;
  taken: string;
};

const d = '/daylight/en/desk/library';

/** Makes them through their own forms. */
export async function makeLibrary(app: TestApp, signed: { cookie: string }): Promise<LibraryContent> {
  const network = await app.network('daylight');
  const make = async (title: string, kind: string, fields: Record<string, string | string[]> = {}) => {
    const id = newId();
    await app.post(d, { id, title, locale: 'en', kind }, signed);
    const words = {
      title,
      subtitle: 'A subtitle',
      abstract: 'In short.',
      body: '## One\n\nWords.',
      translators: '',
      original: 'on',
    };
    await app.post(`${d}/${id}/versions/en`, words, signed);
    const slug = title.toLowerCase().replaceAll(' ', '-');
    await app.post(`${d}/${id}`, { slug, kind, licence: 'cc-by', access: 'public', outcome: '', ...fields }, signed);
    return id;
  };
  const full = await make('The invented case', 'judgment', {
    creators: 'Invented Court',
    court: 'Invented Court',
    court_country: 'ca',
    docket: 'No. 1',
    outcome: 'granted',
    dated: '2024-05-17',
    identifiers: 'doi: 10.1234/invented\nsymbol: A/1',
    link: 'https://example.org/case',
    publisher: 'Invented Reports',
    issues: ['strip-searches'],
    places: ['ca'],
    provisions: ['bangkok-rules:20'],
  });
  await app.post(`${d}/${full}/publication`, {}, signed);
  // Afterwards, so that its readers have a change to read about.
  await app.post(`${d}/${full}/versions/th`, { title: 'คดีสมมุติ', abstract: 'สรุป', body: 'ข้อความ' }, signed);
  const scheduled = await make('A report of tomorrow', 'report', { publish_at: '2030-01-01T09:00' });
  await app.post(`${d}/${scheduled}/publication`, {}, signed);
  const draft = await make('A draft by somebody', 'reading', { creators: 'Invented, Ada' });
  const binned = await make('Thrown away', 'report');
  await app.post(`${d}/${binned}/removal`, {}, signed);
  await app.post(`${d}/${full}/relations`, { relation: 'cites', to: draft }, signed);
  const embargo = `/daylight/en/library/preview/${previewRef(app.deps.secret, network.id, scheduled)}`;
  const list = async (id: string, content: string) => {
    await inNetwork(app.db, network.id, (trx) =>
      keepImport(
        { trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() },
        id,
        'works.csv',
        readList(new TextEncoder().encode(content)),
      ),
    );
    return id;
  };
  const waiting = await list(newId(), 'Title,Year,Odd\nA listed work,someday,x\n,2020,\nThe invented case,2024,\n');
  const taken = await list(newId(), 'Title,Year\nA second listed work,2020\n');
  await app.post(`${d}/imports/${taken}/run`, {}, signed);
  return { full, draft, scheduled, embargo, binned, list: waiting, taken };
}

type Where = (content: { library: LibraryContent }) => string;
const of =
  (which: 'full' | 'draft' | 'scheduled', rest = ''): Where =>
  ({ library }) =>
    `${d}/${library[which]}${rest}`;
const r = '/:network/:locale/library';
const k = '/:network/:locale/desk/library';
const desk = (name: string, path: Opening['path'], says?: string): Opening => ({ name, as: 'coordinator', path, says });

/** The pages of the library. */
export const libraryPages: Record<string, Opening[]> = {
  [r]: [
    { name: 'library', path: '/daylight/en/library', says: 'The invented case' },
    { name: 'library of a global network', path: '/network/es/library?kind=practice-note' },
    { name: 'library, signed in', as: 'coordinator', path: '/daylight/en/library?sort=title' },
    { name: 'library, nothing fits', path: '/daylight/en/library?language=km', says: 'Nothing fits' },
    { name: 'no library', path: '/bare/en/library', says: 'Nothing stands in the library yet' },
  ],
  [`${r}/:slug`]: [
    { name: 'a work', path: '/daylight/en/library/the-invented-case', says: 'Invented Court' },
    { name: 'a work in another language', path: '/daylight/fr/library/the-invented-case' },
  ],
  [`${r}/:slug/:language`]: [{ name: 'a work in Thai', path: '/daylight/en/library/the-invented-case/th' }],
  [`${r}/:slug/history`]: [
    { name: 'what changed', path: '/daylight/en/library/the-invented-case/history', says: 'New:' },
  ],
  [`${r}/preview/:ref`]: [
    { name: 'a work under embargo', path: ({ library }) => library.embargo, says: 'Under embargo' },
  ],
  [k]: [
    desk('library desk', d, 'A draft by somebody'),
    desk('bin of the library', `${d}?shelf=bin`, 'Thrown away'),
    { name: 'library desk, empty', as: 'bare', path: '/bare/en/desk/library', says: 'Nothing is in the library yet' },
  ],
  [`${k}/:id`]: [
    desk('a work on the desk', of('full'), 'Published'),
    desk('a draft on the desk', of('draft'), 'Write down first'),
    desk('a work that waits on the desk', of('scheduled'), 'under embargo'),
  ],
  [`${k}/:id/versions/:language`]: [
    desk('a language of a work', of('full', '/versions/th')),
    desk('a new language of a work', of('full', '/versions/fr')),
  ],
  [`${k}/imports`]: [
    desk('lists for the library', `${d}/imports`, 'works.csv'),
    {
      name: 'no list for the library',
      as: 'bare',
      path: '/bare/en/desk/library/imports',
      says: 'No list has come yet',
    },
  ],
  [`${k}/imports/:id`]: [
    desk('a list on trial', ({ library }) => `${d}/imports/${library.list}`, 'What would happen'),
    desk('a list that comes in', ({ library }) => `${d}/imports/${library.taken}`),
  ],
  [`${k}/:id/removal`]: [desk('deleting a work', of('draft', '/removal'))],
  [`${k}/:id/history`]: [desk('history of a work', of('full', '/history'), 'Compare')],
};

/** What of the library is no page. */
export const libraryNotPages: Record<string, string> = {
  [`${r}.bib`]: 'a file',
  [`${r}.ris`]: 'a file',
  [`${r}.csl.json`]: 'a file',
  [`${r}.csv`]: 'a file',
  [`${r}.atom`]: 'a feed',
  [`${r}.json`]: 'a feed',
  [`${r}/id/:id`]: 'leads on',
  [`${r}/:slug/cite.csl.json`]: 'a file',
  [`${r}/:slug/cite.bib`]: 'a file',
  [`${r}/:slug/cite.ris`]: 'a file',
  [`${k}/:id/versions`]: 'leads on',
};

/** Forms sent from there with something wrong. */
export const libraryAnswers: Opening[] = [
  {
    name: 'library desk, nothing typed',
    as: 'coordinator',
    path: d,
    form: { action: d, fields: { title: '', locale: 'en', kind: 'report' } },
    status: 422,
  },
];
