import pg from 'pg';
import { newId, sha256 } from '../../src/platform/crypto/ids.ts';
import { answer } from './child.ts';
import { percentile } from './statistics.ts';

/** Rows of one action as the program writes them, one transaction each, for so many seconds. */
export type UngroupedOrder = {
  databaseUrl: string;
  connections: number;
  seconds: number;
  first: number;
  network: string;
  campaign: string;
  posts: string[];
  subject: string;
  body: string;
};

export type UngroupedDone = { written: number; perSecond: number; p50: number; p99: number };

/** One transaction of the baseline, in order. The job row that each of ours asks for is left out here: it is one and the same row for all. */
export const statements = [
  `begin; set local casement.network = NETWORK`,
  'insert into people (network_id, id, name, name_key, email, email_key, locale, created_at, keep_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
  'insert into actions (network_id, id, campaign_id, person_id, content_hash, post_ids, locale, subject, body, source, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
  `insert into audit (network_id, id, at, actor_kind, verb, noun, noun_id) values ($1, $2, $3, 'public', 'recorded', 'action', $4)`,
  `insert into mails (network_id, id, kind, priority, message_id, subject_id, to_address, locale, due_at, created_at) values ($1, $2, 'confirmation', 0, $3, $4, $5, $6, $7, $7)`,
  'commit',
];

/** The part "ungrouped": the rows of an accepted action, plainly, over the same driver and under the same role. */
export function serveUngrouped(): void {
  let pool: pg.Pool | undefined;
  answer(async (order: UngroupedOrder): Promise<UngroupedDone> => {
    pool ??= new pg.Pool({
      connectionString: order.databaseUrl,
      max: order.connections,
      options: '-c role=casement_app',
    });
    const clients = await Promise.all(Array.from({ length: order.connections }, () => pool!.connect()));
    const times: number[] = [];
    let next = order.first;
    const began = performance.now();
    const until = began + order.seconds * 1000;
    try {
      await Promise.all(
        clients.map(async (client) => {
          while (performance.now() < until) {
            const begun = performance.now();
            await writeOne(client, order, next++);
            times.push(performance.now() - begun);
          }
        }),
      );
    } finally {
      for (const client of clients) client.release();
    }
    const took = (performance.now() - began) / 1000;
    return {
      written: times.length,
      perSecond: times.length / took,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
    };
  });
}

async function writeOne(
  client: pg.PoolClient,
  { network, campaign, posts, subject, body }: UngroupedOrder,
  n: number,
): Promise<void> {
  const number = String(n).padStart(7, '0');
  const [begin, people, actions, audit, mails, commit] = statements as [string, string, string, string, string, string];
  const [person, action, mail] = [newId(), newId(), newId()];
  const now = new Date();
  const email = `ungrouped-${number}@example.invalid`;
  await client.query(begin.replace('NETWORK', `'${network}'`));
  await client.query(people, [
    network,
    person,
    `Ana ${number}`,
    `ana ${number}`,
    email,
    email,
    'en',
    now,
    new Date(now.getTime() + 604_800_000),
  ]);
  const hash = sha256(JSON.stringify([subject, body, posts]));
  await client.query(actions, [network, action, campaign, person, hash, posts, 'en', subject, body, '{}', now]);
  await client.query(audit, [network, newId(), now, action]);
  await client.query(mails, [network, mail, mail, action, email, 'en', now]);
  const { command } = await client.query(commit);
  if (command !== 'COMMIT') throw new Error(`commit was answered ${command}`);
}
