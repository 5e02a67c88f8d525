import { signupRef } from '../../../src/features/mailing-list/queries.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const r = '/:network/:locale';
const d = '/daylight/en';

/** Private pages of /daylight by how the sign-up stands. */
export type MailingListContent = Record<'waiting' | 'older' | 'returned' | 'on' | 'off', string>;

/** Four who signed up: one has not answered, of one our mail came back, one is on the list, one left. */
export async function makeMailingList(app: TestApp, signed: { cookie: string }): Promise<MailingListContent> {
  const ours = 'I would like the newsletter of Daylight, once a month. I can stop it at any time.';
  await app.post(`${d}/desk/mailing-list/words`, { 'words-en': ours, 'words-fr': '' }, signed);
  const made = {} as MailingListContent;
  const shown = await (await app.get(`${d}/mailing-list`)).text();
  const words = /name="words" value="(\w+)"/.exec(shown)![1]!;
  for (const state of ['waiting', 'returned', 'on', 'off'] as const) {
    await app.post(`${d}/mailing-list`, {
      email: `list-${state}@example.invalid`,
      locale: 'en',
      name: '',
      website: '',
      words,
    });
    const { rows } = await app.db.owner.query<{ id: string; network_id: string; askedAt: Date }>(
      'select id, network_id, asked_at as "askedAt" from mailing_signups order by asked_at desc, id desc limit 1',
    );
    made[state] = `${d}/mailing-list/own/${signupRef(app.deps.secret, rows[0]!.network_id, rows[0]!)}`;
    if (state === 'waiting')
      made.older = `${d}/mailing-list/own/${signupRef(app.deps.secret, rows[0]!.network_id, { id: rows[0]!.id, askedAt: new Date(0) })}`;
    if (state === 'returned') {
      await app.post(`${made.returned}/confirmation`, {});
      await app.db.owner.query(
        `update mailing_signups set returned_at = asked_at, returned_response = '5.1.1 no such mailbox' where id = $1`,
        [rows[0]!.id],
      );
    }
    if (state === 'on') await app.post(`${made.on}/confirmation`, {});
    if (state === 'off') await app.post(`${made.off}/withdrawal`, {});
  }
  return made;
}

const own =
  (state: keyof MailingListContent) =>
  ({ mailingList }: Content) =>
    mailingList[state];

/** The pages of the room mailing-list. */
export const mailingListPages: Record<string, Opening[]> = {
  [`${r}/mailing-list`]: [{ name: 'newsletter', path: `${d}/mailing-list`, says: 'Stay in touch' }],
  [`${r}/mailing-list/received`]: [{ name: 'newsletter received', path: `${d}/mailing-list/received` }],
  [`${r}/mailing-list/own/:ref`]: [
    { name: 'newsletter, to confirm', path: own('waiting'), says: 'Do you want our mails' },
    { name: 'newsletter, of an older mail', path: own('older'), says: 'in our newest mail' },
    { name: 'newsletter, on the list', path: own('on'), says: 'You are on the list' },
    { name: 'newsletter, mail came back', path: own('returned'), says: 'did not reach you' },
    { name: 'newsletter, left', path: own('off'), says: 'You are not on the list' },
  ],
  [`${r}/desk/mailing-list/words`]: [
    {
      name: 'newsletter words',
      path: `${d}/desk/mailing-list/words`,
      as: 'coordinator',
      says: 'What stood there before',
    },
    { name: 'newsletter words, ours', path: '/bare/en/desk/mailing-list/words', as: 'bare', says: 'Casement’s own' },
  ],
  [`${r}/desk/mailing-list/returned`]: [
    { name: 'newsletter returned', path: `${d}/desk/mailing-list/returned`, as: 'coordinator', says: '5.1.1' },
    {
      name: 'newsletter returned, none',
      path: '/bare/en/desk/mailing-list/returned',
      as: 'bare',
      says: 'No mail has come back',
    },
  ],
  [`${r}/desk/mailing-list`]: [
    { name: 'newsletter desk', path: `${d}/desk/mailing-list`, as: 'coordinator', says: 'mailbox' },
    { name: 'newsletter desk, empty', path: '/bare/en/desk/mailing-list', as: 'bare', says: 'Nobody has confirmed' },
  ],
};

/** Their answers to forms. */
export const mailingListAnswers: Opening[] = [
  {
    name: 'newsletter with mistakes',
    path: `${d}/mailing-list`,
    status: 422,
    form: { action: `${d}/mailing-list`, fields: { email: 'no address', locale: 'en' } },
  },
  {
    name: 'newsletter words too short',
    path: `${d}/desk/mailing-list/words`,
    as: 'coordinator',
    status: 422,
    form: { action: `${d}/desk/mailing-list/words`, fields: { 'words-en': 'No.', 'words-fr': '' } },
  },
];
