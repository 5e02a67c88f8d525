import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';

let app: TestApp;
type Who = { cookie: string; id: string };
const who: Record<'lead' | 'juniper' | 'other' | 'outside' | 'stranger', Who> = {} as never;
let group: string;
const names = new Map<string, string>();
const origin = 'http://127.0.0.1:3000';

const html = async (path: string, as: Who) => (await app.get(path, as)).text();
const read = async (path: string, as: Who) => words(await html(path, as));
const status = async (path: string, as: Who) => (await app.get(path, as)).status;

/** Posts go out as a browser sends them: with a file field, chosen or not. */
async function send(
  path: string,
  as: Who,
  fields: Record<string, string | string[]>,
  file?: { name: string; bytes: Buffer },
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  form.append('file', new File(file ? [new Uint8Array(file.bytes)] : [], file?.name ?? ''));
  return app.app.request(origin + path, {
    method: 'POST',
    body: form,
    headers: { origin, cookie: as.cookie },
    redirect: 'manual',
  });
}
async function begin(title: string, body: string, as = who.lead): Promise<string> {
  const id = newId();
  const answer = await send(`${group}/threads/new`, as, { id, post: newId(), title, body });
  expect(answer.status).toBe(303);
  return `${group}/threads/${id}`;
}
const write = (thread: string, body: string, as = who.lead, more: Record<string, string | string[]> = {}) =>
  send(`${thread}/posts`, as, { id: newId(), body, ...more });

beforeAll(async () => {
  app = await createTestApp();
  const network = await createNetwork(app, 'ember');
  const elsewhere = await createNetwork(app, 'other');
  who.lead = await signInAs(app, network, 'coordinator');
  for (const one of ['juniper', 'other', 'outside'] as const) who[one] = await signInAs(app, network, 'member');
  who.stranger = await signInAs(app, elsewhere, 'member');
  const form = { id: newId(), name_en: 'Letters', charter_en: '', entry: 'open' };
  group = (await app.post('/ember/en/groups/new', form, who.lead)).headers.get('location')!;
  await app.post(`${group}/membership`, { alias: 'Juniper', words: '', watch: 'all' }, who.juniper);
  await app.post(`${group}/membership`, { alias: '', words: '', watch: 'all' }, who.other);
  const { rows } = await app.db.owner.query<{ id: string; name: string }>('select id, name from accounts');
  for (const row of rows) names.set(row.id, row.name);
});
afterAll(() => app.stop());

describe('a thread', () => {
  test('is read and written by who is in the group, and is nothing to anybody else', async () => {
    const thread = await begin('Visiting hours', 'What *changed*?\n\n<script>x</script>');
    const page = await html(thread, who.juniper);
    expect(page).toContain('<em>changed</em>');
    expect(page).not.toContain('<script>x');
    for (const path of [thread, `${group}/threads`, `${group}/threads?q=changed`, `${group}/threads/new`]) {
      expect(await status(path, who.outside)).toBe(404);
      expect(await status(path.replace('/ember/', '/other/'), who.stranger)).toBe(404);
    }
    expect((await write(thread, 'x', who.outside)).status).toBe(404);
    expect((await write(thread.replace('/ember/', '/other/'), 'x', who.stranger)).status).toBe(404);
    // A thread of one group is not found in another.
    const form = { id: newId(), name_en: 'Another', charter_en: '', entry: 'open' };
    const another = (await app.post('/ember/en/groups/new', form, who.lead)).headers.get('location')!;
    expect(await status(thread.replace(group, another), who.lead)).toBe(404);
  });

  test('sent twice is one post; a mistake keeps what was typed', async () => {
    const thread = await begin('Twice', 'First');
    const id = newId();
    for (let times = 0; times < 2; times += 1)
      expect((await send(`${thread}/posts`, who.juniper, { id, body: 'Second' })).headers.get('location')).toBe(
        `${thread}#p2`,
      );
    expect((await html(thread, who.lead)).match(/<article/g)).toHaveLength(2);
    // The id of somebody else's post opens nothing.
    expect((await send(`${thread}/posts`, who.other, { id, body: 'Third' })).status).toBe(404);
    const wrong = await write(thread, '   ', who.juniper);
    expect(wrong.status).toBe(422);
    const untitled = await send(`${group}/threads/new`, who.juniper, {
      id: newId(),
      post: newId(),
      title: '',
      body: 'Kept words',
    });
    expect(untitled.status).toBe(422);
    expect(await untitled.text()).toContain('Kept words');
  });

  test('no page leads from an alias to an account', async () => {
    const thread = await begin('Under another name', 'I write as Juniper.', who.juniper);
    await write(thread, 'Hello @juniper', who.other);
    const pages = [thread, `${group}/threads`, group, `${group}/members`, `${group}/threads/new`, `${thread}?quote=1`];
    for (const path of pages) {
      const page = await html(path, who.other);
      expect(page).toContain(path === `${group}/threads/new` ? 'Juniper' : '');
      expect(page).not.toContain(names.get(who.juniper.id));
      expect(page).not.toContain(who.juniper.id);
    }
    expect(await html(thread, who.other)).toContain('<b>Juniper</b>');
    // The log names her place in the group, not her.
    const { rows } = await app.db.owner.query(
      `select actor_id from audit where noun in ('thread', 'post', 'group-place') and actor_id = $1`,
      [who.juniper.id],
    );
    expect(rows).toEqual([]);
    // Another name goes onto what she wrote, and her place has another id.
    const before = [...(await html(`${group}/threads/new`, who.other)).matchAll(/name="named" value="([^"]+)"/g)].map(
      (match) => match[1],
    );
    await app.post(`${group}/membership`, { alias: 'Wren', words: '', watch: 'all' }, who.juniper);
    const after = [...(await html(`${group}/threads/new`, who.other)).matchAll(/name="named" value="([^"]+)"/g)].map(
      (match) => match[1],
    );
    expect(before.filter((id) => !after.includes(id))).toHaveLength(1);
    expect(await read(thread, who.other)).not.toContain('<b>Juniper</b>');
    expect(await html(thread, who.other)).toContain('<b>Wren</b>');
    await app.post(`${group}/membership`, { alias: 'Juniper', words: '', watch: 'all' }, who.juniper);
  });

  test('who is named is named: by a tick, or by “@” and her name', async () => {
    const thread = await begin('Naming', `Dear @${names.get(who.other.id)}, please look.`);
    expect(await read(thread, who.lead)).toContain(`Named: ${names.get(who.other.id)}`);
    const tick = /name="named" value="([^"]+)"[^>]*>\s*<span>Juniper/.exec(await html(thread, who.lead))![1]!;
    await write(thread, 'And you?', who.lead, { named: [tick, newId()] });
    expect(await read(thread, who.lead)).toContain('Named: Juniper');
    const { rows } = await app.db.owner.query<{ n: number }>(
      'select count(*) as n from post_mentions where thread_id = $1',
      [thread.split('/').at(-1)],
    );
    expect(rows[0]!.n).toBe(2);
  });

  test('is quoted without script', async () => {
    const thread = await begin('Quoting', '> of old\n\nThe **new** words');
    const form = await html(`${thread}?quote=1`, who.juniper);
    expect(form).toMatch(/<textarea[^>]*>\s*&gt; The \*\*new\*\* words/);
    expect(form).not.toContain('&gt; of old');
    await write(thread, '> The **new** words\n\nYes.', who.juniper, { answers: '1' });
    const page = await html(thread, who.lead);
    expect(page).toContain(`answers post 1 of ${names.get(who.lead.id)}`);
    expect(page).toContain('<blockquote>');
  });

  test('a post is changed within its hour, with its past; taken back, it is gone with it', async () => {
    const thread = await begin('Changing', 'First words', who.juniper);
    const post = /posts\/([0-9a-f-]{36})"/.exec(await html(thread, who.juniper))![1]!;
    expect(await html(thread, who.other)).not.toContain(`posts/${post}"`);
    expect(await status(`${group}/posts/${post}`, who.other)).toBe(404);
    expect((await send(`${group}/posts/${post}`, who.other, { body: 'Not hers' })).status).toBe(404);
    app.at('2026-11-21T12:30:00Z');
    expect((await send(`${group}/posts/${post}`, who.juniper, { body: 'Second words' })).status).toBe(303);
    expect(await read(`${group}/posts/${post}/history`, who.other)).toContain('First words');
    app.at('2026-11-21T13:00:00Z');
    expect((await send(`${group}/posts/${post}`, who.juniper, { body: 'Too late' })).status).toBe(404);
    expect((await app.post(`${group}/posts/${post}/withdrawal`, {}, who.other)).status).toBe(404);
    await app.post(`${group}/posts/${post}/withdrawal`, {}, who.juniper);
    expect(await read(thread, who.other)).toContain('Taken back on November 21, 2026 by whoever wrote it');
    expect(await status(`${group}/posts/${post}/history`, who.other)).toBe(404);
    const { rows } = await app.db.owner.query<{ t: string }>(
      `select coalesce(string_agg(p::text, ''), '') || coalesce((select string_agg(v::text, '') from post_versions v where v.post_id = $1), '') as t from thread_posts p where id = $1`,
      [post],
    );
    expect(rows[0]!.t).not.toMatch(/words/i);
    app.at('2026-11-21T12:00:00Z');
  });

  test('a file comes with a post, cleaned, and is the group’s alone', async () => {
    const thread = await begin('A picture', 'See below');
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#aa3311' } })
      .withExif({ IFD0: { Artist: 'Her real name' } })
      .jpeg()
      .toBuffer();
    expect(bytes.includes('Her real name')).toBe(true);
    expect(
      (await send(`${thread}/posts`, who.juniper, { id: newId(), body: 'Here' }, { name: 'plan.jpg', bytes })).status,
    ).toBe(303);
    const page = await html(thread, who.other);
    const download =
      /href="([^"]*\/files\/[^"]*download[^"]*)"/.exec(page)?.[1] ?? /href="([^"]*\/files\/[^"]*)"/.exec(page)![1]!;
    const got = await app.get(download, who.other);
    expect(got.status).toBe(200);
    expect(Buffer.from(await got.arrayBuffer()).includes('Her real name')).toBe(false);
    expect((await app.get(download, who.outside)).status).toBe(404);
    const bad = await send(
      `${thread}/posts`,
      who.juniper,
      { id: newId(), body: 'Kept words' },
      { name: 'x.jpg', bytes: Buffer.from('MZ not a picture') },
    );
    expect(bad.status).toBe(422);
    expect(await bad.text()).toContain('Kept words');
  });

  test('what is new is marked until it was read; reading is a form’s, never a link’s', async () => {
    const thread = await begin('Marks', 'One');
    await app.post(`${thread}/reading`, { n: '1' }, who.other);
    await write(thread, 'Two');
    const row = async () =>
      words((await html(`${group}/threads`, who.other)).split('<tr>').find((part) => part.includes('>Marks<'))!);
    expect(await row()).toContain('1 · one new'.replace('1', '2'));
    await app.get(thread, who.other);
    expect(await row()).toContain('one new');
    expect(await html(thread, who.other)).toContain('class="post fresh"');
    // More than there is was not read.
    await app.post(`${thread}/reading`, { n: '999' }, who.other);
    expect(await row()).not.toContain('new');
    await write(thread, 'Three');
    expect(await row()).toContain('one new');
    await app.post(`${group}/reading`, {}, who.other);
    expect(await row()).not.toContain('new');
  });

  test('is pinned and locked by who runs the group alone', async () => {
    const thread = await begin('Rules of the house', 'Be kind');
    for (const verb of ['pin', 'lock', 'pin/end', 'lock/end'])
      expect((await app.post(`${thread}/${verb}`, {}, who.other)).status).toBe(404);
    await app.post(`${thread}/pin`, {}, who.lead);
    await begin('Later than the rules', 'x');
    const list = await read(`${group}/threads`, who.other);
    expect(list.indexOf('Rules of the house')).toBeLessThan(list.indexOf('Later than the rules'));
    await app.post(`${thread}/lock`, {}, who.lead);
    expect(await read(thread, who.other)).toContain('This thread is locked');
    expect((await write(thread, 'x', who.other)).status).toBe(404);
    await app.post(`${thread}/lock/end`, {}, who.lead);
    expect((await write(thread, 'x', who.other)).status).toBe(303);
  });

  test('of more than a page is read in pages', async () => {
    const thread = await begin('Long', 'Post 1');
    const id = thread.split('/').at(-1);
    await app.db.owner.query(
      `insert into thread_posts (network_id, id, thread_id, group_id, n, shown_as, body, created_at, words)
       select network_id, gen_random_uuid(), id, group_id, i, 'Rosa', 'Post ' || i, now(), '' from threads, generate_series(2, 60) i where id = $1`,
      [id],
    );
    await app.db.owner.query('update threads set last_n = 60 where id = $1', [id]);
    expect((await html(thread, who.other)).match(/<article/g)).toHaveLength(25);
    expect(await read(`${thread}?from=60`, who.other)).toMatch(/Earlier posts .*Post 51 .*Post 60/);
    for (const from of ['61', '0', 'x', '99999999'])
      expect(await status(`${thread}?from=${from}`, who.other)).toBe(from === '61' ? 200 : 404);
    expect(await status(`${thread}?from=76`, who.other)).toBe(404);
  });
});

describe('search within a group', () => {
  test('finds every word in any letters, in titles too, and nothing of another group, hidden or taken back', async () => {
    await begin('Cárcel de mujeres', 'Sobre el registro');
    const thai = await begin('Thai', 'ผู้หญิงในเรือนจำต้องการอ่านหนังสือ');
    const find = (q: string, as = who.other) => read(`${group}/threads?q=${encodeURIComponent(q)}`, as);
    expect(await find('carcel REGIS')).toContain('Cárcel de mujeres');
    expect(await find('เรือนจำ')).toContain('Thai');
    expect(await find('\' & | ! :* \\ "')).toContain('Nothing here holds');
    expect(await find('zzz')).toContain('Nothing here holds');
    const form = { id: newId(), name_en: 'Second', charter_en: '', entry: 'open' };
    const second = (await app.post('/ember/en/groups/new', form, who.lead)).headers.get('location')!;
    expect(await read(`${second}/threads?q=carcel`, who.lead)).not.toContain('mujeres');
    const post = /posts\/([0-9a-f-]{36})"/.exec(await html(thai, who.lead))![1]!;
    await app.post(`${group}/posts/${post}/withdrawal`, {}, who.lead);
    expect(await find('เรือนจำ')).toContain('Nothing here holds');
  });
});
