import { defineConfig } from 'vitest/config';

/** Files that put something else in a module's place; they must not share it with others. */
const alone = ['src/features/accounts/rules.test.ts', 'src/features/accounts/sign-in.test.ts'];

/** `npm test` runs all four; `npm run test:fast` the first two. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    globalSetup: ['test/engine.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['src/**/*.test.{ts,tsx}', 'test/*.test.ts', 'test/{hostile,load}/**/*.test.ts'],
          exclude: alone,
          // The program is read once in each worker, not once for each file: half of the time of the whole.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
      { extends: true, test: { name: 'browser', include: ['test/e2e/**/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'start', include: ['test/start/**/*.test.ts'] } },
    ],
  },
});
