import { b, d, page, type Room } from './opening.ts';

/** The pages of the room networks. */
export const networks: Room = {
  pages: {
    '/': [page('all networks', '/')],
    '/:network/:locale/privacy': [page('what we keep', `${d}/privacy`)],
    '/:network/:locale/desk/network': [
      page('network settings', `${d}/desk/network`, 'coordinator'),
      page('settings, bare', `${b}/desk/network`, 'bare'),
    ],
  },
  answers: [
    {
      ...page('settings with mistakes', `${d}/desk/network`, 'coordinator', 422),
      form: { action: `${d}/desk/network`, fields: { name_en: '', accent: '#ffff00', mail_from: 'x' } },
    },
  ],
  notPages: {
    '/:network': 'leads to the language that the browser asks for',
    '/robots.txt': 'text for programs',
    '/:network/sitemap.xml': 'XML for programs',
  },
};
