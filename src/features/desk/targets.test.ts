import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { words } from '../../../test/app.ts';
import { urls } from '../../urls.ts';
import { representativesOf } from '../representatives/index.ts';
import { completeText, openDesk } from './world.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
const members = 5;

beforeAll(async () => {
  desk = await openDesk();
  const run = (text: string) => desk.app.db.owner.query(text);
  await run(`insert into bodies (id, name, level, country, committee) values ('com', '{"en": "Committee on Codes"}', 'region', 'XX', true);
    insert into roles (id, body_id, name) values ('com:chair', 'com', '{"en": "Chair"}'), ('com:member', 'com', '{"en": "Member"}');
    insert into bodies (id, name, level, country) values ('big', '{"en": "Great Assembly"}', 'region', 'XX'), ('court', '{"en": "High Court"}', 'region', 'XX');
    insert into roles (id, body_id, name) values ('big:member', 'big', '{"en": "Delegate"}')`);
  for (let i = 0; i < members; i += 1) {
    const post = i === 0 ? 'com:chair/chair' : `com:member/${i}`;
    await run(`insert into officials (id, name, source, as_of) values ('c${i}', 'Cora Member ${i}', 'test', '2026-08-05');
      insert into posts (id, role_id, label, known_as_of) values ('${post}', '${post.split('/')[0]}', '{"en": "${i === 0 ? 'Chair' : 'Member'}"}', '2026-08-05');
      insert into tenures (id, official_id, post_id, source, as_of) values ('tc${i}', 'c${i}', '${post}', 'test', '2026-08-05')`);
    // One of them cannot be reached by e-mail.
    if (i < members - 1)
      await run(`insert into contacts (official_id, kind, value) values ('c${i}', 'email', 'c${i}@example.invalid')`);
  }
  await run(`insert into posts (id, role_id, label, known_as_of) select 'big/' || i, 'big:member', '{"en": "Delegate"}', '2026-08-05' from generate_series(1, 201) i;
    insert into officials (id, name, source, as_of) select 'd' || i, 'Delia ' || i, 'test', '2026-08-05' from generate_series(1, 201) i;
    insert into tenures (id, official_id, post_id, source, as_of) select 'td' || i, 'd' || i, 'big/' || i, 'test', '2026-08-05' from generate_series(1, 201) i`);
  representativesOf(desk.app.db).reload();
});
afterAll(() => desk.app.stop());

const letter = (to: string[]) => ({
  to,
  subject: 'Please act',
  body: 'I write to you.',
  name: 'Ana Invented',
  email: 'ana@example.invalid',
});
/** A published campaign that asks just this; its public address. */
async function asking(title: string, target: Record<string, string>): Promise<string> {
  const id = await desk.draft(title);
  await desk.post(urls.campaigns.texts(desk.at, id, 'en'), completeText(title));
  expect((await desk.post(urls.campaigns.targets(desk.at, id), target)).status).toBe(303);
  expect((await desk.post(urls.campaigns.publication(desk.at, id))).status).toBe(303);
  return urls.campaigns.show(desk.at, (await desk.rowOf(id)).slug);
}
const ticked = (html: string) => [...html.matchAll(/name="to" value="([^"]+)" checked/g)].map((match) => match[1]!);

describe('a whole body', () => {
  test('is found by its name and asked as one; too large a one, or a court, is not', async () => {
    const id = await desk.draft('Search');
    const found = await desk.text(desk.get(`${urls.campaigns.targets(desk.at, id)}?q=codes committee`));
    expect(found).toContain('Committee on Codes 5 members Ask every member');
    expect((await desk.post(urls.campaigns.targets(desk.at, id), { body: 'big' })).status).toBe(422);
    expect((await desk.post(urls.campaigns.targets(desk.at, id), { body: 'nothing' })).status).toBe(422);
    expect((await desk.post(urls.campaigns.targets(desk.at, id), { person: 'nobody' })).status).toBe(422);
  });

  test('is one choice on the letter form, with the honest number of letters, and becomes a letter to each', async () => {
    const show = await asking('Codes', { body: 'com' });
    expect(words(await (await desk.app.get(show)).text())).toContain('Every member of Committee on Codes (5)');
    const form = await (await desk.app.get(`${show}/letter`)).text();
    expect(ticked(form)).toEqual(['body:com']);
    expect(words(form)).toContain('An e-mail address is known for 4 of 5');
    const preview = await desk.app.post(`${show}/preview`, letter(['body:com']));
    expect(preview.status).toBe(200);
    const text = await preview.text();
    expect(words(text)).toContain('Cora Member 0');
    const posts = [...text.matchAll(/name="to" value="([^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(posts).size).toBe(members);
    expect((await desk.app.post(`${show}/actions`, letter(['body:com']))).status).toBe(303);
    const { rows } = await desk.app.db.owner.query('select post_ids from actions');
    expect([...rows[0].post_ids].sort()).toEqual([...new Set(posts)].sort());
    // Some of them, and nobody from elsewhere.
    expect((await desk.app.post(`${show}/preview`, letter(['com:chair/chair', 'com:member/2']))).status).toBe(200);
    expect((await desk.app.post(`${show}/preview`, letter(['com:chair/chair', 'xx-justice']))).status).toBe(422);
    expect((await desk.app.post(`${show}/preview`, letter(['body:big']))).status).toBe(422);
    // Going back shows the whole body as one choice again.
    expect(ticked(await (await desk.app.post(`${show}/letter`, letter(posts))).text())).toEqual(['body:com']);
  });
});

test('a list over a year old is said to be on Today', async () => {
  const today = () => desk.text(desk.get(urls.accounts.today(desk.at)));
  expect(await today()).not.toContain('asks people known as of');
  await desk.app.db.owner.query(`update posts set known_as_of = '2025-10-01' where role_id like 'com:%'`);
  expect(await today()).toContain('“Codes” asks people known as of October 1, 2025');
  await desk.app.db.owner.query(`update posts set known_as_of = '2026-08-05' where role_id like 'com:%'`);
});

describe('a person', () => {
  test('is written to in the post she holds, and the coordinator is told when she holds none', async () => {
    const show = await asking('Mara', { person: 'o2' });
    expect(ticked(await (await desk.app.get(`${show}/letter`)).text())).toEqual(['xx-justice']);
    const today = () => desk.text(desk.get(urls.accounts.today(desk.at)));
    expect(await today()).not.toContain('Mara Lind, whom');
    await desk.app.db.owner.query(`update tenures set until_date = '2026-11-01' where official_id = 'o2'`);
    await desk.app.db.owner.query(
      `insert into posts (id, role_id, label, known_as_of) values ('xx-women', 'xx-cabinet:minister', '{"en": "Minister of Women"}', '2026-08-05')`,
    );
    representativesOf(desk.app.db).reload();
    expect(await today()).toContain('Mara Lind, whom “Mara” asks, holds no post any more');
    expect(ticked(await (await desk.app.get(`${show}/letter`)).text())).toEqual([]);
    // She moves to another office: the campaign follows her.
    await desk.app.db.owner.query(
      `insert into tenures (id, official_id, post_id, from_date, source, as_of) values ('t9', 'o2', 'xx-women', '2026-11-01', 'test', '2026-11-02')`,
    );
    representativesOf(desk.app.db).reload();
    expect(ticked(await (await desk.app.get(`${show}/letter`)).text())).toEqual(['xx-women']);
  });
});
