import type { Opening } from '../pages.ts';

const d = '/daylight/en/desk/words';

/** The page of the room wording. */
export const wordingPages: Record<string, Opening[]> = {
  '/:network/:locale/desk/words': [{ name: 'words', path: d, as: 'coordinator', says: 'are named' }],
};

/** Its answers to forms. */
export const wordingAnswers: Opening[] = [
  {
    name: 'words with a mistake',
    path: d,
    as: 'coordinator',
    status: 422,
    form: { action: `${d}/own`, fields: { word: 'offender', instead: '', locale: 'en' } },
  },
  {
    name: 'words, tried',
    path: d,
    as: 'coordinator',
    says: 'this names a person by her file',
    form: { action: `${d}/trial`, fields: { text: 'Every inmate', language: 'en' } },
  },
];
