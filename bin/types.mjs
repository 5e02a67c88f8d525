// Writes src/platform/db/types.ts from the migrated schema. Run after adding a migration: npm run types
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'casement-types-'));
chmodSync(folder, 0o711);
const bundle = new URL('../dist/db-for-types.mjs', import.meta.url).pathname;
await build({
  entryPoints: [new URL('../src/platform/db/index.ts', import.meta.url).pathname],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const { startEmbedded, openDatabase, migrate } = await import(bundle);
const server = await startEmbedded(join(folder, 'postgres'));
try {
  const db = openDatabase(server.url);
  await migrate(db);
  await db.close();
  spawnSync(
    'npx',
    [
      'kysely-codegen',
      '--dialect',
      'postgres',
      '--url',
      server.url,
      '--out-file',
      'src/platform/db/types.ts',
      '--include-pattern',
      'public.*',
      '--exclude-pattern',
      'public.kysely*',
      '--date-parser',
      'string',
      '--numeric-parser',
      'number',
    ],
    { stdio: 'inherit' },
  );
  // int8 is parsed to a number (platform/db/pool.ts).
  const file = 'src/platform/db/types.ts';
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(
      /export type Int8 = .*/,
      'export type Int8 = ColumnType<number, bigint | number | string, bigint | number | string>;',
    ),
  );
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
