import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { makeLogRoom } from './log-room.ts';

const server = process.env.CASEMENT_TEST_SERVER!;

test('files of the log stand ready afterwards; whoever may not see to it is not stopped', async () => {
  expect(await makeLogRoom(server, tmpdir(), 2)).toBeGreaterThanOrEqual(2);
  // Enough stand ready already, or are made again: others write to this server too.
  expect(await makeLogRoom(server, tmpdir(), 1)).toBeGreaterThanOrEqual(1);
  const plain = new URL(server);
  plain.searchParams.set('options', '-c role=casement_app');
  expect(await makeLogRoom(plain.href, tmpdir(), 1_000)).toBeUndefined();
});
