import { newId } from '../../../src/platform/crypto/ids.ts';
import { signInAs, type TestApp } from '../../app.ts';
import type { Opening } from '../pages.ts';

/** Groups of /daylight: one that the coordinator leads, with somebody at its door; one that she is not in; one that is closed. */
export type GroupContent = { led: string; other: string; closed: string; member: string };

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
  const other = await make('Open evenings', 'open', `member-${guest.id.slice(-6)}@example.invalid`);
  const closed = await make('The bill of last year', 'open');
  const g = `/daylight/en/groups/${led}`;
  await app.post(`${g}/membership`, { alias: 'Juniper', words: 'I was inside.', watch: 'all' }, guest);
  const door = await (await app.get(`${g}/members`, signed)).text();
  const member = /members\/([0-9a-f-]{36})\/admission/.exec(door)![1]!;
  await app.post(`${g}/members/${member}/admission`, {}, signed);
  await app.post(`${g}/membership`, { alias: '', words: 'May I come in?', watch: 'all' }, shy);
  await app.post(`/daylight/en/groups/${closed}/closure`, {}, signed);
  return { led, other, closed, member };
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
];
