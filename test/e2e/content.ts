import { newId } from '../../src/platform/crypto/ids.ts';
import { createNetwork, signInAs, type TestApp } from '../app.ts';
import { type Beginning, beginning, kits } from '../beginnings.ts';
import { type AccountContent, makeAccounts } from './content/accounts.ts';
import { campaignsInStates } from './content/campaigns.ts';
import { eventAndCards } from './content/events.ts';
import { type ExchangeContent, makeExchange } from './content/exchange.ts';
import { campaign, daylight } from './content/ground.ts';
import { lawOfAsking } from './content/law.ts';
import { lettersInStates } from './content/letters.ts';
import { newsInStates } from './content/news.ts';
import { mailsInStates, queuedMail } from './content/outbox.ts';
import { faultAndPace } from './content/pacing.ts';
import { printRun } from './content/paper.ts';
import { handoversInStates, signaturesInStates } from './content/petitions.ts';
import { invitationsInStates } from './content/pledges.ts';
import { repliesPassedOn } from './content/replies.ts';
import { listsInStates, reportedError, splitCode } from './content/representatives.ts';
import { secondLook } from './content/review.ts';
import { standAndPromise } from './content/stands.ts';
import { makeTogether, type Together } from './content/together.ts';
import { webhook } from './content/webhooks.ts';
import { type DirectoryContent, makeProfile } from './pages/directory.ts';
import { type FacilityContent, makeFacilities } from './pages/facilities.ts';
import { type FileContent, makeFiles } from './pages/files.ts';
import { type GroupContent, makeGroups } from './pages/groups.ts';
import { type InboxContent, makeInbox } from './pages/inbox.ts';
import { type LibraryContent, makeLibrary } from './pages/library.ts';
import { type MailingListContent, makeMailingList } from './pages/mailing-list.ts';
import { type MemberContent, makeMembers } from './pages/members.ts';
import { makeOrganisations, type OrganisationContent } from './pages/organisations.ts';
import { makeStories, type StoryContent } from './pages/stories.ts';
import { makeTranslations, type TranslationContent } from './pages/translations.ts';
import { makeWebsite, type WebsiteContent } from './pages/website.ts';

/** Everything that a page can show, once: the addresses of things in many states, and a network with nothing in it. */
export type Content = {
  /** Cookie headers of the coordinators of /daylight and /bare, and of somebody with no role. */
  coordinator: string;
  bareCoordinator: string;
  nobody: string;
  /** People with accounts, in every state. */
  accounts: AccountContent;
  exchange: ExchangeContent;
  facilities: FacilityContent;
  inbox: InboxContent;
  mailingList: MailingListContent;
  translations: TranslationContent;
  stories: StoryContent;
  website: WebsiteContent;
  /** Private pages by the state of the letter. */
  actions: Record<'pending' | 'confirmed' | 'withdrawn' | 'calling' | 'mailing', string>;
  /** Campaigns of /daylight by id: open, closed, a draft that has only a title, a petition, and one that nobody signed. */
  campaigns: Record<'open' | 'closed' | 'draft' | 'petition' | 'unsigned', string>;
  /** Organisations of /daylight, with people, services, and a merge that can be undone. */
  organisations: OrganisationContent;
  /** What is written, called and decided together. */
  together: Together;
  /** Private pages by the state of the signature, and a signature whose comment waits. */
  signatures: Record<'pending' | 'confirmed' | 'withdrawn', string>;
  comment: string;
  /** Invitations of the closed campaign: somebody who came, with her step, and a court. */
  invitations: Record<'visited' | 'step' | 'court', string>;
  /** Handovers of the petition: papers that lie ready, and those that were handed over. */
  handovers: Record<'ready' | 'delivered', string>;
  /** A stand recorded for the open campaign, with the seat and the person it is of. */
  stand: { id: string; post: string; official: string };
  /** A promise of the same person, by id. */
  promise: string;
  /** An address that does not take mail. */
  fault: string;
  /** Replies that were passed on: one that waits, one of which nothing came. */
  replies: Record<'open' | 'settled', string>;
  /** An event's public door, one of a campaign with fixed posts, and its page on the desk. */
  event: { door: string; fixedDoor: string; edit: string };
  /** Cards on paper of the open and the closed campaign, and a batch of two. */
  cards: { open: string; closed: string; batch: string };
  /** Outbox mails of /daylight by state. */
  mails: Record<'kept' | 'queued' | 'failed' | 'uncertain', string>;
  /** A webhook of /daylight with messages in every state. */
  webhook: string;
  /** An error that a visitor reported about the person of `stand`. */
  report: string;
  /** Uploaded lists of people: one that waits, one that was taken. */
  lists: Record<'waiting' | 'taken', string>;
  /** News of /daylight: a draft, one with its date ahead, and that one's address for the press. */
  news: Record<'draft' | 'scheduled', string>;
  embargo: string;
  /** A key with which a program reads the data of /daylight. */
  key: string;
  signInLink: string;
  /** A division of the invented country, for a link that was made by a lookup. */
  finding: string;
  /** The same for a code that touches several districts. */
  several: string;
  /** Posts that the letter form offers for the code Z1A. */
  posts: string[];
  /** A member of /daylight with all of her page filled. */
  directory: DirectoryContent;
  /** Working groups of /daylight. */
  groups: GroupContent;
  /** Applications, a membership and what is asked of members in /daylight. */
  members: MemberContent;
  /** Files that the coordinator of /daylight handed in. */
  files: FileContent;
  /** Works of the library of /daylight. */
  library: LibraryContent;
  /** A print run of the open campaign, by id. */
  printRun: string;
};

/** The kits, and things in every state; made once in a run. */
export const filled = (): Promise<Beginning<Content>> => beginning('content', makeContent, kits);

/** Fills the program with things in every state beside the kits. */
async function makeContent(app: TestApp): Promise<Content> {
  await createNetwork(app, 'bare', { locales: ['en', 'fr'] });
  const coordinator = await signInAs(app, await app.network('daylight'), 'coordinator');
  const nobody = await signInAs(app, await app.network('daylight'));
  const bare = await signInAs(app, await app.network('bare'), 'coordinator');
  const signed = { cookie: coordinator.cookie };

  const lookup = async (code: string) =>
    (await app.post(`${campaign}/search`, { code, country: 'XX' })).headers.get('location')!;
  const finding = await lookup('Z1A');
  const form = await (await app.get(finding)).text();
  const posts = [...form.matchAll(/name="to" value="([^"]+)" checked/g)].map((match) => match[1]!);

  const actions = await lettersInStates(app, posts);
  const { signatures, comment } = await signaturesInStates(app);
  const invitations = await invitationsInStates(app);
  const handovers = await handoversInStates(app, signed);
  const campaigns = await campaignsInStates(app, signed);

  const { stand, promise } = await standAndPromise(app, campaigns.open, signed);
  await lawOfAsking(app, campaigns.open, signed);
  await secondLook(app, posts);
  const { event, cards } = await eventAndCards(app, campaigns, signed);

  const replies = await repliesPassedOn(app, actions.confirmed, signed);
  const fault = await faultAndPace(app, stand.post, signed);
  const { mails, signInLink } = await mailsInStates(app);
  const lists = await listsInStates(app, coordinator.cookie);
  await app.post(
    `${daylight}/desk/campaigns/${campaigns.open}/sources`,
    { note: 'Flyer at the library', code: 'flyer' },
    signed,
  );
  const key = newId();
  await app.post(`${daylight}/desk/data/keys`, { id: key, name: 'A sync', scopes: ['people', 'actions'] }, signed);

  const report = await reportedError(app, stand.post);

  // A letter that waits because its seat changed hands.
  await app.db.owner.query(
    `update deliveries set state = 'composed', note = 'changed', official_name = 'Former Invented'
     where id = (select id from deliveries where campaign_id = $1 and state = 'kept' order by id desc limit 1)`,
    [campaigns.open],
  );
  const { news, embargo } = await newsInStates(app, signed);

  const accounts = await makeAccounts(app);
  const exchange = await makeExchange(app, coordinator.cookie);
  const stories = await makeStories(app, coordinator);
  const mailingList = await makeMailingList(app, signed);
  const website = await makeWebsite(app, coordinator.cookie);
  const facilities = await makeFacilities(app, coordinator.cookie);
  const inbox = await makeInbox(app, coordinator.cookie);
  const hooked = await webhook(app);
  const several = await lookup(await splitCode(app));
  const printed = await printRun(app, campaigns.open, posts, signed);

  const groups = await makeGroups(app, signed);
  const directory = await makeProfile(app, coordinator);
  const members = await makeMembers(app, signed);
  const files = await makeFiles(app, coordinator.id);
  const library = await makeLibrary(app, signed);
  const translations = await makeTranslations(app, signed, coordinator.id);
  // Last of all: whatever works later would send it.
  const queued = await queuedMail(app);

  const organisations = await makeOrganisations(app, signed);
  const together = await makeTogether(app, signed, groups.led);
  return {
    together,
    organisations,
    news,
    embargo,
    coordinator: coordinator.cookie,
    bareCoordinator: bare.cookie,
    nobody: nobody.cookie,
    accounts,
    groups,
    members,
    directory,
    files,
    library,
    exchange,
    facilities,
    inbox,
    mailingList,
    translations,
    stories,
    website,
    actions,
    signatures,
    comment,
    handovers,
    invitations,
    campaigns,
    stand,
    event,
    cards,
    promise,
    replies,
    fault,
    mails: { ...mails, queued },
    webhook: hooked,
    lists,
    report,
    key,
    signInLink,
    finding,
    several,
    posts,
    printRun: printed,
  };
}
