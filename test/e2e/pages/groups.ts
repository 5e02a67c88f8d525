import { digestUse } from '../../../src/features/groups/digests/mail.tsx';
import { newId } from '../../../src/platform/crypto/ids.ts';
import { signedId } from '../../../src/platform/crypto/signed-id.ts';
import { signInAs, type TestApp } from '../../app.ts';
import type { Opening } from '../pages.ts';

/** Groups of /daylight: one that the coordinator leads, with somebody at its door; one that she is not in; one that is closed. */
export type GroupContent = {
  led: string;
  other: string;
  closed: string;
  member: string;
  thread: string;
  quiet: string;
  post: string;
  /** A post of somebody else, and a report of one. */
  theirs: string;
  report: string;
  /** The signed end of a digest's link. */
  digest: string;
};

/** Makes them through their own forms. */
export async function makeGroups(app: TestApp, signed: { cookie: string }): Promise<GroupContent> {
  const network = await app.network('daylight');
  const guest = await signInAs(app, network, 'member');
  const shy = await signInAs(app, network, 'member');
  const make = async (name: string, entry: string, first = '') => {
    const form = { id: newId(), name_en: name, charter_en: '## What for\n\nTo *learn* together.', entry };
    const answer = await app.post('/daylight/en/groups/new', { ...form, first }, signed);
    return answer.headers.get('location')!.split('/').at(-1)!;
  };
  const led = await make('Visiting and writing', 'request');
  const other = await make('Open evenings', 'open', `member-${guest.id.slice(-12)}@example.invalid`);
  const closed = await make('The bill of last year', 'open');
  const g = `/daylight/en/groups/${led}`;
  await app.post(`${g}/membership`, { alias: 'Juniper', words: 'I was inside.', watch: 'all' }, guest);
  const door = await (await app.get(`${g}/members`, signed)).text();
  const member = /members\/([0-9a-f-]{36})\/admission/.exec(door)![1]!;
  await app.post(`${g}/members/${member}/admission`, {}, signed);
  await app.post(`${g}/membership`, { alias: '', words: 'May I come in?', watch: 'all' }, shy);
  await app.post(`/daylight/en/groups/${closed}/closure`, {}, signed);

  const begin = async (title: string, body: string) => {
    const id = newId();
    await send(app, `${g}/threads/new`, signed, { id, post: newId(), title, body });
    return id;
  };
  const thread = await begin('Who writes this week?', 'A list:\n\n- **Monday**: @Juniper\n- Friday: open');
  const quiet = await begin('Rules of the group', 'Be kind.');
  await app.post(`${g}/threads/${quiet}/pin`, {}, signed);
  await app.post(`${g}/threads/${quiet}/lock`, {}, signed);
  const post = newId();
  const theirs = newId();
  await send(app, `${g}/threads/${thread}/posts`, guest, { id: theirs, body: '> Monday\n\nI can.', answers: '1' });
  await send(app, `${g}/threads/${thread}/posts`, signed, { id: post, body: 'Thank yuo.' });
  await send(app, `${g}/posts/${post}`, signed, { body: 'Thank you.' });
  const hidden = newId();
  await send(app, `${g}/threads/${thread}/posts`, signed, { id: hidden, body: 'Not here.' });
  const unkind = newId();
  await send(app, `${g}/threads/${thread}/posts`, guest, { id: unkind, body: 'Words that hurt.' });
  await app.post(`${g}/posts/${unkind}/report`, { words: 'It hurts.' }, signed);
  const waiting = await (await app.get('/daylight/en/groups/waiting', signed)).text();
  const report = /groups\/waiting\/([0-9a-f-]{36})/.exec(waiting)![1]!;
  // Something that the coordinator is told about herself.
  await app.post(`${g}/posts/${hidden}/moderation`, { act: 'hide', days: '', reason: 'By mistake' }, signed);
  const { rows } = await app.db.owner.query<{ id: string }>(
    'select id from group_digest_readers where account_id = $1',
    [guest.id],
  );
  const digest = signedId(app.deps.secret, digestUse, network.id, rows[0]!.id);
  return { led, other, closed, member, thread, quiet, post, theirs, report, digest };
}

/** A post goes out as a browser sends it: with a file field in which nothing is chosen. */
async function send(app: TestApp, path: string, as: { cookie: string }, fields: Record<string, string>): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new File([], ''));
  const headers = { origin: 'http://127.0.0.1:3000', cookie: as.cookie };
  await app.app.request(`http://127.0.0.1:3000${path}`, { method: 'POST', body: form, headers });
}

type Where = (content: { groups: GroupContent }) => string;
const g =
  (which: 'led' | 'other' | 'closed', rest = ''): Where =>
  ({ groups }) =>
    `/daylight/en/groups/${groups[which]}${rest}`;
const r = '/:network/:locale/groups';
const page = (name: string, path: Opening['path'], says?: string): Opening => ({ name, as: 'coordinator', path, says });

/** The pages of the room groups. */
export const groupPages: Record<string, Opening[]> = {
  [r]: [
    page('groups', '/daylight/en/groups', 'Visiting and writing'),
    { name: 'no group', as: 'bare', path: '/bare/en/groups', says: 'There is no working group yet' },
  ],
  [`${r}/new`]: [page('a new group', '/daylight/en/groups/new')],
  [`${r}/:slug`]: [
    page('group', g('led'), 'To learn together'),
    page('group, closed', g('closed'), 'nobody writes here'),
    {
      name: 'group, not in it',
      as: 'coordinator',
      path: g('other'),
      says: 'You can join this group now',
    },
  ],
  [`${r}/:slug/settings`]: [page('settings of a group', g('led', '/settings'))],
  [`${r}/:slug/closure`]: [page('closing a group', g('led', '/closure'))],
  [`${r}/:slug/membership`]: [page('her place in a group', g('led', '/membership'))],
  [`${r}/:slug/leaving`]: [page('leaving a group', g('led', '/leaving'))],
  [`${r}/:slug/members`]: [page('members of a group', g('led', '/members'), 'May I come in?')],
  [`${r}/:slug/members/:member/removal`]: [
    page('taking somebody out', ({ groups }) => `/daylight/en/groups/${groups.led}/members/${groups.member}/removal`),
  ],
};

const t =
  (which: 'thread' | 'quiet', rest = ''): Where =>
  ({ groups }) =>
    `/daylight/en/groups/${groups.led}/threads/${groups[which]}${rest}`;
const p =
  (rest = ''): Where =>
  ({ groups }) =>
    `/daylight/en/groups/${groups.led}/posts/${groups.post}${rest}`;
const more: Record<string, Opening[]> = {
  [`${r}/:slug/threads`]: [
    page('threads of a group', g('led', '/threads'), 'Who writes this week?'),
    page('threads, found', g('led', '/threads?q=monday'), 'Posts that hold'),
    page('threads, nothing found', g('led', '/threads?q=zzz'), 'Nothing here holds'),
    page('threads of a closed group, none', g('closed', '/threads'), 'Nothing has been written'),
  ],
  [`${r}/:slug/threads/new`]: [page('a new thread', g('led', '/threads/new'))],
  [`${r}/:slug/threads/:id`]: [
    page('thread of a group', t('thread'), 'answers post 1'),
    page('thread of a group, quoting', t('thread', '?quote=2'), 'Answer post 2'),
    page('thread of a group, locked', t('quiet'), 'This thread is locked'),
  ],
  [`${r}/:slug/posts/:id`]: [page('changing a post in a group', p())],
  [`${r}/:slug/posts/:id/history`]: [page('what a post in a group said before', p('/history'), 'Thank yuo')],
  [`${r}/:slug/posts/:id/report`]: [
    page('reporting a post', ({ groups }) => `/daylight/en/groups/${groups.led}/posts/${groups.theirs}/report`),
  ],
  [`${r}/:slug/posts/:id/moderation`]: [
    page(
      'what to do about a post',
      ({ groups }) => `/daylight/en/groups/${groups.led}/posts/${groups.theirs}/moderation`,
    ),
  ],
  [`${r}/:slug/threads/:id/cooling`]: [page('letting a thread rest', t('thread', '/cooling'))],
  [`${r}/digest`]: [page('when her digest comes', '/daylight/en/groups/digest')],
  [`${r}/digest/:ref`]: [
    {
      name: 'no more digests',
      path: ({ groups }) => `/daylight/en/groups/digest/${groups.digest}`,
      says: 'No more digests?',
    },
  ],
  [`${r}/waiting`]: [
    page('reported posts', '/daylight/en/groups/waiting', 'It hurts'),
    { name: 'no reported post', as: 'bare', path: '/bare/en/groups/waiting', says: 'No report waits' },
  ],
  [`${r}/waiting/:report`]: [
    page('a report', ({ groups }) => `/daylight/en/groups/waiting/${groups.report}`, 'It hurts'),
  ],
  [`${r}/:slug/posts/:id/withdrawal`]: [page('taking a post in a group back', p('/withdrawal'))],
};
Object.assign(groupPages, more);

/** Answers to their forms. */
export const groupAnswers: Opening[] = [
  {
    name: 'a new group, with mistakes',
    as: 'coordinator',
    path: '/daylight/en/groups/new',
    status: 422,
    form: { action: '/daylight/en/groups/new', fields: { name_en: '' } },
  },
  {
    name: 'leaving as the last lead',
    as: 'coordinator',
    path: g('led', '/leaving'),
    status: 422,
    form: { action: g('led', '/leaving'), fields: {} },
  },
  {
    name: 'a post in a group, empty',
    as: 'coordinator',
    path: t('thread'),
    status: 422,
    form: { action: t('thread', '/posts'), fields: { body: '' }, type: 'multipart/form-data' },
  },
];
