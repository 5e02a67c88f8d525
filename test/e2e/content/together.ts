import { newId } from '../../../src/platform/crypto/ids.ts';
import { signInAs, type TestApp } from '../../app.ts';

/** Meetings, documents and decisions of /daylight: of the whole network, and of a group in which the coordinator is a lead. */
export type Together = {
  /** A document of the network in two versions, and one of the group. */
  document: string;
  groupDocument: string;
  /** Meetings of the network ahead, past (with minutes) and cancelled. */
  meetings: Record<'ahead' | 'past' | 'cancelled', string>;
  /** Decisions in each of their states. */
  decisions: Record<'asked' | 'secret' | 'waiting' | 'consent' | 'closed', string>;
};

const daylight = '/daylight/en';

export async function makeTogether(app: TestApp, signed: { cookie: string }, group: string): Promise<Together> {
  const [document, groupDocument] = [newId(), newId()];
  const text = { title: 'How we answer the press', body: '## First\n\nAsk her first.\n\nThen answer.', summary: '' };
  await app.post(`${daylight}/documents`, { ...text, id: document }, signed);
  await app.post(
    `${daylight}/documents/${document}/versions`,
    { ...text, body: `${text.body}\n\nWrite down what was said.`, summary: 'What was said', base: '1' },
    signed,
  );
  await app.post(`${daylight}/documents`, { ...text, id: groupDocument, group }, signed);
  return {
    document,
    groupDocument,
    decisions: await makeDecisions(app, signed, group),
    meetings: await makeMeetings(app, signed, group),
  };
}

const settings = {
  way: 'vote',
  voice: 'member',
  options: '',
  ballot: 'open',
  quorum: '0',
  majority: 'half',
  keep: 'ballots',
  questions_until: '',
};

async function makeDecisions(app: TestApp, signed: { cookie: string }, group: string): Promise<Together['decisions']> {
  const ids = { asked: newId(), secret: newId(), waiting: newId(), consent: newId(), closed: newId() };
  const day = (n: number) => new Date(app.deps.clock().getTime() + n * 86_400_000).toISOString().slice(0, 16);
  const propose = (id: string, title: string, over: Record<string, string>) =>
    app.post(`${daylight}/decisions`, { ...settings, id, title, proposal: 'We try it until *June*.', ...over }, signed);
  const open = (id: string, over: Record<string, string>) =>
    app.post(`${daylight}/decisions/${id}/opening`, { ...settings, closes_at: day(3), ...over }, signed);
  const options = { options: 'Lantern Hall\nThe library', majority: 'most' };
  await propose(ids.asked, 'A second telephone line', {});
  await app.post(`${daylight}/decisions/${ids.asked}/questions`, { question: 'Who pays for it?' }, signed);
  for (let n = 0; n < 6; n += 1) await signInAs(app, await app.network('daylight'), 'member');
  await propose(ids.secret, 'Where we meet', { ...options, ballot: 'secret' });
  await open(ids.secret, { ...options, ballot: 'secret' });
  // Its time is over, and nobody has voted.
  await propose(ids.waiting, 'Who speaks for us in May', { ballot: 'secret' });
  await open(ids.waiting, { ballot: 'secret' });
  await app.db.owner.query(`update decisions set state = 'waiting', closes_at = opened_at where id = $1`, [
    ids.waiting,
  ]);
  await propose(ids.consent, 'Silence in the first hour', { way: 'consent', group });
  await open(ids.consent, { way: 'consent' });
  const [me] = (
    await app.db.owner.query<{ id: string }>('select voter_id as id from decision_voters where decision_id = $1', [
      ids.consent,
    ])
  ).rows;
  const objection = { choice: '2', voter: me!.id, round: '1', reason: 'Nobody hears the door.' };
  await app.post(`${daylight}/decisions/${ids.consent}/ballot`, objection, signed);
  await propose(ids.closed, 'A seat for the night group', { ...options });
  await open(ids.closed, options);
  await app.db.owner.query(
    `update decisions set state = 'closed', closed_at = now(), result = '{"is": "chosen", "option": 1, "heard": 9, "counts": [[-1, 2], [0, 3], [1, 4]]}' where id = $1`,
    [ids.closed],
  );
  return ids;
}

async function makeMeetings(app: TestApp, signed: { cookie: string }, group: string): Promise<Together['meetings']> {
  const ids = { ahead: newId(), past: newId(), cancelled: newId() };
  const day = (n: number) => new Date(app.deps.clock().getTime() + n * 86_400_000).toISOString().slice(0, 16);
  const call = (id: string, title: string, days: number, over: Record<string, string> = {}) =>
    app.post(
      `${daylight}/meetings`,
      {
        id,
        title,
        starts_at: day(days),
        time_zone: 'America/Vancouver',
        minutes: '90',
        place: 'Lantern Hall',
        link: 'https://rooms.example.invalid/a',
        about: 'Bring *one* page.',
        agenda: '20 Welcome (Ana)\nMoney',
        repeat: 'none',
        until: '',
        ...over,
      },
      signed,
    );
  await app.post(`${daylight}/meetings/habits`, { group: '', attendance: 'kept' }, signed);
  await call(ids.ahead, 'Reading the law', 12);
  await call(ids.past, 'Looking back', -3);
  await call(ids.cancelled, 'A walk', 5);
  await call(newId(), 'The circle', 6, { group, repeat: 'week', until: day(30).slice(0, 10) });
  await app.post(`${daylight}/meetings/${ids.ahead}/answer`, { answer: 'coming' }, signed);
  await app.post(`${daylight}/meetings/${ids.past}/minutes`, {}, signed);
  await app.post(`${daylight}/meetings/${ids.cancelled}/cancellation`, { reason: 'Snow' }, signed);
  await app.post(`${daylight}/meetings/calendar`, { id: newId(), group: '', words: '' }, signed);
  return ids;
}
