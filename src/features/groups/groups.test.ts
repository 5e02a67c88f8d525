import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';

let app: TestApp;
type Who = { cookie: string; id: string };
const who: Record<'coordinator' | 'lead' | 'woman' | 'other' | 'supporter' | 'stranger', Who> = {} as never;
const g = '/ember/en/groups';
const read = async (path: string, as: Who) => words(await (await app.get(path, as)).text());
const status = async (path: string, as?: Who) => (await app.get(path, as ?? {})).status;
const place = { alias: '', words: '', watch: 'all' };
const email = (role: string, { id }: Who) => `${role}-${id.slice(-12)}@example.invalid`;

beforeAll(async () => {
  app = await createTestApp();
  const network = await createNetwork(app, 'ember');
  const elsewhere = await createNetwork(app, 'other');
  who.coordinator = await signInAs(app, network, 'coordinator');
  who.lead = await signInAs(app, network, 'member');
  who.woman = await signInAs(app, network, 'member');
  who.other = await signInAs(app, network, 'member');
  who.supporter = await signInAs(app, network, 'supporter');
  who.stranger = await signInAs(app, elsewhere, 'coordinator', 'member');
});
afterAll(() => app.stop());

/** Founds a group whose lead is `who.lead`; returns its address. */
async function makeGroup(name: string, entry: string): Promise<string> {
  const form = { id: newId(), name_en: name, charter_en: 'What *for*', entry, first: email('member', who.lead) };
  const answer = await app.post(`${g}/new`, form, who.coordinator);
  expect(answer.status).toBe(303);
  const { rows } = await app.db.owner.query<{ slug: string }>('select slug from groups where id = $1', [form.id]);
  // Sent twice it is one group.
  expect((await app.post(`${g}/new`, form, who.coordinator)).status).toBe(303);
  return `${g}/${rows[0]!.slug}`;
}
/** The id of a place as the page of who is in the group shows it, by the name beside it. */
async function placeOf(group: string, name: string, as = who.lead): Promise<string> {
  const html = await (await app.get(`${group}/members`, as)).text();
  const row = html.split('<tr>').find((part) => part.includes(`>${name}<`) || part.includes(`: ${name}<`))!;
  return /members\/([0-9a-f-]{36})\//.exec(row)![1]!;
}

describe('a group', () => {
  test('is founded by coordinators; another lead must be somebody who belongs', async () => {
    expect(await status(`${g}/new`, who.lead)).toBe(404);
    const form = {
      id: newId(),
      name_en: '=HYPERLINK("x") กลุ่ม',
      entry: 'open',
      first: email('supporter', who.supporter),
    };
    const wrong = await app.post(`${g}/new`, form, who.coordinator);
    expect(wrong.status).toBe(422);
    expect(words(await wrong.text())).toContain('Nobody who belongs to the network');
    const right = await app.post(`${g}/new`, { ...form, first: '' }, who.coordinator);
    expect(await read(right.headers.get('location')!, who.coordinator)).toContain('=HYPERLINK("x") กลุ่ม');
  });

  test('is no stranger’s, no supporter’s, no other network’s', async () => {
    const group = await makeGroup('Open evenings', 'open');
    expect(await status(group)).toBe(403);
    expect(await status(group, who.supporter)).toBe(404);
    expect(await status(group, who.stranger)).toBe(403);
    expect(await status(group.replace('/ember/', '/other/'), who.stranger)).toBe(404);
    expect(await status(group, who.woman)).toBe(200);
    expect(await status(`${group}/members`, who.woman)).toBe(404);
  });

  test('open: who belongs joins, once, and leaves', async () => {
    const group = await makeGroup('Open afternoons', 'open');
    for (let times = 0; times < 2; times += 1)
      expect((await app.post(`${group}/membership`, place, who.woman)).headers.get('location')).toBe(group);
    expect(await read(group, who.woman)).toContain('2 people in it');
    expect((await app.post(`${group}/leaving`, {}, who.woman)).status).toBe(303);
    expect(await status(`${group}/members`, who.woman)).toBe(404);
  });

  test('by request: a lead lets her in, sees her alias alone, and so does everybody; nothing leads to her account', async () => {
    const group = await makeGroup('Those who were inside', 'request');
    await app.post(`${group}/membership`, { ...place, alias: 'Juniper', words: 'I was inside too.' }, who.woman);
    expect(await status(`${group}/members`, who.woman)).toBe(404);
    const { rows } = await app.db.owner.query<{ name: string }>('select name from accounts where id = $1', [
      who.woman.id,
    ]);
    const pages = async () => [
      await (await app.get(`${group}/members`, who.lead)).text(),
      await (await app.get(group, who.lead)).text(),
      await (await app.get(`${group}/members`, who.coordinator)).text(),
    ];
    const before = await pages();
    expect(before[0]).toContain('I was inside too.');
    const id = await placeOf(group, 'Juniper');
    await app.post(`${group}/members/${id}/admission`, {}, who.lead);
    for (const html of [...before, ...(await pages())]) {
      expect(html).not.toContain(who.woman.id);
      expect(html).not.toContain(rows[0]!.name);
      expect(html).not.toContain(email('member', who.woman));
    }
    expect(await read(`${group}/members`, who.woman)).toContain('Juniper in it · you');
    // Whoever only asks is not told that somebody bears that name: so she could try who is in it. Let in, she bears another.
    const asked = await app.post(`${group}/membership`, { ...place, alias: 'JUNIPER' }, who.other);
    expect(asked.status).toBe(303);
    await app.post(`${group}/members/${await placeOf(group, 'JUNIPER')}/admission`, {}, who.lead);
    expect(await read(`${group}/members`, who.lead)).toContain('JUNIPER 2');
    // In the group nobody takes a borne name, in whatever letters.
    const taken = await app.post(`${group}/membership`, { ...place, alias: 'juniper' }, who.other);
    expect(taken.status).toBe(422);
    // Nobody but who runs it decides.
    for (const verb of ['admission', 'refusal', 'removal', 'lead', 'lead/end'])
      expect((await app.post(`${group}/members/${id}/${verb}`, {}, who.woman)).status).toBe(404);
  });

  test('hidden: nobody else finds it, counts it or guesses it, coordinators included', async () => {
    const group = await makeGroup('The court case', 'hidden');
    expect(group).not.toContain('court');
    expect(await status(group, who.lead)).toBe(200);
    for (const somebody of [who.coordinator, who.woman]) {
      for (const rest of ['', '/members', '/membership', '/settings', '/leaving', '/closure'])
        expect(await status(group + rest, somebody)).toBe(404);
      expect((await app.post(`${group}/membership`, place, somebody)).status).toBe(404);
      expect(await read(g, somebody)).not.toContain('The court case');
    }
    // Invited, she sees that it is there, and nothing that is in it; a wrong address is answered alike.
    for (const key of [email('member', who.woman), 'nobody@example.invalid', email('supporter', who.supporter)])
      expect((await app.post(`${group}/invitations`, { key }, who.lead)).headers.get('location')).toBe(
        `${group}/members`,
      );
    expect(await status(group, who.supporter)).toBe(404);
    expect(await read(g, who.woman)).toContain('The court case');
    expect(await status(`${group}/members`, who.woman)).toBe(404);
    await app.post(`${group}/membership`, { ...place, alias: 'Linde' }, who.woman);
    expect(await read(`${group}/members`, who.woman)).toContain('Linde');
    // A hidden group opens only by the hand of who leads it, and only she could hide one.
    const open = await makeGroup('Not to be hidden', 'open');
    const hide = { name_en: 'Not to be hidden', charter_en: '', entry: 'hidden', digest_text: '' };
    expect((await app.post(`${open}/settings`, hide, who.coordinator)).status).toBe(422);
    expect((await app.post(`${open}/settings`, hide, who.lead)).status).toBe(303);
    expect(await status(open, who.coordinator)).toBe(404);
  });

  test('an address that is typed tells nobody whose it is: who hides her name stands at no door, and can come in', async () => {
    const group = await makeGroup('Found by address', 'hidden');
    await app.db.owner.query(
      `insert into profiles (network_id, account_id, visibility, updated_at)
        select network_id, id, '{"name": "nobody"}', now() from accounts where id = $1`,
      [who.other.id],
    );
    await app.db.owner.query(`update accounts set name = 'Wilhelmina Truename' where id = $1`, [who.other.id]);
    for (const key of ['nobody@example.invalid', email('member', who.other)])
      await app.post(`${group}/invitations`, { key }, who.lead);
    const door = await read(`${group}/members`, who.lead);
    expect(door).not.toContain('Truename');
    await app.post(`${group}/invitations`, { key: email('member', who.woman) }, who.lead);
    expect(await read(`${group}/members`, who.lead)).toContain('Invited');
    await app.post(`${group}/membership`, { ...place, alias: 'Aspen' }, who.other);
    expect(await read(`${group}/members`, who.lead)).toContain('Aspen');
    await app.db.owner.query('delete from profiles where account_id = $1', [who.other.id]);
  });

  test('the log does not say who is in a hidden group, nor by an old place whose an alias is', async () => {
    const group = await makeGroup('Hidden from the log', 'hidden');
    await app.post(`${group}/invitations`, { key: email('member', who.woman) }, who.lead);
    await app.post(`${group}/membership`, place, who.woman);
    const slug = group.split('/').at(-1)!;
    const decision = {
      way: 'vote',
      voice: 'member',
      options: '',
      ballot: 'open',
      quorum: '0',
      majority: 'half',
      keep: 'ballots',
    };
    for (const [path, form] of [
      ['documents', { id: newId(), title: 'Notes', body: 'Words', group: slug }],
      ['decisions', { id: newId(), title: 'Shall we', proposal: 'Yes', group: slug, questions_until: '', ...decision }],
    ] as const)
      expect((await app.post(`/ember/en/${path}`, form, who.woman)).status).toBe(303);
    const { rows: said } = await app.db.owner.query(
      `select noun, verb, actor_kind from audit where id > (select id from audit where verb = 'founded' order by id desc limit 1) order by id`,
    );
    expect(said).toEqual(
      [
        ['group-place', 'invited'],
        ['group-place', 'joined'],
        ['document', 'added'],
        ['decision', 'proposed'],
      ].map(([noun, verb]) => ({ noun, verb, actor_kind: 'person' })),
    );
    // An open group: her place before the alias and her place after it never stand in one line.
    const open = await makeGroup('An alias later', 'open');
    await app.post(`${open}/membership`, place, who.woman);
    const { rows: before } = await app.db.owner.query(
      `select m.id from group_members m join groups g on g.id = m.group_id where g.slug = $1 and m.account_id = $2`,
      [open.split('/').at(-1), who.woman.id],
    );
    await app.post(`${open}/membership`, { ...place, alias: 'Sorrel' }, who.woman);
    const { rows: lines } = await app.db.owner.query(
      `select verb, actor_kind from audit where $1 in (noun_id, actor_id::text) order by id`,
      [before[0].id],
    );
    expect(lines).toEqual([{ verb: 'joined', actor_kind: 'account' }]);
    // An open group that becomes hidden: what the log knows of its places leads nowhere.
    const settings = { name_en: 'An alias later', charter_en: '', entry: 'hidden', digest_text: '' };
    const places = async () =>
      (
        await app.db.owner.query(
          `select m.id from group_members m join groups g on g.id = m.group_id where g.slug = $1 order by m.account_id`,
          [open.split('/').at(-1)],
        )
      ).rows.map((row) => row.id);
    const then = await places();
    expect((await app.post(`${open}/settings`, settings, who.lead)).status).toBe(303);
    const now = await places();
    expect(now.filter((id) => then.includes(id))).toEqual([]);
    // And back: what it says of places of a hidden group leads nowhere once pages show them.
    expect((await app.post(`${open}/settings`, { ...settings, entry: 'open' }, who.lead)).status).toBe(303);
    expect((await places()).filter((id) => now.includes(id))).toEqual([]);
  });

  test('a lead under an alias stands in the log as her place, whatever she changes', async () => {
    const group = await makeGroup('Led under an alias', 'hidden');
    await app.post(`${group}/membership`, { ...place, alias: 'Rowan' }, who.lead);
    const settings = { name_en: 'Led under an alias', charter_en: 'Other', entry: 'hidden', digest_text: '' };
    expect((await app.post(`${group}/settings`, settings, who.lead)).status).toBe(303);
    expect((await app.post(`${group}/closure`, {}, who.lead)).status).toBe(303);
    const { rows } = await app.db.owner.query(
      `select verb, actor_kind from audit where noun = 'group' and verb <> 'founded' and noun_id = (
        select id::text from groups where slug = $1) order by id`,
      [group.split('/').at(-1)],
    );
    expect(rows).toEqual([
      { verb: 'edited', actor_kind: 'person' },
      { verb: 'closed', actor_kind: 'person' },
    ]);
  });

  test('always has a lead: the last one hands over before she goes', async () => {
    const group = await makeGroup('Handing over', 'open');
    await app.post(`${group}/membership`, { ...place, alias: 'Rowan' }, who.woman);
    const stuck = await app.post(`${group}/leaving`, {}, who.lead);
    expect(stuck.status).toBe(422);
    expect(words(await stuck.text())).toContain('Make somebody a lead first');
    await app.post(`${group}/members/${await placeOf(group, 'Rowan')}/lead`, {}, who.lead);
    expect((await app.post(`${group}/leaving`, {}, who.lead)).status).toBe(303);
    expect(await read(group, who.coordinator)).toContain('Led by Rowan');
  });

  test('closed: nobody joins; who is in it still reads; it opens again', async () => {
    const group = await makeGroup('Over', 'open');
    expect((await app.post(`${group}/closure`, {}, who.woman)).status).toBe(404);
    await app.post(`${group}/closure`, {}, who.lead);
    expect(await status(`${group}/membership`, who.woman)).toBe(404);
    expect((await app.post(`${group}/membership`, place, who.woman)).status).toBe(404);
    expect(await read(group, who.lead)).toContain('nobody writes here');
    expect(await read(g, who.woman)).not.toContain('>Over<');
    await app.post(`${group}/reopening`, {}, who.lead);
    expect(await status(`${group}/membership`, who.woman)).toBe(200);
  });
});
