import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { newId, secretOf } from '../crypto/ids.ts';
import { openFileStore, TooLarge } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'casement-store-'));
const files = openFileStore(folder, secretOf(Buffer.alloc(32, 1)));
const [one, other] = [newId(), newId()];
const unwanted = async () => false;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = async (network: string, key: string) => {
  const found = await files.open(network, key);
  return found && Buffer.concat(await found.stream.toArray());
};
const partials = async () => readdir(join(folder, 'partial')).catch(() => []);

describe('the file store', () => {
  it('gives back what was put, under a key of the content', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }), async (pieces) => {
        const whole = Buffer.concat(pieces);
        const { key, bytes } = await files.put(one, pieces, { limit: 10_000 });
        expect(bytes).toBe(whole.length);
        expect(key).toMatch(/^[0-9a-f]{64}$/);
        expect(await read(one, key)).toEqual(whole);
        expect((await files.put(one, [whole], { limit: 10_000 })).key).toBe(key);
      }),
      { numRuns: 25 },
    );
  });

  it('gives equal content another key in another network and under another secret', async () => {
    const content = [Buffer.from('the same in both')];
    const a = await files.put(one, content, { limit: 100 });
    const b = await files.put(other, content, { limit: 100 });
    const c = await openFileStore(join(folder, 'second'), secretOf(Buffer.alloc(32, 2))).put(one, content, {
      limit: 100,
    });
    expect(new Set([a.key, b.key, c.key]).size).toBe(3);
    expect(await files.has(other, a.key)).toBe(false);
    expect(await files.open(other, a.key)).toBeUndefined();
  });

  it('stores the same content from many callers at once', async () => {
    const content = Buffer.alloc(200_000, 'x');
    const keys = await Promise.all(Array.from({ length: 20 }, () => files.put(one, [content], { limit: 1e6 })));
    expect(new Set(keys.map((put) => put.key)).size).toBe(1);
    expect(await read(one, keys[0]!.key)).toEqual(content);
    expect(await partials()).toEqual([]);
  });

  it('stops at the limit and leaves nothing behind', async () => {
    let made = 0;
    async function* endless() {
      for (;;) {
        made += 1;
        yield Buffer.alloc(1000);
      }
    }
    await expect(files.put(one, endless(), { limit: 5_500 })).rejects.toBeInstanceOf(TooLarge);
    await expect(files.receive(endless(), { limit: 5_500 })).rejects.toBeInstanceOf(TooLarge);
    expect(made).toBe(12);
    expect(await partials()).toEqual([]);
  });

  it('leaves nothing behind when the source breaks off', async () => {
    async function* broken() {
      yield Buffer.alloc(1000);
      throw new Error('gone');
    }
    await expect(files.put(one, broken(), { limit: 5_000 })).rejects.toThrow('gone');
    expect(await partials()).toEqual([]);
  });

  it('mends a stored file that lost its end', async () => {
    const content = Buffer.from('whole content');
    const { key } = await files.put(one, [content], { limit: 100 });
    writeFileSync(files.path(one, key), 'whole');
    await files.put(one, [content], { limit: 100 });
    expect(readFileSync(files.path(one, key), 'utf8')).toBe('whole content');
  });

  it('knows no other names than keys', async () => {
    const hostile = [
      '',
      '..',
      '../../etc/passwd',
      'A'.repeat(64),
      `${'a'.repeat(64)}\n`,
      `${'a'.repeat(63)}/`,
      `..${'a'.repeat(62)}`,
    ];
    for (const key of hostile) {
      expect(() => files.path(one, key)).toThrow();
      await expect(files.open(one, key)).rejects.toThrow();
      await expect(files.has(one, key)).rejects.toThrow();
      await expect(files.remove(one, key, unwanted)).rejects.toThrow();
    }
    expect(() => files.path('../x', 'a'.repeat(64))).toThrow();
    await expect(files.put('../x', [], { limit: 1 })).rejects.toThrow();
  });

  it('removes what nobody wants and keeps what is wanted', async () => {
    const { key } = await files.put(one, [Buffer.from('to be removed')], { limit: 100 });
    expect(await files.remove(one, key, async () => true)).toBe(false);
    expect(await files.has(one, key)).toBe(true);
    await expect(files.remove(one, key, async () => Promise.reject(new Error('no database')))).rejects.toThrow(
      'no database',
    );
    expect(await files.has(one, key)).toBe(true);
    // While it is asked for, the bytes are out of their place: a second put brings them back, and they stay.
    const removed = files.remove(one, key, async () => {
      expect(await files.has(one, key)).toBe(false);
      await files.put(one, [Buffer.from('to be removed')], { limit: 100 });
      return false;
    });
    expect(await removed).toBe(true);
    expect(await files.has(one, key)).toBe(true);
    expect(await files.remove(one, key, unwanted)).toBe(true);
    expect(await files.remove(one, key, unwanted)).toBe(false);
    expect(await partials()).toEqual([]);
  });

  it('lists keys and partial files before a time', async () => {
    const network = newId();
    const { key } = await files.put(network, [Buffer.from('listed')], { limit: 100 });
    const left = await files.receive([Buffer.from('left behind')], { limit: 100 });
    const listed = async (before: Date) => (await Readable.from(files.keys(network, before)).toArray()).flat();
    const hourAgo = new Date(Date.now() - 3_600_000);
    expect(await listed(hourAgo)).toEqual([]);
    expect(await listed(new Date(Date.now() + 1000))).toEqual([key]);
    expect(await files.discardPartials(hourAgo)).toBe(0);
    utimesSync(left.path, 1, 1);
    expect(await files.discardPartials(hourAgo)).toBe(1);
    expect(await Readable.from(files.keys(newId(), new Date())).toArray()).toEqual([]);
    expect(readdirSync(join(folder, network))).toEqual([key.slice(0, 2)]);
  });
});
