import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that put something else in a module's place: they share their process with nobody. */
const alone = ['src/features/accounts/rules.test.ts', 'src/features/accounts/sign-in.test.ts'];

/** What measures the memory of its own process: alone too, and the same whatever the engine. */
const memory = ['src/features/backup/memory.test.ts', 'src/features/files/memory.test.ts'];

/** Every route, page and form in turn: of the program, not of the database, and too long for `test:fast`. */
const walks = [
  'test/hostile/**/*.test.ts',
  'test/authorisation.test.ts',
  'test/leak.test.ts',
  'test/page-queries.test.ts',
];

/** What starts servers or the whole program of its own. */
const start = ['test/start/**/*.test.ts', 'src/features/backup/upgrade.test.ts'];

const jsx = { oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } } } as const;
const limits = { testTimeout: 30_000, hookTimeout: 60_000, pool: 'forks' } as const;

/**
 * Project by project, and the larger files of each first, as vitest does; but the many small files of `together` come last, so that
 * no worker waits at the end for the other's long walk.
 */
class SmallLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const last = ({ project }: TestSpecification) => Number(project.name === 'together');
    return (await super.sort(files)).sort((a, b) => last(a) - last(b));
  }
}

/** `npm test` runs all six; `npm run test:fast` the first three, the second engine the first two. */
export default defineConfig({
  test: {
    // Once for all of them: a project that inherited it would start a database of its own.
    globalSetup: ['test/engine.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // What a source becomes is kept in node_modules, by its content: for the other projects, the second engine and the next run.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: SmallLast },
    projects: [
      {
        ...jsx,
        test: {
          ...limits,
          name: 'together',
          include: ['src/**/*.test.{ts,tsx}', 'test/*.test.ts', 'test/load/**/*.test.ts'],
          exclude: [...alone, ...memory, ...walks, ...start],
          // The program is read once in each worker, not once for each file (25 files: 14 s of reading instead of 70).
          isolate: false,
        },
      },
      { ...jsx, test: { ...limits, name: 'alone', include: alone } },
      { ...jsx, test: { ...limits, name: 'memory', include: memory } },
      { ...jsx, test: { ...limits, name: 'walks', include: walks, isolate: false } },
      { ...jsx, test: { ...limits, name: 'browser', include: ['test/e2e/**/*.test.{ts,tsx}'], isolate: false } },
      { ...jsx, test: { ...limits, name: 'start', include: start } },
    ],
  },
});
