import { connect, type Socket } from 'node:net';
import { answer } from './child.ts';
import { percentile } from './statistics.ts';

/**
 * So many callers, each with one connection and one request at a time. Requests are raw HTTP/1.1, taken in turn; in each
 * `%number%` becomes seven digits that count up from `first`, `%address%` an address of 10.0.0.0/8
 * that changes every 32, each in a block of its own (limits count blocks too).
 */
export type LoadOrder = {
  port: number;
  callers: number;
  seconds: number;
  /** At most so many requests; the round ends early then. */
  most?: number;
  first?: number;
  requests: string[];
};

export type LoadDone = {
  answered: number;
  perSecond: number;
  /** How often each status came. */
  statuses: Record<string, number>;
  /** Milliseconds from the request's first byte to the answer's last. */
  p50: number;
  p99: number;
  longest: number;
};

/** The part "load". */
export const serveLoad = (): void => answer((order: LoadOrder) => run(order));

async function run({
  port,
  callers,
  seconds,
  most = Number.POSITIVE_INFINITY,
  first = 0,
  requests,
}: LoadOrder): Promise<LoadDone> {
  const templates = requests.map(templateOf);
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let sent = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  const next = (): string | undefined => {
    if (sent >= most || performance.now() >= until) return undefined;
    const n = sent++;
    return templates[n % templates.length]!(first + n);
  };
  await Promise.all(
    Array.from({ length: callers }, () =>
      call(port, next, (status, ms) => {
        statuses[status] = (statuses[status] ?? 0) + 1;
        times.push(ms);
      }),
    ),
  );
  const took = (performance.now() - began) / 1000;
  return {
    answered: times.length,
    perSecond: times.length / took,
    statuses,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    longest: percentile(times, 1),
  };
}

/** A request with its numbers filled in. */
export function templateOf(request: string): (n: number) => string {
  if (!request.includes('%')) return () => request;
  const pieces = request.split(/%(number|address)%/);
  return (n) => {
    let text = pieces[0]!;
    for (let i = 1; i < pieces.length; i += 2) {
      text +=
        pieces[i] === 'number'
          ? String(n).padStart(7, '0')
          : `10.${(n >> 13) & 255}.${(n >> 5) & 255}.${(n >> 21) & 255}`;
      text += pieces[i + 1]!;
    }
    return text;
  };
}

/** One caller: sends, waits for the whole answer, sends the next, until `next` has none. Rejects when a connection breaks. */
function call(port: number, next: () => string | undefined, done: (status: string, ms: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let begun = 0;
    let held: Buffer | undefined;
    const send = () => {
      const request = next();
      if (request === undefined) {
        socket.destroy();
        return resolve();
      }
      begun = performance.now();
      socket.write(request, 'latin1');
    };
    socket.once('connect', send);
    socket.on('data', (chunk) => {
      held = held ? Buffer.concat([held, chunk]) : chunk;
      const end = lengthOf(held);
      if (end === undefined || held.length < end) return;
      if (held.length > end) return void socket.destroy(new Error('more bytes than one answer has'));
      const status = held.toString('latin1', 9, 12);
      held = undefined;
      done(status, performance.now() - begun);
      send();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed a connection')));
  });
}

/** The length of the first answer in `bytes` with its header, or undefined while that cannot be told. */
export function lengthOf(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd + 2);
  const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(head);
  if (length) return headEnd + 4 + Number(length[1]);
  if (/\r\ntransfer-encoding: *chunked\r\n/i.test(head)) {
    // The last chunk, of length 0, ends the answer (no server here sends trailers).
    const last = bytes.indexOf('\r\n0\r\n\r\n', headEnd + 2);
    return last < 0 ? undefined : last + 7;
  }
  // No body follows these (RFC 9112, 6.3).
  return /^HTTP\/1\.1 (1\d\d|204|304) /.test(head) ? headEnd + 4 : undefined;
}
