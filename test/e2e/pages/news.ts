import { b, d, page, type Room, state } from './opening.ts';

/** The pages of the room news. */
export const news: Room = {
  pages: {
    '/:network/:locale/news': [page('news', `${d}/news`), page('no news', `${b}/news`)],
    '/:network/:locale/news/:slug': [
      page('a news item', `${d}/news/the-film-comes-to-you`),
      page('a news item in Portuguese', '/network/pt/news/a-training-that-travelled'),
    ],
    '/:network/:locale/news/preview/:ref': [
      state('news under embargo', (content) => content.embargo, 'public', 'Under embargo until'),
    ],
    '/:network/:locale/desk/news': [
      page('news desk', `${d}/desk/news`, 'coordinator'),
      page('news desk, empty', `${b}/desk/news`, 'bare'),
    ],
    '/:network/:locale/desk/news/:id': [
      state(
        'a news item at the desk',
        (content) => `${d}/desk/news/${content.news.scheduled}`,
        'coordinator',
        'Public later',
      ),
      page('a news draft at the desk', (content) => `${d}/desk/news/${content.news.draft}`, 'coordinator'),
    ],
    '/:network/:locale/desk/news/:id/texts/:language': [
      page('texts of a news item', (content) => `${d}/desk/news/${content.news.scheduled}/texts/fr`, 'coordinator'),
    ],
    '/:network/:locale/desk/news/:id/removal': [
      page('delete a news draft?', (content) => `${d}/desk/news/${content.news.draft}/removal`, 'coordinator'),
    ],
  },
  notPages: {
    '/:network/:locale/news.atom': 'a feed',
    '/:network/:locale/news.json': 'a feed',
    '/:network/:locale/news/:slug/card.png': 'a picture',
  },
};
