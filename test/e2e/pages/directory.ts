import { newId } from '../../../src/platform/crypto/ids.ts';
import { signInAs, type TestApp } from '../../app.ts';
import type { Opening } from '../pages.ts';

/** Somebody of /daylight whom everybody may find, with all of her page filled. */
export type DirectoryContent = { person: string; reservation: string; confirmation: string };

/** Fills a profile through its own form. */
export async function makeProfile(
  app: TestApp,
  coordinator: { cookie: string; id: string },
): Promise<DirectoryContent> {
  const { id, cookie } = await signInAs(app, await app.network('daylight'), 'member');
  const form = {
    pronounced: 'AH-da',
    pronouns: 'she',
    about: 'Visits and writes.\nAnswers within a week.',
    country: 'ca',
    phone: '+1 555 0100',
    website: 'https://ada.example.invalid/',
    safe_contact: 'Never call; write only on weekdays.',
    languages: ['en', 'fr', 'iu'],
    offers: ['visits', 'training'],
    seeks: ['translation'],
    issues: ['poverty', 'solitary-confinement'],
  };
  const fields = [
    'name',
    'about',
    'country',
    'languages',
    'expertise',
    'offers',
    'seeks',
    'phone',
    'website',
    'safe_contact',
  ];
  await app.post(
    '/daylight/en/profile',
    { ...form, ...Object.fromEntries(fields.map((field) => [`level.${field}`, 'public'])) },
    { cookie },
  );
  await app.post('/daylight/en/profile/lived-experience', { words: 'I was inside.', level: 'members' }, { cookie });
  const reservation = newId();
  const kept = { id: reservation, body: 'Steering committee', kind: 'seat', places: '2' };
  await app.post('/daylight/en/governance/reservations', kept, coordinator);
  // She asks the coordinator to confirm it.
  const places = `/daylight/en/profile/places/${reservation}`;
  await app.post(`${places}/request`, { verifier: coordinator.id, q: '' }, { cookie });
  const today = await (await app.get('/daylight/en/today', coordinator)).text();
  const confirmation = /confirmations\/([0-9a-f-]{36})/.exec(today)![1]!;
  return { person: id, reservation, confirmation };
}

const r = '/:network/:locale';
const d = '/daylight/en';
type Where = (content: { directory: DirectoryContent }) => string;
const person =
  (before: string, after = ''): Where =>
  ({ directory }) =>
    `${d}${before}/${directory.person}${after}`;

/** The pages of the room directory. */
export const directoryPages: Record<string, Opening[]> = {
  [`${r}/directory`]: [
    { name: 'directory', path: `${d}/directory`, says: 'Narrow the list' },
    {
      name: 'directory, as a coordinator',
      as: 'coordinator',
      path: `${d}/directory?type=person&language=iu`,
      says: 'Inuktitut',
    },
    { name: 'directory, nothing fits', path: `${d}/directory?q=zzzz`, says: 'Nothing fits all of this' },
    { name: 'directory, empty', path: '/bare/en/directory', says: 'Nobody stands in the directory yet' },
  ],
  [`${r}/directory/people/:id`]: [
    { name: 'person', path: person('/directory/people'), says: 'Answers within a week' },
    { name: 'person, as a coordinator', as: 'coordinator', path: person('/directory/people'), says: 'I was inside' },
  ],
  [`${r}/profile`]: [{ name: 'own profile', as: 'coordinator', path: `${d}/profile`, says: 'Beside each field' }],
  [`${r}/profile/preview`]: [
    { name: 'preview', as: 'coordinator', path: `${d}/profile/preview?as=member` },
    {
      name: 'preview, not found',
      as: 'coordinator',
      path: `${d}/profile/preview?as=public`,
      says: 'does not find you',
    },
  ],
  [`${r}/profile/lived-experience`]: [
    { name: 'lived experience', as: 'coordinator', path: `${d}/profile/lived-experience` },
  ],
  [`${r}/profile/places`]: [
    { name: 'kept places', as: 'coordinator', path: `${d}/profile/places`, says: 'Steering committee' },
    {
      name: 'kept place',
      as: 'coordinator',
      path: ({ directory }) => `${d}/profile/places?place=${directory.reservation}&q=a`,
      says: 'Choose one person',
    },
    { name: 'kept place, none', as: 'bare', path: '/bare/en/profile/places', says: 'No places are kept yet' },
  ],
  [`${r}/governance`]: [
    { name: 'governance', as: 'coordinator', path: `${d}/governance`, says: 'Steering committee' },
    { name: 'governance, empty', as: 'bare', path: '/bare/en/governance', says: 'No places are kept yet' },
  ],
  [`${r}/governance/reservations/:id/end`]: [
    {
      name: 'ending kept places',
      as: 'coordinator',
      path: ({ directory }) => `${d}/governance/reservations/${directory.reservation}/end`,
      says: 'cannot be brought back',
    },
  ],
  [`${r}/confirmations/:id`]: [
    {
      name: 'confirmation',
      as: 'coordinator',
      path: ({ directory }) => `${d}/confirmations/${directory.confirmation}`,
    },
  ],
  [`${r}/desk/profiles/:id`]: [{ name: 'filling in', as: 'coordinator', path: person('/desk/profiles') }],
};

/** Answers to their forms. */
export const directoryAnswers: Opening[] = [
  {
    name: 'kept places, with mistakes',
    as: 'coordinator',
    path: `${d}/governance`,
    status: 422,
    form: { action: `${d}/governance/reservations`, fields: { places: 'many' } },
  },
  {
    name: 'own profile, with mistakes',
    as: 'coordinator',
    path: `${d}/profile`,
    status: 422,
    form: { action: `${d}/profile`, fields: { website: 'nowhere' } },
  },
  {
    name: 'lived experience, with mistakes',
    as: 'coordinator',
    path: `${d}/profile/lived-experience`,
    status: 422,
    form: { action: `${d}/profile/lived-experience`, fields: { words: 'x' } },
  },
];

/** Their routes that answer no page. */
export const directoryNotPages: Record<string, string> = {
  '/:network/:locale/directory.pdf': 'a PDF: directory.test.ts',
  '/:network/:locale/directory/people/:id/card.vcf': 'a vCard: directory.test.ts',
};
