import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/http/index.ts';
import { cancelMails, closeMailer, eraseMails, type QueuedMail, queueMails } from '../../../platform/mail/index.ts';
import type { Ctx, Network } from '../../../platform/tenancy/index.ts';
import { feature as outbox } from '../index.ts';
import { type Recorder, recorder } from '../testing/feature.ts';
import { openSink, type Sink } from '../testing/sink.ts';
import { pauses } from './rules.ts';
import { sendMails, wakeMails } from './send.ts';

const start = Date.parse('2026-11-21T12:00:00Z');
let app: TestApp;
let network: Network;
let test_: Recorder;
let deps: Deps;
let sink: Sink | undefined;
let now: number;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

beforeEach(async () => {
  network = await createNetwork(app, `n${newId().slice(-12)}`);
  test_ = recorder();
  now = start;
  deps = at(undefined);
});
afterEach(async () => {
  closeMailer(deps.config);
  await sink?.close();
  sink = undefined;
  await app.db.owner.query('update installation set mail_held_at = null');
});

/** The program with its mail going to `url`. */
function at(url: string | undefined): Deps {
  return {
    ...app.deps,
    config: { ...app.deps.config, smtpUrl: url },
    features: [outbox, test_.feature],
    clock: () => new Date(now),
  };
}

async function to(conduct: Parameters<typeof openSink>[0] = {}): Promise<Sink> {
  sink = await openSink(conduct);
  deps = at(sink.url);
  return sink;
}

const inside = <T>(work: (ctx: Ctx) => Promise<T>) =>
  inNetwork(app.db, network.id, (trx) =>
    work({ trx, actor: { kind: 'system' }, network, locale: 'en', now: new Date(now) }),
  );

/** Queues mails and returns their subjects. */
async function queue(count: number, more: Partial<QueuedMail> = {}): Promise<string[]> {
  const subjects = Array.from({ length: count }, () => newId());
  await inside((ctx) =>
    queueMails(
      ctx,
      subjects.map((subjectId) => ({
        kind: 'letter',
        subjectId,
        to: test_.address(subjectId),
        locale: 'en',
        priority: 5,
        ...more,
      })),
    ),
  );
  return subjects;
}

type Row = {
  state: string;
  subject_id: string;
  response: string | null;
  attempts: number;
  due_at: Date;
  mime: Buffer | null;
  message_id: string;
  claimed_by: string | null;
};
async function rows(): Promise<Row[]> {
  return (await app.db.owner.query<Row>('select * from mails where network_id = $1 order by id', [network.id])).rows;
}
const states = async () => (await rows()).map((row) => row.state);
const run = (pace = {}) => sendMails(deps, network.id, undefined, pace);

async function jobs(): Promise<{ key: string; run_at: Date; payload: { asked?: string } }[]> {
  const { rows: found } = await app.db.owner.query(
    `select key, run_at, payload from graphile_worker._private_jobs where payload ->> 'network' = $1 order by key`,
    [network.id],
  );
  return found;
}
const clearJobs = () => app.db.owner.query('delete from graphile_worker._private_jobs');

describe('without a mail server', () => {
  test('mails are composed once, kept to be read, and their owners told', async () => {
    const subjects = await queue(3);
    await run();
    expect(await states()).toEqual(['kept', 'kept', 'kept']);
    expect((await rows()).every((row) => row.mime!.includes('Text of'))).toBe(true);
    expect(test_.outcomes.map((one) => one.subjectId).sort()).toEqual([...subjects].sort());
    expect(test_.outcomes.every((one) => one.state === 'kept')).toBe(true);
    expect(test_.composed).toHaveLength(1);
  });
});

describe('with a mail server', () => {
  test('every mail arrives once, with our From and its own Message-ID, and leaves no source behind', async () => {
    const server = await to();
    const letters = await queue(40, { once: true });
    const others = await queue(40, { kind: 'confirmation', priority: 0 });
    await run();
    expect(new Set(await states())).toEqual(new Set(['sent']));
    expect(server.taken.map((mail) => mail.to).sort()).toEqual([...letters, ...others].map(test_.address).sort());
    expect(new Set(server.taken.map((mail) => mail.messageId)).size).toBe(80);
    expect(server.taken.every((mail) => mail.from === 'casement@casement.invalid')).toBe(true);
    expect(server.taken[0]!.source).toContain(`From: Network ${network.slug} <casement@casement.invalid>`);
    expect(server.connections()).toBeLessThanOrEqual(10);
    const after = await rows();
    expect(after.every((row) => row.mime === null)).toBe(true);
    expect(after.every((row) => row.claimed_by === null && row.attempts === 1)).toBe(true);
    expect(test_.outcomes).toHaveLength(80);
  });

  test('confirmations go before letters, and letters before bulk', async () => {
    const server = await to();
    const bulk = await queue(30, { priority: 9 });
    const first = await queue(1, { kind: 'confirmation', priority: 0 });
    await run({ batch: 10 });
    expect(server.taken.slice(0, 10).map((mail) => mail.to)).toContain(test_.address(first[0]!));
    expect(server.taken).toHaveLength(bulk.length + 1);
  });

  test('a 4xx is tried again later under the same Message-ID; the pause is the first one', async () => {
    let refuse = true;
    const server = await to({ onData: () => (refuse ? { code: 451, text: 'busy for noor@example.invalid' } : 250) });
    await queue(1, { kind: 'confirmation' });
    await run();
    const [waiting] = await rows();
    expect(waiting).toMatchObject({ state: 'queued', attempts: 1, response: '451 busy for …' });
    expect(waiting!.due_at).toEqual(new Date(start + 60_000));
    expect(test_.outcomes).toEqual([]);
    expect((await jobs()).find((job) => job.key.endsWith('mails.retry'))?.run_at).toEqual(new Date(start + 60_000));
    refuse = false;
    await run();
    expect(server.taken).toHaveLength(1);
    now += 60_000;
    await run();
    expect(await states()).toEqual(['sent']);
    expect(server.taken[1]!.messageId).toBe(server.taken[0]!.messageId);
    expect(server.taken[1]!.source).toBe(server.taken[0]!.source);
    expect(test_.composed).toHaveLength(1);
  });

  test('after the last pause a mail has failed', async () => {
    const server = await to({ onRecipient: () => ({ code: 450, text: 'not now' }) });
    await queue(1, { once: true });
    for (const pause of pauses) {
      await run();
      expect(await states()).toEqual(['queued']);
      now += pause;
    }
    await run();
    expect(await states()).toEqual(['failed']);
    expect(server.taken).toEqual([]);
    expect(test_.outcomes).toMatchObject([{ state: 'failed', response: '450 not now' }]);
  });

  test('a 5xx is recorded, without the address, and the connection goes on with the next', async () => {
    const server = await to({
      onRecipient: (address) =>
        address.startsWith('to-') && bad.has(address) ? { code: 550, text: `no such user ${address}` } : 250,
    });
    const bad = new Set<string>();
    const subjects = await queue(20, { once: true });
    for (const subject of subjects.slice(0, 5)) bad.add(test_.address(subject));
    await run();
    const after = await rows();
    expect(after.filter((row) => row.state === 'failed').map((row) => row.response)).toEqual(
      Array(5).fill('550 no such user …'),
    );
    expect(after.filter((row) => row.state === 'sent')).toHaveLength(15);
    expect(server.connections()).toBeLessThanOrEqual(10);
    expect((await jobs()).filter((job) => job.key.endsWith('mails.retry'))).toEqual([]);
  });

  test('a greeting that refuses leaves letters to be sent later, not uncertain; the rest was not counted as tried', async () => {
    let refuse = true;
    const server = await to({ onConnect: () => (refuse ? { code: 554, text: 'go away' } : 250) });
    await queue(30, { once: true });
    await run();
    const after = await rows();
    expect(new Set(after.map((row) => row.state))).toEqual(new Set(['queued']));
    expect(after.filter((row) => row.attempts > 0).length).toBeLessThanOrEqual(10);
    expect(after.find((row) => row.attempts > 0)!.response).toMatch(/^554 /);
    expect((await jobs()).find((job) => job.key.endsWith('mails.retry'))?.run_at).toEqual(new Date(start + 60_000));
    refuse = false;
    now += 60_000;
    await run();
    expect(new Set(await states())).toEqual(new Set(['sent']));
    expect(server.taken).toHaveLength(30);
  });

  test('no server at all: the same', async () => {
    const server = await to();
    await server.close();
    await queue(3, { once: true });
    await run();
    expect(new Set(await states())).toEqual(new Set(['queued']));
    expect((await rows()).some((row) => /ECONNREFUSED/.test(row.response ?? ''))).toBe(true);
  });

  test('hung up after the text: a letter is uncertain and waits; other mail is repeated under the same Message-ID', async () => {
    let hangUp = true;
    const server = await to({ onData: () => (hangUp ? 'hang-up' : 250) });
    await queue(1, { once: true });
    await queue(1, { kind: 'confirmation' });
    await run();
    expect((await states()).sort()).toEqual(['queued', 'uncertain']);
    expect(test_.outcomes).toMatchObject([{ state: 'uncertain' }]);
    hangUp = false;
    now += 60_000;
    await run();
    expect((await states()).sort()).toEqual(['sent', 'uncertain']);
    expect(server.taken).toHaveLength(3);
    const confirmation = (await rows()).find((row) => row.state === 'sent')!;
    expect(server.taken.filter((mail) => mail.messageId === confirmation.message_id)).toHaveLength(2);
  });

  test('hung up before the text: a letter is tried again', async () => {
    let asked = 0;
    const server = await to({
      onRecipient: () => {
        asked += 1;
        return asked === 1 ? { code: 421, text: 'closing' } : 250;
      },
    });
    await queue(1, { once: true });
    await run();
    expect(await rows()).toMatchObject([{ state: 'queued', attempts: 1 }]);
    now += 60_000;
    await run();
    expect(await states()).toEqual(['sent']);
    expect(server.taken).toHaveLength(1);
  });
});

describe('composing', () => {
  test('a mail that nobody composes any more is cancelled; one whose composing fails waits, alone', async () => {
    const server = await to();
    const [gone, broken, fine] = (await queue(3, { once: true })) as [string, string, string];
    test_.gone.add(gone);
    test_.broken.add(broken);
    await run();
    const bySubject = new Map((await rows()).map((row) => [row.subject_id, row]));
    expect(bySubject.get(gone)!.state).toBe('cancelled');
    expect(bySubject.get(broken)).toMatchObject({ state: 'queued', attempts: 1, response: 'it could not be composed' });
    expect(bySubject.get(fine)!.state).toBe('sent');
    expect(server.taken).toHaveLength(1);
    expect(test_.outcomes.map((one) => one.state).sort()).toEqual(['cancelled', 'sent']);
  });

  test('an address that could smuggle a header fails, and the server never hears of it', async () => {
    const server = await to();
    const [subject] = (await queue(1)) as [string];
    test_.texts.set(subject, { to: { name: 'x', address: 'a@example.invalid>\r\nRCPT TO:<b@example.invalid' } });
    await run();
    expect(await rows()).toMatchObject([{ state: 'failed', response: 'the to address is not usable' }]);
    expect(server.connections()).toBe(0);
  });

  test('names and subjects with line ends stay inside their own header', async () => {
    const server = await to();
    const [subject] = (await queue(1)) as [string];
    const evil = 'Noor\r\nBcc: all@example.invalid\r\n\r\n<script>';
    test_.texts.set(subject, {
      from: { name: evil },
      to: { name: evil, address: 'noor@example.invalid' },
      subject: evil,
    });
    await run();
    expect(server.taken[0]!.source.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/m);
    expect(server.taken[0]!.to).toBe('noor@example.invalid');
    const { rows: kept } = await app.db.owner.query('select subject from mails where network_id = $1', [network.id]);
    expect(kept).toEqual([{ subject: 'Noor Bcc: all@example.invalid <script>' }]);
  });

  test('a kind that no feature brings has failed, and says so', async () => {
    await queue(1, { kind: 'forgotten' });
    await run();
    expect(await rows()).toMatchObject([{ state: 'failed', response: 'nothing composes "forgotten"' }]);
  });
});

describe('holding, withdrawing, erasing', () => {
  test('held mail does not move, and is not composed', async () => {
    await app.db.owner.query(
      `insert into installation (id, mail_held_at) values ($1, now()) on conflict (only_one) do update set mail_held_at = now()`,
      [newId()],
    );
    const server = await to();
    await queue(2);
    await clearJobs();
    await run();
    await wakeMails(deps, network.id);
    expect(await states()).toEqual(['queued', 'queued']);
    expect(test_.composed).toEqual([]);
    expect(await jobs()).toEqual([]);
    await app.db.owner.query('update installation set mail_held_at = null');
    await wakeMails(deps, network.id);
    expect(await jobs()).toHaveLength(1);
    await run();
    expect(server.taken).toHaveLength(2);
  });

  test('a letter withdrawn while it stood ready does not leave', async () => {
    const server = await to();
    // Far more than the connections take up before the withdrawal is written.
    const subjects = await queue(300, { once: true });
    const last = subjects.slice(-3);
    let withdrawn = false;
    const original = sink!.taken.push.bind(sink!.taken);
    const waiting: Promise<string[]>[] = [];
    sink!.taken.push = (...mails) => {
      if (!withdrawn) {
        withdrawn = true;
        waiting.push(inside((ctx) => cancelMails(ctx, last)));
      }
      return original(...mails);
    };
    await run();
    expect((await Promise.all(waiting)).map((subjects) => subjects.sort())).toEqual([[...last].sort()]);
    const after = await rows();
    expect(
      after
        .filter((row) => row.state === 'cancelled')
        .map((row) => row.subject_id)
        .sort(),
    ).toEqual([...last].sort());
    expect(server.taken.map((mail) => mail.to)).not.toContain(test_.address(last[2]!));
    expect(server.taken).toHaveLength(297);
  });

  test('erasing blanks what is kept and stops what waits', async () => {
    await to();
    const [sent] = (await queue(1)) as [string];
    await run();
    const [waiting] = (await queue(1)) as [string];
    await inside((ctx) => eraseMails(ctx, [sent, waiting]));
    const { rows: left } = await app.db.owner.query(
      'select state, to_address, subject, mime, response from mails where network_id = $1 order by id',
      [network.id],
    );
    const blank = { to_address: '', subject: null, mime: null, response: null };
    expect(left).toEqual([
      { state: 'sent', ...blank },
      { state: 'cancelled', ...blank },
    ]);
  });
});

describe('after a crash', () => {
  test('what another run holds is left to it until its lease ends; then a begun letter is uncertain and the rest is sent', async () => {
    const server = await to();
    await queue(3, { once: true });
    const dead = newId();
    await app.db.owner.query(
      `update mails set state = 'claimed', claimed_by = $2, claimed_until = $3 where network_id = $1`,
      [network.id, dead, new Date(start + 30_000)],
    );
    await app.db.owner.query(
      `update mails set state = 'sending' where id = (select id from mails where network_id = $1 order by id limit 1)`,
      [network.id],
    );
    await clearJobs();
    await run();
    expect(server.taken).toEqual([]);
    expect((await jobs()).map((job) => job.run_at)).toEqual([new Date(start + 30_000)]);
    now += 31_000;
    await run();
    expect(await states()).toEqual(['uncertain', 'sent', 'sent']);
    expect(test_.outcomes.filter((one) => one.state === 'uncertain')).toHaveLength(1);
    expect(server.taken).toHaveLength(2);
  });

  test('a mail whose text was composed before the crash goes out as it was', async () => {
    const server = await to({ onConnect: () => ({ code: 421, text: 'later' }) });
    await queue(1, { kind: 'confirmation' });
    await run();
    const [before] = await rows();
    expect(before!.message_id).toMatch(/@casement\.invalid$/);
    await server.close();
    const next = await to();
    now += 120_000;
    await run();
    expect(next.taken[0]!.messageId).toBe(before!.message_id);
    expect(test_.composed).toHaveLength(1);
  });
});

describe('several runs', () => {
  test('two workers at once send each mail once', async () => {
    const server = await to();
    await queue(300, { once: true });
    const other: Deps = { ...deps, config: { ...deps.config } };
    await Promise.all([run({ batch: 20 }), sendMails(other, network.id, undefined, { batch: 20 })]);
    closeMailer(other.config);
    expect(new Set(await states())).toEqual(new Set(['sent']));
    expect(server.taken).toHaveLength(300);
    expect(new Set(server.taken.map((mail) => mail.messageId)).size).toBe(300);
  });

  test('a second run in the same process leaves the work to the first, which looks again', async () => {
    const server = await to({ delayMs: 30 });
    await queue(5);
    const first = run();
    await clearJobs();
    await run();
    await first;
    expect(server.taken).toHaveLength(5);
    expect((await jobs()).map((job) => job.key.split(':')[1])).toEqual(['mails.send']);
  });

  test('a long queue is worked off in slices, so that other networks have their turn', async () => {
    const server = await to({ delayMs: 20 });
    await queue(60);
    await clearJobs();
    await run({ batch: 10, sliceMs: 1 });
    expect(server.taken.length).toBeLessThan(60);
    expect((await jobs()).map((job) => job.key.split(':')[1])).toEqual(['mails.send']);
    for (let turn = 0; turn < 10 && server.taken.length < 60; turn += 1) await run({ batch: 10, sliceMs: 1 });
    expect(new Set(await states())).toEqual(new Set(['sent']));
    expect(server.taken).toHaveLength(60);
  });

  test('one whose owner cannot take the news is recorded all the same, and the others are told', async () => {
    await to();
    const subjects = await queue(6, { once: true });
    const kind = test_.feature.mails!.letter!;
    const settled = kind.settled!;
    kind.settled = async (ctx, outcomes) => {
      if (outcomes.some((one) => one.subjectId === subjects[2])) throw new Error('no');
      await settled(ctx, outcomes);
    };
    await run();
    expect(new Set(await states())).toEqual(new Set(['sent']));
    expect(test_.outcomes).toHaveLength(5);
  });
});
