import { connect, type Socket } from 'node:net';
import { answer } from './child.ts';
import { percentile } from './statistics.ts';

/**
 * So many callers, each with one connection and one request at a time. Requests are raw HTTP/1.1, taken in turn; in each
 * `%number%` becomes seven digits that count up from `first`, `%address%` an address of 10.0.0.0/8
 * that changes every 32, each in a block of its own for 24,336 of them (limits count blocks too).
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
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let sent = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  const next = (): number | undefined => (sent >= most || performance.now() >= until ? undefined : sent++);
  await Promise.all(
    Array.from({ length: callers }, () =>
      call(port, fillerOf(requests, first), next, (status, ms) => {
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

/** One caller's requests, by their number. */
function fillerOf(requests: string[], first: number): (n: number) => Buffer {
  const fill = requests.map(templateOf);
  return (n) => fill[n % fill.length]!(first + n);
}

/**
 * A request with its numbers filled in, always in the same bytes: what making a new text for each costs, the measured
 * program would lack.
 */
export function templateOf(request: string): (n: number) => Buffer {
  const pieces = request.split(/(%number%|%address%)/);
  const places: { at: number; number: boolean }[] = [];
  let text = '';
  for (const piece of pieces) {
    const number = piece === '%number%';
    if (number || piece === '%address%') places.push({ at: text.length, number });
    text += number ? '0000000' : piece === '%address%' ? '10.100.100.100' : piece;
  }
  const bytes = Buffer.from(text, 'latin1');
  const write = (value: number, digits: number, at: number) => {
    let rest = value;
    for (let place = at + digits - 1; place >= at; place -= 1) {
      bytes[place] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
  };
  return (n) => {
    const block = n >> 5;
    for (const { at, number } of places) {
      if (number) write(n, 7, at);
      else {
        // Three digits each, so that every address is as long as the others: 100 to 255.
        write(100 + (Math.floor(block / 156) % 156), 3, at + 3);
        write(100 + (block % 156), 3, at + 7);
        write(100 + (Math.floor(block / 24_336) % 156), 3, at + 11);
      }
    }
    return bytes;
  };
}

/** One caller: sends, waits for the whole answer, sends the next, until `next` has none. Rejects when a connection breaks. */
function call(
  port: number,
  fill: (n: number) => Buffer,
  next: () => number | undefined,
  done: (status: string, ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let begun = 0;
    let held: Buffer | undefined;
    const send = () => {
      const n = next();
      if (n === undefined) {
        socket.destroy();
        return resolve();
      }
      begun = performance.now();
      socket.write(fill(n));
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

const node = Buffer.from('\r\nContent-Length: ');
const lower = Buffer.from('\r\ncontent-length: ');

/** The length of the first answer in `bytes` with its header, or undefined while that cannot be told. */
export function lengthOf(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  // As nearly all answers say it.
  for (const name of [node, lower]) {
    const at = bytes.indexOf(name);
    if (at >= 0 && at < headEnd)
      return headEnd + 4 + Number(bytes.toString('latin1', at + name.length, bytes.indexOf('\r\n', at + 2)));
  }
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
