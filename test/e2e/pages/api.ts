import { d, page, type Room } from './opening.ts';

/** The pages of the room api. */
export const api: Room = {
  pages: {
    '/:network/:locale/api': [page('for programs', `${d}/api`), page('for programs, in Spanish', '/network/es/api')],
  },
  notPages: {
    '/api': 'JSON for programs',
  },
};
