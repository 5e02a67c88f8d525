import { storyRef } from '../../../src/features/stories/story.ts';
import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const r = '/:network/:locale';
const d = '/daylight/en';

/** A story of /daylight with every kind of approval, hers who coordinates too; its private page; and one whose words are gone. */
export type StoryContent = {
  id: string;
  approval: string;
  own: string;
  erased: string;
  campaign: string;
  news: string;
};

/** Makes them through their own forms. */
export async function makeStories(app: TestApp, signed: { cookie: string; id: string }): Promise<StoryContent> {
  const rows = async (sql: string, ...values: unknown[]) =>
    (await app.db.owner.query<Record<string, string>>(sql, values)).rows;
  const begin = async (title: string) => {
    const id = newId();
    await app.post(`${d}/desk/stories`, { id, title, locale: 'en', public_name: 'June' }, signed);
    await app.post(
      `${d}/desk/stories/${id}/texts/en`,
      { title, summary: 'In short.', body: 'What I said, **as I said it**.', picture_alt: '' },
      signed,
    );
    return id;
  };
  const refTo = async (story: string) => {
    const [{ network_id } = {}] = await rows('select network_id from stories where id = $1', story);
    const link = newId();
    await rows(
      "insert into story_links (network_id, id, story_id, kind, made_at) values ($1, $2, $3, 'mail', now() - interval '1 year')",
      network_id,
      link,
      story,
    );
    return `${d}/stories/own/${storyRef(app.deps.secret, network_id!, link)}`;
  };
  const id = await begin('The long way home');
  for (const use of ['website', 'campaign', 'news', 'share', 'print', 'film', 'hearing'])
    await app.post(`${d}/desk/stories/${id}/approvals`, { use, place: '', locales: ['en'] }, signed);
  await app.post(
    `${d}/desk/stories/${id}/approvals`,
    { use: 'news', place: 'The Sample Post', locales: ['en'] },
    signed,
  );
  const own = await refTo(id);
  const approvals = await rows(
    'select a.id, a.use, t.version from story_approvals a join story_texts t using (story_id, locale) where story_id = $1 order by a.id',
    id,
  );
  const of = (use: string) => approvals.find((one) => one.use === use)!;
  for (const use of ['website', 'campaign', 'news', 'print'])
    await app.post(`${own}/approval`, { approval: of(use).id!, version: of(use).version!, until: '' });
  await app.post(`${own}/refusal`, { approval: of('film').id! });
  await app.post(`${own}/withdrawal`, { approval: of('print').id! });
  await app.post(
    `${d}/desk/stories/${id}/payments`,
    {
      id: newId(),
      kind: 'paid',
      amount: '150',
      currency: 'CAD',
      paid_on: '2026-11-01',
      purpose: 'Her time',
      how: 'Cash',
    },
    signed,
  );
  await rows('update stories set account_id = $2 where id = $1', id, signed.id);
  const gone = await begin('Not any more');
  const erased = await refTo(gone);
  await app.post(`${erased}/erasure`, {});
  const [campaign] = await rows(
    "select c.id from campaigns c join networks n on n.id = c.network_id where n.slug = 'daylight' and c.slug = 'five-asks'",
  );
  const [news] = await rows(
    "select i.id from news_items i join networks n on n.id = i.network_id where n.slug = 'daylight' and i.slug = 'the-film-comes-to-you'",
  );
  await app.post(`${d}/desk/news/${news!.id}/stories`, { stories: id }, signed);
  return { id, approval: of('website').id!, own, erased, campaign: campaign!.id!, news: news!.id! };
}

const desk =
  (rest = '') =>
  ({ stories }: Content) =>
    `${d}/desk/stories/${stories.id}${rest}`;
const own =
  (rest = '') =>
  ({ stories }: Content) =>
    stories.own + rest;
const mine =
  (rest = '') =>
  ({ stories }: Content) =>
    `${d}/account/stories/${stories.id}${rest}`;

/** The pages of the room stories. */
export const storyPages: Record<string, Opening[]> = {
  [`${r}/stories`]: [
    { name: 'stories', path: `${d}/stories`, says: 'The long way home' },
    { name: 'stories, empty', path: '/bare/en/stories', says: 'No story stands here' },
  ],
  [`${r}/stories/:slug`]: [{ name: 'story', path: `${d}/stories/the-long-way-home`, says: 'as I said it' }],
  [`${r}/stories/own/:ref`]: [
    { name: 'story, her page', path: own(), says: 'What you said yes to' },
    {
      name: 'story, her page after the words are gone',
      path: ({ stories }) => stories.erased,
      says: 'Your words are gone',
    },
  ],
  [`${r}/stories/own/:ref/erasure`]: [{ name: 'story, her removal', path: own('/erasure'), says: 'Remove for good' }],
  [`${r}/account/stories`]: [
    { name: 'my stories', path: `${d}/account/stories`, as: 'coordinator', says: 'uses are shown' },
    { name: 'my stories, none', path: `${d}/account/stories`, as: 'nobody', says: 'There is no story of yours' },
  ],
  [`${r}/account/stories/:story`]: [
    { name: 'my story', path: mine(), as: 'coordinator', says: 'What you said yes to' },
  ],
  [`${r}/account/stories/:story/erasure`]: [
    { name: 'my story, removal', path: mine('/erasure'), as: 'coordinator', says: 'Remove for good' },
  ],
  [`${r}/desk/stories`]: [
    { name: 'stories desk', path: `${d}/desk/stories`, as: 'coordinator', says: 'The long way home' },
    {
      name: 'stories desk, waiting',
      path: `${d}/desk/stories?show=waiting`,
      as: 'coordinator',
      says: 'answers awaited',
    },
    { name: 'stories desk, empty', path: '/bare/en/desk/stories', as: 'bare', says: 'There is no story yet' },
  ],
  [`${r}/desk/stories/:id`]: [
    { name: 'story desk', path: desk(), as: 'coordinator', says: 'A newspaper or magazine: The Sample Post' },
  ],
  [`${r}/desk/stories/:id/texts/:language`]: [
    { name: 'story texts', path: desk('/texts/en'), as: 'coordinator', says: 'She agreed to these words as they are' },
  ],
  [`${r}/desk/stories/:id/basics`]: [
    { name: 'story basics', path: desk('/basics'), as: 'coordinator', says: 'Never her name' },
  ],
  [`${r}/desk/stories/:id/approvals/:approval`]: [
    {
      name: 'story approval',
      path: ({ stories }) => `${d}/desk/stories/${stories.id}/approvals/${stories.approval}`,
      as: 'coordinator',
      says: 'Herself, by her private link',
    },
  ],
  [`${r}/desk/stories/:id/identity`]: [
    { name: 'story identity', path: desk('/identity'), as: 'coordinator', says: 'on record' },
  ],
  [`${r}/desk/stories/:id/link`]: [{ name: 'story link', path: desk('/link'), as: 'coordinator', says: 'Make a link' }],
  [`${r}/desk/stories/:id/payments`]: [
    { name: 'story payments', path: desk('/payments'), as: 'coordinator', says: 'Her time' },
  ],
  [`${r}/desk/stories/:id/erasure`]: [
    { name: 'story erasure', path: desk('/erasure'), as: 'coordinator', says: 'cannot be brought back' },
  ],
  [`${r}/desk/news/:thing/stories`]: [
    {
      name: 'news stories',
      path: ({ stories }) => `${d}/desk/news/${stories.news}/stories`,
      as: 'coordinator',
      says: 'The long way home',
    },
  ],
  [`${r}/desk/campaigns/:thing/stories`]: [
    {
      name: 'campaign stories',
      path: ({ stories }) => `${d}/desk/campaigns/${stories.campaign}/stories`,
      as: 'coordinator',
      says: 'The long way home',
    },
  ],
};

/** Its addresses that are no pages. */
export const storyNotPages: Record<string, string> = {
  [`${r}/stories/own/:ref/picture`]: 'a picture: stories.test.ts',
  [`${r}/stories/own/:ref/copy`]: 'her copy as JSON: stories.test.ts',
  [`${r}/account/stories/:story/picture`]: 'a picture: stories.test.ts',
  [`${r}/account/stories/:story/copy`]: 'her copy as JSON: stories.test.ts',
};

/** Their answers to forms. */
export const storyAnswers: Opening[] = [
  {
    name: 'story approval with mistakes',
    path: ({ stories }) => `${d}/desk/stories/${stories.id}/approvals/${stories.approval}`,
    as: 'coordinator',
    status: 422,
    form: {
      action: ({ stories }) => `${d}/desk/stories/${stories.id}/approvals/${stories.approval}`,
      fields: { way: 'phone', witness: '', note: '', until: '2001-01-01' },
    },
  },
  {
    name: 'story identity, shown',
    path: desk('/identity'),
    as: 'coordinator',
    form: { action: desk('/identity'), fields: { purpose: 'ask' } },
  },
];
