import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { openDesk } from '../desk/world.ts';
import { eventTypes } from './events.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
  await run(`update networks set settings = '{"purposes": ["newsletter"]}' where slug = 'ember'`);
  desk.app.deps.edits.emit('');
  await run(
    `insert into webhook_endpoints (network_id, id, url, events, created_at) values ($1, $2, 'https://hooks.example.invalid/', $3, now())`,
    [desk.network.id, newId(), eventTypes],
  );
});
afterAll(() => desk.app.stop());

const run = (text: string, values: unknown[] = []) =>
  desk.app.db.owner.query(text, values).then((result) => result.rows);
const told = async () => (await run('select type from webhook_messages order by id')).map((row) => row.type);

test('what people and coordinators do is told in its own transaction, what was never confirmed is not', async () => {
  const id = await desk.published('Come and see');
  const { slug } = await desk.rowOf(id);
  const letter = {
    subject: 's',
    body: 'b',
    name: 'Ana',
    email: 'ana@example.invalid',
    to: ['xx-north'],
    consent: 'newsletter',
  };
  const send = async (over: Record<string, string>) => {
    await desk.app.post(urls.campaigns.actions(desk.at, slug), { ...letter, ...over });
    // Nothing is to leave here: what counts is what was noted.
    await run(
      `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'webhooks.send'`,
    );
    await desk.app.work();
    const [mail] = await run(
      `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation' order by id desc limit 1`,
    );
    return /\/ember\/en\/actions\/[\w.-]+(?=\/confirmation)/.exec(mail.source.replace(/=\r\n/g, ''))![0];
  };
  const mine = await send({});
  const never = await send({ body: 'another' });
  await desk.app.post(`${never}/withdrawal`, {});
  expect(await told()).toEqual(['campaign.published']);
  await desk.app.post(`${mine}/confirmation`, {});
  await desk.app.post(`${mine}/confirmation`, {});
  await desk.app.post(`${mine}/consents`, { purpose: 'newsletter' });
  await desk.app.post(`${mine}/consents`, { purpose: 'newsletter' });
  await desk.app.post(`${mine}/withdrawal`, {});
  expect(await told()).toEqual([
    'campaign.published',
    'action.confirmed',
    'person.consented',
    'person.withdrew',
    'action.withdrawn',
  ]);
  const [{ facts }] = await run(`select facts from webhook_messages where type = 'action.confirmed'`);
  expect(facts).toMatchObject({ campaign: { id } });
  expect(JSON.stringify(await run('select facts from webhook_messages'))).not.toContain('ana@');
  await desk.post(urls.campaigns.closure(desk.at, id));
  await desk.app.post(`${mine}/erasure`, {});
  // What names her is gone; that she is erased is told.
  expect(await told()).toEqual(['campaign.published', 'campaign.closed', 'person.erased']);
});
