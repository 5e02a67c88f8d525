import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { answer } from './child.ts';

export type SinkOrder = { ask: 'port' | 'count' };
export type SinkState = { port: number; taken: number };

/** The part "sink": an SMTP server that takes every message, counts it, and keeps nothing. */
export function serveSink(): void {
  let server: Server | undefined;
  let taken = 0;
  answer(async (_order: SinkOrder): Promise<SinkState> => {
    if (!server) {
      server = createServer((socket) => talk(socket, () => (taken += 1)));
      await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    }
    return { port: (server.address() as AddressInfo).port, taken };
  });
}

/** As much of RFC 5321 and PIPELINING (RFC 2920) as a client of ours uses. */
function talk(socket: Socket, take: () => number): void {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.write('220 sink\r\n');
  let held = '';
  let inData = false;
  socket.on('data', (chunk) => {
    held += chunk.toString('latin1');
    let said = '';
    for (;;) {
      if (inData) {
        const end = held.indexOf('\r\n.\r\n');
        if (end < 0) break;
        held = held.slice(end + 5);
        inData = false;
        said += `250 taken ${take()}\r\n`;
        continue;
      }
      const end = held.indexOf('\r\n');
      if (end < 0) break;
      const verb = held.slice(0, Math.min(end, 4)).toUpperCase();
      held = held.slice(end + 2);
      if (verb === 'EHLO')
        said += '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 20000000\r\n';
      else if (verb === 'DATA') {
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
