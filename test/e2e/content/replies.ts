import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import { daylight } from './ground.ts';

/** Replies passed on from a private page: one that waits, one of which nothing came. */
export async function repliesPassedOn(
  app: TestApp,
  page: string,
  signed: { cookie: string },
): Promise<Content['replies']> {
  const replies = { open: newId(), settled: newId() };
  const passing = await (await app.get(`${page}/replies`)).text();
  const delivery = [.../<option value="([0-9a-f-]{36})"/.exec(passing)!][1]!;
  for (const id of Object.values(replies)) {
    const fields = { id, delivery, channel: 'letter', received_on: '2026-11-20', body: 'We shall come and see.' };
    await app.post(`${page}/replies`, fields);
  }
  await app.post(`${daylight}/desk/replies/${replies.settled}/settlement`, { choice: 'nothing' }, signed);
  return replies;
}
