import { representativesOf } from '../../src/features/representatives/index.ts';
import { newId } from '../../src/platform/crypto/ids.ts';
import { inNetwork } from '../../src/platform/db/index.ts';
import { createNetwork, signInAs, type TestApp } from '../app.ts';
import { type Beginning, beginning, kits } from '../beginnings.ts';
import { type AccountContent, makeAccounts } from './account-content.ts';
import { listChoices } from './choices.ts';
import { makeTogether, type Together } from './content/together.ts';
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

const daylight = '/daylight/en';
const campaign = `${daylight}/campaigns/five-asks`;

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

/** A legal form, a bill, two entries of the log (one of them taken out), and a quiet period that lies ahead. */
async function lawOfAsking(app: TestApp, campaignId: string, signed: { cookie: string }): Promise<void> {
  const law = `${daylight}/desk/campaigns/${campaignId}/law`;
  await app.post(`${daylight}/desk/law/form`, { legal_form: 'charity-ca' }, signed);
  const period = {
    name: 'Sample election',
    where: 'country:XX',
    from: '2027-03-01',
    until: '2027-03-28',
    mode: 'hold',
  };
  await app.post(`${daylight}/desk/law/periods`, period, signed);
  const bill = {
    number: 'C-999',
    jurisdiction: 'House of Sampleland',
    title: '',
    url: 'https://example.invalid/c-999',
  };
  await app.post(`${law}/bills`, bill, signed);
  const removed = newId();
  const entry = { worked_on: '2026-11-02', who: 'Ana Invented', what: 'Three calls', lobbying: 'direct' };
  await app.post(`${law}/work`, { ...entry, hours: '1:30', cost: '12.50', currency: 'CAD' }, signed);
  await app.post(`${law}/work`, { ...entry, id: removed, hours: '2' }, signed);
  await app.post(`${law}/work/${removed}/removal`, {}, signed);
}

/** An event with a witness and a batch of two cards; and an event, over, of a campaign that asks nobody where she lives. */
async function eventAndCards(app: TestApp, campaigns: Content['campaigns'], signed: { cookie: string }) {
  const make = async (base: string, campaignId: string, over: Record<string, string>, as: { cookie: string }) => {
    const id = newId();
    const hours = {
      starts_at: '2026-11-21T06:00',
      ends_at: '2026-11-21T20:00',
      time_zone: 'America/Toronto',
      most: '300',
    };
    const fields = { id, name: 'A night of letters', place: 'Sample Hall', ...hours, ...over };
    await app.post(`${base}/desk/campaigns/${campaignId}/events`, fields, as);
    const [made] = await rows<{ code: string }>(app, 'select code from events where id = $1', [id]);
    return { id, code: made!.code };
  };
  const event = await make(daylight, campaigns.open, {}, signed);
  const elsewhere = await signInAs(app, await app.network('network'), 'coordinator');
  const [fixed] = await rows<{ id: string }>(
    app,
    `select id from campaigns where slug = 'children-with-their-mothers'`,
  );
  const past = { starts_at: '2026-11-01T06:00', ends_at: '2026-11-01T20:00' };
  const over = await make('/network/en', fixed!.id, past, { cookie: elsewhere.cookie });
  const batch = newId();
  const cards = `${daylight}/desk/cards/${campaigns.open}`;
  const begun = { id: batch, witness: 'Wilma Witness', signed_on: '2026-11-20', locale: 'en', event: event.id };
  await app.post(cards, begun, signed);
  for (const name of ['Ida Papel', 'Uma Papel']) {
    await app.post(`${cards}/${batch}`, { name, street: '1 Lantern Street', code: 'Z1A', country: 'XX' }, signed);
  }
  return {
    event: {
      door: `${daylight}/e/${event.code}`,
      fixedDoor: `/network/en/e/${over.code}`,
      edit: `${daylight}/desk/campaigns/${campaigns.open}/events/${event.id}`,
    },
    cards: {
      open: cards,
      closed: `${daylight}/desk/cards/${campaigns.closed}`,
      batch: `${cards}/${batch}`,
    },
  };
}

/** Signatures that deserve a second look, one of each list, and a mail domain that stands out. */
async function secondLook(app: TestApp, posts: string[]): Promise<void> {
  const [network] = await rows<{ id: string }>(app, `select id from networks where slug = 'daylight'`);
  const flag = async (n: number, reasons: string, state: string, likeness: string | null) => {
    const who = { name: `Dora Invented ${n}`, email: `dora${n}@many.invalid`, body: `Words ${n}` };
    await app.post(`${campaign}/actions`, { ...who, subject: 'Five asks', street: '', to: posts });
    await app.db.owner.query(
      `insert into action_flags (network_id, action_id, reasons, state, likeness, at)
       select a.network_id, a.id, $2, $3, $4, now() from actions a join people p on p.id = a.person_id where p.email = $1
       on conflict (network_id, action_id) do update set reasons = excluded.reasons, state = excluded.state, likeness = excluded.likeness`,
      [who.email, `{${reasons}}`, state, likeness],
    );
  };
  await flag(1, 'address', 'held', null);
  await flag(2, 'alike', 'open', 'numbered 0a1b2c3d4e5f');
  await flag(3, 'alike', 'open', 'numbered 0a1b2c3d4e5f');
  await flag(4, 'fast', 'aside', null);
  await app.db.owner.query(
    `insert into trends (network_id, kind, key, letters, of_letters, seen_at) values ($1, 'domain', 'many.invalid', 40, 50, now())`,
    [network!.id],
  );
}

/** A campaign that prints for its supporters: one run that is set, one letter that waits, one held out, one call noted. */
async function printRun(
  app: TestApp,
  campaignId: string,
  posts: string[],
  signed: { cookie: string },
): Promise<string> {
  await app.db.owner.query(
    `insert into contacts (official_id, kind, value) select official_id, 'address', '1 Sample Square, Brindleport'
     from tenures where post_id = any($1)`,
    [posts],
  );
  representativesOf(app.db).reload();
  const desk = `${daylight}/desk/campaigns/${campaignId}`;
  const channels = ['email', 'mailto', 'form', 'call', 'print', 'letter'];
  await app.post(`${desk}/ways`, { channels, first: 'email' }, signed);
  const onPaper = async (name: string) => {
    const page = await letter(app, name, posts.slice(0, 2), 'paper');
    await app.post(`${page}/confirmation`, {});
  };
  await onPaper('Petra Invented');
  const id = newId();
  await app.post(`${desk}/paper/runs`, { paper: 'a4', id }, signed);
  await app.work();
  await onPaper('Quita Invented');
  const [held] = await rows<{ id: string }>(
    app,
    `select id from deliveries where state = 'to-print' order by id limit 1`,
  );
  await app.post(`${desk}/paper/letters/${held!.id}/hold`, {}, signed);
  const [call] = await rows<{ id: string; ref: string }>(
    app,
    `select id, network_id || ' ' || action_id as ref from deliveries where channel = 'call' order by id limit 1`,
  );
  await app.db.owner.query(
    `insert into call_outcomes (network_id, id, campaign_id, post_id, official_name, delivery_id, outcome, at)
     select network_id, $2, campaign_id, post_id, official_name, id, 'wrong-number', state_at from deliveries where id = $1`,
    [call!.id, newId()],
  );
  return id;
}

/** Sends a letter of this person and answers the address of her private page. */
async function letter(app: TestApp, name: string, posts: string[], wish = ''): Promise<string> {
  const email = `${name.split(' ')[0]!.toLowerCase()}@example.invalid`;
  const fields = {
    subject: 'Five asks',
    body: 'I live on Lantern Street.',
    name,
    email,
    street: '1 Lantern Street',
    to: posts,
    consent: ['newsletter'],
    wish,
  };
  await app.post(`${campaign}/actions`, fields);
  return privatePage(app, email);
}

/** Signs as this person and answers the address of her private page. */
async function signature(app: TestApp, name: string): Promise<string> {
  const email = `${name.split(' ')[0]!.toLowerCase()}@example.invalid`;
  const fields = {
    name,
    email,
    display: 'initial',
    comment: 'Because of my sister.',
    code: 'Z1A',
    consent: ['listing'],
  };
  await app.post(`${daylight}/campaigns/a-free-call-home/signatures`, fields);
  return privatePage(app, email);
}

/** The private address in the confirmation mail to this person. */
async function privatePage(app: TestApp, email: string): Promise<string> {
  await app.work();
  const [mail] = await rows<{ source: string }>(
    app,
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation' and to_address = $1`,
    [email],
  );
  return /(\/daylight\/en\/actions\/[\w.-]+)\/confirmation/.exec(unfolded(mail!.source))![1]!;
}

/** An endpoint that nothing is sent to, with messages as if something had been. */
async function webhook(app: TestApp): Promise<string> {
  const id = newId();
  const { id: network } = await app.network('daylight');
  await rows(
    app,
    `insert into webhook_endpoints (network_id, id, url, events, state, failing_since, created_at)
     values ($1, $2, 'https://hooks.example.invalid/casement', '{campaign.closed}', 'active', now(), now())`,
    [network, id],
  );
  for (const [state, status, trouble] of [
    ['waiting', null, 'timeout'],
    ['arrived', 204, null],
    ['failed', 500, null],
    ['cancelled', null, null],
  ]) {
    const message = newId();
    await rows(
      app,
      `insert into webhook_messages (network_id, id, type, facts, at) values ($1, $2, 'campaign.closed', '{}', now())`,
      [network, message],
    );
    await rows(
      app,
      `insert into webhook_deliveries (network_id, id, endpoint_id, message_id, state, attempts, due_at, status, trouble, tried_at, created_at)
       values ($1, $2, $3, $4, $5, 2, now(), $6, $7, now(), now())`,
      [network, newId(), id, message, state, status, trouble],
    );
  }
  return id;
}

/** Quoted-printable without its soft line ends. */
const unfolded = (source: string): string => source.replace(/=\r\n/g, '').replaceAll('=3D', '=');

async function splitCode(app: TestApp): Promise<string> {
  const [split] = await rows<{ code: string }>(
    app,
    `select code from postal_divisions where country = 'XX' and role_id = 'xx-federal-house:member' group by code having count(*) > 1 limit 1`,
  );
  return split!.code;
}

async function idOf(app: TestApp, slug: string): Promise<string> {
  const network = await app.network('daylight');
  const campaign = await inNetwork(app.db, network.id, (trx) =>
    trx
      .selectFrom('campaigns')
      .select('id')
      .where('network_id', '=', network.id)
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow(),
  );
  return campaign.id;
}

const rows = async <T extends object>(app: TestApp, text: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;

/** The address of a table of people that was uploaded and waits. */
async function uploadList(app: TestApp, cookie: string): Promise<string> {
  const body = new FormData();
  const table =
    'name,email,zip_code\nEva Invented,eva@example.invalid,1\nIris Invented,nowhere,2\n,nobody@example.invalid,3\n';
  body.append('file', new Blob([table]), 'people.csv');
  const origin = 'http://127.0.0.1:3000';
  const answer = await app.app.request(`${origin}${daylight}/desk/officials/lists/new`, {
    method: 'POST',
    body,
    headers: { origin, cookie },
  });
  return answer.headers.get('location')!;
}
