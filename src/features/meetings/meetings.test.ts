import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { runJob } from '../../platform/jobs/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';

let app: TestApp;
let network: Network;
type Woman = { cookie: string; id: string };
let lead: Woman;
let heron: Woman;
let member: Woman;
let coordinator: Woman;
let stranger: Woman;
const group = newId();
const at = '/one/en';

const rows = async <T extends object>(text: string, ...values: unknown[]): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const text = async (path: string, who: Woman) => words(await (await app.get(path, who)).text());
const form = (over: Record<string, string> = {}) => ({
  id: newId(),
  group: 'night',
  title: 'Reading the law',
  starts_at: '2026-12-01T18:00',
  time_zone: 'America/Toronto',
  minutes: '90',
  place: 'Lantern Hall',
  link: 'https://rooms.example.invalid/secret-door',
  about: '',
  agenda: '20 Welcome (Ana)\nMoney',
  repeat: 'none',
  until: '',
  ...over,
});
async function call(over: Record<string, string> = {}, who = lead): Promise<string> {
  const sent = form(over);
  expect((await app.post(`${at}/meetings`, sent, who)).status).toBe(303);
  return sent.id;
}
const mails = () =>
  rows<{ to_address: string; kind: string }>(
    `select m.to_address, n.kind from mails m join meeting_notices n on n.id = m.subject_id where m.kind = 'meeting-notice' order by m.id`,
  );
const clock = () => runJob(app.deps, 'meetings.clock', { network: network.id });

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-21T12:00:00Z', env: { CASEMENT_TRUST_PROXY: '1' } });
  network = await createNetwork(app, 'one');
  const other = await createNetwork(app, 'two');
  lead = await signInAs(app, network, 'member');
  heron = await signInAs(app, network, 'member');
  member = await signInAs(app, network, 'member');
  coordinator = await signInAs(app, network, 'coordinator');
  stranger = await signInAs(app, other, 'member', 'coordinator');
  await rows(
    `insert into groups (network_id, id, slug, name, entry, created_at) values ($1, $2, 'night', '{"en": "Night"}', 'hidden', now())`,
    network.id,
    group,
  );
  for (const [who, isLead, alias] of [
    [lead, true, null],
    [heron, false, 'Heron'],
  ] as const)
    await rows(
      `insert into group_members (network_id, group_id, account_id, state, lead, alias, joined_at) values ($1, $2, $3, 'in', $4, $5, now())`,
      network.id,
      group,
      who.id,
      isLead,
      alias,
    );
  await rows(`update networks set time_zone = 'UTC'`);
  app.deps.networks.forget();
});
afterAll(() => app.stop());

describe('a meeting', () => {
  test('is shown to each on her own clocks, with the zone’s name and its own time; the link to who may come', async () => {
    const id = await call();
    await app.post(`${at}/account/time-zone`, { zone: 'Africa/Nairobi' }, heron);
    expect((await app.post(`${at}/account/time-zone`, { zone: 'Mars/Base' }, heron)).status).toBe(422);
    const hers = await text(`${at}/meetings/${id}`, heron);
    for (const said of [
      'Wednesday, December 2, 2026 at 2:00 AM (East Africa Time)',
      'Tuesday, December 1, 2026 at 6:00 PM (Eastern Standard Time)',
      'secret-door',
      'Welcome',
      '20 of 90 minutes',
    ])
      expect(hers).toContain(said);
    expect(await text(`${at}/meetings/${id}`, lead)).toContain('(Coordinated Universal Time)');
    expect(await text(`${at}/meetings`, heron)).toContain('Dec 2, 2026');
    expect(await text(`${at}/today`, heron)).toContain('Do you come? Reading the law');
    const ics = await app.get(`${at}/meetings/${id}/meeting.ics`, heron);
    expect(ics.headers.get('content-type')).toContain('text/calendar');
    const file = (await ics.text()).replaceAll('\r\n ', '');
    expect(file).toContain('DTSTART;TZID=America/Toronto:20261201T180000');
    expect(file).toContain(`/meetings/${id}`);
    expect(file).not.toMatch(/secret-door|Welcome/);
  });

  test('whoever lays documents with it under an alias stands in the log as her place', async () => {
    const id = await call();
    const paper = { id: newId(), group: 'night', title: 'A paper', body: 'Words.' };
    expect((await app.post(`${at}/documents`, paper, heron)).status).toBe(303);
    for (const _ of ['with nothing there', 'with it there']) {
      const attach = () => app.post(`${at}/meetings/${id}/documents`, { document: paper.id }, lead);
      const sends = await Promise.all([0, 1, 2].map(attach));
      expect(sends.map(({ status }) => status)).toEqual([303, 303, 303]);
    }
    expect(await rows('select 1 from meeting_documents where meeting_id = $1', id)).toHaveLength(1);
    expect((await app.post(`${at}/meetings/${id}/documents`, {}, heron)).status).toBe(303);
    const log = await rows<{ actor_id: string }>(
      `select actor_id from audit where noun = 'meeting' and verb = 'attached' and noun_id = $1 order by id desc limit 1`,
      id,
    );
    expect(log.map(({ actor_id }) => actor_id === heron.id)).toEqual([false]);
  });

  test('of a hidden group is not there for anybody else, nor for another network', async () => {
    const id = await call();
    for (const [who, place] of [
      [member, at],
      [coordinator, at],
      [stranger, '/two/en'],
    ] as const) {
      for (const path of ['', '/edit', '/cancellation', '/attendance', '/meeting.ics'])
        expect([path, (await app.get(`${place}/meetings/${id}${path}`, who)).status]).toEqual([path, 404]);
      for (const path of ['answer', 'edit', 'cancellation', 'attendance', 'documents', 'minutes', 'approvals'])
        expect([path, (await app.post(`${place}/meetings/${id}/${path}`, {}, who)).status]).toEqual([path, 404]);
      expect(await text(`${place}/meetings`, who)).not.toContain('Reading the law');
    }
    // In it, but no lead: she reads and answers, and calls nothing.
    for (const path of ['edit', 'cancellation'])
      expect((await app.post(`${at}/meetings/${id}/${path}`, {}, heron)).status).toBe(404);
    expect((await app.post(`${at}/meetings`, form(), heron)).status).toBe(404);
    expect((await app.get(`${at}/groups/night/meetings`, member)).status).toBe(404);
  });

  test('at an hour that the clocks skip is refused; one that they show twice is the first', async () => {
    const gap = await app.post(`${at}/meetings`, form({ starts_at: '2027-03-14T02:30' }), lead);
    expect(gap.status).toBe(422);
    expect(words(await gap.text())).toContain('the clocks of this zone are put forward');
    const id = await call({ starts_at: '2027-11-07T01:30' });
    expect((await rows<{ at: Date }>('select starts_utc as at from meetings where id = $1', id))[0]!.at).toEqual(
      new Date('2027-11-07T05:30:00Z'),
    );
    const mistakes: Record<string, string>[] = [
      { link: 'javascript:alert(1)' },
      { time_zone: 'x' },
      { minutes: '0' },
      { title: '' },
    ];
    for (const wrong of mistakes) expect((await app.post(`${at}/meetings`, form(wrong), lead)).status).toBe(422);
  });

  test('of a series keeps its hour over the turn of the clocks; one of them differs; a form sent twice calls it once', async () => {
    const sent = form({ title: 'Weekly', starts_at: '2027-03-02T18:00', repeat: 'week', until: '2027-03-30' });
    await Promise.all([0, 1].map(() => app.post(`${at}/meetings`, sent, lead)));
    const series = () =>
      rows<{ id: string; at: string; place: string; off: boolean; sequence: number }>(
        `select id, to_char(starts_utc at time zone 'UTC', 'MM-DD HH24:MI') as at, place, cancelled_at is not null as off, sequence from meetings where title in ('Weekly', 'Longer') order by starts_utc`,
      );
    expect((await series()).map((one) => one.at)).toEqual([
      '03-02 23:00',
      '03-09 23:00',
      '03-16 22:00',
      '03-23 22:00',
      '03-30 22:00',
    ]);
    const ids = (await series()).map((one) => one.id);
    await app.post(
      `${at}/meetings/${ids[1]}/edit`,
      { ...sent, starts_at: '2027-03-10T19:00', place: 'The library' },
      lead,
    );
    await app.post(
      `${at}/meetings/${ids[2]}/edit`,
      { ...sent, title: 'Longer', starts_at: '2027-03-16T17:00', later: 'yes' },
      lead,
    );
    await app.post(`${at}/meetings/${ids[4]}/cancellation`, { reason: 'Holiday' }, lead);
    await app.post(`${at}/meetings/${ids[4]}/cancellation`, { reason: 'Holiday' }, lead);
    expect((await series()).map(({ at, place, off, sequence }) => [at, place, off, sequence])).toEqual([
      ['03-02 23:00', 'Lantern Hall', false, 0],
      ['03-11 00:00', 'The library', false, 1],
      ['03-16 21:00', 'Lantern Hall', false, 1],
      ['03-23 21:00', 'Lantern Hall', false, 1],
      ['03-30 21:00', 'Lantern Hall', true, 2],
    ]);
    await app.post(`${at}/meetings/${ids[0]}/cancellation`, { reason: '', later: 'yes' }, lead);
    expect((await series()).every(({ off }) => off)).toBe(true);
  });
});

describe('mail', () => {
  test('reminds once, within a day, says only that a meeting waits, and not to who stays away', async () => {
    await rows('delete from mails');
    const id = await call({ title: 'Very private', starts_at: '2026-11-22T18:00', time_zone: 'UTC' });
    await clock();
    expect(await mails()).toEqual([]);
    await app.post(`${at}/meetings/${id}/answer`, { answer: 'not' }, heron);
    // Who is suspended is in the group still, and hears nothing of it.
    const resting = await signInAs(app, network, 'member');
    await rows(
      `insert into group_members (network_id, group_id, account_id, state, joined_at) values ($1, $2, $3, 'in', now())`,
      network.id,
      group,
      resting.id,
    );
    await rows(
      `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, 'suspended', '2026-01-01', now())`,
      network.id,
      newId(),
      resting.id,
    );
    app.at('2026-11-22T10:00:00Z');
    await Promise.all([clock(), clock()]);
    await clock();
    const sent = await mails();
    expect(sent.map(({ kind }) => kind)).toEqual(['reminder']);
    await rows('delete from group_members where account_id = $1', resting.id);
    await app.work();
    const [mail] = await rows<{ mime: Buffer | null; subject: string }>(
      `select mime, subject from mails where kind = 'meeting-notice'`,
    );
    const source = `${mail!.subject}\n${mail!.mime?.toString() ?? ''}`;
    expect(source).toContain('A meeting waits');
    for (const secret of ['private', 'Night', 'Lantern', 'secret-door', '18:00']) expect(source).not.toContain(secret);
    await app.post(`${at}/meetings/${id}/answer`, { answer: 'coming' }, heron);
    await app.post(`${at}/meetings/${id}/cancellation`, { reason: 'Ill' }, lead);
    expect((await mails()).map(({ kind }) => kind)).toEqual(['reminder', 'cancelled']);
    expect(await text(`${at}/meetings/${id}`, heron)).toContain('Ill');
    app.at('2026-11-21T12:00:00Z');
  });
});

describe('who comes', () => {
  const answers = (id: string) =>
    rows('select answer, was_there from meeting_answers where meeting_id = $1 order by answer nulls last', id);
  const habit = (attendance: string, who = lead) =>
    app.post(`${at}/meetings/habits`, { group: 'night', attendance }, who);

  test('is kept until the meeting is over unless the group says otherwise; where it is not kept it is never written', async () => {
    const id = await call({ starts_at: '2026-11-21T18:00', time_zone: 'UTC' });
    await app.post(`${at}/meetings/${id}/answer`, { answer: 'coming' }, heron);
    const page = await (await app.get(`${at}/meetings/${id}`, lead)).text();
    expect(page).toContain('Heron');
    const [account] = await rows<{ name: string }>('select name from accounts where id = $1', heron.id);
    expect(page.includes(heron.id) || page.includes(account!.name)).toBe(false);
    app.at('2026-11-21T19:31:00Z');
    await clock();
    expect(await answers(id)).toEqual([]);
    expect((await app.get(`${at}/meetings/${id}/attendance`, lead)).status).toBe(404);
    app.at('2026-11-21T12:00:00Z');
    expect((await habit('never', heron)).status).toBe(404);
    await habit('never');
    const silent = await call();
    await app.post(`${at}/meetings/${silent}/answer`, { answer: 'coming' }, heron);
    expect(await answers(silent)).toEqual([]);
    expect(await text(`${at}/meetings/${silent}`, heron)).toContain('nobody is asked who comes');
  });

  test('is noted by the lead where it is kept, and deleted at once when the group changes its mind', async () => {
    await habit('kept');
    const id = await call({ starts_at: '2026-11-21T18:00', time_zone: 'UTC' });
    await app.post(`${at}/meetings/${id}/answer`, { answer: 'maybe' }, heron);
    app.at('2026-11-21T18:30:00Z');
    const page = await (await app.get(`${at}/meetings/${id}/attendance`, lead)).text();
    expect(page.includes(heron.id)).toBe(false);
    const places = [...page.matchAll(/name="place" value="([0-9a-f-]{36})"/g)].map((match) => match[1]!);
    expect(places).toHaveLength(2);
    await app.post(`${at}/meetings/${id}/attendance`, { place: [...places, newId()] }, lead);
    expect(await answers(id)).toEqual([
      { answer: 'maybe', was_there: true },
      { answer: null, was_there: true },
    ]);
    await habit('never');
    expect(await answers(id)).toEqual([]);
    await habit('until-over');
    app.at('2026-11-21T12:00:00Z');
  });
});

test('minutes begin with the agenda, and a later meeting approves them as a version', async () => {
  const first = await call({ title: 'First', starts_at: '2026-11-20T18:00', time_zone: 'UTC' });
  const second = await call({ title: 'Second', starts_at: '2026-11-21T11:00', time_zone: 'UTC' });
  expect((await app.post(`${at}/meetings/${first}/minutes`, {}, lead)).headers.get('location')).toContain('/edit');
  await app.post(`${at}/meetings/${first}/minutes`, {}, lead);
  const docs = await rows<{ id: string; title: string }>(`select id, title from documents where kind = 'minutes'`);
  expect(docs.map(({ title }) => title)).toEqual(['Minutes: First, November 20, 2026']);
  expect(await text(`${at}/documents/${docs[0]!.id}`, heron)).toContain('Welcome');
  expect(await text(`${at}/meetings/${second}`, lead)).toContain('Approved here, version 1');
  const approve = (version: string) =>
    app.post(`${at}/meetings/${second}/approvals`, { document: docs[0]!.id, version }, lead);
  await approve('2');
  expect(await text(`${at}/documents/${docs[0]!.id}`, heron)).toContain('wait for the next meeting');
  await approve('1');
  expect(await text(`${at}/documents/${docs[0]!.id}`, heron)).toContain('Approved on');
});

describe('a calendar address', () => {
  test('shows that there is a meeting; titles only if asked; and leads nowhere once it is revoked or she has left', async () => {
    await rows('delete from meetings');
    await call({ starts_at: '2026-12-01T18:00' });
    await call({ title: 'For everybody', group: '', link: '' }, coordinator);
    const make = (words: string, slug = '') =>
      app.post(`${at}/meetings/calendar`, { id: newId(), group: slug, words }, heron);
    await make('');
    await make('yes', 'night');
    const page = await (await app.get(`${at}/meetings/calendar`, heron)).text();
    const [bare, worded] = [...page.matchAll(/http:\/\/127\.0\.0\.1:3000(\/one\/en\/calendar\/[\w.-]+\.ics)/g)].map(
      (m) => m[1]!,
    );
    const read = async (path: string) => {
      const answer = await app.get(path);
      return { status: answer.status, body: (await answer.text()).replaceAll('\r\n ', '') };
    };
    const quiet = await read(bare!);
    expect(quiet.status).toBe(200);
    expect(quiet.body.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    for (const secret of ['Reading', 'everybody', 'Lantern', 'secret-door', 'Night'])
      expect(quiet.body).not.toContain(secret);
    const loud = await read(worded!);
    expect(loud.body.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    for (const said of ['SUMMARY:Reading the law', 'LOCATION:', 'BEGIN:VTIMEZONE', 'TZID:America/Toronto'])
      expect(loud.body).toContain(said);
    // The way in stands on the page alone, which asks who she is.
    expect(loud.body).not.toMatch(/secret-door|Welcome/);
    // Of another network, or guessed, it is none.
    expect((await read(worded!.replace('/one/', '/two/'))).status).toBe(404);
    expect((await read(worded!.replace(/.\.ics$/, '.ics'))).status).toBe(404);
    await rows('delete from group_members where account_id = $1', heron.id);
    // Not even how the hidden group is called by now.
    expect((await read(worded!)).body).not.toMatch(/BEGIN:VEVENT|Night/);
    expect(await text(`${at}/meetings/calendar`, heron)).toContain('A group that you have left');
    expect((await read(bare!)).body.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    // The same form sent twice makes one; beside twenty there is no room, and she is told so.
    const asked = async (id: string) => {
      const answer = await app.post(`${at}/meetings/calendar`, { id, group: '', words: '' }, heron);
      const cookie = `${heron.cookie}; ${answer.headers.get('set-cookie')!.split(';')[0]}`;
      const said = words(await (await app.get(`${at}/meetings/calendar`, { cookie })).text());
      const [{ count }] = (await rows('select count(*)::int from calendar_feeds')) as [{ count: number }];
      return [count, said.includes('The address is made.'), said.includes('You have twenty addresses already.')];
    };
    const last = newId();
    for (let n = 3; n < 20; n += 1) expect(await asked(newId())).toEqual([n, true, false]);
    expect(await asked(last)).toEqual([20, true, false]);
    expect(await asked(last)).toEqual([20, true, false]);
    expect(await asked(newId())).toEqual([20, false, true]);
    const [feed] = await rows<{ id: string }>('select id from calendar_feeds where group_id is null');
    expect((await app.post(`${at}/meetings/calendar/${feed!.id}/removal`, {}, lead)).status).toBe(404);
    expect((await app.post(`${at}/meetings/calendar/${feed!.id}/removal`, {}, heron)).status).toBe(303);
    expect((await read(bare!)).status).toBe(404);
  });

  test('is read so often from one block of addresses and no oftener, whatever stands behind it', async () => {
    const from = async (address: string) =>
      (await app.get(`${at}/calendar/none.ics`, { headers: { 'x-forwarded-for': address } })).status;
    const answers = await Promise.all(
      Array.from({ length: 600 }, (_, i) => from(`2001:db8:1:2:${(i >> 4).toString(16)}::${i + 1}`)),
    );
    expect(new Set(answers)).toEqual(new Set([404]));
    expect(await from('2001:db8:1:2:ffff::1')).toBe(429);
    expect(await from('2001:db8:1:3::1')).toBe(404);
    expect(await from('192.0.2.7')).toBe(404);
  });
});
