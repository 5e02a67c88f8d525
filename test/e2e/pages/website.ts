import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const r = '/:network/:locale';
const d = '/daylight/en';
const b = '/bare/en';

/** Blocks of the drafts of /daylight, by page: one that was begun, and one of the kit's. */
export type WebsiteContent = Record<'hero' | 'quote' | 'reading' | 'ally', string>;

/** Drafts of all three pages of /daylight: a quotation with no words on the home page. */
export async function makeWebsite(app: TestApp, cookie: string): Promise<WebsiteContent> {
  const made = {} as WebsiteContent;
  const idOf = async (page: string, kind: string) => {
    const { rows } = await app.db.owner.query<{ id: string }>(
      `select b ->> 'id' as id from website_editions e join networks n on n.id = e.network_id and n.slug = 'daylight', jsonb_array_elements(e.blocks) b
       where e.page = $1 and e.state = 'draft' and b ->> 'kind' = $2 limit 1`,
      [page, kind],
    );
    return rows[0]!.id;
  };
  const desk = `${d}/desk/website`;
  // One edition more of a page, so that there is one of the past.
  await app.post(`${desk}/learn/blocks`, { kind: 'heading', id: '00000000-0000-4000-8000-00000000b10f' }, { cookie });
  await app.post(`${desk}/learn/publication`, { revision: '2' }, { cookie });
  await app.post(`${desk}/home/blocks`, { kind: 'quote', id: '00000000-0000-4000-8000-00000000b10c' }, { cookie });
  await app.post(`${desk}/learn/blocks`, { kind: 'heading', id: '00000000-0000-4000-8000-00000000b10d' }, { cookie });
  await app.post(`${desk}/connect/blocks`, { kind: 'ally', id: '00000000-0000-4000-8000-00000000b10e' }, { cookie });
  made.hero = `${desk}/home/blocks/${await idOf('home', 'hero')}`;
  made.quote = `${desk}/home/blocks/00000000-0000-4000-8000-00000000b10c`;
  made.reading = `${desk}/learn/blocks/${await idOf('learn', 'reading')}`;
  made.ally = `${desk}/connect/blocks/00000000-0000-4000-8000-00000000b10e`;
  return made;
}

const made =
  (which: keyof WebsiteContent, rest = '') =>
  ({ website }: Content) =>
    website[which] + rest;

/** The pages of the room website. */
export const websitePages: Record<string, Opening[]> = {
  [r]: [
    { name: 'home of a campaign', path: d },
    { name: 'home of a coalition', path: '/coalition/es' },
    { name: 'home of a global network', path: '/network/pt' },
    { name: 'home without content', path: b },
    { name: 'home, signed in', path: d, as: 'coordinator' },
  ],
  [`${r}/learn`]: [
    { name: 'learn', path: '/network/fr/learn', says: 'Commencez ici' },
    { name: 'learn, empty', path: `${b}/learn`, says: 'No reading has been chosen here yet' },
  ],
  [`${r}/connect`]: [
    { name: 'connect', path: `${d}/connect`, says: 'Tidewater' },
    { name: 'connect, empty', path: `${b}/connect`, says: 'No organisation stands here yet' },
  ],
  [`${r}/desk/website`]: [
    { name: 'website', path: `${d}/desk/website`, as: 'coordinator', says: 'There is a draft' },
    { name: 'website, nothing', path: `${b}/desk/website`, as: 'bare', says: 'nobody composed it yet' },
  ],
  [`${r}/desk/website/:page`]: [
    { name: 'website blocks', path: `${d}/desk/website/home`, as: 'coordinator', says: 'Has no words yet' },
    { name: 'website readings', path: `${d}/desk/website/learn`, as: 'coordinator', says: 'Heading' },
    { name: 'website blocks, none', path: `${b}/desk/website/connect`, as: 'bare', says: 'No organisation yet' },
  ],
  [`${r}/desk/website/:page/blocks/:id`]: [
    { name: 'website opening', path: made('hero'), as: 'coordinator', says: 'Picture beside it' },
    { name: 'website quotation', path: made('quote'), as: 'coordinator', says: 'Where these words are public' },
    { name: 'website reading', path: made('reading'), as: 'coordinator', says: 'Work of the library' },
    { name: 'website ally', path: made('ally'), as: 'coordinator', says: 'What is needed there' },
  ],
  [`${r}/desk/website/:page/blocks/:id/removal`]: [
    { name: 'website block removal', path: made('quote', '/removal'), as: 'coordinator', says: 'Take it out' },
  ],
  [`${r}/desk/website/:page/discard`]: [
    {
      name: 'website draft to be discarded',
      path: `${d}/desk/website/home/discard`,
      as: 'coordinator',
      says: 'cannot be brought back',
    },
  ],
  [`${r}/desk/website/:page/preview`]: [
    { name: 'website preview', path: `${d}/desk/website/home/preview`, as: 'coordinator', says: 'This is the draft' },
    {
      name: 'website preview of a list',
      path: `${d}/desk/website/connect/preview`,
      as: 'coordinator',
      says: 'Publish',
    },
    { name: 'website preview, nothing', path: `${b}/desk/website/home/preview`, as: 'bare', says: 'nothing to show' },
  ],
  [`${r}/desk/website/:page/editions`]: [
    {
      name: 'website editions',
      path: `${d}/desk/website/home/editions`,
      as: 'coordinator',
      says: 'Visitors read this',
    },
    {
      name: 'website editions, none',
      path: `${b}/desk/website/home/editions`,
      as: 'bare',
      says: 'Nothing was published',
    },
  ],
  [`${r}/desk/website/:page/editions/:number/removal`]: [
    {
      name: 'website edition removal',
      path: `${d}/desk/website/learn/editions/1/removal`,
      as: 'coordinator',
      says: 'for good',
    },
  ],
  [`${r}/desk/website/:page/editions/:number`]: [
    { name: 'website edition', path: `${d}/desk/website/home/editions/1`, as: 'coordinator', says: 'Edition 1' },
  ],
};

/** Their answers to forms. */
export const websiteAnswers: Opening[] = [
  {
    name: 'website quotation without source',
    path: made('quote'),
    as: 'coordinator',
    status: 422,
    form: { action: made('quote'), fields: { rev: '1', quote_en: 'Words', who_en: '' } },
  },
  {
    name: 'website ally with a wrong address',
    path: made('ally'),
    as: 'coordinator',
    status: 422,
    form: { action: made('ally'), fields: { rev: '1', title_en: 'Somebody', o_address: 'javascript:alert(1)' } },
  },
];

export const websiteNotPages: Record<string, string> = {
  '/:network/:locale/map.svg': 'a picture: website.test.ts',
};
