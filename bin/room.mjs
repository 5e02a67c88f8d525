// Where the tests' own databases lie.
import { accessSync, constants, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';

const memory = '/dev/shm';
/** Far more than a whole run was seen to fill. */
const enough = 4e9;

/**
 * In memory where the system keeps a folder there with room enough, else among the temporary files. There is a database for every
 * test file, each of a thousand small files: on a disk to make one takes ten times as long, and is most of what many a file waits for.
 */
export function testRoom() {
  try {
    accessSync(memory, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(memory);
    const free = Math.min(bavail * bsize, freemem(), process.availableMemory?.() ?? Number.POSITIVE_INFINITY);
    return free >= enough ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
