import { accountAnswers, accountErrors, accountPages } from './account-pages.ts';
import { listChoices } from './choices.ts';
import type { Content } from './content.ts';
import { decisionAnswers, decisionPages } from './pages/decisions.ts';
import { directoryAnswers, directoryPages } from './pages/directory.ts';
import { documentAnswers, documentPages } from './pages/documents.ts';
import { exchangeAnswers, exchangePages } from './pages/exchange.ts';
import { facilityAnswers, facilityNotPages, facilityPages } from './pages/facilities.ts';
import { fileNotPages, filePages } from './pages/files.ts';
import { groupAnswers, groupPages } from './pages/groups.ts';
import { inboxAnswers, inboxPages } from './pages/inbox.ts';
import { libraryAnswers, libraryNotPages, libraryPages } from './pages/library.ts';
import { mailingListAnswers, mailingListPages } from './pages/mailing-list.ts';
import { meetingAnswers, meetingNotPages, meetingPages } from './pages/meetings.ts';
import { memberAnswers, memberPages } from './pages/members.ts';
import { organisationAnswers, organisationNotPages, organisationPages } from './pages/organisations.ts';
import { searchPages } from './pages/search.ts';
import { storyAnswers, storyNotPages, storyPages } from './pages/stories.ts';
import { translationAnswers, translationPages } from './pages/translations.ts';
import { websiteAnswers, websiteNotPages, websitePages } from './pages/website.ts';
import { wordingAnswers, wordingPages } from './pages/wording.ts';

/**
 * Who opens a page: the public, a coordinator of /daylight, one of the empty network /bare, somebody with no role; who gives access,
 * who reads the log, and people before, during and after setting up a second factor (account-content.ts).
 */
export type Reader =
  | 'public'
  | 'coordinator'
  | 'bare'
  | 'nobody'
  | 'administrator'
  | 'auditor'
  | 'weak'
  | 'setUp'
  | 'half';

/** One page as one reader sees it; with `form`, the answer to that form sent from the page. */
export type Opening = {
  name: string;
  as?: Reader;
  path: string | ((content: Content) => string);
  status?: number;
  /** Words that show that it is the page meant, in the state meant. */
  says?: string;
  /** Where the form goes and what it carries; a list is a repeated field. */
  form?: {
    action: string | ((content: Content) => string);
    fields: Record<string, string | ((content: Content) => string[])>;
    type?: string;
  };
};

const d = '/daylight/en';
const b = '/bare/en';
const desk =
  (id: keyof Content['campaigns'], rest = '') =>
  (content: Content) =>
    `${d}/desk/campaigns/${content.campaigns[id]}${rest}`;
const seat = (content: Content) =>
  `${desk('open', '/stands/seat')(content)}?post=${encodeURIComponent(content.stand.post)}`;
const promise = (what: 'outcome' | 'retraction') => (content: Content) =>
  desk('open', `/stands/promises/${content.promise}/${what}`)(content);
const mine =
  (state: keyof Content['actions'], rest = '') =>
  (content: Content) =>
    content.actions[state] + rest;
const ours =
  (state: keyof Content['signatures'], rest = '') =>
  (content: Content) =>
    content.signatures[state] + rest;
const invite = (content: Content) =>
  `${desk('open', '/visits/new')(content)}?post=${encodeURIComponent(content.stand.post)}`;
const invitation =
  (which: 'visited' | 'court', rest = '') =>
  (content: Content) =>
    desk('closed', `/visits/${content.invitations[which]}${rest}`)(content);
const handedOver =
  (which: keyof Content['handovers'], rest = '') =>
  (content: Content) =>
    desk('petition', `/handovers/${content.handovers[which]}${rest}`)(content);
const mail = (state: keyof Content['mails']) => (content: Content) => `${d}/outbox/${content.mails[state]}`;
const page = (name: string, path: Opening['path'], as: Reader = 'public', status = 200): Opening => ({
  name,
  path,
  as,
  status,
});
/** A page in a state that only its words show. */
const state = (name: string, path: Opening['path'], as: Reader, says: string): Opening => ({ name, path, as, says });

/**
 * Every page of the program by its route, with content and, where there is one, in its empty state.
 * A page route that is not named here fails the test: whoever adds a page opens it here.
 */
export const pages: Record<string, Opening[]> = {
  ...accountPages,
  ...exchangePages,
  ...facilityPages,
  ...inboxPages,
  ...mailingListPages,
  ...storyPages,
  ...wordingPages,
  ...organisationPages,
  ...memberPages,
  ...directoryPages,
  ...groupPages,
  ...filePages,
  ...libraryPages,
  ...searchPages,
  ...translationPages,
  ...documentPages,
  ...decisionPages,
  ...meetingPages,
  ...websitePages,
  '/': [page('all networks', '/')],
  '/:network/:locale/privacy': [page('what we keep', `${d}/privacy`)],
  '/:network/:locale/campaigns': [
    page('campaigns', `${d}/campaigns`),
    page('campaigns, signed in', `${d}/campaigns`, 'coordinator'),
    state('no campaign', `${b}/campaigns`, 'public', 'No campaign is open at this moment'),
  ],
  '/:network/:locale/campaigns/:slug': [
    page('campaign', `${d}/campaigns/five-asks`),
    page('campaign in French', '/daylight/fr/campaigns/five-asks'),
    state('campaign, closed', `${d}/campaigns/come-and-see`, 'public', 'This campaign is closed'),
    page('campaign to the same people for all', '/network/es/campaigns/children-with-their-mothers'),
    page('campaign in two bodies', '/coalition/en/campaigns/end-strip-searches'),
    state('petition', `${d}/campaigns/a-free-call-home`, 'public', 'Signatures by district'),
    state('petition without districts', '/network/pt/campaigns/a-doctor-when-she-asks', 'public', 'Assinaram há pouco'),
  ],
  '/:network/:locale/campaigns/:slug/letter': [
    page('letter, nobody looked up', `${d}/campaigns/five-asks/letter`),
    page('letter, found', (content) => content.finding),
    state('letter, several districts', (content) => content.several, 'public', 'touches more than one district'),
    page('letter to the same people for all', '/network/en/campaigns/children-with-their-mothers/letter'),
  ],
  '/:network/:locale/campaigns/:slug/stands': [
    state('scoreboard', `${d}/campaigns/five-asks/stands`, 'public', 'Speech, invented'),
    page('scoreboard in two bodies', '/coalition/es/campaigns/end-strip-searches/stands'),
    page('scoreboard, nobody asked by district', '/network/pt/campaigns/children-with-their-mothers/stands'),
  ],
  '/:network/:locale/campaigns/:slug/stands/history': [
    state('all that was recorded', `${d}/campaigns/five-asks/stands/history`, 'public', 'To visit the prison'),
    state(
      'nothing was recorded',
      '/network/en/campaigns/children-with-their-mothers/stands/history',
      'public',
      'Nothing was recorded for this campaign yet',
    ),
  ],
  '/:network/:locale/campaigns/:slug/calls': [
    state('call, nobody looked up', `${d}/campaigns/five-asks/calls`, 'public', 'Find who speaks for you'),
    state('call, found', (content) => content.finding.replace('/letter', '/calls'), 'public', 'What to say'),
    state('call, several districts', (content) => content.several.replace('/letter', '/calls'), 'public', 'Call them'),
    state(
      'call, all done',
      (content) => `${content.finding.replace('/letter', '/calls')}&done=yes`,
      'public',
      'everybody',
    ),
  ],
  '/:network/:locale/campaigns/:slug/received': [
    page('letter received', `${d}/campaigns/five-asks/received`),
    state('signature received', `${d}/campaigns/a-free-call-home/received`, 'public', 'Then your signature counts'),
  ],
  '/:network/:locale/campaigns/:slug/comments': [
    state('comments', `${d}/campaigns/a-free-call-home/comments`, 'public', 'What is missing is a decision'),
  ],
  '/:network/:locale/actions/:ref': [
    state('my letter, confirmed', mine('confirmed'), 'public', 'Thank you, Bea Invented'),
    state('my letter, to be sent by myself', mine('mailing'), 'public', 'Open it in my mail program'),
    state('my letter, to be said by telephone', mine('calling'), 'public', 'Number and what to say'),
    state('my letter, withdrawn', mine('withdrawn'), 'public', 'This letter is withdrawn'),
    state('my signature, confirmed', ours('confirmed'), 'public', 'A person reads it before it is shown'),
    state('my signature, withdrawn', ours('withdrawn'), 'public', 'This signature is withdrawn'),
  ],
  '/:network/:locale/actions/:ref/confirmation': [
    page('is this your letter', mine('pending', '/confirmation')),
    state('is this your signature', ours('pending', '/confirmation'), 'public', 'Is this your signature?'),
  ],
  '/:network/:locale/actions/:ref/withdrawal': [
    page('withdraw?', mine('confirmed', '/withdrawal')),
    state('withdraw the signature?', ours('confirmed', '/withdrawal'), 'public', 'Withdraw this signature?'),
  ],
  '/:network/:locale/actions/:ref/calls': [state('my calls', mine('calling', '/calls'), 'public', 'What to say')],
  '/:network/:locale/actions/:ref/erasure': [page('erase?', mine('confirmed', '/erasure'))],
  '/:network/:locale/actions/:ref/replies': [
    state('my answers', mine('confirmed', '/replies'), 'public', 'Waits for the coordinators'),
    page('my answers, withdrawn letter', mine('withdrawn', '/replies')),
  ],
  '/:network/:locale/desk/sending': [
    state('how letters leave', `${d}/desk/sending`, 'coordinator', 'The right address'),
    state('how letters leave, nothing', `${b}/desk/sending`, 'bare', 'No letter waits'),
  ],
  '/:network/:locale/desk/sending/pace': [
    page('the rule for everybody', `${d}/desk/sending/pace`, 'coordinator'),
    state(
      'the rule of one target',
      (content) => `${d}/desk/sending/pace?post=${encodeURIComponent(content.stand.post)}`,
      'coordinator',
      'Remove this rule',
    ),
  ],
  '/:network/:locale/desk/campaigns/:id/sending': [
    page('one by one, or bundled', desk('open', '/sending'), 'coordinator'),
  ],
  '/:network/:locale/desk/replies': [
    state('replies', `${d}/desk/replies`, 'coordinator', 'We shall come and see'),
    state('replies, none', `${b}/desk/replies`, 'bare', 'No reply waits'),
  ],
  '/:network/:locale/desk/replies/:id': [
    state('a reply', (content) => `${d}/desk/replies/${content.replies.open}`, 'coordinator', 'Do not quote'),
    page(
      'a promise from a reply',
      (content) => `${d}/desk/replies/${content.replies.open}?record=promise`,
      'coordinator',
    ),
    page('a reply, settled', (content) => `${d}/desk/replies/${content.replies.settled}`, 'coordinator'),
  ],
  '/:network/:locale/representatives': [
    page('find', `${d}/representatives`),
    page('find, found', (content) => `${d}/representatives?${content.finding.split('?')[1]}`),
    state(
      'find, several',
      (content) => `${d}/representatives?${content.several.split('?')[1]}`,
      'public',
      'Only you can tell which is yours',
    ),
    state(
      'find, nothing',
      `${d}/representatives?note=unknown.xx-federal-house:member`,
      'public',
      'We know nobody for this place',
    ),
    state(
      'find, lines ended',
      `${d}/representatives?note=lines-ended.xx-federal-house:member`,
      'public',
      'The district lines we hold are out of date',
    ),
    state('find, nobody known', `${b}/representatives`, 'public', 'No decision-makers have been added here yet'),
  ],
  '/:network/:locale/representatives/committees': [page('committees, none', `${b}/representatives/committees`)],
  '/:network/:locale/desk/officials': [
    page('decision-makers, desk', `${d}/desk/officials`, 'coordinator'),
    state('decision-makers, bare', `${b}/desk/officials`, 'bare', 'You keep no list of your own yet'),
  ],
  '/:network/:locale/representatives/map': [
    page(
      'which district',
      (content) => `${d}/representatives/map?${content.several.split('?')[1]}&role=xx-federal-house:member`,
    ),
  ],
  '/:network/:locale/representatives/street': [page('no geocoder', `${d}/representatives/street`, 'public', 404)],
  '/:network/:locale/representatives/report': [
    page('report an error', (content) => `${d}/representatives/report?post=${encodeURIComponent(content.stand.post)}`),
  ],
  '/:network/:locale/desk/officials/reports': [
    state('reports', `${d}/desk/officials/reports`, 'coordinator', 'Moved away, invented'),
    state('reports, none', `${b}/desk/officials/reports`, 'bare', 'No report waits'),
  ],
  '/:network/:locale/desk/officials/reports/:id/dismissal': [
    page('dismiss a report?', (content) => `${d}/desk/officials/reports/${content.report}/dismissal`, 'coordinator'),
  ],
  '/:network/:locale/desk/officials/correction': [
    page(
      'correct a decision-maker',
      (content) =>
        `${d}/desk/officials/correction?post=${encodeURIComponent(content.stand.post)}&report=${content.report}`,
      'coordinator',
    ),
  ],
  '/:network/:locale/desk/officials/lists/new': [page('upload a list', `${d}/desk/officials/lists/new`, 'coordinator')],
  '/:network/:locale/desk/officials/uploads/:id': [
    state('a list, waiting', (content) => content.lists.waiting, 'coordinator', 'What each column is'),
    state('a list, taken', (content) => content.lists.taken, 'coordinator', 'Undo this list'),
  ],
  '/:network/:locale/representatives/roles/:role': [
    page('a role by district', `${d}/representatives/roles/xx-federal-house:member`),
    page('a role by name', `${d}/representatives/roles/xx-federal-house:member?by=name`),
  ],
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
  '/:network/:locale/api': [page('for programs', `${d}/api`), page('for programs, in Spanish', '/network/es/api')],
  '/:network/:locale/standards': [
    page('standards', `${d}/standards`),
    page('standards in Spanish', '/network/es/standards'),
  ],
  '/:network/:locale/standards/:instrument': [page('an instrument', `${d}/standards/bangkok-rules`)],
  '/:network/:locale/standards/:instrument/:number': [
    page('a provision', `${d}/standards/bangkok-rules/48`),
    state('a provision that a campaign rests on', '/network/en/standards/bangkok-rules/48', 'public', 'Campaigns'),
  ],
  '/:network/:locale/standards/:instrument/:version/:number': [
    page('a number of an earlier version', `${d}/standards/mandela-rules/1955/23`),
  ],
  '/:network/:locale/issues': [page('issues', `${d}/issues`)],
  '/:network/:locale/issues/:id': [
    page('issue with campaigns', '/network/en/issues/children-inside'),
    page('issue without', `${b}/issues/children-inside`),
  ],
  '/:network/:locale/places': [page('places', '/network/en/places'), page('places of a bare network', `${b}/places`)],
  '/:network/:locale/places/:id': [page('place', '/network/en/places/xx-sampleland')],
  '/:network/:locale/sign-in': [
    page('sign in', `${d}/sign-in`),
    page('sign in, and back', `${d}/sign-in?next=${d}/outbox`),
  ],
  '/:network/:locale/sign-in/links': [page('link sent', `${d}/sign-in/links`)],
  '/:network/:locale/sign-in/links/:token': [
    state('sign-in link', (content) => content.signInLink, 'public', 'This button signs you in'),
    page('sign-in link, over', `${d}/sign-in/links/nothing`, 'public', 404),
  ],
  '/:network/:locale/sign-out': [page('sign out', `${d}/sign-out`, 'coordinator')],
  '/:network/:locale/today': [
    page('today', `${d}/today`, 'coordinator'),
    state('today, nothing', `${b}/today`, 'bare', 'What waits for you will appear here'),
    state('today, no role', `${d}/today`, 'nobody', 'Nothing has been entrusted to you in this network yet'),
  ],
  '/:network/:locale/account': [
    page('account', `${d}/account`, 'coordinator'),
    page('account, no role', `${d}/account`, 'nobody'),
  ],
  '/:network/:locale/account/passphrase': [page('passphrase', `${d}/account/passphrase`, 'coordinator')],
  '/:network/:locale/e/:code': [
    state('door of an event', (content) => content.event.door, 'public', 'A night of letters'),
    state('door of an event to the same people for all', (content) => content.event.fixedDoor, 'public', 'is over'),
  ],
  '/:network/:locale/desk/campaigns/:id/events': [
    state('events', desk('open', '/events'), 'coordinator', 'A night of letters'),
    state('events, none', desk('closed', '/events'), 'coordinator', 'No event yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/events/:event': [page('event', (content) => content.event.edit, 'coordinator')],
  '/:network/:locale/desk/campaigns/:id/events/:event/slide': [
    page('slide of an event', (content) => `${content.event.edit}/slide`, 'coordinator'),
  ],
  '/:network/:locale/desk/cards/:id': [
    state('cards on paper', (content) => content.cards.open, 'coordinator', 'Wilma Witness'),
    state('cards on paper, none', (content) => content.cards.closed, 'coordinator', 'No cards were typed in yet'),
  ],
  '/:network/:locale/desk/cards/:id/:batch': [
    state('batch of cards', (content) => content.cards.batch, 'coordinator', 'Papel'),
  ],
  '/:network/:locale/desk/cards/:id/:batch/removal': [
    page('undo a batch?', (content) => `${content.cards.batch}/removal`, 'coordinator'),
  ],
  '/:network/:locale/desk/review': [
    state('second look, held', `${d}/desk/review`, 'coordinator', 'Many from one connection'),
    state(
      'second look, look-alikes',
      `${d}/desk/review?show=alike`,
      'coordinator',
      '2 signatures with numbered addresses',
    ),
    state('second look, aside', `${d}/desk/review?show=aside`, 'coordinator', 'Put the ticked ones back'),
    state('second look, nothing', `${b}/desk/review`, 'bare', 'Nothing is held'),
  ],
  '/:network/:locale/desk/law': [
    state('the law, with content', `${d}/desk/law`, 'coordinator', 'What the law usually limits'),
    state('the law, nothing said', `${b}/desk/law`, 'bare', 'No quiet period is set'),
  ],
  '/:network/:locale/desk/campaigns/:id/ways': [
    state('ways to reach them', desk('open', '/ways'), 'coordinator', 'wrong number'),
    state('ways, nothing called', desk('draft', '/ways'), 'coordinator', 'No call was noted yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/ways/scripts/:language': [
    page('what to say on the telephone', desk('open', '/ways/scripts/fr'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/paper': [
    state('letters on paper', desk('open', '/paper'), 'coordinator', 'Held out'),
    state('letters on paper, none', desk('draft', '/paper'), 'coordinator', 'does not offer paper'),
  ],
  '/:network/:locale/desk/campaigns/:id/paper/runs/:run': [
    state(
      'print run',
      (content) => `${desk('open', '/paper/runs/')(content)}${content.printRun}`,
      'coordinator',
      'Ready to print',
    ),
  ],
  '/:network/:locale/desk/campaigns/:id/law': [
    state('law of a campaign', desk('open', '/law'), 'coordinator', 'Put back'),
    state('law of a draft, nothing', desk('draft', '/law'), 'coordinator', 'Nothing is in the log yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/law/work/print': [
    state('log on paper', desk('open', '/law/work/print'), 'coordinator', 'Hours and costs by kind'),
    state('log on paper, nothing', desk('draft', '/law/work/print'), 'coordinator', 'Nothing is in the log yet'),
  ],
  '/:network/:locale/desk/network': [
    page('network settings', `${d}/desk/network`, 'coordinator'),
    page('settings, bare', `${b}/desk/network`, 'bare'),
  ],
  '/:network/:locale/desk/campaigns': [
    page('desk', `${d}/desk/campaigns`, 'coordinator'),
    state('desk, empty', `${b}/desk/campaigns`, 'bare', 'Your campaigns will appear here'),
  ],
  '/:network/:locale/desk/campaigns/new': [page('new campaign', `${d}/desk/campaigns/new`, 'coordinator')],
  '/:network/:locale/desk/campaigns/:id': [
    page('edit, open', desk('open'), 'coordinator'),
    page('edit, closed', desk('closed'), 'coordinator'),
    page('edit, draft', desk('draft'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/texts/:language': [
    page('texts', desk('open', '/texts/fr'), 'coordinator'),
    page('texts beside English', desk('open', '/texts/fr?beside=en'), 'coordinator'),
    page('texts, none yet', desk('draft', '/texts/fr'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/stands': [
    page('stands', desk('open', '/stands'), 'coordinator'),
    state('stands, nothing found', desk('open', '/stands?q=qqqq'), 'coordinator', '0 seats fit'),
    state('stands, nobody asked', desk('draft', '/stands'), 'coordinator', 'Nobody is asked by this campaign yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/stands/seat': [state('one seat', seat, 'coordinator', 'Note: A note')],
  '/:network/:locale/desk/campaigns/:id/stands/promises/new': [
    page('a new promise', (content) => seat(content).replace('/seat', '/promises/new'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/stands/promises/:promise/outcome': [
    page('what became of a promise', promise('outcome'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/stands/promises/:one/retraction': [
    page('take a promise back?', promise('retraction'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/stands/:one/retraction': [
    page(
      'take a stand back?',
      (content) => desk('open', `/stands/${content.stand.id}/retraction`)(content),
      'coordinator',
    ),
  ],
  '/:network/:locale/desk/campaigns/:id/targets': [
    page('who is asked', desk('open', '/targets'), 'coordinator'),
    page('who is asked, search', desk('open', '/targets?q=a'), 'coordinator'),
    state('who is asked, nothing found', desk('open', '/targets?q=qqqq'), 'coordinator', 'Nothing found for'),
    state('who is asked, nobody yet', desk('draft', '/targets'), 'coordinator', 'Nobody is asked yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/petition': [
    state('petition at the desk', desk('petition', '/petition'), 'coordinator', 'signatures, reached on'),
    state('petition, nobody signed', desk('unsigned', '/petition'), 'coordinator', 'Nobody has signed yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/comments': [
    state('comments that wait', desk('petition', '/comments'), 'coordinator', 'I was one of those children'),
    page('comments that are shown', desk('petition', '/comments?state=shown'), 'coordinator'),
    state('no comment waits', desk('unsigned', '/comments'), 'coordinator', 'No comment waits'),
  ],
  '/:network/:locale/desk/campaigns/:id/comments/:signature/hiding': [
    page(
      'hide a comment?',
      (content) => desk('petition', `/comments/${content.comment}/hiding`)(content),
      'coordinator',
    ),
  ],
  '/:network/:locale/campaigns/:slug/visits': [
    state('who has come to see', `${d}/campaigns/come-and-see/visits`, 'public', 'The cells where they are held alone'),
    state('who has come, in French', '/daylight/fr/campaigns/come-and-see/visits', 'public', 'Tribunaux'),
    state('nobody was invited', `${d}/campaigns/five-asks/visits`, 'public', 'Nobody has been invited yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/visits': [
    state('visits', desk('closed', '/visits'), 'coordinator', 'Ada Placeholder'),
    page('visits, search', desk('closed', '/visits?q=a'), 'coordinator'),
    state('visits, nobody found', desk('closed', '/visits?q=qqqq'), 'coordinator', 'Nobody found for'),
    state('visits, none', desk('draft', '/visits'), 'coordinator', 'Nobody has been invited yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/visits/new': [
    state('invite somebody', invite, 'coordinator', 'Nothing is sent from here'),
  ],
  '/:network/:locale/desk/campaigns/:id/visits/court': [
    page('invite a court', desk('open', '/visits/court'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/visits/:invitation': [
    state('an invitation', invitation('visited'), 'coordinator', 'What was recorded'),
    state('an invitation of a court', invitation('court'), 'coordinator', 'Open in my mail program'),
  ],
  '/:network/:locale/desk/campaigns/:id/visits/:invitation/retraction': [
    page('take an invitation back?', invitation('visited', '/retraction'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/visits/:invitation/steps/:step/retraction': [
    page(
      'take a visit back?',
      (content) => invitation('visited', `/steps/${content.invitations.step}/retraction`)(content),
      'coordinator',
    ),
  ],
  '/:network/:locale/desk/campaigns/:id/handovers': [
    state('handovers', desk('petition', '/handovers'), 'coordinator', 'The invented committee'),
    state('handovers, nothing to hand over', desk('unsigned', '/handovers'), 'coordinator', 'nothing to hand over'),
  ],
  '/:network/:locale/desk/campaigns/:id/handovers/:handover': [
    state('a handover, ready', handedOver('ready'), 'coordinator', 'Write down that it was handed over'),
    state('a handover, delivered', handedOver('delivered'), 'coordinator', 'Correct what was written down'),
  ],
  '/:network/:locale/desk/campaigns/:id/handovers/:handover/news': [
    page('tell those who asked', handedOver('delivered', '/news'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/handovers/:handover/removal': [
    page('delete papers?', handedOver('ready', '/removal'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/names': [
    state('who signed', desk('petition', '/names'), 'coordinator', 'Odile Nobodyson'),
    page('who signed, nobody', desk('unsigned', '/names'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/closure': [page('close?', desk('open', '/closure'), 'coordinator')],
  '/:network/:locale/desk/campaigns/:id/deliveries': [
    page('letters', desk('open', '/deliveries'), 'coordinator'),
    state('letters, none', desk('draft', '/deliveries'), 'coordinator', 'No letter has been written yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/changes': [
    state('seats that changed hands', desk('open', '/changes'), 'coordinator', 'held for the new member'),
    state('no seat changed hands', desk('draft', '/changes'), 'coordinator', 'No letter waits for such a decision'),
  ],
  '/:network/:locale/desk/campaigns/:id/removal': [
    page('delete?', desk('draft', '/removal'), 'coordinator'),
    state(
      'delete, refused',
      desk('open', '/removal'),
      'coordinator',
      'Only a draft for which nobody has written can be deleted',
    ),
  ],
  '/:network/:locale/campaigns/:slug/poster': [
    page('poster', `${d}/campaigns/five-asks/poster`),
    page('poster with a code', '/daylight/fr/campaigns/five-asks/poster?code=flyer'),
  ],
  '/:network/:locale/embed/campaigns/:slug': [
    page('framed campaign', `${d}/embed/campaigns/five-asks`),
    page('framed campaign, compact', '/daylight/fr/embed/campaigns/five-asks?compact=yes&theme=dark&accent=0d6763'),
    state('framed campaign, closed', `${d}/embed/campaigns/come-and-see`, 'public', 'This campaign is closed'),
  ],
  '/:network/:locale/embed/campaigns/:slug/letter': [
    page('framed letter', (content) => content.finding.replace('/campaigns/', '/embed/campaigns/')),
  ],
  '/:network/:locale/embed/campaigns/:slug/received': [
    page('framed, received', `${d}/embed/campaigns/five-asks/received?theme=light`),
  ],
  '/:network/:locale/desk/campaigns/:id/sharing': [
    page('share words', desk('open', '/sharing'), 'coordinator'),
    page('share words of a draft', desk('draft', '/sharing'), 'coordinator'),
  ],
  '/:network/:locale/desk/campaigns/:id/sources': [
    state('sources', desk('open', '/sources'), 'coordinator', 'Flyer at the library'),
    state('sources, none', desk('draft', '/sources'), 'coordinator', 'Nobody has taken part yet'),
  ],
  '/:network/:locale/desk/campaigns/:id/embed': [
    page('embed', desk('open', '/embed?theme=dark&compact=yes'), 'coordinator'),
    page('embed with mistakes', desk('open', '/embed?accent=ffff00&source=No%20Good'), 'coordinator'),
    state('embed of a draft', desk('draft', '/embed'), 'coordinator', 'Once the campaign is published'),
  ],
  '/:network/:locale/desk/sharing': [page('sharing settings', `${d}/desk/sharing`, 'coordinator')],
  '/:network/:locale/desk/data': [
    page('data', `${d}/desk/data`, 'coordinator'),
    state('data, no key', `${b}/desk/data`, 'bare', 'No program reads here yet'),
  ],
  '/:network/:locale/desk/data/keys/:key/revocation': [
    page('revoke the key?', (content) => `${d}/desk/data/keys/${content.key}/revocation`, 'coordinator'),
  ],
  '/:network/:locale/desk/webhooks': [
    page('webhooks', `${d}/desk/webhooks`, 'coordinator'),
    state('webhooks, none', `${b}/desk/webhooks`, 'bare', 'Nobody is told anything yet'),
  ],
  '/:network/:locale/desk/webhooks/:id': [
    state('webhook', (content) => `${d}/desk/webhooks/${content.webhook}`, 'coordinator', 'No answer in 10 seconds'),
  ],
  '/:network/:locale/desk/webhooks/:id/removal': [
    page('delete the webhook?', (content) => `${d}/desk/webhooks/${content.webhook}/removal`, 'coordinator'),
  ],
  '/:network/:locale/outbox': [
    page('outbox', `${d}/outbox`, 'coordinator'),
    page('outbox, one state', `${d}/outbox?state=kept&kind=letter`, 'coordinator'),
    state(
      'outbox, nothing fits',
      `${d}/outbox?state=cancelled&kind=sign-in`,
      'coordinator',
      'No mail fits this choice',
    ),
    state('outbox, empty', `${b}/outbox`, 'bare', 'Nothing was written yet'),
  ],
  '/:network/:locale/outbox/:id': [
    page('a mail, kept', mail('kept'), 'coordinator'),
    state('a mail, waiting', mail('queued'), 'coordinator', 'Its text is written just before it leaves'),
    state('a mail, failed', mail('failed'), 'coordinator', 'no such mailbox'),
    state('a mail, uncertain', mail('uncertain'), 'coordinator', 'Did it arrive?'),
  ],
};

/** Routes that answer no page of ours, and what they answer instead. */
export const notPages: Record<string, string> = {
  '/:network/:locale/translations/export.po': 'a PO file: translations/po/import.test.ts',
  ...meetingNotPages,
  ...websiteNotPages,
  '/:network/:locale/directory.pdf': 'a PDF: directory.test.ts',
  '/:network/:locale/directory/people/:id/card.vcf': 'a vCard: directory.test.ts',
  '/:network/:locale/practices.atom': 'a feed: practices.test.ts',
  '/:network/:locale/inbox/:id/answers/:part/letter.pdf': 'a PDF: inbox.test.ts',
  '/:network': 'leads to the language that the browser asks for',
  '/healthz': 'text for a machine',
  '/readyz': 'text for a machine',
  '/assets/:name{(?:islands/|fonts/)?[A-Za-z0-9._-]+}': 'styles, scripts, fonts',
  '/theme/:file{[0-9a-f]{6}\\.(?:css|svg)}': 'a stylesheet or a picture',
  '/:network/:locale/pictures/:key': 'a picture',
  ...facilityNotPages,
  ...fileNotPages,
  ...libraryNotPages,
  ...storyNotPages,
  ...organisationNotPages,
  '/embed.js': 'a script for other sites',
  '/robots.txt': 'text for programs',
  '/api': 'JSON for programs',
  '/:network/sitemap.xml': 'XML for programs',
  '/:network/:locale/campaigns.json': 'JSON for programs',
  '/:network/:locale/campaigns/:slug/counts.json': 'JSON for programs',
  '/:network/:locale/campaigns/:slug/card.png': 'a picture',
  '/:network/:locale/osdi': 'JSON for programs',
  '/:network/:locale/osdi/people': 'JSON for programs',
  '/:network/:locale/osdi/people/:id': 'JSON for programs',
  '/:network/:locale/osdi/people/:id/signatures': 'JSON for programs',
  '/:network/:locale/osdi/people/:id/outreaches': 'JSON for programs',
  '/:network/:locale/osdi/petitions': 'JSON for programs',
  '/:network/:locale/osdi/petitions/:id': 'JSON for programs',
  '/:network/:locale/osdi/petitions/:id/signatures': 'JSON for programs',
  '/:network/:locale/osdi/petitions/:id/signatures/:action': 'JSON for programs',
  '/:network/:locale/osdi/advocacy_campaigns': 'JSON for programs',
  '/:network/:locale/osdi/advocacy_campaigns/:id': 'JSON for programs',
  '/:network/:locale/osdi/advocacy_campaigns/:id/outreaches': 'JSON for programs',
  '/:network/:locale/osdi/advocacy_campaigns/:id/outreaches/:action': 'JSON for programs',
  '/:network/:locale/news.atom': 'a feed',
  '/:network/:locale/news.json': 'a feed',
  '/:network/:locale/actions/:ref/copy': 'a file to keep',
  '/:network/:locale/desk/campaigns/:id/paper/runs/:run/letters.pdf': 'letters to be printed',
  '/:network/:locale/actions/:ref/deliveries/:delivery/letter.pdf': 'a letter to be printed',
  '/:network/:locale/challenge': 'what a script works out',
  '/:network/:locale/desk/campaigns/:id/visits/:invitation/letter.pdf': 'a letter to be printed',
  '/:network/:locale/desk/campaigns/:id/handovers/:handover/petition.pdf': 'a paper to hand over',
  '/:network/:locale/desk/campaigns/:id/handovers/:handover/signatures.csv': 'a list to hand over',
  '/:network/:locale/desk/cards/:id/sheet.pdf': 'cards to be printed',
  '/:network/:locale/desk/campaigns/:id/law/work.csv': 'a file to keep',
  '/:network/:locale/outbox/:id/html': 'a mail as a mail program shows it',
  '/:network/:locale/outbox/:id/source': 'the source of a mail',
};

const letterFields = (over: Record<string, string> = {}) => ({
  to: (content: Content) => content.posts,
  subject: 'Five asks',
  body: 'I live on Lantern Street.',
  name: 'Ana Invented',
  email: 'ana@example.invalid',
  street: '1 Lantern Street',
  ...over,
});

/** Pages that answer a form: the preview, and every form with mistakes in it. */
export const answers: Opening[] = [
  ...documentAnswers,
  ...decisionAnswers,
  ...meetingAnswers,
  ...websiteAnswers,
  ...accountAnswers,
  ...directoryAnswers,
  ...groupAnswers,
  ...libraryAnswers,
  ...organisationAnswers,
  ...exchangeAnswers,
  ...facilityAnswers,
  ...inboxAnswers,
  ...mailingListAnswers,
  ...storyAnswers,
  ...wordingAnswers,
  ...memberAnswers,
  ...translationAnswers,
  {
    ...page('preview', `${d}/campaigns/five-asks/letter`),
    form: { action: `${d}/campaigns/five-asks/preview`, fields: { ...letterFields(), consent: () => ['newsletter'] } },
  },
  {
    ...page('campaign, no code', `${d}/campaigns/five-asks`, 'public', 422),
    form: { action: `${d}/campaigns/five-asks/search`, fields: { code: '', country: 'XX' } },
  },
  {
    ...page('campaign, no point', `${d}/campaigns/five-asks`, 'public', 422),
    form: { action: `${d}/campaigns/five-asks/search`, fields: { latitude: 'north', longitude: '' } },
  },
  {
    ...page('letter with mistakes', `${d}/campaigns/five-asks/letter`, 'public', 422),
    form: {
      action: `${d}/campaigns/five-asks/preview`,
      fields: { subject: '', body: '', name: '—', email: 'nobody', street: '' },
    },
  },
  {
    ...page('signature with mistakes', `${d}/campaigns/a-free-call-home`, 'public', 422),
    form: {
      action: `${d}/campaigns/a-free-call-home/signatures`,
      fields: { name: '—', email: 'nobody', display: 'loud', code: 'nowhere', comment: '' },
    },
  },
  {
    ...page('invitation with mistakes', invite, 'coordinator', 422),
    form: {
      action: desk('open', '/visits/new'),
      fields: {
        post: (content) => [content.stand.post],
        official: (content) => [content.stand.official],
        asked_on: '2999-01-01',
        source_url: 'javascript:alert(1)',
      },
    },
  },
  {
    ...page('court with mistakes', desk('open'), 'coordinator', 422),
    form: { action: desk('open', '/visits/court'), fields: { court: '', address: '', asked_on: '' } },
  },
  {
    ...page('step with mistakes', desk('closed'), 'coordinator', 422),
    form: { action: invitation('visited', '/steps'), fields: { kind: '', on_day: '', source: '' } },
  },
  {
    ...page('visit taken back without a reason', desk('closed'), 'coordinator', 422),
    form: { action: invitation('visited', '/retraction'), fields: { reason: '' } },
  },
  {
    ...page('papers for nobody', desk('petition'), 'coordinator', 422),
    form: { action: desk('petition', '/handovers'), fields: { recipient: '', locale: 'xx' } },
  },
  {
    ...page('handover with mistakes', desk('petition'), 'coordinator', 422),
    form: { action: handedOver('ready', '/delivery'), fields: { handed_on: '2999-01-01', way: '', received_by: '' } },
  },
  {
    ...page('hiding without a reason', desk('petition'), 'coordinator', 422),
    form: {
      action: (content) => desk('petition', `/comments/${content.comment}/hiding`)(content),
      fields: { reason: '' },
    },
  },
  {
    ...page('find with mistakes', `${d}/representatives`, 'public', 422),
    form: { action: `${d}/representatives/search`, fields: { by: 'point', latitude: 'x', longitude: '500' } },
  },
  {
    ...page('report with mistakes', `${d}/representatives`, 'public', 422),
    form: {
      action: `${d}/representatives/reports`,
      fields: { post: (content) => [content.stand.post], what: 'other', words: '' },
    },
  },
  {
    ...page('correction with mistakes', `${d}/desk/officials`, 'coordinator', 422),
    form: {
      action: (content) => `${d}/desk/officials/correction?post=${encodeURIComponent(content.stand.post)}`,
      fields: { holder: 'other', name: '', as_of: '2999-01-01', source: '' },
    },
  },
  {
    ...page('dismissal without a reason', `${d}/desk/officials`, 'coordinator', 422),
    form: { action: (content) => `${d}/desk/officials/reports/${content.report}/dismissal`, fields: { reason: '' } },
  },
  {
    ...page('a list with mistakes', (content) => content.lists.waiting, 'coordinator', 422),
    form: {
      action: (content) => content.lists.waiting,
      fields: { 'column-0': 'name', 'column-1': 'name', source: '' },
    },
  },
  {
    ...page('a list, what it would do', (content) => content.lists.waiting, 'coordinator'),
    form: {
      action: (content) => content.lists.waiting,
      fields: { 'column-0': 'name', 'column-1': 'email', ...listChoices },
    },
  },
  {
    ...page('sign in with mistakes', `${d}/sign-in`, 'public', 422),
    form: { action: `${d}/sign-in`, fields: { email: 'nora@daylight.invalid', passphrase: 'not this one' } },
  },
  {
    ...page('new campaign with mistakes', `${d}/desk/campaigns/new`, 'coordinator', 422),
    form: { action: `${d}/desk/campaigns/new`, fields: { title: '', slug: 'No Good', locale: 'en' } },
  },
  {
    ...page('publication refused', desk('draft'), 'coordinator', 422),
    form: { action: desk('draft', '/publication'), fields: {} },
  },
  {
    ...page('basics with mistakes', desk('open'), 'coordinator', 422),
    form: { action: desk('open'), fields: { slug: 'x y', goal: '-1', closes_at: '1999-01-01T12:00' } },
  },
  {
    ...page('texts with mistakes', desk('open', '/texts/en'), 'coordinator', 422),
    form: { action: desk('open', '/texts/en'), fields: { title: '' } },
  },
  {
    ...page('texts, preview', desk('draft', '/texts/en'), 'coordinator'),
    form: {
      action: desk('draft', '/texts/en'),
      fields: { title: 'A draft', story: '# One\n\n## Two\n\n- a\n- b', asks: 'One\nTwo', only: 'preview' },
    },
  },
  {
    ...page('stand with mistakes', seat, 'coordinator', 422),
    form: {
      action: desk('open', '/stands'),
      fields: {
        post: (content) => [content.stand.post],
        official: (content) => [content.stand.official],
        said_on: '2999-01-01',
        source_url: 'javascript:alert(1)',
      },
    },
  },
  {
    ...page('stand of somebody gone', seat, 'coordinator', 422),
    form: { action: desk('open', '/stands'), fields: { post: (content) => [content.stand.post], official: 'gone' } },
  },
  {
    ...page('retraction without a reason', desk('open'), 'coordinator', 422),
    form: {
      action: (content) => desk('open', `/stands/${content.stand.id}/retraction`)(content),
      fields: { reason: '' },
    },
  },
  {
    ...page('promise with mistakes', seat, 'coordinator', 422),
    form: {
      action: desk('open', '/stands/promises'),
      fields: {
        post: (content) => [content.stand.post],
        official: (content) => [content.stand.official],
        said_on: '2999-01-01',
        due_on: '2026-01-01',
      },
    },
  },
  {
    ...page('outcome without a choice', seat, 'coordinator', 422),
    form: { action: promise('outcome'), fields: {} },
  },
  {
    ...page('a rule with mistakes', `${d}/desk/sending/pace`, 'coordinator', 422),
    form: { action: `${d}/desk/sending/pace`, fields: { post: '', time_zone: 'Mars', per_hour: '0' } },
  },
  {
    ...page('a correction with a mistake', `${d}/desk/sending`, 'coordinator', 422),
    form: {
      action: (content) => `${d}/desk/sending/addresses/${content.fault}/correction`,
      fields: {},
    },
  },
  {
    ...page('reply with mistakes', mine('confirmed', '/replies'), 'public', 422),
    form: { action: mine('confirmed', '/replies'), fields: { received_on: '2999-01-01' } },
  },
  {
    ...page('stand of a reply with mistakes', `${d}/desk/replies`, 'coordinator', 422),
    form: { action: (content) => `${d}/desk/replies/${content.replies.open}/stand`, fields: { source: '' } },
  },
  {
    ...page('reply settled without a choice', `${d}/desk/replies`, 'coordinator', 422),
    form: { action: (content) => `${d}/desk/replies/${content.replies.open}/settlement`, fields: {} },
  },
  {
    ...page('target refused', desk('draft', '/targets'), 'coordinator', 422),
    form: { action: desk('draft', '/targets'), fields: { role: 'no:such' } },
  },
  {
    ...page('event with mistakes', desk('open', '/events'), 'coordinator', 422),
    form: { action: desk('open', '/events'), fields: { name: '', starts_at: '', time_zone: 'y', most: '0' } },
  },
  {
    ...page('batch with mistakes', (content) => content.cards.open, 'coordinator', 422),
    form: { action: (content) => content.cards.open, fields: { witness: '', signed_on: '2999-01-01' } },
  },
  {
    ...page('card with mistakes', (content) => content.cards.batch, 'coordinator', 422),
    form: { action: (content) => content.cards.batch, fields: { name: '', email: 'x', street: '' } },
  },
  {
    ...page('card, whom for', (content) => content.cards.batch, 'coordinator', 422),
    form: {
      action: (content) => content.cards.batch,
      fields: { name: 'Eva Papel', street: '1 Lantern Street', code: '', country: 'XX' },
    },
  },
  {
    ...page('card, the same person?', (content) => content.cards.batch, 'coordinator', 422),
    form: {
      action: (content) => content.cards.batch,
      fields: { name: 'Ida Papel', street: '2 Other Street', code: 'Z1A', country: 'XX' },
    },
  },
  {
    ...page('log with mistakes', desk('open', '/law'), 'coordinator', 422),
    form: {
      action: desk('open', '/law/work'),
      fields: { worked_on: '2999-01-01', hours: 'x', cost: 'y', currency: 'z' },
    },
  },
  {
    ...page('bill with mistakes', desk('open', '/law'), 'coordinator', 422),
    form: { action: desk('open', '/law/bills'), fields: { number: '', url: 'x' } },
  },
  {
    ...page('quiet period with mistakes', `${d}/desk/law`, 'coordinator', 422),
    form: { action: `${d}/desk/law/periods`, fields: { name: '', where: '', from: '', until: '' } },
  },
  {
    ...page('settings with mistakes', `${d}/desk/network`, 'coordinator', 422),
    form: { action: `${d}/desk/network`, fields: { name_en: '', accent: '#ffff00', mail_from: 'x' } },
  },
  {
    ...page('passphrase with mistakes', `${d}/account/passphrase`, 'coordinator', 422),
    form: { action: `${d}/account/passphrase`, fields: { passphrase: 'short', again: 'other' } },
  },
  {
    ...page('share words with mistakes', desk('open', '/sharing'), 'coordinator', 422),
    form: { action: desk('open', '/sharing'), fields: { hashtag_en: 'two words' } },
  },
  {
    ...page('source code with mistakes', desk('open', '/sources'), 'coordinator', 422),
    form: { action: desk('open', '/sources'), fields: { note: '', code: 'No Good' } },
  },
  {
    ...page('sharing settings with mistakes', `${d}/desk/sharing`, 'coordinator', 422),
    form: { action: `${d}/desk/sharing`, fields: { embedOn: 'no site' } },
  },
  {
    ...page('framed campaign, no code', `${d}/embed/campaigns/five-asks`, 'public', 422),
    form: { action: `${d}/embed/campaigns/five-asks/search`, fields: { code: '', country: 'XX' } },
  },
  {
    ...page('key with mistakes', `${d}/desk/data`, 'coordinator', 422),
    form: { action: `${d}/desk/data/keys`, fields: { name: '' } },
  },
  {
    ...page('a new key', `${d}/desk/data`, 'coordinator'),
    form: { action: `${d}/desk/data/keys`, fields: { name: 'A trial', scopes: () => ['people'] } },
  },
  {
    ...page('webhook with mistakes', `${d}/desk/webhooks`, 'coordinator', 422),
    form: { action: `${d}/desk/webhooks`, fields: { url: 'http://localhost/' } },
  },
  {
    ...page('a webhook’s secret', `${d}/desk/webhooks`, 'coordinator'),
    form: {
      action: `${d}/desk/webhooks`,
      fields: { url: 'https://hooks.example.invalid/two', events: () => ['campaign.closed'] },
    },
  },
  {
    ...page('settlement without a choice', mail('uncertain'), 'coordinator', 422),
    form: { action: (content) => `${mail('uncertain')(content)}/settlement`, fields: {} },
  },
];

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
