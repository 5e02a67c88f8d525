import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inBlocks } from './log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('lines leave together, in order, a tenth of a second after the first', () => {
  const blocks: string[] = [];
  const log = inBlocks((block) => blocks.push(block));
  log.write('one\n');
  vi.advanceTimersByTime(60);
  log.write('two\n');
  vi.advanceTimersByTime(39);
  expect(blocks).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(blocks).toEqual(['one\ntwo\n']);
  vi.advanceTimersByTime(1_000);
  expect(blocks).toHaveLength(1);
});

test('a full block leaves at once', () => {
  const blocks: string[] = [];
  const log = inBlocks((block) => blocks.push(block));
  const line = `${'x'.repeat(4_095)}\n`;
  for (let n = 0; n < 7; n++) log.write(line);
  expect(blocks).toEqual([line.repeat(3), line.repeat(3)]);
  log.send();
  expect(blocks.at(-1)).toBe(line);
});

test('what was said last is not lost when the process ends', () => {
  const said = `import { openLog } from './src/platform/process/log.ts'; openLog('info').info({ n: 1 }, 'last'); process.exit(3);`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', said], {
    encoding: 'utf8',
    cwd: new URL('../../..', import.meta.url),
  });
  expect(ended.status).toBe(3);
  expect(JSON.parse(ended.stderr.trim().split('\n').at(-1)!)).toMatchObject({ level: 30, n: 1, msg: 'last' });
});
