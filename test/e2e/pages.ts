import { accountErrors, accounts } from './pages/accounts.ts';
import { api } from './pages/api.ts';
import { campaigns } from './pages/campaigns.ts';
import { decisionAnswers, decisionPages } from './pages/decisions.ts';
import { deliveries } from './pages/deliveries.ts';
import { desk } from './pages/desk.ts';
import { directoryAnswers, directoryNotPages, directoryPages } from './pages/directory.ts';
import { documentAnswers, documentPages } from './pages/documents.ts';
import { events } from './pages/events.ts';
import { exchangeAnswers, exchangeNotPages, exchangePages } from './pages/exchange.ts';
import { facilityAnswers, facilityNotPages, facilityPages } from './pages/facilities.ts';
import { fileNotPages, filePages } from './pages/files.ts';
import { groupAnswers, groupPages } from './pages/groups.ts';
import { inboxAnswers, inboxNotPages, inboxPages } from './pages/inbox.ts';
import { law } from './pages/law.ts';
import { libraryAnswers, libraryNotPages, libraryPages } from './pages/library.ts';
import { mailingListAnswers, mailingListPages } from './pages/mailing-list.ts';
import { meetingAnswers, meetingNotPages, meetingPages } from './pages/meetings.ts';
import { memberAnswers, memberPages } from './pages/members.ts';
import { networks } from './pages/networks.ts';
import { news } from './pages/news.ts';
import { d, type Opening, page, type Room } from './pages/opening.ts';
import { organisationAnswers, organisationNotPages, organisationPages } from './pages/organisations.ts';
import { osdi } from './pages/osdi.ts';
import { outbox } from './pages/outbox.ts';
import { pacing } from './pages/pacing.ts';
import { petitions } from './pages/petitions.ts';
import { pledges } from './pages/pledges.ts';
import { replies } from './pages/replies.ts';
import { representatives } from './pages/representatives.ts';
import { review } from './pages/review.ts';
import { searchPages } from './pages/search.ts';
import { sharing } from './pages/sharing.ts';
import { stands } from './pages/stands.ts';
import { storyAnswers, storyNotPages, storyPages } from './pages/stories.ts';
import { translationAnswers, translationNotPages, translationPages } from './pages/translations.ts';
import { vocabularies } from './pages/vocabularies.ts';
import { webhooks } from './pages/webhooks.ts';
import { websiteAnswers, websiteNotPages, websitePages } from './pages/website.ts';
import { wordingAnswers, wordingPages } from './pages/wording.ts';

export type { Opening, Reader } from './pages/opening.ts';

/** Whoever adds a room names it here. Their forms are sent in this order. */
const rooms: Room[] = [
  { pages: documentPages, answers: documentAnswers },
  { pages: decisionPages, answers: decisionAnswers },
  { pages: meetingPages, answers: meetingAnswers, notPages: meetingNotPages },
  { pages: websitePages, answers: websiteAnswers, notPages: websiteNotPages },
  { pages: directoryPages, answers: directoryAnswers, notPages: directoryNotPages },
  { pages: groupPages, answers: groupAnswers },
  { pages: libraryPages, answers: libraryAnswers, notPages: libraryNotPages },
  { pages: organisationPages, answers: organisationAnswers, notPages: organisationNotPages },
  { pages: exchangePages, answers: exchangeAnswers, notPages: exchangeNotPages },
  { pages: facilityPages, answers: facilityAnswers, notPages: facilityNotPages },
  { pages: inboxPages, answers: inboxAnswers, notPages: inboxNotPages },
  { pages: mailingListPages, answers: mailingListAnswers },
  { pages: storyPages, answers: storyAnswers, notPages: storyNotPages },
  { pages: wordingPages, answers: wordingAnswers },
  { pages: memberPages, answers: memberAnswers },
  { pages: translationPages, answers: translationAnswers, notPages: translationNotPages },
  { pages: searchPages },
  { pages: filePages, notPages: fileNotPages },
  accounts,
  api,
  campaigns,
  deliveries,
  desk,
  events,
  law,
  networks,
  news,
  osdi,
  outbox,
  pacing,
  petitions,
  pledges,
  replies,
  representatives,
  review,
  sharing,
  stands,
  vocabularies,
  webhooks,
];

/**
 * Every page of the program by its route, with content and, where there is one, in its empty state.
 * A page route that is not named here fails the test: whoever adds a page opens it here.
 */
export const pages: Record<string, Opening[]> = Object.assign({}, ...rooms.map((room) => room.pages));

/** Routes that answer no page of ours, and what they answer instead. */
export const notPages: Record<string, string> = Object.assign(
  {
    '/healthz': 'text for a machine',
    '/readyz': 'text for a machine',
    '/assets/:name{(?:islands/|fonts/)?[A-Za-z0-9._-]+}': 'styles, scripts, fonts',
    '/theme/:file{[0-9a-f]{6}\\.(?:css|svg)}': 'a stylesheet or a picture',
    '/:network/:locale/pictures/:key': 'a picture',
  },
  ...rooms.map((room) => room.notPages),
);

/** Pages that answer a form: the preview, and every form with mistakes in it. */
export const answers: Opening[] = rooms.flatMap((room) => room.answers ?? []);

/** What can go wrong for a person, as a page. 429, 500 and 503 are brought about by the test itself. */
export const errorPages: Opening[] = [
  ...accountErrors,
  page('404 in a network', `${d}/nowhere`, 'public', 404),
  page('404 outside of networks', '/nowhere/en', 'public', 404),
  page(
    '404 for a private thing',
    `${d}/actions/00000000000000000000000000000000.aaaaaaaaaaaaaaaaaaaaaa`,
    'public',
    404,
  ),
  page('403 before signing in', `${d}/desk/campaigns`, 'public', 403),
  page('desk without a role', `${d}/desk/campaigns`, 'nobody', 404),
  {
    ...page('400 for a form of another kind', `${d}/sign-in`, 'public', 400),
    form: { action: `${d}/sign-in`, fields: { email: 'x' }, type: 'multipart/form-data' },
  },
  {
    ...page('413 for too large a form', `${d}/sign-in`, 'public', 413),
    form: { action: `${d}/sign-in`, fields: { email: 'x'.repeat(300_000) } },
  },
];
