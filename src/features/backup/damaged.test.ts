import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newDigest, sealing } from '../../platform/crypto/archive.ts';
import { derivePassphrase, newPassphraseParams } from '../../platform/crypto/passphrase.ts';
import { appliedMigrations, inSnapshot } from '../../platform/db/copy.ts';
import type { Database } from '../../platform/db/index.ts';
import {
  type Entry,
  entriesDigest,
  frameOf,
  frameType,
  type Manifest,
  magic,
  preamble,
  readPreamble,
} from './format.ts';
import { openArchive } from './reader.ts';
import { ArchiveRefused } from './refusal.ts';
import { checkArchive, restore } from './restore.ts';
import { allRows, newDatabase, newDataFolder } from './world.ts';

const passphrase = 'four words in a row';
const now = new Date('2026-11-21T12:00:00Z');
const undo: (() => unknown)[] = [];
let target: Database;
let place: string;
let archive: Buffer;
let manifest: Manifest;
/** Where the sealed stream begins. */
let sealedAt: number;

beforeAll(async () => {
  const empty = await newDatabase('migrated');
  const { folder, remove } = newDataFolder();
  undo.push(empty.drop, remove);
  target = empty.db;
  place = folder;
  manifest = {
    format: 1,
    program: '0.1.0',
    postgres: '18.4',
    createdAt: now.toISOString(),
    migrations: await inSnapshot(target, appliedMigrations),
    tables: [],
    leftOut: [],
    sequences: [],
    files: { count: 0, bytes: 0 },
    missingFiles: [],
    digest: '',
  };
  // Bytes that do not compress, so that the archive has several sealed chunks.
  const noise = Buffer.concat(Array.from({ length: 6_000 }, () => newPassphraseParams().salt)).toString('base64');
  archive = await crafted([issues, { entry: { kind: 'file', name: 'a/noise' }, data: noise }, secret]);
  sealedAt = readPreamble(archive).length;
  expect(archive.length).toBeGreaterThan(sealedAt + 90_000);
});
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

const folderNow = () => readdirSync(place, { recursive: true }).sort();

/** Restores these bytes and expects a refusal; returns its words. The database and the data folder must be as before. */
async function refusal(bytes: Buffer, words = passphrase): Promise<string> {
  const { folder, remove } = newDataFolder();
  const file = join(folder, 'damaged');
  writeFileSync(file, bytes);
  const before = { folder: folderNow(), secret: readFileSync(join(place, 'secret')) };
  const told: string[] = [];
  const error = await restore(target, {
    dataFolder: place,
    file,
    passphrase: words,
    now,
    out: (line) => told.push(line),
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  remove();
  expect(error).toBeInstanceOf(ArchiveRefused);
  // It never came as far as the schema.
  expect(told.filter((line) => line !== 'Checking the archive …')).toEqual([]);
  expect([...(await allRows(target)).values()].flat()).toEqual([]);
  expect({ folder: folderNow(), secret: readFileSync(join(place, 'secret')) }).toEqual(before);
  return (error as Error).message;
}

function flipped(at: number): Buffer {
  const bytes = Buffer.from(archive);
  bytes[at]! ^= 0x10;
  return bytes;
}

test('the archive that the following tests spoil is itself accepted', async () => {
  const { folder, remove } = newDataFolder();
  writeFileSync(join(folder, 'whole'), archive);
  const opened = await openArchive(join(folder, 'whole'), passphrase);
  expect(await checkArchive(opened)).toMatchObject({ tables: [{ name: 'issues', rows: 1 }], files: { count: 1 } });
  await opened.close();
  remove();
});

describe('refused before anything is touched', () => {
  test('a changed byte, anywhere', async () => {
    const end = archive.length;
    expect(await refusal(flipped(3))).toContain('not a Casement backup');
    expect(await refusal(flipped(magic.length))).toContain('newer Casement');
    expect(await refusal(flipped(magic.length + 3))).toContain('head');
    for (const at of [magic.length + 30, sealedAt - 40, sealedAt - 1])
      expect(await refusal(flipped(at))).toContain('head');
    for (const at of [sealedAt, sealedAt + 70_000, end - 17, end - 1])
      expect(await refusal(flipped(at))).toContain('damaged');
  });

  test('an archive that is cut off, anywhere', async () => {
    for (const length of [5, magic.length + 2, sealedAt - 1]) {
      expect(await refusal(archive.subarray(0, length))).toMatch(/cut off|not a Casement backup/);
    }
    for (const length of [sealedAt, sealedAt + 10, sealedAt + 65_552, archive.length - 1]) {
      expect(await refusal(archive.subarray(0, length))).toContain('damaged');
    }
  });

  test('an archive with something behind it', async () => {
    expect(await refusal(Buffer.concat([archive, Buffer.from('x')]))).toContain('damaged');
    expect(await refusal(Buffer.concat([archive, archive]))).toContain('damaged');
  });

  test('the wrong passphrase, which is told apart from damage', async () => {
    expect(await refusal(archive, 'four words in a raw')).toContain('passphrase');
  });

  test.each([
    ['an empty file', Buffer.alloc(0), 'empty'],
    ['a zip', Buffer.from('504b0304140000000800', 'hex'), 'not a Casement backup'],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'not a Casement backup'],
    ['a dump of pg_dump', Buffer.from('PGDMP\u0001\u0010'), 'not a Casement backup'],
    [
      'random bytes',
      Buffer.concat(Array.from({ length: 500 }, () => newPassphraseParams().salt)),
      'not a Casement backup',
    ],
  ])('%s', async (_name, bytes, words) => {
    expect(await refusal(bytes)).toContain(words);
  });

  test('a format of the future, whatever else it holds', async () => {
    const bytes = Buffer.from(archive);
    bytes.writeUInt16BE(2, magic.length);
    expect(await refusal(bytes)).toContain('newer Casement');
  });
});

/** Seals frames as a writer would: what only somebody with the passphrase, or a fault of ours, could make. */
async function sealed(frames: Buffer[]): Promise<Buffer> {
  const { salt } = newPassphraseParams();
  // The least that is accepted: this file makes many archives.
  const params = { algorithm: 'argon2id', memory: 8_192, passes: 1, parallelism: 1 } as const;
  const { verifier, wrappingKey } = await derivePassphrase(passphrase, salt, params);
  const head = preamble({ passphrase: params, salt, verifier });
  const out: Buffer[] = [head];
  await pipeline(
    Readable.from(frames),
    createGzip(),
    sealing(wrappingKey, head),
    async (source: AsyncIterable<Buffer>) => {
      for await (const piece of source) out.push(piece);
    },
  );
  return Buffer.concat(out);
}

const json = (type: number, value: unknown) => frameOf(type, Buffer.from(JSON.stringify(value)));

/** An archive with the given entries and a manifest that fits them, changed by `change`. */
async function crafted(
  entries: { entry: Entry; data: string; sha256?: string }[],
  change: Partial<Manifest> = {},
): Promise<Buffer> {
  const digest = entriesDigest();
  const frames: Buffer[] = [];
  const tables: Manifest['tables'] = [];
  const files = { count: 0, bytes: 0 };
  for (const { entry, data, sha256 } of entries) {
    const sum = newDigest();
    sum.update(Buffer.from(data));
    const rows = entry.kind === 'table' ? data.split('\n').length - 1 : null;
    const end = { bytes: data.length, rows, sha256: sha256 ?? sum.hex() };
    frames.push(json(frameType.entry, entry), frameOf(frameType.data, Buffer.from(data)), json(frameType.end, end));
    digest.add(entry, end);
    if (entry.kind === 'table') tables.push({ name: entry.name, rows: rows!, bytes: end.bytes, sha256: end.sha256 });
    if (entry.kind === 'file') Object.assign(files, { count: files.count + 1, bytes: files.bytes + end.bytes });
  }
  frames.push(json(frameType.manifest, { ...manifest, tables, files, digest: digest.hex(), ...change }));
  return sealed(frames);
}

const secret = { entry: { kind: 'secret' as const }, data: 'x'.repeat(32) };
const issues = { entry: { kind: 'table' as const, name: 'issues', columns: ['id'] }, data: 'one\n' };

describe('refused although it is authentic', () => {
  test('no manifest', async () => {
    const frames = [json(frameType.entry, secret.entry), frameOf(frameType.data, Buffer.alloc(32))];
    expect(await refusal(await sealed(frames))).toContain('ends within an entry');
    expect(await refusal(await sealed([]))).toContain('no manifest');
  });

  test('content that is not gzip, and frames that are none', async () => {
    expect(await refusal(await sealed([frameOf(9, Buffer.from('?'))]))).toContain('damaged');
    expect(await refusal(await sealed([Buffer.from([1, 255, 255, 255, 255])]))).toContain('too long');
    expect(await refusal(await sealed([Buffer.from([1, 0])]))).toContain('within a frame');
  });

  test('a checksum, a count or a digest that does not fit', async () => {
    expect(await refusal(await crafted([{ ...secret, sha256: '0'.repeat(64) }]))).toContain(
      'secret is not what was written',
    );
    const tables = [{ name: 'issues', rows: 2, bytes: 4, sha256: '0'.repeat(64) }];
    expect(await refusal(await crafted([issues, secret], { tables }))).toContain('other entries');
    expect(await refusal(await crafted([issues, secret], { digest: '0'.repeat(64) }))).toContain('other entries');
  });

  test('no installation secret, or a file that would be written elsewhere', async () => {
    expect(await refusal(await crafted([issues]))).toContain('installation secret');
    for (const name of ['../../etc/passwd', '/etc/passwd', 'a/../../b', 'a//b', '.hidden', '']) {
      const file = { entry: { kind: 'file' as const, name }, data: 'x' };
      expect(await refusal(await crafted([file, secret]))).toContain('cannot be understood');
    }
  });

  test('a schema that this program does not know', async () => {
    const migrations = [...(await inSnapshot(target, appliedMigrations)), '9999_from_the_future'];
    expect(await refusal(await crafted([issues, secret], { migrations }))).toContain('9999_from_the_future');
    expect(await refusal(await crafted([issues, secret], { migrations: [] }))).toContain('never had');
    expect(await refusal(await crafted([issues, secret], { migrations: migrations.slice(1, 2) }))).toContain(
      'never had',
    );
  });
});
