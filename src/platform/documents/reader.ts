import { fstatSync, readSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import type { Input } from './packed.ts';
import { Refused } from './refused.ts';
import {
  type Done,
  longest,
  mostPages,
  mostWords,
  mostWordsInAll,
  type Part,
  type Picture,
  type Task,
  widths,
} from './tasks.ts';

/*
 * The process that opens what strangers made: started by `sandbox.ts` for one document and ended after it. It is given the
 * document as an open file (4) and a place to write to (5); it may read our program's own files and no others, start nothing,
 * and has no way to the network.
 */

const closed = new Set([
  'net',
  'tls',
  'http',
  'https',
  'http2',
  'dgram',
  'dns',
  'dns/promises',
  'inspector',
  'cluster',
  'repl',
]);
registerHooks({
  resolve(specifier, context, next) {
    if (closed.has(specifier.replace(/^node:/, ''))) throw new Error('not here');
    return next(specifier, context);
  },
});
for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name);

const input: Input = {
  size: fstatSync(4).size,
  read(at, length) {
    const wanted = Math.max(0, Math.min(length, this.size - at));
    const bytes = Buffer.allocUnsafe(wanted);
    let read = 0;
    while (read < wanted) {
      const more = readSync(4, bytes, read, wanted - read, at + read);
      if (more === 0) break;
      read += more;
    }
    return bytes.subarray(0, read);
  },
};

const output = (bytes: Uint8Array): void => {
  let written = 0;
  while (written < bytes.length) written += writeSync(5, bytes, written);
};

let goOn: () => void = () => {};
/** Hands over a piece and waits until it was taken: nothing piles up on either side. */
const hand = (part: Part): Promise<void> =>
  new Promise((resolve) => {
    goOn = resolve;
    process.send!(part);
  });

process.on('message', (message: Task | 'on') => {
  if (message === 'on') return goOn();
  work(message)
    .catch((error): Done => ({ done: false, refusal: error instanceof Refused ? error.refusal : refusalOf(error) }))
    .then((answer) => process.send!(answer, () => process.exit(0)));
});
process.on('disconnect', () => process.exit(0));

const refusalOf = (error: unknown) => (error instanceof RangeError ? 'memory' : 'damaged');

function work(task: Task): Promise<Done> {
  if (task.do === 'clean') return clean(task);
  return task.do === 'words' ? words(task) : pages(task);
}

async function clean({ kind, asSent }: Extract<Task, { do: 'clean' }>): Promise<Done> {
  if (kind === 'zip') {
    const { checkedPacked, cleanPacked } = await import('./clean/office.ts');
    if (asSent) return { done: true, kind: (await checkedPacked(input)).kind };
    return { done: true, written: true, ...(await cleanPacked(input, output)) };
  }
  if (kind === 'pdf') {
    if (asSent) {
      const { openPdf } = await import('./read/pdf.ts');
      await openPdf(input);
      return { done: true, kind };
    }
    const { cleanPdf } = await import('./clean/pdf.ts');
    const { bytes, removed } = await cleanPdf(input.read(0, input.size));
    output(bytes);
    return { done: true, kind, removed, written: true };
  }
  if (asSent) return { done: true, kind };
  if (kind === 'html') {
    const { cleanHtml } = await import('./clean/html.ts');
    const { bytes, removed } = cleanHtml(input.read(0, input.size));
    output(bytes);
    return { done: true, kind, removed, written: true };
  }
  if (kind === 'mp3' || kind === 'mp4') {
    const { cleanMp3, cleanMp4 } = await import('./clean/media.ts');
    const removed = (kind === 'mp3' ? cleanMp3 : cleanMp4)(input, output);
    return { done: true, kind, removed, written: true };
  }
  return { done: true, kind };
}

async function words({ kind }: Extract<Task, { do: 'words' }>): Promise<Done> {
  let waiting: { page: number; label: string; text: string }[] = [];
  let length = 0;
  let all = 0;
  let cut = false;
  const put = async (page: number, label: string, whole: string): Promise<void> => {
    const text = whole.slice(0, Math.min(mostWords, mostWordsInAll - all));
    if (text.length < whole.length) cut = true;
    all += text.length;
    length += text.length;
    waiting.push({ page, label, text });
    if (length < 60_000 && waiting.length < 50) return;
    await hand({ words: waiting });
    waiting = [];
    length = 0;
  };
  let count = 0;
  if (kind === 'pdf') {
    const { openPdf, wordsOf } = await import('./read/pdf.ts');
    const document = await openPdf(input);
    const pages = document.getPageCount();
    count = Math.min(pages, mostPages);
    cut = pages > count;
    for (let page = 0; page < count; page += 1) await put(page + 1, '', wordsOf(document.getPage(page)));
  } else {
    const { readWords } = await import('./read/words.ts');
    const sections = readWords(kind as 'docx' | 'odt' | 'epub' | 'html' | 'txt', input);
    count = Math.min(sections.length, mostPages);
    cut = sections.length > count;
    for (const [n, { label, text }] of sections.slice(0, count).entries()) await put(n + 1, label, text);
  }
  if (waiting.length > 0) await hand({ words: waiting });
  return { done: true, pages: count, cut };
}

async function pages({ from, most }: Extract<Task, { do: 'pages' }>): Promise<Done> {
  const { openPdf, pixelsOf } = await import('./read/pdf.ts');
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  const document = await openPdf(input);
  const count = Math.min(document.getPageCount(), most);
  for (let page = from; page <= count; page += 1) {
    const pixels = await pixelsOf(document.getPage(page - 1), { width: widths.large, height: widths.large * longest });
    const whole = pixels
      ? sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 4 } })
      : sharp({ create: { width: widths.large, height: widths.large, channels: 4, background: '#fff' } });
    const plain = whole.flatten({ background: '#fff' });
    const pictures: Picture[] = [];
    for (const size of ['large', 'small'] as const) {
      const { data, info } = await plain
        .clone()
        .resize({ width: widths[size], withoutEnlargement: true })
        .webp({ quality: size === 'large' ? 78 : 70, effort: 2 })
        .toBuffer({ resolveWithObject: true });
      pictures.push({ page, size, bytes: data, width: info.width, height: info.height });
    }
    await hand({ pictures });
  }
  return { done: true, pages: count };
}
