import type { TestApp } from '../../app.ts';
import { signInAs } from '../../app.ts';
import type { Opening } from '../pages.ts';

const r = '/:network/:locale';
const d = '/daylight/en';

/** A search that a member of /daylight keeps, with a session of hers. */
export async function makeSearches(app: TestApp): Promise<void> {
  const { cookie } = await signInAs(app, await app.network('daylight'), 'member');
  await app.post(`${d}/search/saved`, { query: 'q=judges' }, { cookie });
  await app.work();
}

/** The pages of the search. */
export const searchPages: Record<string, Opening[]> = {
  [`${r}/search`]: [
    { name: 'search, before anything is asked', path: `${d}/search`, says: 'What are you looking for?' },
    { name: 'search, with results', path: `${d}/search?q=prison`, says: 'results' },
    { name: 'search, in French, narrowed', path: '/daylight/fr/search?q=prison&kind=campaign', says: 'Campagne' },
    { name: 'search, nothing found', path: `${d}/search?q=xyzzyplugh`, says: 'Nothing has these words' },
  ],
  [`${r}/search/saved`]: [
    { name: 'saved searches, none', as: 'coordinator', path: `${d}/search/saved`, says: 'You keep no search yet' },
  ],
};
