import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const d = '/daylight/en';
const doc =
  (rest = '') =>
  (content: Content) =>
    `${d}/documents/${content.together.document}${rest}`;

/** The pages of the room documents. */
export const documentPages: Record<string, Opening[]> = {
  '/:network/:locale/documents': [
    { name: 'documents', as: 'coordinator', path: `${d}/documents`, says: 'How we answer the press' },
    { name: 'no document', as: 'bare', path: '/bare/en/documents', says: 'No document yet' },
    { name: 'documents put away', as: 'coordinator', path: `${d}/documents?archive=yes` },
  ],
  '/:network/:locale/groups/:slug/documents': [
    {
      name: 'documents of a group',
      as: 'coordinator',
      path: ({ groups }) => `${d}/groups/${groups.led}/documents`,
      says: 'Version 1',
    },
  ],
  '/:network/:locale/documents/new': [{ name: 'new document', as: 'coordinator', path: `${d}/documents/new` }],
  '/:network/:locale/documents/:id': [
    { name: 'document', as: 'coordinator', path: doc(), says: 'Version 2' },
    {
      name: 'document of a group',
      as: 'coordinator',
      path: ({ together }) => `${d}/documents/${together.groupDocument}`,
      says: 'Visiting and writing',
    },
  ],
  '/:network/:locale/documents/:id/edit': [{ name: 'document, written', as: 'coordinator', path: doc('/edit') }],
  '/:network/:locale/documents/:id/versions': [
    { name: 'versions of a document', as: 'coordinator', path: doc('/versions'), says: 'What was said' },
  ],
  '/:network/:locale/documents/:id/versions/:version': [
    { name: 'older version', as: 'coordinator', path: doc('/versions/1'), says: 'Bring this version back' },
  ],
  '/:network/:locale/documents/:id/comparison': [
    { name: 'comparison', as: 'coordinator', path: doc('/comparison?from=1&to=2'), says: 'Write down what was said' },
  ],
};

/** Forms with mistakes, and two that save at once. */
export const documentAnswers: Opening[] = [
  {
    name: 'document with mistakes',
    as: 'coordinator',
    path: `${d}/documents/new`,
    status: 422,
    form: { action: `${d}/documents`, fields: { title: '', body: '' } },
  },
  {
    name: 'document in conflict',
    as: 'coordinator',
    path: doc('/edit'),
    status: 422,
    says: 'Your text',
    form: {
      action: doc('/versions'),
      fields: { title: 'Mine', body: 'Ask her.\n\nThen wait.', summary: '', base: '1' },
    },
  },
];
