import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { families } from './fonts.ts';
import type { Answer, Order, Size } from './typesetter.ts';

/** A document that was set: the file, and how many pages it has. */
export type Pdf = { bytes: Buffer; pages: number };

/** It could not be set; the message is for the log, never for the public (it may quote what was typed). */
export class NotSet extends Error {}

const idleMs = 20_000;
const patienceMs = 120_000;

/** Beside the program where it is built, beside us where it is not. */
const typesetter = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './typesetter.ts' : './typesetter.js', import.meta.url),
);

/**
 * Before every source: `data` is what was handed over, and text is set in the first face that has the sign. `lines(list)`
 * sets what `printLines` made: each line a paragraph in its own direction.
 */
const preamble = `
#let data = json(bytes(sys.inputs.data))
#set text(font: (${families.map((family) => `"${family}"`).join(', ')}), size: 11pt, hyphenate: false)
#set par(leading: 0.62em, spacing: 0.62em, justify: false)
#let line-of(line) = {
  set text(dir: if line.dir == "rtl" { rtl } else { ltr })
  set align(if line.dir == "rtl" { right } else { left })
  line.text
}
#let lines(list) = for line in list {
  if line.text == "" { v(0.9em, weak: false) } else { block(width: 100%, spacing: 0.62em, line-of(line)) }
}
`;

let child: ChildProcess | undefined;
let idle: NodeJS.Timeout | undefined;
let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;
let orders = 0;
/** More documents than this do not wait in line: whoever asks is told to come back. */
const longestLine = 50;

/**
 * Sets a document: `source` is Typst written by us, `data` whatever it prints, reachable there as `data`. What people
 * wrote goes into `data` alone, never into the source. It happens in a process of its own, one document after another:
 * nobody's page waits for it, and its memory (about 100 MB) is given back after twenty quiet seconds.
 * Throws `NotSet` when it cannot be set, not within two minutes, or when fifty others wait already.
 */
export async function renderPdf(source: string, data: unknown): Promise<Pdf> {
  const { pdf, pages } = await inTurn({ source: preamble + source, data: JSON.stringify(data), as: 'pdf' });
  return { bytes: Buffer.from(pdf ?? []), pages: pages ?? 0 };
}

/** As `renderPdf`, but a document of one page becomes a picture (PNG) of that size in pixels. */
export async function renderPng(source: string, data: unknown, size: Size): Promise<Buffer> {
  const { png } = await inTurn({ source: preamble + source, data: JSON.stringify(data), as: size });
  return Buffer.from(png ?? []);
}

async function inTurn(wanted: Wanted): Promise<Answer> {
  if (waiting >= longestLine) throw new NotSet('too many documents wait already');
  waiting += 1;
  const set = turn.then(() => order(wanted));
  turn = set
    .catch(() => {})
    .finally(() => {
      waiting -= 1;
    });
  return set;
}

type Wanted = Omit<Order, 'number'>;

function order(wanted: Wanted): Promise<Answer> {
  clearTimeout(idle);
  const at = child?.connected ? child : start();
  orders += 1;
  const number = orders;
  return new Promise<Answer>((resolve, reject) => {
    const late = setTimeout(() => {
      at.kill('SIGKILL');
      end(() => reject(new NotSet('it took longer than two minutes')));
    }, patienceMs);
    const gone = (code: number | null, signal: string | null) =>
      end(() => reject(new NotSet(`the typesetter ended (${signal ?? code})`)));
    const heard = (answer: Answer) => {
      if (answer.number !== number) return;
      end(() =>
        answer.pdf || answer.png ? resolve(answer) : reject(new NotSet(answer.error ?? 'no reason was given')),
      );
    };
    const end = (settle: () => void) => {
      clearTimeout(late);
      at.off('exit', gone);
      at.off('message', heard);
      idle = setTimeout(stop, idleMs);
      // Nothing waits for the pause to pass.
      idle.unref();
      at.unref();
      at.channel?.unref();
      settle();
    };
    at.ref();
    at.channel?.ref();
    at.once('exit', gone);
    at.on('message', heard);
    at.send({ number, ...wanted } satisfies Order);
  });
}

function start(): ChildProcess {
  const started = fork(typesetter, [], {
    serialization: 'advanced',
    // It has no need of our settings, among them the database's address.
    env: { PATH: process.env.PATH ?? '' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  started.once('error', () => {
    if (child === started) child = undefined;
  });
  started.once('exit', () => {
    if (child === started) child = undefined;
  });
  child = started;
  return started;
}

function stop(): void {
  child?.disconnect();
  child = undefined;
}
