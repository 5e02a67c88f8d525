import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import { rows } from './ground.ts';

/** An endpoint that nothing is sent to, with messages as if something had been. */
export async function webhook(app: TestApp): Promise<string> {
  const id = newId();
  const { id: network } = await app.network('daylight');
  await rows(
    app,
    `insert into webhook_endpoints (network_id, id, url, events, state, failing_since, created_at)
     values ($1, $2, 'https://hooks.example.invalid/casement', '{campaign.closed}', 'active', now(), now())`,
    [network, id],
  );
  for (const [state, status, trouble] of [
    ['waiting', null, 'timeout'],
    ['arrived', 204, null],
    ['failed', 500, null],
    ['cancelled', null, null],
  ]) {
    const message = newId();
    await rows(
      app,
      `insert into webhook_messages (network_id, id, type, facts, at) values ($1, $2, 'campaign.closed', '{}', now())`,
      [network, message],
    );
    await rows(
      app,
      `insert into webhook_deliveries (network_id, id, endpoint_id, message_id, state, attempts, due_at, status, trouble, tried_at, created_at)
       values ($1, $2, $3, $4, $5, 2, now(), $6, $7, now(), now())`,
      [network, newId(), id, message, state, status, trouble],
    );
  }
  return id;
}
