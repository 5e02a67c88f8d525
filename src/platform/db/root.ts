import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The program's own folder (package.json, db/, kits/), from the built file in dist/ as from the source in src/platform/db/. */
export const root: string = basename(here) === 'dist' ? join(here, '..') : join(here, '../../..');
