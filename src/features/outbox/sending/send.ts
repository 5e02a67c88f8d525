import { newId } from '../../../platform/crypto/ids.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/http/index.ts';
import { enqueue } from '../../../platform/jobs/index.ts';
import { type Mailer, mailerOf, type Smtp, sendJob, signedAddress, Unreachable } from '../../../platform/mail/index.ts';
import type { Network } from '../../../platform/tenancy/index.ts';
import { composeMails, senderOf } from './compose.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type Claimed, claim, giveBack, mailHeldAt, nextDue, recover, renew, somethingDue, store } from './queries.ts';
import { nextBatch, resultOf, withoutAttempt } from './rules.ts';
import { tellOwners } from './settle.ts';

/** How long a run may hold rows without a sign of life, and how long it works before others have their turn. */
export type Pace = { leaseMs: number; sliceMs: number; batch: number };
const usual: Pace = { leaseMs: 30_000, sliceMs: 5_000, batch: 50 };

/** A row with its source, ready for a connection. */
type Ready = Claimed & { mime: Buffer };

/** A later run waits beside the next one: asking for now must not move it, nor it delay what is asked for now. */
const retryKey = 'mails.retry';

const running = new WeakMap<Deps, Map<string, { again: boolean }>>();

/**
 * The job `mails.send`: sends what is due in one network, or keeps it to be read when there is no mail server.
 * Runs in several workers at once without harm. Asks for itself again where something remains.
 *
 * @param asked when this run was asked for because of a retry due at that instant (so that it is not asked for twice)
 */
export async function sendMails(
  deps: Deps,
  networkId: string,
  asked?: string,
  pace: Partial<Pace> = {},
): Promise<void> {
  const network = await deps.networks.byId(networkId);
  if (!network) return;
  const active = running.get(deps) ?? new Map<string, { again: boolean }>();
  running.set(deps, active);
  const current = active.get(networkId);
  if (current) {
    current.again = true;
    return;
  }
  const mark = { again: false };
  active.set(networkId, mark);
  let end: End;
  try {
    end = await run(deps, network, { ...usual, ...pace });
  } finally {
    active.delete(networkId);
  }
  await inNetwork(deps.db, network.id, async (trx) => {
    if (end === 'held') return;
    if (end === 'more' || (mark.again && end === 'done')) return enqueue({ trx }, sendJob, {}, { key: sendJob });
    const now = deps.clock();
    const due = end === 'unreachable' ? new Date(now.getTime() + 60_000) : await nextDue(trx, network.id);
    if (!due || due.toISOString() === asked) return;
    await enqueue({ trx }, sendJob, { asked: due.toISOString() }, { key: retryKey, runAt: due });
  });
}

/** The job `mails.wake`, every minute: asks for `mails.send` where something is due that nobody asked for (after a crash). */
export async function wakeMails(deps: Deps, networkId: string): Promise<void> {
  await inNetwork(deps.db, networkId, async (trx) => {
    if (await mailHeldAt(trx)) return;
    if (await somethingDue(trx, networkId, deps.clock())) await enqueue({ trx }, sendJob, {}, { key: sendJob });
  });
}

/** Why a run ended. */
type End = 'done' | 'more' | 'held' | 'unreachable';

async function run(deps: Deps, network: Network, pace: Pace): Promise<End> {
  const id = newId();
  const mailer = mailerOf(deps.config);
  const ledger = openLedger(deps, network, id);
  const lease = openLease(deps, network, id, pace.leaseMs);
  const begun = performance.now();
  const count = { sent: 0 };
  let size = pace.batch;
  // While one batch is on its way, the next is composed.
  let next = settledLater(prepare(deps, network, mailer, ledger, id, pace.leaseMs, size, true));
  try {
    for (;;) {
      const batch = await next();
      if (batch === 'held') return 'held';
      if (batch === 'nothing') return 'done';
      const over = performance.now() - begun > pace.sliceMs;
      if (!over) next = settledLater(prepare(deps, network, mailer, ledger, id, pace.leaseMs, size, false));
      const started = performance.now();
      if (mailer.smtp) {
        const reached = await deliver(deps, network, mailer.smtp, ledger, lease, batch, count);
        if (!reached) return 'unreachable';
      }
      if (over) return 'more';
      size = nextBatch(size, performance.now() - started);
    }
  } finally {
    await next().catch(() => {});
    lease.end();
    // What was taken and not tried is there for the next run at once, not only when the lease ends.
    await inNetwork(deps.db, network.id, (trx) => giveBack(trx, network.id, id)).catch(() => {});
    if (count.sent > 0) deps.log.info({ network: network.slug, sent: count.sent }, 'mails sent');
  }
}

/** A promise that is looked at later: its failure is thrown there, not as an unhandled one before. */
function settledLater<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => {});
  return () => promise;
}

/** Claims a batch, composes what has no source yet, and writes the sources down. Without a mail server it ends here. */
async function prepare(
  deps: Deps,
  network: Network,
  mailer: Mailer,
  ledger: Ledger,
  run: string,
  leaseMs: number,
  limit: number,
  first: boolean,
): Promise<Ready[] | 'nothing' | 'held'> {
  const claimed = await inNetwork(deps.db, network.id, async (trx) => {
    if (await mailHeldAt(trx)) return 'held' as const;
    const now = deps.clock();
    if (first) {
      const ctx = { trx, actor: { kind: 'system' } as const, network, locale: network.locales[0]!, now };
      await tellOwners(deps, ctx, await recover(trx, network.id, now));
    }
    return claim(trx, network.id, { id: run, now, until: new Date(now.getTime() + leaseMs), limit });
  });
  if (claimed === 'held') return 'held';
  if (claimed.length === 0) return 'nothing';
  const fresh = claimed.filter((row) => row.mime === null);
  const { built, ended } = await composeMails(deps, network, mailer, fresh);
  const ours =
    built.length > 0
      ? await inNetwork(deps.db, network.id, (trx) => store(trx, network.id, run, built))
      : new Set<string>();
  const sources = new Map(built.map((mail) => [mail.id, mail]));
  const ready = claimed.flatMap((row): Ready[] => {
    if (row.mime) return [{ ...row, mime: row.mime }];
    const source = sources.get(row.id);
    return source && ours.has(row.id) ? [{ ...row, mime: source.mime, to_address: source.to }] : [];
  });
  const kept = mailer.smtp ? [] : ready.map((row) => ({ id: row.id, result: withoutAttempt('kept') }));
  await Promise.all([...ended, ...kept].map(({ id, result }) => ledger.record(id, result)));
  return ready;
}

/**
 * Sends a batch over as many connections as there are. Each takes its next mail only after the last one's result is
 * committed: so a crash leaves at most one mail per connection in doubt. Returns false when the server is out of reach.
 */
async function deliver(
  deps: Deps,
  network: Network,
  smtp: Smtp,
  ledger: Ledger,
  lease: Lease,
  batch: Ready[],
  count: { sent: number },
): Promise<boolean> {
  const sender = senderOf(deps, network);
  // Where mail can come in, what comes back from a mail comes to an address of its own: so it is known which one did.
  const from = (mail: Ready) => signedAddress(deps, 'bounce', network, mail.id) ?? sender;
  const waiting = batch.values();
  let reached = true;

  async function one(mail: Ready): Promise<void> {
    try {
      await smtp.onLine(async (line) => {
        if (lease.lost()) return;
        if (mail.once && !(await ledger.mark(mail.id))) return;
        const answer = await line.send({ from: from(mail), to: mail.to_address }, mail.mime);
        if (answer.end === 'accepted') count.sent += 1;
        await ledger.record(mail.id, resultOf(mail, answer, deps.clock()));
      });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (reached) deps.log.warn({ network: network.slug, response: error.message }, 'the mail server is out of reach');
      reached = false;
      await ledger.record(mail.id, resultOf(mail, { end: 'later', response: error.message }, deps.clock()));
    }
  }

  const connection = async () => {
    for (const mail of waiting) if (reached) await one(mail);
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(smtp.connections, batch.length) }, connection));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return reached;
}

type Lease = { lost(): boolean; end(): void };

/** Renews the run's hold on its rows while it lives. A run that could not renew in time touches nothing more. */
function openLease(deps: Deps, network: Network, run: string, leaseMs: number): Lease {
  let renewed = performance.now();
  const timer = setInterval(() => {
    const asked = performance.now();
    const until = new Date(deps.clock().getTime() + leaseMs);
    inNetwork(deps.db, network.id, (trx) => renew(trx, network.id, run, until)).then(
      () => {
        renewed = asked;
      },
      () => {},
    );
  }, leaseMs / 3);
  return { lost: () => performance.now() - renewed > leaseMs, end: () => clearInterval(timer) };
}
