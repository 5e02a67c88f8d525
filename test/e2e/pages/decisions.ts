import type { Together } from '../content/together.ts';
import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const d = '/daylight/en';
const decision =
  (which: keyof Together['decisions'], rest = '') =>
  (content: Content) =>
    `${d}/decisions/${content.together.decisions[which]}${rest}`;
const page = (name: string, path: Opening['path'], says?: string): Opening => ({ name, as: 'coordinator', path, says });
const r = '/:network/:locale/decisions';

/** The pages of the room decisions. */
export const decisionPages: Record<string, Opening[]> = {
  [r]: [
    page('decisions that go on', `${d}/decisions`, 'Where we meet'),
    page('decisions that are settled', `${d}/decisions?settled=yes`),
    { name: 'no decision', as: 'bare', path: '/bare/en/decisions', says: 'Nothing is to be decided' },
  ],
  '/:network/:locale/groups/:slug/decisions': [
    page('decisions of a group', ({ groups }) => `${d}/groups/${groups.led}/decisions`, 'Silence in the first hour'),
  ],
  [`${r}/new`]: [page('new proposal', `${d}/decisions/new`)],
  [`${r}/:id`]: [
    page('decision, questions', decision('asked'), 'Who pays for it'),
    page('decision, secret vote', decision('secret'), 'without name, time or order'),
    page('decision, an urn that waits', decision('waiting'), 'Why it is not counted yet'),
    page('decision, consent with an objection', decision('consent'), 'Nobody hears the door'),
    page('decision, closed', decision('closed'), 'What came of it'),
  ],
  [`${r}/:id/opening`]: [page('decision, to be opened', decision('asked', '/opening'))],
  [`${r}/:id/amendment`]: [page('decision, to be amended', decision('asked', '/amendment'))],
  [`${r}/:id/ending`]: [
    page('decision, to be ended without a count', decision('waiting', '/ending'), 'The urn is empty'),
  ],
  [`${r}/:id/withdrawal`]: [page('decision, to be withdrawn', decision('asked', '/withdrawal'))],
};

/** Forms with mistakes. */
export const decisionAnswers: Opening[] = [
  {
    ...page('proposal with mistakes', `${d}/decisions/new`),
    status: 422,
    form: { action: `${d}/decisions`, fields: { title: '', quorum: 'x' } },
  },
  {
    ...page('objection without a reason', decision('consent')),
    status: 422,
    form: { action: decision('consent', '/ballot'), fields: { choice: '2', round: '1' } },
  },
];
