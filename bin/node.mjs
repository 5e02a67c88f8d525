// Which Node runs the program: the one that the lock file pins, else this one if it is new enough.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

/** The path of a Node ≥ 24, or undefined. */
export function programNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const pinned = join(
    root,
    'node_modules',
    `node-${system}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(pinned)) return pinned;
  return Number.parseInt(process.versions.node, 10) >= 24 ? process.execPath : undefined;
}
