import type { Opening } from '../pages.ts';

/** The pages of the room organisations. */
export const organisationPages: Record<string, Opening[]> = {
  '/:network/:locale/organisations': [
    { name: 'organisations', path: '/network/pt/organisations', says: 'Clínica Jurídica del Río' },
    { name: 'no organisation', path: '/bare/en/organisations', says: 'No organisation is listed yet' },
  ],
  '/:network/:locale/organisations/:slug': [
    { name: 'organisation', path: '/daylight/fr/organisations/maison-de-la-rive', says: 'neuf chambres' },
  ],
};
