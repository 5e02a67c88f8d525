import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Opening } from '../pages.ts';

/** An organisation with everything, by id; one merged into it; a woman's line; a service. */
export type OrganisationContent = {
  full: string;
  other: string;
  merge: string;
  affiliation: string;
  service: string;
  waiting: string;
  taken: string;
};

const desk = '/daylight/en/desk/organisations';

/** Makes them through their own forms. */
export async function makeOrganisations(app: TestApp, signed: { cookie: string }): Promise<OrganisationContent> {
  const [full, other, gone, affiliation, service] = [newId(), newId(), newId(), newId(), newId()];
  for (const [id, name] of [
    [full, 'Full House Example'],
    [other, 'Other House Example'],
    [gone, 'Fulll House'],
  ])
    await app.post(desk, { id: id!, name: name!, kind: 'service' }, signed);
  await app.post(
    `${desk}/${full}`,
    {
      name: 'Full House Example',
      kind: 'service',
      'about.en': 'Has everything that a page can show.',
      'about.fr': 'A tout ce qu’une page peut montrer.',
      country: 'ca',
      place: 'ca-ontario',
      issues: ['housing-after-prison'],
      offers: ['housing', 'work'],
      languages: ['en', 'iu'],
      website: 'https://full.invalid/',
      email: 'office@full.invalid',
      phone: '+1 555 0100',
      postal_address: '1 Sample Street\nSampletown',
    },
    signed,
  );
  const found = await (await app.get(`${desk}/${full}/people?q=Nora`, signed)).text();
  const account = /name="account" value="([0-9a-f-]{36})"/.exec(found)![1]!;
  const line = { position: 'Director', represents: 'yes', from: '2026-01-01', until: '' };
  await app.post(`${desk}/${full}/people`, { ...line, id: affiliation, account }, signed);
  const words = { description: 'A room for three months.', fees_description: 'Nothing.', hours: 'Day and night' };
  await app.post(
    `${desk}/${full}/services`,
    { ...words, id: service, name: 'A room', status: 'temporarily closed', phone: '+1 555 0101' },
    signed,
  );
  await app.post(`${desk}/${full}/merge`, { gone }, signed);
  const page = await (await app.get(`${desk}/${full}`, signed)).text();
  const merge = /merges\/([0-9a-f-]{36})\/reversal/.exec(page)![1]!;
  const upload = async (file: string): Promise<string> => {
    const thing = {
      name: `${file} Example`,
      odd: 'kept',
      services: [{ id: newId(), name: 'Advice', status: 'active' }],
    };
    const form = new FormData();
    form.append('file', new Blob([JSON.stringify([thing, { name: 'Full House Example' }])]), `${file}.json`);
    const headers = { cookie: signed.cookie, origin: 'http://127.0.0.1:3000' };
    const url = 'http://127.0.0.1:3000/daylight/en/desk/organisation-imports';
    const answer = await app.app.request(url, { method: 'POST', body: form, headers });
    return answer.headers.get('location')!.split('/').at(-1)!;
  };
  const taken = await upload('taken');
  await app.post(`/daylight/en/desk/organisation-imports/${taken}/batch`, { 'choice.1': 'leave' }, signed);
  return { full, other, merge, affiliation, service, waiting: await upload('waiting'), taken };
}

type Where = (content: { organisations: OrganisationContent }) => string;
const o =
  (which: 'full' | 'other', rest = ''): Where =>
  ({ organisations }) =>
    `${desk}/${organisations[which]}${rest}`;
const page = (name: string, path: Opening['path'], says?: string): Opening => ({ name, as: 'coordinator', path, says });
const r = '/:network/:locale/desk/organisations';
const open = '/:network/:locale/organisations';
const files = '/:network/:locale/desk/organisation-imports';

/** The pages of the room organisations. */
export const organisationPages: Record<string, Opening[]> = {
  [open]: [
    { name: 'organisations', path: '/network/pt/organisations', says: 'Clínica Jurídica del Río' },
    { name: 'no organisation', path: '/bare/en/organisations', says: 'No organisation is listed yet' },
  ],
  [`${open}/:slug`]: [
    { name: 'organisation', path: '/daylight/fr/organisations/maison-de-la-rive', says: 'neuf chambres' },
    page('organisation, for who keeps it', '/daylight/en/organisations/full-house-example', 'Change this page'),
  ],
  [`${open}/:slug/services/:service`]: [
    {
      name: 'service of an organisation',
      path: (content) => `/daylight/en/organisations/full-house-example/services/${content.organisations.service}`,
      says: 'A room for three months',
    },
  ],
  '/:network/:locale/map': [
    { name: 'reach map of organisations in the world', path: '/network/es/map', says: '34 organizaciones' },
    { name: 'reach map of organisations in one country', path: '/daylight/en/map', says: 'Prairies' },
    page('reach map of organisations, signed in', '/daylight/en/map'),
    { name: 'reach map without organisations', path: '/bare/en/map', says: 'Nobody has said yet' },
  ],
  [r]: [
    page('organisations to keep', desk, 'Full House Example'),
    page('organisations to keep, nothing found', `${desk}?q=zzz`, 'No organisation has these words'),
    { name: 'organisations to keep, none', as: 'bare', path: '/bare/en/desk/organisations', says: 'Add the first one' },
  ],
  [`${r}/:id`]: [page('organisation to change', o('full'), 'Merged into this one')],
  [`${r}/:id/people`]: [
    page('people of an organisation', o('full', '/people?q=Nora'), 'answers for it'),
    page('people of an organisation, none', o('other', '/people?q=zzzz'), 'No account fits'),
  ],
  [`${r}/:id/people/:affiliation`]: [
    page('one woman of an organisation', (content) =>
      o('full', `/people/${content.organisations.affiliation}`)(content),
    ),
  ],
  [`${r}/:id/merge`]: [
    page('which organisation is the same', o('full', '/merge?q=other'), 'Other House Example'),
    page(
      'two organisations beside each other',
      (content) => o('full', `/merge?with=${content.organisations.other}`)(content),
      'They are the same',
    ),
  ],
  [files]: [
    page('organisations in files', '/daylight/en/desk/organisation-imports', 'waiting.json'),
    {
      name: 'organisations in files, none',
      as: 'bare',
      path: '/bare/en/desk/organisation-imports',
      says: 'No file has',
    },
  ],
  [`${files}/:id`]: [
    page(
      'a file of organisations that waits',
      ({ organisations }) => `/daylight/en/desk/organisation-imports/${organisations.waiting}`,
      'same name',
    ),
    page(
      'a file of organisations that was taken',
      ({ organisations }) => `/daylight/en/desk/organisation-imports/${organisations.taken}`,
      'Undo this import',
    ),
  ],
  [`${r}/:id/services`]: [
    page('services to change', o('full', '/services'), 'A room'),
    page('services to change, none', o('other', '/services'), 'No service is written down'),
  ],
  [`${r}/:id/services/:service`]: [
    page(
      'one service to change',
      (content) => o('full', `/services/${content.organisations.service}`)(content),
      'Take this service away',
    ),
  ],
};

/** What is no page: data for programs, and files. */
export const organisationNotPages: Record<string, string> = {
  [`${open}/hsds.json`]: 'JSON for programs',
  [`${open}/:slug/hsds.json`]: 'JSON for programs',
  [`${files}/export/:file`]: 'a file',
};

/** Forms that come back with their mistakes. */
export const organisationAnswers: Opening[] = [
  {
    ...page('organisation with mistakes', o('full')),
    status: 422,
    form: { action: o('full'), fields: { name: '', kind: 'service', website: 'no', email: 'no' } },
  },
  {
    ...page('affiliation with mistakes', o('full', '/people?q=Nora')),
    status: 422,
    form: { action: o('full', '/people'), fields: { q: 'Nora', from: '2026-05-01', until: '2026-04-01' } },
  },
];
