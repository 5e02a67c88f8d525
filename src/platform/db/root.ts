import { fileURLToPath } from 'node:url';

/** The program's own folder (package.json, db/, kits/), from the built file in dist/ as from the source. */
export const root: string = fileURLToPath(
  import.meta.url.includes('/dist/') ? new URL('..', import.meta.url) : new URL('../../..', import.meta.url),
);
