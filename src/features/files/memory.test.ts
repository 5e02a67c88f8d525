import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../platform/db/index.ts';
import { docxOf } from '../../platform/documents/testing/made.ts';
import { runJob } from '../../platform/jobs/index.ts';
import { urls } from '../../urls.ts';
import { filesOf } from './index.ts';
import { type FileDesk, openFileDesk, origin } from './testing/desk.ts';

/* What the server's own process holds while it is given what is large, and what is made to break it. */

const hostile = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'hostile-input/generated');
let desk: FileDesk;
beforeAll(async () => {
  desk = await openFileDesk();
  // What is loaded with the first file is not growth.
  await desk.send(docxOf(['Warm.']), 'warm.docx');
});
afterAll(() => desk?.stop());

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What this process grows by at most while `work` runs, in megabytes: `resident`, and `held`, which leaves out what only waits to be collected. */
async function growth(work: () => Promise<unknown>): Promise<{ held: number; resident: number }> {
  const before = { held: await held(), resident: process.memoryUsage().rss };
  const most = { ...before };
  const residents = setInterval(() => {
    most.resident = Math.max(most.resident, process.memoryUsage().rss);
  }, 5);
  let going = true;
  const holdings = (async () => {
    while (going) {
      most.held = Math.max(most.held, await held());
      await pause(300);
    }
  })();
  try {
    await work();
  } finally {
    going = false;
    clearInterval(residents);
  }
  await holdings;
  return { held: (most.held - before.held) / 1e6, resident: (most.resident - before.resident) / 1e6 };
}

/** Bytes that are held now. Buffers are counted until their collection ends in another thread: the least of some readings is what stays. */
async function held(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < 3; reading += 1) {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, heapUsed + external);
    await pause(10);
  }
  return least;
}

const piece = Buffer.alloc(64 * 1024, 'All of them were heard. ');

/** A form with a text file of so many bytes, made while it is sent. */
function formOf(bytes: number): { body: ReadableStream; type: string } {
  const head = Buffer.from(
    '--edge\r\nContent-Disposition: form-data; name="title"\r\n\r\nKept\r\n--edge\r\nContent-Disposition: form-data; name="file"; filename="long.txt"\r\nContent-Type: text/plain\r\n\r\n',
  );
  let left = bytes;
  let begun = false;
  return {
    type: 'multipart/form-data; boundary=edge',
    body: new ReadableStream(
      {
        pull(controller) {
          if (!begun) controller.enqueue(new Uint8Array(head));
          begun = true;
          if (left === 0) {
            controller.enqueue(new Uint8Array(Buffer.from('\r\n--edge--\r\n')));
            return controller.close();
          }
          const next = Math.min(left, piece.length);
          left -= next;
          controller.enqueue(new Uint8Array(piece.buffer, piece.byteOffset, next));
          return undefined;
        },
      },
      { highWaterMark: 0 },
    ),
  };
}

async function sendLong(bytes: number) {
  const { body, type } = formOf(bytes);
  const response = await desk.test.app.request(`${origin}/north/en/try-file`, {
    method: 'POST',
    body,
    headers: { origin, cookie: desk.cookie, 'content-type': type },
    duplex: 'half',
  } as RequestInit);
  return { status: response.status, answer: await response.json() };
}

describe('memory stays flat', () => {
  it('while 200 MB are sent, kept and taken away again; and above that nothing is kept', {
    timeout: 120_000,
  }, async () => {
    let id = '';
    const grown = await growth(async () => {
      const { status, answer } = await sendLong(200_000_000);
      expect([status, answer.file.bytes, answer.fields.title]).toEqual([200, 200_000_000, 'Kept']);
      id = answer.file.id;
      const response = await desk.test.get(urls.files.download({ network: 'north', locale: 'en' }, id), {
        cookie: desk.cookie,
      });
      let got = 0;
      for await (const part of response.body!) got += part.length;
      expect(got).toBe(200_000_000);
    });
    // Whoever kept the file would hold 200. Resident memory tells nothing here: pieces that wait to be collected made it 60 or 140 of the same work.
    expect(grown.held).toBeLessThan(50);
    const over = await sendLong(200_000_001);
    expect([over.status, over.answer.error]).toEqual([422, { key: 'files.refused.size', values: { limit: 200 } }]);
    expect(over.answer.fields.title).toBe('Kept');
    await runJob(desk.test.deps, 'files.reading', { network: desk.north.id, file: id });
    const file = await desk.within(async (ctx) => (await filesOf(ctx, [id])).get(id));
    expect([file?.state, file?.reason]).toEqual(['refused', 'heavy']);
    expect(readdirSync(join(desk.test.deps.files.folder, 'partial'))).toEqual([]);
  });

  it.skipIf(!existsSync(hostile))(
    'while every bomb is handed in, and each is answered',
    { timeout: 120_000 },
    async () => {
      const names = readdirSync(hostile);
      const answers: string[] = [];
      const grown = await growth(async () => {
        for (let at = 0; at < names.length; at += 8)
          await Promise.all(
            names.slice(at, at + 8).map(async (name) => {
              const sent = await desk.send(readFileSync(join(hostile, name)), name);
              answers.push(sent.ok ? 'taken' : sent.error!.key);
              expect([200, 422]).toContain(sent.status);
            }),
          );
      });
      for (const why of ['bomb', 'pixels', 'entities', 'paths', 'polyglot', 'kind', 'name'])
        expect(answers).toContain(`files.refused.${why}`);
      expect(grown.resident).toBeLessThan(250);
    },
  );

  it('while words are read that would fill it', { timeout: 60_000 }, async () => {
    // Fifteen million signs, in a file of some megabytes: within what is opened, beyond what is kept.
    const paragraphs = Array.from({ length: 1100 }, (_, n) =>
      Array.from({ length: 2000 }, (_, m) => ((n * 2000 + m) * 7919) % 1_000_003).join(' '),
    );
    const { file } = await desk.send(docxOf(paragraphs), 'long.docx');
    const grown = await growth(() =>
      runJob(desk.test.deps, 'files.reading', { network: desk.north.id, file: file.id }),
    );
    const read = await desk.within(async (ctx) => (await filesOf(ctx, [file.id])).get(file.id));
    expect([read?.state, read?.cut]).toEqual(['read', true]);
    expect(grown.resident).toBeLessThan(200);
  });
});
