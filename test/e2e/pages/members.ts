import { applicationRef } from '../../../src/features/members/applying/ref.ts';
import { renewalRef } from '../../../src/features/members/renewal/ref.ts';
import { stampForm } from '../../../src/platform/abuse/index.ts';
import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Opening } from '../pages.ts';

const d = '/daylight/en';

/** Things of the room members in /daylight: applications by state, with their private pages; a membership; what is asked. */
export type MemberContent = {
  applications: Record<'waiting' | 'asked' | 'declined', string>;
  refs: Record<'unconfirmed' | 'asked' | 'waiting', string>;
  membership: string;
  renewal: string;
  agreement: string;
  question: string;
  /** A list that waits, and one that is being taken. */
  list: string;
  running: string;
  /** Two accounts that look like one woman, and a merge of two others. */
  pair: { kept: string; gone: string };
  merge: string;
};

/** Makes them through their own forms. */
export async function makeMembers(app: TestApp, signed: { cookie: string }): Promise<MemberContent> {
  const network = await app.network('daylight');
  const began = stampForm(app.deps.secret, network.id, new Date(app.deps.clock().getTime() - 60_000));
  const agreement = newId();
  const question = newId();
  await app.post(
    `${d}/members/agreements/new`,
    {
      id: agreement,
      'name-en': 'How we treat each other',
      'name-fr': 'Nos égards',
      'body-en': '- With respect.',
      'body-fr': '- Avec respect.',
      published_on: '2026-11-01',
    },
    signed,
  );
  const form = { id: question, type: 'choice', 'label-en': 'How did you hear of us?', 'label-fr': 'Comment ?' };
  const options = { 'options-en': 'A friend\nThe film', 'options-fr': 'Une amie\nLe film' };
  await app.post(`${d}/members/form/individual/questions/new`, { ...form, ...options }, signed);
  await app.post(`${d}/members/form/individual/publication`, {}, signed);
  const page = await (await app.get(`${d}/join`)).text();
  const version = /name="form" value="([^"]+)"/.exec(page)![1]!;
  const agreements = [...page.matchAll(/name="agreement" value="([^"]+)"/g)].map((match) => match[1]!);
  const apply = async (name: string) => {
    const id = newId();
    const fields = { id, form: version, began, name, country: 'ca', why: 'To help.', agreement: agreements };
    await app.post(`${d}/join`, { ...fields, email: `${name.toLowerCase()}@applicant.invalid` });
    return id;
  };
  const ref = (id: string) => applicationRef(app.deps.secret, network.id, id);
  const confirmed = async (name: string) => {
    const id = await apply(name);
    await app.post(`${d}/applications/${ref(id)}/confirmation`, {});
    return id;
  };
  const unconfirmed = await apply('Una');
  const [waiting, asked, declined, admitted] = [
    await confirmed('Wilma'),
    await confirmed('Asta'),
    await confirmed('Dela'),
    await confirmed('Mema'),
  ];
  const desk = (id: string) => `${d}/members/applications/${id}`;
  await app.post(`${desk(asked)}/questions`, { words: 'In which town do you visit?' }, signed);
  await app.post(`${desk(declined)}/decision`, { finding: 'decline', reason: 'Twice the same.' }, signed);
  await app.post(`${desk(admitted)}/decision`, { finding: 'admit', reason: 'Welcome.' }, signed);
  const shown = await (await app.get(desk(admitted), signed)).text();
  const membership = /\/members\/([0-9a-f-]{36})"/.exec(shown)![1]!;
  await app.post(`${d}/members/${membership}/term`, { renew_on: '2026-12-10' }, signed);
  await app.post(`${d}/members/invitations`, { addresses: 'Ida <ida@guest.invalid>', locale: 'fr' }, signed);
  const file = new FormData();
  file.append(
    'file',
    new Blob(['name,email\nMema,other@list.invalid\nNobody,none\nIlse Twice,\nTwice Ilse,ilse@list.invalid\n']),
    'members.csv',
  );
  const put = await app.app.request(`http://127.0.0.1:3000${d}/members/imports`, {
    method: 'POST',
    body: file,
    headers: { origin: 'http://127.0.0.1:3000', cookie: signed.cookie },
  });
  const list = put.headers.get('location')!.split('/').at(-1)!;
  const running = newId();
  await app.db.owner.query(
    `insert into member_imports (network_id, id, file_name, state, plan, total, done, uploaded_at)
     values ($1, $2, 'long list.csv', 'running', '[]', 8000, 2500, $3)`,
    [network.id, running, app.deps.clock()],
  );
  const account = async (name: string, email: string) => {
    const id = newId();
    await app.db.owner.query(
      `insert into accounts (network_id, id, name, email, email_key, locale, created_at) values ($1, $2, $3, $4, $4, 'en', $5)`,
      [network.id, id, name, email, app.deps.clock()],
    );
    return id;
  };
  const pair = {
    kept: await account('Noor Haddad', 'noor@pair.invalid'),
    gone: await account('Noor Haddad', 'n.haddad@pair.invalid'),
  };
  const two = {
    kept: await account('Lena Brandt', 'lena@pair.invalid'),
    gone: await account('L. Brandt', 'lb@pair.invalid'),
  };
  const joined = await app.post(`${d}/members/merges`, two, signed);
  return {
    list,
    running,
    pair,
    merge: joined.headers.get('location')!.split('/').at(-1)!,
    applications: { waiting, asked, declined },
    refs: { unconfirmed: ref(unconfirmed), asked: ref(asked), waiting: ref(waiting) },
    membership,
    renewal: renewalRef(app.deps.secret, network.id, membership),
    agreement,
    question,
  };
}

const r = '/:network/:locale';
type Where = (content: { members: MemberContent }) => string;
const at =
  (path: (members: MemberContent) => string): Where =>
  ({ members }) =>
    d + path(members);
const page = (name: string, path: Opening['path'], says?: string): Opening => ({ name, as: 'coordinator', path, says });
const open = (name: string, path: Opening['path'], says?: string): Opening => ({ name, path, says });
const desk = `${r}/members`;

/** The pages of the room members. */
export const memberPages: Record<string, Opening[]> = {
  [`${r}/join`]: [
    open('application form', `${d}/join`, 'How did you hear of us?'),
    open('application form for organisations', '/daylight/fr/join?kind=organisation', 'Nom de l’organisation'),
  ],
  [`${r}/join/received`]: [open('application received', `${d}/join/received`)],
  [`${r}/applications/:ref`]: [
    open(
      'my application, asked',
      at(({ refs }) => `/applications/${refs.asked}`),
      'In which town do you visit?',
    ),
    open(
      'my application, waiting',
      at(({ refs }) => `/applications/${refs.waiting}`),
      'The coordinators have your',
    ),
  ],
  [`${r}/applications/:ref/confirmation`]: [
    open(
      'is this your application',
      at(({ refs }) => `/applications/${refs.unconfirmed}/confirmation`),
    ),
  ],
  [`${r}/applications/:ref/withdrawal`]: [
    open(
      'application back?',
      at(({ refs }) => `/applications/${refs.waiting}/withdrawal`),
    ),
  ],
  [`${r}/renewals/:ref`]: [
    open(
      'renewing',
      at(({ renewal }) => `/renewals/${renewal}`),
      'Renew my membership',
    ),
  ],
  [`${r}/membership`]: [page('my membership', `${d}/membership`, 'My membership')],
  [`${r}/membership/departure`]: [page('leaving the network', `${d}/membership/departure`, 'stays under')],
  [desk]: [
    page('members', `${d}/members`, 'Mema'),
    page('members, nobody found', `${d}/members?q=zzz`, 'Nobody fits that'),
    { name: 'no member', as: 'bare', path: '/bare/en/members', says: 'Nobody is a member yet' },
  ],
  [`${desk}/:id`]: [
    page(
      'a membership',
      at(({ membership }) => `/members/${membership}`),
      'Became a member',
    ),
  ],
  [`${desk}/settings`]: [page('settings of membership', `${d}/members/settings`)],
  [`${desk}/applications`]: [
    page('applications', `${d}/members/applications`, 'Wilma'),
    { name: 'no application', as: 'bare', path: '/bare/en/members/applications', says: 'No application waits' },
  ],
  [`${desk}/applications/new`]: [page('an application from paper', `${d}/members/applications/new`)],
  [`${desk}/applications/:id`]: [
    page(
      'an application',
      at(({ applications }) => `/members/applications/${applications.waiting}`),
      'Decide',
    ),
    page(
      'an application, declined',
      at(({ applications }) => `/members/applications/${applications.declined}`),
    ),
  ],
  [`${desk}/form/individual`]: [page('the form', `${d}/members/form/individual`, 'How did you hear of us?')],
  [`${desk}/form/organisation`]: [page('the form, empty', `${d}/members/form/organisation`, 'No further question')],
  [`${desk}/form/individual/preview`]: [page('the form, tried', `${d}/members/form/individual/preview`)],
  [`${desk}/form/organisation/preview`]: [page('the form, tried too', `${d}/members/form/organisation/preview`)],
  [`${desk}/form/individual/questions/new`]: [page('a question', `${d}/members/form/individual/questions/new`)],
  [`${desk}/form/organisation/questions/new`]: [page('a question too', `${d}/members/form/organisation/questions/new`)],
  [`${desk}/form/individual/questions/:question`]: [
    page(
      'a question, changed',
      at(({ question }) => `/members/form/individual/questions/${question}`),
      'Change the question',
    ),
  ],
  [`${desk}/form/organisation/questions/:question`]: [],
  [`${desk}/agreements`]: [
    page('agreements', `${d}/members/agreements`, 'How we treat each other'),
    { name: 'no agreement', as: 'bare', path: '/bare/en/members/agreements', says: 'Nothing is asked' },
  ],
  [`${desk}/agreements/new`]: [page('a new agreement', `${d}/members/agreements/new`)],
  [`${desk}/agreements/:id`]: [
    page(
      'an agreement',
      at(({ agreement }) => `/members/agreements/${agreement}`),
      'in force',
    ),
  ],
  [`${desk}/agreements/:id/versions/new`]: [
    page(
      'a new version',
      at(({ agreement }) => `/members/agreements/${agreement}/versions/new`),
    ),
  ],
  [`${desk}/imports`]: [page('members from a list', `${d}/members/imports`, 'The list, as a CSV file')],
  [`${desk}/imports/:id`]: [
    page(
      'a list of members',
      at(({ list }) => `/members/imports/${list}`),
      'The same as in line 4',
    ),
    page(
      'a list of members, being taken',
      at(({ running }) => `/members/imports/${running}`),
      '2,500 of 8,000',
    ),
  ],
  [`${desk}/new`]: [page('a member to add', `${d}/members/new`, 'not said')],
  [`${desk}/merges`]: [
    page('the same woman twice', `${d}/members/merges`, 'Noor Haddad'),
    { name: 'nobody twice', as: 'bare', path: '/bare/en/members/merges', says: 'No two accounts look like' },
  ],
  [`${desk}/merges/new`]: [
    page(
      'two accounts beside each other',
      at(({ pair }) => `/members/merges/new?kept=${pair.kept}&gone=${pair.gone}`),
      'Join the two accounts',
    ),
    page('one account to join', `${d}/members/merges/new?q=brandt`, 'Lena Brandt'),
    page(
      'the other account to join',
      at(({ pair }) => `/members/merges/new?kept=${pair.kept}&q=zzz`),
      'No account fits that',
    ),
  ],
  [`${desk}/merges/:id`]: [
    page(
      'two accounts joined',
      at(({ merge }) => `/members/merges/${merge}`),
      'Take it back',
    ),
  ],
  [`${desk}/invitations`]: [
    page('invitations to join', `${d}/members/invitations`, 'ida@guest.invalid'),
    { name: 'no invitation to join', as: 'bare', path: '/bare/en/members/invitations', says: 'Nobody was invited' },
  ],
};

/** Forms of the room with mistakes in them. */
export const memberAnswers: Opening[] = [
  {
    ...page('a member to add who may be here', `${d}/members/new`, 'Perhaps she is here already'),
    status: 422,
    form: {
      action: `${d}/members/new`,
      fields: { name: 'Haddad Noor', email: 'third@pair.invalid', username: '', locale: 'en' },
    },
  },
  {
    ...page('two accounts that are one', `${d}/members/merges`, 'one account twice'),
    status: 422,
    form: {
      action: `${d}/members/merges`,
      fields: { kept: ({ members }) => [members.pair.kept], gone: ({ members }) => [members.pair.kept] },
    },
  },
  {
    ...open('application with mistakes', `${d}/join`, 'Read and tick each of them'),
    status: 422,
    form: { action: `${d}/join`, fields: { name: '', email: 'nobody', country: '' } },
  },
  {
    ...page('invitations with mistakes', `${d}/members/invitations`, 'This is no address'),
    status: 422,
    form: { action: `${d}/members/invitations`, fields: { addresses: 'nobody', locale: 'en' } },
  },
];
