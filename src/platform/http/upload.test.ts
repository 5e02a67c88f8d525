import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { secretOf } from '../crypto/ids.ts';
import { openFileStore } from '../files/index.ts';
import { Problem } from './errors.ts';
import { readUpload, shownName } from './upload.ts';

const folder = mkdtempSync(join(tmpdir(), 'casement-upload-'));
const files = openFileStore(folder, secretOf(Buffer.alloc(32, 3)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let failed: string[] = [];
beforeEach(() => {
  failed = [];
});
const app = new Hono();
app.onError((error, c) => {
  failed.push(error.message);
  return c.text(error.message, error instanceof Problem ? error.status : 500);
});
app.post('/', async (c) => {
  const { fields, file, tooLarge } = await readUpload(c, { field: 'file', limit: 1_000_000, files });
  const content = file && readFileSync(file.path).toString('latin1');
  await file?.discard();
  return c.json({
    words: fields.all('words'),
    name: file?.name,
    bytes: file?.bytes,
    start: content?.slice(0, 8),
    tooLarge,
  });
});

const partials = () => {
  try {
    return readdirSync(join(folder, 'partial'));
  } catch {
    return [];
  }
};
const part = (headers: string, content: string) =>
  `--x\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${content}\r\n`;
const post = (body: string, type = 'multipart/form-data; boundary=x') =>
  app.request('/', { method: 'POST', body, headers: { 'content-type': type } });

/** A body that says what of it was asked for. */
function measured(pieces: number, piece: Uint8Array, first: string, last: string) {
  const counted = { given: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        counted.given += 1;
        if (counted.given === 1) controller.enqueue(Buffer.from(first));
        else if (counted.given <= pieces + 1) controller.enqueue(piece);
        else {
          controller.enqueue(Buffer.from(last));
          controller.close();
        }
      },
    },
    { highWaterMark: 0 },
  );
  return { counted, body };
}
const stream = (body: ReadableStream) =>
  app.request(
    new Request('http://127.0.0.1/', {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    } as RequestInit),
  );

describe('a form with a file', () => {
  it('gives its words and its file, whatever their order', async () => {
    const body = `${part('name="words"', 'uno\r\ndos')}${part('name="file"; filename="a/b\\\\c.txt"', 'content')}${part('name="words"', 'três 🌿')}--x--`;
    expect(await (await post(body)).json()).toEqual({
      words: ['uno\ndos', 'três 🌿'],
      name: 'c.txt',
      bytes: 7,
      start: 'content',
      tooLarge: false,
    });
  });

  it('may come without a chosen file', async () => {
    const nothing = { words: ['a'], tooLarge: false };
    const unchosen = `${part('name="words"', 'a')}${part('name="file"; filename=""', '')}--x--`;
    expect(await (await post(unchosen)).json()).toEqual(nothing);
    expect(await (await post(`${part('name="words"', 'a')}--x--`)).json()).toEqual(nothing);
  });

  it('keeps its words when the file is too large, before it and after it', async () => {
    const { body } = measured(
      20,
      Buffer.alloc(100_000),
      `${part('name="words"', 'before')}--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`,
      `\r\n${part('name="words"', 'after')}--x--`,
    );
    expect(await (await stream(body)).json()).toEqual({ words: ['before', 'after'], tooLarge: true });
    expect(partials()).toEqual([]);
  });

  it('is not read to its end when it is far too large', async () => {
    const { body, counted } = measured(
      1000,
      Buffer.alloc(100_000),
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n',
      '\r\n--x--',
    );
    expect((await stream(body)).status).toBe(413);
    expect(counted.given).toBeLessThan(60);
    expect(partials()).toEqual([]);
  });

  it.each([
    ['another type', 'file=1', 'application/x-www-form-urlencoded', 400],
    ['no boundary', 'x', 'multipart/form-data', 400],
    ['nothing', '', undefined, 400],
    ['no multipart at all', 'hello', undefined, 400],
    ['no end', part('name="words"', 'a'), undefined, 400],
    ['broken off in a file', part('name="file"; filename="a"', 'abc').trimEnd(), undefined, 400],
    ['NUL in a value', `${part('name="words"', 'a\0b')}--x--`, undefined, 400],
    ['NUL in a name', `${part('name="a\0b"', 'b')}--x--`, undefined, 400],
    ['NUL in a file name', `${part('name="file"; filename="a\0b"', 'b')}--x--`, undefined, 400],
    ['another file field', `${part('name="other"; filename="a"', 'b')}--x--`, undefined, 400],
    ['two files', `${part('name="file"; filename="a"', 'b').repeat(2)}--x--`, undefined, 400],
    ['a field too long', `${part('name="words"', 'a'.repeat(300_000))}--x--`, undefined, 413],
    ['fields too long together', `${part('name="words"', 'a'.repeat(100_000)).repeat(3)}--x--`, undefined, 413],
    ['too many fields', `${part('name="words"', 'a').repeat(200)}--x--`, undefined, 413],
  ])('is refused: %s', async (_, body, type, status) => {
    expect((await post(body, type)).status).toBe(status);
    expect(partials()).toEqual([]);
  });

  it("tells the disk's own errors from a broken connection", async () => {
    const full = {
      ...files,
      receive: async () => Promise.reject(Object.assign(new Error('no space'), { syscall: 'write' })),
    };
    const broken = new Hono();
    broken.onError((error, c) => c.text(error.message, 500));
    broken.post('/', async (c) => c.json(await readUpload(c, { field: 'file', limit: 10, files: full })));
    const body = `${part('name="file"; filename="a"', 'abc')}--x--`;
    const answer = await broken.request('/', {
      method: 'POST',
      body,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect([answer.status, await answer.text()]).toEqual([500, 'no space']);
  });

  it('broken off by a client leaves nothing behind', async () => {
    const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const sending = request({
        port: (server.address() as AddressInfo).port,
        host: '127.0.0.1',
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 900_000 },
      });
      sending.on('error', () => {});
      sending.write(`--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'a'.repeat(400_000)}`);
      await expect.poll(() => partials().length, { timeout: 5000 }).toBe(1);
      sending.destroy();
      await expect.poll(partials, { timeout: 5000 }).toEqual([]);
      await expect.poll(() => failed, { timeout: 5000 }).toEqual(['unreadable']);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

it("shows a file's name without folders, control and direction characters", () => {
  expect(shownName('../../etc/passwd')).toBe('passwd');
  expect(shownName('C:\\Fotos\\niña.jpg')).toBe('niña.jpg');
  expect(shownName('gpj\u202E.exe\r\n\t')).toBe('gpj.exe');
  expect(shownName('/')).toBe('');
  expect(shownName('🌿'.repeat(200))).toBe('🌿'.repeat(120));
});
