import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { answer } from './child.ts';

/** `state`: where it listens and how many came. `taken`: the messages since the last such question, which are then forgotten. */
export type SinkOrder = { ask: 'state' | 'taken' };
export type SinkState = { port: number; count: number };
export type TakenMail = { from: string; to: string; mime: string };

/** The part "sink": an SMTP server that takes every message. */
export function serveSink(): void {
  let server: Server | undefined;
  let count = 0;
  let taken: TakenMail[] = [];
  answer(async ({ ask }: SinkOrder): Promise<SinkState | TakenMail[]> => {
    if (ask === 'taken') {
      const mails = taken;
      taken = [];
      return mails;
    }
    if (!server) {
      server = createServer((socket) =>
        talk(socket, (mail) => {
          taken.push(mail);
          count += 1;
          return count;
        }),
      );
      await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    }
    return { port: (server.address() as AddressInfo).port, count };
  });
}

/** As much of RFC 5321 and PIPELINING (RFC 2920) as a client of ours uses. */
function talk(socket: Socket, take: (mail: TakenMail) => number): void {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.write('220 sink\r\n');
  let held = '';
  let inData = false;
  let from = '';
  let to = '';
  socket.on('data', (chunk) => {
    held += chunk.toString('latin1');
    let said = '';
    for (;;) {
      if (inData) {
        const end = held.indexOf('\r\n.\r\n');
        if (end < 0) break;
        const mime = held.slice(0, end + 2).replace(/^\.\./gm, '.');
        held = held.slice(end + 5);
        inData = false;
        said += `250 taken ${take({ from, to, mime })}\r\n`;
        continue;
      }
      const end = held.indexOf('\r\n');
      if (end < 0) break;
      const line = held.slice(0, end);
      const verb = line.slice(0, 4).toUpperCase();
      held = held.slice(end + 2);
      if (verb === 'EHLO')
        said += '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 20000000\r\n';
      else if (verb === 'MAIL') {
        from = addressIn(line);
        said += '250 ok\r\n';
      } else if (verb === 'RCPT') {
        to = addressIn(line);
        said += '250 ok\r\n';
      } else if (verb === 'DATA') {
        inData = true;
        said += '354 go on\r\n';
      } else if (verb === 'QUIT') {
        socket.end(`${said}221 bye\r\n`);
        return;
      } else said += '250 ok\r\n';
    }
    if (said) socket.write(said);
  });
}

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';
