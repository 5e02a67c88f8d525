import { readFileSync } from 'node:fs';
import { readConfig } from '../../src/config.ts';
import { openDeps } from '../../src/deps.ts';
import { confirmAction } from '../../src/features/campaigns/confirm.ts';
import { campaignStore } from '../../src/features/campaigns/store.ts';
import { addresseesOf } from '../../src/features/deliveries/index.ts';
import { paceJob, quietJob } from '../../src/features/deliveries/jobs.ts';
import { sendMails } from '../../src/features/outbox/sending/send.ts';
import { representativesOf } from '../../src/features/representatives/index.ts';
import { secretOf } from '../../src/platform/crypto/ids.ts';
import { inNetwork } from '../../src/platform/db/index.ts';
import { deliverInbound, readInbound } from '../../src/platform/mail/index.ts';

/*
 * One step of letters' lives in a process of its own, for the test that kills it. STEP: which; NETWORK: whose; ITEMS: a file with
 * what the step works on. Each item that is done, durably, is told in a line of its own.
 */
const config = readConfig({ ...process.env, LOG_LEVEL: 'silent' });
const deps = openDeps(config, config.databaseUrl!, secretOf(Buffer.alloc(32, 7)), { app: 8, owner: 1 });
const network = (await deps.networks.byId(process.env.NETWORK!))!;
const items = process.env.ITEMS
  ? (JSON.parse(readFileSync(process.env.ITEMS, 'utf8')) as Record<string, string>[])
  : [];
const tell = (line: string) => process.stdout.write(`${line}\n`);

const store = campaignStore(deps);
const lookup = await representativesOf(deps.db).of(network);

const steps: Record<string, (item: Record<string, string>) => Promise<void>> = {
  /** composed: the form is sent. */
  async compose(item) {
    const empty = { street: '', consents: [], remember: false, source: {}, locale: 'en', now: deps.clock() };
    await store.record(network.id, {
      ...empty,
      campaignId: item.campaign!,
      name: item.name!,
      email: item.email!,
      subject: 'Five asks',
      body: `My own words, ${item.name}.`,
      postIds: [item.post!],
    });
  },
  /** confirmed and queued: her button. */
  async confirm(item) {
    const now = deps.clock();
    await inNetwork(deps.db, network.id, (trx) =>
      confirmAction(
        { trx, actor: { kind: 'public' }, network, locale: 'en', now },
        item.action!,
        async (postIds) => new Map(addresseesOf(lookup, postIds, now).map((one) => [one.postId, one])),
      ),
    );
  },
  /** bounced: a mail server hands a report over. */
  async bounce(item) {
    const report = `From: MAILER-DAEMON@mx.invalid\r\nContent-Type: multipart/report; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n--r--\r\n`;
    const taken = await deliverInbound(deps, await readInbound(Buffer.from(report), [item.verp!], ''));
    if (taken !== 'taken') throw new Error(`not taken: ${item.verp}`);
  },
  /** The recurring jobs that plan and let go on. */
  plan: () => paceJob({ deps, network: network.id, payload: {} }),
  resume: () => quietJob({ deps, network: network.id, payload: {} }),
};

tell('ready');
const step = process.env.STEP!;
if (step === 'send') {
  for (;;) {
    await sendMails(deps, network.id, undefined, { leaseMs: Number(process.env.LEASE), batch: 20 });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
// A few at a time, as they come from a crowd.
const queue = items.values();
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (const item of queue) {
      await steps[step]!(item);
      tell(item.key!);
      // So that there is a middle in which it can be killed, on a fast machine too.
      await new Promise((resolve) => setTimeout(resolve, 12));
    }
  }),
);
tell('done');
process.exit(0);
