import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import { daylight } from './ground.ts';

/** An address that takes no mail, by id, and a pace of the post's own. */
export async function faultAndPace(app: TestApp, post: string, signed: { cookie: string }): Promise<string> {
  const fault = newId();
  await app.db.owner.query(
    `insert into address_faults (network_id, id, email_key, address, post_id, official_name, state, response, soft, first_at, last_at)
     select id, $1, 'gone@example.invalid', 'gone@example.invalid', $2, 'Farah Invented', 'suspended', '550 5.1.1 no such user', 2, now(), now()
     from networks where slug = 'daylight'`,
    [fault, post],
  );
  await app.post(
    `${daylight}/desk/sending/pace`,
    {
      post: post,
      time_zone: 'America/Toronto',
      weekdays: ['1', '2', '3'],
      from: '09:00',
      until: '17:00',
      per_hour: '4',
      jitter: '3',
    },
    signed,
  );
  return fault;
}
