import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { words } from '../../../test/app.ts';
import { runJob } from '../../platform/jobs/index.ts';
import { urls } from '../../urls.ts';
import { actionRef } from '../campaigns/ref.ts';
import { quietJobName } from '../deliveries/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { deskUrls } from './urls.ts';
import { completeText, openDesk } from './world.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
let campaign: { id: string; slug: string };
const run = (text: string, values: unknown[] = []) => desk.app.db.owner.query(text, values);
const reload = () => representativesOf(desk.app.db).reload();

beforeAll(async () => {
  desk = await openDesk();
  await run(`insert into officials (id, name, source, as_of) values ('o9', 'Nia New', 'test', '2026-11-20');
    insert into contacts (official_id, kind, value) values ('o2', 'email', 'mara@example.invalid'), ('o9', 'email', 'nia@example.invalid')`);
  const id = await desk.draft('Justice');
  await desk.post(urls.campaigns.texts(desk.at, id, 'en'), completeText('Justice'));
  await desk.post(urls.campaigns.targets(desk.at, id), { post: 'xx-justice' });
  expect((await desk.post(urls.campaigns.publication(desk.at, id))).status).toBe(303);
  campaign = { id, slug: (await desk.rowOf(id)).slug };
});
afterAll(() => desk.app.stop());

beforeEach(async () => {
  await run(`delete from tenures where post_id = 'xx-justice'; delete from own_tenures; delete from mails; delete from actions;
    update campaigns set on_change = 'hold';
    insert into tenures (id, official_id, post_id, source, as_of) values ('t2', 'o2', 'xx-justice', 'test', '2026-08-05')`);
  reload();
});
const elect = async (until = '2026-11-21') => {
  await run(`update tenures set until_date = $1 where id = 't2'`, [until]);
  await run(
    `insert into tenures (id, official_id, post_id, from_date, source, as_of) values ('t9', 'o9', 'xx-justice', $1, 'test', $1)`,
    [until],
  );
  reload();
};
/** A confirmed letter; its private address. */
async function letter(name: string): Promise<string> {
  const show = urls.campaigns.show(desk.at, campaign.slug);
  const fields = {
    to: 'xx-justice',
    subject: 'Please act',
    body: 'I write.',
    name,
    email: `${name.toLowerCase()}@example.invalid`,
  };
  expect((await desk.app.post(`${show}/actions`, fields)).status).toBe(303);
  const { id } = await desk.one<{ id: string }>(
    `select a.id from actions a join people p on p.id = a.person_id where p.name = $1`,
    name,
  );
  const path = urls.campaigns.action(desk.at, actionRef(desk.app.deps.secret, desk.network.id, id));
  expect((await desk.app.post(`${path}/confirmation`, {})).status).toBe(303);
  return path;
}
const deliveries = async () =>
  (await run(`select d.state, d.note, d.official_name as name, d.address from deliveries d order by d.id`)).rows.map(
    (row) => [row.state, row.note, row.name, row.address],
  );
const follow = () => runJob(desk.app.deps, quietJobName, { network: desk.network.id });
const changes = () => deskUrls.changes(desk.at, campaign.id);

describe('a seat that changes hands', () => {
  test('holds letters that have not left; the coordinator is told, and sends them to the new holder', async () => {
    const path = await letter('Ana');
    await letter('Bea');
    expect((await deliveries()).map((row) => row[0])).toEqual(['queued', 'queued']);
    await elect();
    await follow();
    expect(await deliveries()).toEqual([
      ['composed', 'changed', 'Mara Lind', null],
      ['composed', 'changed', 'Mara Lind', null],
    ]);
    expect((await run(`select from mails where kind = 'letter' and state <> 'cancelled'`)).rowCount).toBe(0);
    expect(words(await (await desk.app.get(path)).text())).toContain('Your letter is held, not lost');
    expect(await desk.text(desk.get(urls.accounts.today(desk.at)))).toContain(
      'the seat “Minister of Justice” is held by Nia New; 2 letters are held for the new member',
    );
    expect(await desk.text(desk.get(changes()))).toContain('Written to Mara Lind');
    for (let i = 0; i < 2; i += 1)
      expect((await desk.post(`${changes()}/forwarding`, { post: 'xx-justice' })).status).toBe(303);
    expect(await deliveries()).toEqual([
      ['queued', null, 'Nia New', 'nia@example.invalid'],
      ['queued', null, 'Nia New', 'nia@example.invalid'],
    ]);
    await desk.app.work();
    expect((await deliveries()).map((row) => row[0])).toEqual(['kept', 'kept']);
  });

  test('is asked about once more when a letter is composed: nothing goes to somebody who has left', async () => {
    await letter('Cleo');
    await elect();
    // The sender comes before the job that follows seats.
    await run(
      `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = $1`,
      [quietJobName],
    );
    await desk.app.work();
    expect(await deliveries()).toEqual([['composed', 'changed', 'Mara Lind', null]]);
    expect((await run(`select from mails where kind = 'letter' and state = 'kept'`)).rowCount).toBe(0);
    await desk.post(`${changes()}/removal`, { post: 'xx-justice' });
    expect((await deliveries())[0]!.slice(0, 2)).toEqual(['withdrawn', 'dropped']);
  });

  test('left empty keeps its letters until somebody is there; a campaign may send them on by itself', async () => {
    await letter('Dora');
    await run(`update tenures set until_date = '2026-11-21' where id = 't2'`);
    reload();
    await follow();
    expect((await deliveries())[0]!.slice(0, 2)).toEqual(['composed', 'changed']);
    expect(await desk.text(desk.get(urls.accounts.today(desk.at)))).toContain('is vacant; 1 letter waits');
    await desk.post(`${changes()}/forwarding`, { post: 'xx-justice' });
    expect((await deliveries())[0]!.slice(0, 2)).toEqual(['composed', 'changed']);
    await desk.post(`${changes()}/setting`, { on_change: 'forward' });
    await elect();
    await letter('Emma');
    await follow();
    expect((await deliveries()).map((row) => row[2])).toEqual(['Nia New', 'Nia New']);
    // A network's own correction counts as the list does.
    await run(
      `insert into own_officials (network_id, id, name, source, as_of) values ($1, 'own/x', 'Own Holder', 'ours', '2026-11-21')`,
      [desk.network.id],
    );
    await run(
      `insert into own_contacts (network_id, id, official_id, kind, value, position) values ($1, gen_random_uuid(), 'own/x', 'email', 'own@example.invalid', 0)`,
      [desk.network.id],
    );
    await run(
      `insert into own_tenures (network_id, id, official_id, post_id, source, as_of) values ($1, 'own/x', 'own/x', 'xx-justice', 'ours', '2026-11-21')`,
      [desk.network.id],
    );
    representativesOf(desk.app.db).forget(desk.network.id);
    await follow();
    expect((await deliveries()).map((row) => row[3])).toEqual(['own@example.invalid', 'own@example.invalid']);
  });

  test('is another network’s own affair', async () => {
    const { createNetwork, signInAs } = await import('../../../test/app.ts');
    const other = await signInAs(desk.app, await createNetwork(desk.app, 'other'), 'coordinator');
    const theirs = changes().replace('/ember/', '/other/');
    expect((await desk.app.get(theirs, { cookie: other.cookie })).status).toBe(404);
    expect((await desk.app.post(`${theirs}/forwarding`, { post: 'xx-justice' }, { cookie: other.cookie })).status).toBe(
      404,
    );
    expect((await desk.app.get(changes())).status).toBe(403);
  });
});
