import { openRecorder } from '../../src/features/campaigns/record.ts';
import { startPart } from './child.ts';
import type { MailerDone, MailerOrder } from './mailer.ts';
import type { Result } from './report.ts';
import type { SinkState, TakenMail } from './smtp-sink.ts';
import { compare, type Pair } from './statistics.ts';
import type { Bench, World } from './world.ts';

/**
 * Confirmation mails as the worker sends them: claimed, composed, stored, sent, their results committed; against the
 * very same messages handed to nodemailer's pool ready made. Both to one SMTP sink over as many connections.
 */
export async function mail(bench: Bench): Promise<Result[]> {
  const world = await bench.world();
  const many = bench.full ? 10_000 : 2_000;
  const rounds = bench.full ? 7 : 5;
  const sink = startPart('sink');
  const mailer = startPart('mailer');
  const raw = startPart('mailer');
  try {
    const { port } = await sink.ask<SinkState>({ ask: 'state' });
    const env = { ...world.env, SMTP_URL: `smtp://127.0.0.1:${port}`, LOG_LEVEL: 'silent' };
    const pairs: Pair[] = [];
    let connections = 0;
    let before = 0;
    const sent = async (what: string) => {
      const { count } = await sink.ask<SinkState>({ ask: 'state' });
      if (count - before !== many) throw new Error(`of ${many} mails ${what} ${count - before} arrived`);
      before = count;
      return sink.ask<TakenMail[]>({ ask: 'taken' });
    };
    // The first round warms both up.
    for (let round = 0; round <= rounds; round += 1) {
      const network = await queue(world, round, many);
      const ours = await mailer.ask<MailerDone>({ send: 'ours', env, network, most: 60 } satisfies MailerOrder);
      const mails = await sent('of ours');
      connections = ours.connections;
      await checkSent(world, network, round, many);
      const theirs = await raw.ask<MailerDone>({ send: 'raw', port, connections, mails } satisfies MailerOrder);
      await sent('sent raw');
      if (round > 0) pairs.push({ ours: (many / ours.ms) * 1000, theirs: (many / theirs.ms) * 1000 });
    }
    const { ours, theirs, ratio } = compare(pairs);
    return [
      {
        name: 'mail',
        what: 'confirmation mails composed and sent:',
        against: 'the same messages sent raw:',
        value: ours,
        unit: 'mails/s',
        limit: theirs,
        ratio,
        target: 0.3,
        better: 'higher',
        notes: [
          `${many} mails a round over ${connections} connections, each arrived once; rounds: ${pairs.map((pair) => (pair.ours / pair.theirs).toFixed(2)).join(' ')}`,
        ],
      },
    ];
  } finally {
    await Promise.all([sink.stop(), mailer.stop(), raw.stop()]);
  }
}

/** Records so many letters of invented people; each queues a confirmation mail. What waited before is set aside. */
async function queue({ deps }: World, round: number, many: number): Promise<string> {
  const { owner } = deps.db;
  await owner.query(`update mails set state = 'cancelled' where state = 'queued'`);
  const { rows } = await owner.query<{ network: string; campaign: string; post: string }>(
    `select c.network_id as network, c.id as campaign, (select p.id from posts p order by p.id limit 1) as post
     from campaigns c join networks n on n.id = c.network_id where n.slug = 'daylight' and c.slug = 'five-asks'`,
  );
  const { network, campaign, post } = rows[0]!;
  const record = openRecorder(deps.db);
  const now = new Date();
  await Promise.all(
    Array.from({ length: many }, (_, n) =>
      record(network, {
        campaignId: campaign,
        name: `Bea ${round}-${n}`,
        email: `mail-${round}-${n}@example.invalid`,
        locale: 'en',
        subject: 'Five asks',
        body: 'Please act.',
        postIds: [post],
        street: '',
        consents: [],
        remember: false,
        source: {},
        now,
      }),
    ),
  );
  return network;
}

/** Each of the round's letters has one mail, and it is marked as sent. */
async function checkSent({ deps }: World, network: string, round: number, many: number): Promise<void> {
  const { rows } = await deps.db.owner.query<{ n: number }>(
    `select count(distinct subject_id) as n from mails where network_id = $1 and state = 'sent' and to_address like $2`,
    [network, `mail-${round}-%`],
  );
  if (rows[0]!.n !== many) throw new Error(`of ${many} mails ${rows[0]!.n} are marked as sent`);
}
