import { createTransport } from 'nodemailer';
import { readConfig } from '../../src/config.ts';
import { openDeps } from '../../src/deps.ts';
import { sendMails } from '../../src/features/outbox/index.ts';
import { closeMailer, mailerOf } from '../../src/platform/mail/index.ts';
import { installationSecret } from '../../src/platform/process/data-folder.ts';
import { answer } from './child.ts';
import type { TakenMail } from './smtp-sink.ts';

export type MailerOrder =
  | { send: 'ours'; env: Record<string, string>; network: string; most: number }
  | { send: 'raw'; port: number; connections: number; mails: TakenMail[] };
/** Milliseconds from the first message taken up to the last one answered (ours: and its result committed). */
export type MailerDone = { ms: number; connections: number };

/** The part "mailer": composes and sends what waits in the outbox as the worker does, or sends prebuilt messages as they are. */
export const serveMailer = (): void =>
  answer((order: MailerOrder) => (order.send === 'ours' ? ours(order) : raw(order)));

let opened: ReturnType<typeof open> | undefined;
function open(env: Record<string, string>) {
  const config = readConfig(env);
  return openDeps(config, config.databaseUrl!, installationSecret(config.dataFolder), { app: 12, owner: 1 });
}

async function ours({ env, network, most }: Extract<MailerOrder, { send: 'ours' }>): Promise<MailerDone> {
  opened ??= open(env);
  const deps = opened;
  const waiting = async () =>
    (
      await deps.db.owner.query<{ n: number }>(
        `select count(*) as n from mails where state = 'queued' and due_at <= now()`,
      )
    ).rows[0]!.n;
  const began = performance.now();
  // The worker's job ends after some seconds and asks for itself again.
  for (let run = 0; run < most && (await waiting()) > 0; run += 1) await sendMails(deps, network);
  const ms = performance.now() - began;
  const connections = mailerOf(deps.config).smtp!.connections;
  closeMailer(deps.config);
  return { ms, connections };
}

async function raw({ port, connections, mails }: Extract<MailerOrder, { send: 'raw' }>): Promise<MailerDone> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: 200,
    ignoreTLS: true,
  });
  const sources = mails.map(({ from, to, mime }) => ({ envelope: { from, to }, raw: Buffer.from(mime, 'latin1') }));
  const began = performance.now();
  await Promise.all(sources.map((source) => transport.sendMail(source)));
  const ms = performance.now() - began;
  transport.close();
  return { ms, connections };
}
