import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { keepChild } from './child.ts';
import { isRunning } from './identity.ts';

const script = (text: string) => ['--input-type=module', '--eval', text];
const waits = `process.on('message', (m) => { if (m === 'stop') process.exit(0) }); process.on('disconnect', () => process.exit(0)); setInterval(() => {}, 1000);`;

async function until(holds: () => boolean, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; !holds(); await pause(20)) if (Date.now() > end) throw new Error('waited too long');
}

test('a child that ends by itself is told of and started again, later each time', async () => {
  const ends: { how: string; ms: number }[] = [];
  const kept = keepChild(script(waits), process.env, (how, ms) => ends.push({ how, ms }));
  const first = kept.pid()!;
  process.kill(first, 'SIGKILL');
  await until(() => ends.length === 1 && kept.pid() !== undefined && kept.pid() !== first);
  process.kill(kept.pid()!, 'SIGKILL');
  await until(() => ends.length === 2);
  expect(ends).toEqual([
    { how: 'SIGKILL', ms: 1_000 },
    { how: 'SIGKILL', ms: 2_000 },
  ]);
  await kept.stop();
  expect(kept.pid()).toBeUndefined();
});

test('stop asks, waits for the end, and does not start it again', async () => {
  const kept = keepChild(script(waits), process.env, () => {
    throw new Error('not by itself');
  });
  const pid = kept.pid()!;
  await pause(300);
  await kept.stop();
  expect(isRunning(pid)).toBe(false);
});

test('a child that does not listen is ended after its grace', async () => {
  const kept = keepChild(
    script(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`),
    process.env,
    () => {},
    300,
  );
  const pid = kept.pid()!;
  await pause(200);
  const began = Date.now();
  await kept.stop();
  expect(isRunning(pid)).toBe(false);
  expect(Date.now() - began).toBeGreaterThanOrEqual(290);
});
