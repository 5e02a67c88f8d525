import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What a recipient's server does with one message: a code to answer, or to hang up without an answer. */
export type Behaviour = 250 | 'hang-up' | { code: number; text: string };

export type Taken = { to: string; from: string; source: string; messageId: string; connection: string };

export type Sink = {
  url: string;
  /** Every message whose text came in whole, in order, also those that were then refused or left without an answer. */
  taken: Taken[];
  /** How many connections were opened. */
  connections(): number;
  close(): Promise<void>;
};

type Conduct = {
  /** Decides after the whole text came in. */
  onData?(to: string, taken: Taken[]): Behaviour;
  /** Decides at RCPT TO; an answer other than 250 refuses the recipient. */
  onRecipient?(to: string): Behaviour;
  /** Refuses the connection in the greeting. */
  onConnect?(): Behaviour;
  /** How long the answer to the text takes, in milliseconds. */
  delayMs?: number;
  port?: number;
};

/** An SMTP server on loopback that behaves as told. */
export async function openSink(conduct: Conduct = {}): Promise<Sink> {
  const taken: Taken[] = [];
  const sockets = new Map<string, Socket>();
  let connections = 0;
  const refusal = (behaviour: Behaviour) =>
    typeof behaviour === 'object' ? Object.assign(new Error(behaviour.text), { responseCode: behaviour.code }) : null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    hideSMTPUTF8: false,
    closeTimeout: 200,
    onConnect(_, done) {
      connections += 1;
      done(refusal(conduct.onConnect?.() ?? 250));
    },
    onRcptTo: (address, _, done) => done(refusal(conduct.onRecipient?.(address.address) ?? 250)),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const message = read(session, Buffer.concat(chunks).toString());
        taken.push(message);
        const behaviour = conduct.onData?.(message.to, taken) ?? 250;
        if (conduct.delayMs) await pause(conduct.delayMs);
        if (behaviour === 'hang-up') return sockets.get(`${session.remoteAddress}:${session.remotePort}`)?.destroy();
        const refused = refusal(behaviour);
        if (refused) done(refused);
        else done(null, 'taken');
      });
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    const key = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(key, socket);
    socket.on('close', () => sockets.delete(key));
    socket.on('error', () => {});
  });
  server.listen(conduct.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

function read(session: SMTPServerSession, source: string): Taken {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    to: rcptTo[0]?.address ?? '',
    from: mailFrom ? mailFrom.address : '',
    source,
    messageId: /^Message-ID: <(.*)>\r$/m.exec(source)?.[1] ?? '',
    connection: session.id,
  };
}
