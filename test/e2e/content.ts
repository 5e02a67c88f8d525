import { newId } from '../../src/platform/crypto/ids.ts';
import { createNetwork, signInAs, type TestApp } from '../app.ts';
import { type Beginning, beginning, kits } from '../beginnings.ts';
import { type AccountContent, makeAccounts } from './account-content.ts';
import { listChoices } from './choices.ts';
import { eventAndCards } from './content/events.ts';
import { campaign, daylight, idOf, rows, unfolded } from './content/ground.ts';
import { lawOfAsking } from './content/law.ts';
import { letter, signature } from './content/letters.ts';
import { printRun } from './content/paper.ts';
import { splitCode, uploadList } from './content/representatives.ts';
import { secondLook } from './content/review.ts';
import { makeTogether, type Together } from './content/together.ts';
import { webhook } from './content/webhooks.ts';
import { type ExchangeContent, makeExchange } from './exchange-content.ts';
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

  const actions = {
    pending: await letter(app, 'Ana Invented', posts),
    confirmed: await letter(app, 'Bea Invented', posts),
    withdrawn: await letter(app, 'Cleo Invented', posts),
    calling: await letter(app, 'Nora Invented', posts, 'call'),
    mailing: await letter(app, 'Orla Invented', posts, 'mailto'),
  };
  for (const state of ['confirmed', 'calling', 'mailing'] as const)
    await app.post(`${actions[state]}/confirmation`, {});
  await app.work();
  await app.post(`${actions.withdrawn}/confirmation`, {});
  await app.post(`${actions.withdrawn}/withdrawal`, {});

  const signatures = {
    pending: await signature(app, 'Dora Invented'),
    confirmed: await signature(app, 'Edda Invented'),
    withdrawn: await signature(app, 'Fern Invented'),
  };
  await app.post(`${signatures.confirmed}/confirmation`, {});
  await app.post(`${signatures.withdrawn}/confirmation`, {});
  await app.post(`${signatures.withdrawn}/withdrawal`, {});
  const [waiting] = await rows<{ id: string }>(
    app,
    `select s.action_id as id from signatures s join actions a on a.id = s.action_id where s.comment_state = 'waiting' and a.counted limit 1`,
  );

  const [visited] = await rows<{ id: string; step: string; court: string }>(
    app,
    `select i.id, s.id as step, (select c.id from invitations c where c.kind = 'court' limit 1) as court
     from invitations i join invitation_steps s on s.invitation_id = i.id where s.kind = 'visited' limit 1`,
  );
  const invitations = { visited: visited!.id, step: visited!.step, court: visited!.court };
  const handovers = { ready: newId(), delivered: newId() };
  const petitionDesk = `${daylight}/desk/campaigns/${await idOf(app, 'a-free-call-home')}`;
  for (const id of [handovers.delivered, handovers.ready]) {
    await app.post(`${petitionDesk}/handovers`, { id, recipient: 'The invented committee', locale: 'en' }, signed);
  }
  await app.work();
  await app.post(
    `${petitionDesk}/handovers/${handovers.delivered}/delivery`,
    { handed_on: '2026-11-21', way: 'person', received_by: 'The front desk', note: '' },
    signed,
  );

  const unsigned = await app.post(
    `${daylight}/desk/campaigns/new`,
    { title: 'A petition', slug: 'a-petition', locale: 'en', mode: 'petition' },
    signed,
  );
  const draft = await app.post(
    `${daylight}/desk/campaigns/new`,
    { title: 'A draft', slug: 'a-draft', locale: 'en' },
    signed,
  );
  const campaigns = {
    open: await idOf(app, 'five-asks'),
    closed: await idOf(app, 'come-and-see'),
    draft: draft.headers.get('location')!.split('/').at(-1)!,
    petition: await idOf(app, 'a-free-call-home'),
    unsigned: unsigned.headers.get('location')!.split('/').at(-1)!,
  };
  await app.post(`${daylight}/desk/campaigns/${campaigns.closed}/closure`, {}, signed);

  const [seat] = await rows<{ post: string; official: string }>(
    app,
    `select t.post_id as post, t.official_id as official from tenures t join posts p on p.id = t.post_id
     where p.role_id = 'xx-federal-house:member' and t.until_date is null order by t.post_id limit 1`,
  );
  const stand = { id: newId(), ...seat! };
  for (const [id, said] of [
    [newId(), '2026-10-01'],
    [stand.id, '2026-11-01'],
  ]) {
    const fields = {
      id: id!,
      said_on: said!,
      post: stand.post,
      official: stand.official,
      stand: 'supports',
      note: 'A note',
    };
    const source = { source: 'Speech, invented', source_url: 'https://example.invalid/speech' };
    await app.post(`${daylight}/desk/campaigns/${campaigns.open}/stands`, { ...fields, ...source }, signed);
  }

  const promise = newId();
  await app.post(
    `${daylight}/desk/campaigns/${campaigns.open}/stands/promises`,
    {
      id: promise,
      post: stand.post,
      official: stand.official,
      promise: 'To visit the prison',
      said_on: '2026-11-01',
      due_on: '2026-11-20',
      source: 'Speech, invented',
    },
    signed,
  );
  await lawOfAsking(app, campaigns.open, signed);
  await secondLook(app, posts);
  const { event, cards } = await eventAndCards(app, campaigns, signed);

  const replies = { open: newId(), settled: newId() };
  const passing = await (await app.get(`${actions.confirmed}/replies`)).text();
  const delivery = [.../<option value="([0-9a-f-]{36})"/.exec(passing)!][1]!;
  for (const id of Object.values(replies)) {
    const fields = { id, delivery, channel: 'letter', received_on: '2026-11-20', body: 'We shall come and see.' };
    await app.post(`${actions.confirmed}/replies`, fields);
  }
  await app.post(`${daylight}/desk/replies/${replies.settled}/settlement`, { choice: 'nothing' }, signed);

  const fault = newId();
  await app.db.owner.query(
    `insert into address_faults (network_id, id, email_key, address, post_id, official_name, state, response, soft, first_at, last_at)
     select id, $1, 'gone@example.invalid', 'gone@example.invalid', $2, 'Farah Invented', 'suspended', '550 5.1.1 no such user', 2, now(), now()
     from networks where slug = 'daylight'`,
    [fault, stand.post],
  );
  await app.post(
    `${daylight}/desk/sending/pace`,
    {
      post: stand.post,
      time_zone: 'America/Toronto',
      weekdays: ['1', '2', '3'],
      from: '09:00',
      until: '17:00',
      per_hour: '4',
      jitter: '3',
    },
    signed,
  );

  // Sample officials' letters in the states that only a mail server brings about.
  const letters = await rows<{ id: string }>(
    app,
    `select id from mails where kind = 'letter' and state = 'kept' order by id`,
  );
  const [kept, failed, uncertain] = letters.map((mail) => mail.id);
  await app.db.owner.query(
    `update mails set state = 'failed', attempts = 3, response = '550 5.1.1 no such mailbox' where id = $1`,
    [failed],
  );
  await app.db.owner.query(`update mails set state = 'uncertain', attempts = 1 where id = $1`, [uncertain]);
  await app.post(`${daylight}/sign-in/links`, { email: 'nora@daylight.invalid' });
  await app.work();
  const [signIn] = await rows<{ source: string }>(
    app,
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'sign-in'`,
  );

  const lists = {
    waiting: await uploadList(app, coordinator.cookie),
    taken: await uploadList(app, coordinator.cookie),
  };
  const choices = { ...listChoices, 'column-0': 'name', 'column-1': 'email', step: 'take' };
  await app.post(lists.taken, choices, signed);
  await app.post(
    `${daylight}/desk/campaigns/${campaigns.open}/sources`,
    { note: 'Flyer at the library', code: 'flyer' },
    signed,
  );
  const key = newId();
  await app.post(`${daylight}/desk/data/keys`, { id: key, name: 'A sync', scopes: ['people', 'actions'] }, signed);

  await app.post(`${daylight}/representatives/reports`, {
    post: seat!.post,
    what: 'left',
    words: 'Moved away, invented',
    website: '',
  });
  const [reported] = await rows<{ id: string }>(app, 'select id from error_reports');

  // A letter that waits because its seat changed hands.
  await app.db.owner.query(
    `update deliveries set state = 'composed', note = 'changed', official_name = 'Former Invented'
     where id = (select id from deliveries where campaign_id = $1 and state = 'kept' order by id desc limit 1)`,
    [campaigns.open],
  );
  const news = { draft: newId(), scheduled: newId() };
  for (const [title, id] of Object.entries(news)) {
    await app.post(`${daylight}/desk/news`, { id, title, locale: 'en', kind: 'statement' }, signed);
  }
  const item = `${daylight}/desk/news/${news.scheduled}`;
  await app.post(`${item}/texts/en`, { title: 'Later', summary: '', body: 'Words', picture_alt: '' }, signed);
  await app.post(item, { slug: 'later', kind: 'post', authors: '', publish_at: '2027-03-08T09:00' }, signed);
  await app.post(`${item}/publication`, {}, signed);
  const press = await (await app.get(item, signed)).text();
  const embargo = new URL(/value="([^"]*preview[^"]*)"/.exec(press)![1]!).pathname;

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
  await app.post(`${daylight}/sign-in/links`, { email: 'nora@daylight.invalid' });
  const [queued] = await rows<{ id: string }>(app, `select id from mails where state = 'queued' and kind = 'sign-in'`);

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
    comment: waiting!.id,
    handovers,
    invitations,
    campaigns,
    stand,
    event,
    cards,
    promise,
    replies,
    fault,
    mails: { kept: kept!, queued: queued!.id, failed: failed!, uncertain: uncertain! },
    webhook: hooked,
    lists,
    report: reported!.id,
    key,
    signInLink: /\/daylight\/en\/sign-in\/links\/[\w.-]+/.exec(unfolded(signIn!.source))![0],
    finding,
    several,
    posts,
    printRun: printed,
  };
}
