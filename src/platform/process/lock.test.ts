import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRunning, startOf } from './identity.ts';
import { holderOf, InUse, lockFolder } from './lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casement-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const left = (holder: object) =>
  writeFileSync(join(folder, 'lock'), JSON.stringify({ host: hostname(), doing: 'start', ...holder }));

describe('the lock of a data folder', () => {
  test('is held once, tells who holds it, and leaves nothing behind', async () => {
    const lock = await lockFolder(folder, 'start');
    expect(holderOf(folder)).toMatchObject({ pid: process.pid, doing: 'start' });
    await expect(lockFolder(folder, 'import')).rejects.toThrow(InUse);
    await expect(lockFolder(folder, 'import')).rejects.toThrow(
      new RegExp(`"bin/casement start" \\(process ${process.pid}\\).*${folder}`),
    );
    lock.release();
    expect(holderOf(folder)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken over from a process that has ended', async () => {
    left({ pid: 4_000_000, started: '1' });
    const lock = await lockFolder(folder, 'start');
    expect(holderOf(folder)?.pid).toBe(process.pid);
    lock.release();
  });

  test.runIf(process.platform === 'linux')('is taken over when another process has the number by now', async () => {
    left({ pid: 1, started: `${startOf(1)}0` });
    expect(isRunning(1)).toBe(true);
    const lock = await lockFolder(folder, 'start');
    lock.release();
  });

  test('is respected while the process of that number and start runs', async () => {
    left({ pid: process.ppid, started: startOf(process.ppid) });
    await expect(lockFolder(folder, 'start')).rejects.toThrow(InUse);
  });

  test.each(['', 'not json', '{"pid":"x"}'])('is taken over when it holds %j', async (text) => {
    writeFileSync(join(folder, 'lock'), text);
    const lock = await lockFolder(folder, 'start');
    lock.release();
  });

  test('of several that take over at the same instant exactly one has it', async () => {
    left({ pid: 4_000_000, started: '1' });
    const all = await Promise.allSettled(Array.from({ length: 16 }, () => lockFolder(folder, 'start')));
    const won = all.filter((one) => one.status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')).pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  test('a late release does not take away what somebody else holds by now', async () => {
    const first = await lockFolder(folder, 'start');
    left({ pid: process.ppid, started: startOf(process.ppid) });
    first.release();
    expect(holderOf(folder)?.pid).toBe(process.ppid);
  });
});
