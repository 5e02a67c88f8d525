import { afterAll, beforeAll, expect, it } from 'vitest';
import { signInAs, words } from '../../../test/app.ts';
import { openFileStore } from '../../platform/files/index.ts';
import { urls } from '../../urls.ts';
import { bytesLeft, megabytes, sizeOf } from './quota.ts';
import { spanOf } from './range.ts';
import { retain } from './retention.ts';
import { type FileDesk, openFileDesk, origin } from './testing/desk.ts';

let desk: FileDesk;
const at = { network: 'north', locale: 'en' };
beforeAll(async () => {
  desk = await openFileDesk();
});
afterAll(() => desk?.stop());

type State = { id: string; bytes: number; here: number; next: string; self: string };
const begin = async (fields: Record<string, string>, cookie = desk.cookie) => {
  const response = await desk.test.post(urls.files.uploads(at), fields, { cookie });
  return { status: response.status, state: (response.ok ? await response.json() : {}) as State };
};
const piece = async (to: string, body: Buffer | ReadableStream, cookie = desk.cookie) => {
  const response = await desk.test.app.request(origin + to, {
    method: 'POST',
    body: body as BodyInit,
    headers: { origin, cookie, 'content-type': 'application/octet-stream' },
    duplex: 'half',
  } as RequestInit);
  const json = response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, state: (json ? await response.json() : {}) as State };
};

it('a file in pieces goes on after a broken line and a killed server, and takes the place of the file in the form', async () => {
  const whole = Buffer.from(Array.from({ length: 4000 }, (_, n) => `line ${n}\n`).join(''));
  const fields = { name: 'long.txt', bytes: String(whole.length), mark: 'abc-def-123' };
  const { status, state } = await begin(fields);
  expect([status, state.here]).toEqual([200, 0]);
  const first = await piece(state.next, whole.subarray(0, 10_000));
  expect(first.state.here).toBe(10_000);
  // The line breaks off in the middle of the second piece: what came stays.
  let sent = 0;
  const broken = new ReadableStream({
    pull(controller) {
      sent += 1;
      if (sent > 2) return controller.error(new Error('gone'));
      controller.enqueue(new Uint8Array(whole.subarray(10_000, 15_000)));
      return undefined;
    },
  });
  expect((await piece(first.state.next, broken)).status).toBe(400);
  const here = (await (await desk.test.get(state.self, { cookie: desk.cookie })).json()) as State;
  expect([10_000, 15_000, 20_000]).toContain(here.here);
  // The piece that was sent twice does not go in twice.
  const again = await piece(first.state.next, whole.subarray(10_000, 20_000));
  expect(again.status).toBe(here.here === 10_000 ? 200 : 409);
  // A server that is started again, and a page that is loaded again: the same file goes on where it was.
  Object.assign(desk.test.deps.files, openFileStore(desk.test.deps.files.folder, desk.test.deps.secret));
  const resumed = await begin(fields);
  expect([resumed.state.id, resumed.state.here >= 10_000]).toEqual([state.id, true]);
  // The form is sent too early, then too much is sent.
  const early = await desk.send(undefined, '', { upload: state.id, title: 'Kept' });
  expect([early.status, early.error?.key, early.fields.title]).toEqual([422, 'files.refused.missing', 'Kept']);
  expect(
    (await piece(resumed.state.next, Buffer.concat([whole.subarray(resumed.state.here), Buffer.from('x')]))).status,
  ).toBe(413);
  const now = await begin(fields);
  await piece(now.state.next, whole.subarray(now.state.here));
  const done = await desk.send(undefined, '', { upload: state.id });
  expect([done.status, done.file.name, done.file.bytes]).toEqual([200, 'long.txt', whole.length]);
  // The form sent twice finds it gone.
  expect((await desk.send(undefined, '', { upload: state.id })).status).toBe(422);
  expect(
    (await (await desk.test.get(urls.files.download(at, done.file.id), { cookie: desk.cookie })).text()).length,
  ).toBe(whole.length);
  expect((await desk.test.get(state.self, { cookie: desk.cookie })).status).toBe(404);
});

it('an upload is its sender’s alone, bounded, and gone after two days', async () => {
  const member = await signInAs(desk.test, desk.north, 'member');
  const { state } = await begin({ name: 'a.txt', bytes: '10', mark: 'mark-of-a-file' });
  for (const cookie of [member.cookie, desk.southern, '']) {
    expect((await desk.test.get(state.self, { cookie })).status).toBe(404);
    expect((await piece(state.next, Buffer.from('x'), cookie)).status).toBe(404);
    expect((await desk.send(undefined, '', { upload: state.id }, cookie)).status).not.toBe(200);
  }
  const supporter = await signInAs(desk.test, desk.north, 'supporter');
  expect((await begin({ name: 'a.txt', bytes: '10', mark: 'mark-of-a-file' }, supporter.cookie)).status).toBe(404);
  for (const wrong of [{ bytes: '0' }, { bytes: '200000001' }, { bytes: 'x' }, { mark: '../../x' }, { name: '' }])
    expect((await begin({ name: 'a.txt', bytes: '10', mark: 'mark-of-a-file', ...wrong })).status).toBe(422);
  for (let n = 0; n < 5; n += 1)
    expect((await begin({ name: 'a', bytes: '9', mark: `member-mark-${n}` }, member.cookie)).status).toBe(200);
  expect((await begin({ name: 'a', bytes: '9', mark: 'member-mark-6' }, member.cookie)).status).toBe(429);
  await piece(state.next, Buffer.from('01234'));
  expect(await desk.test.deps.files.unfinished.length(desk.north.id, state.id)).toBe(5);
  const start = desk.test.deps.clock();
  desk.test.at(new Date(start.getTime() + 2.1 * 86_400_000));
  expect(await desk.within(retain)).toBe(6);
  await desk.test.work();
  expect(await desk.test.deps.files.unfinished.length(desk.north.id, state.id)).toBe(0);
  desk.test.at(start);
});

it('the room for files is shown and set', async () => {
  const page = async () => words(await (await desk.test.get(urls.files.desk(at), { cookie: desk.cookie })).text());
  expect(await page()).toMatch(/[\d.]+ MB of 20,000 MB are used\. One file is kept/);
  const wrong = await desk.test.post(urls.files.quota(at), { network: 'lots', person: '0' }, { cookie: desk.cookie });
  const html = await wrong.text();
  expect([wrong.status, html.includes('value="lots"')]).toEqual([422, true]);
  await desk.test.post(urls.files.quota(at), { network: '500', person: '50' }, { cookie: desk.cookie });
  expect(await page()).toContain('of 500 MB are used');
  const member = await signInAs(desk.test, desk.north, 'member');
  expect((await desk.test.get(urls.files.desk(at), { cookie: member.cookie })).status).toBe(404);
});

it('measures and parts are counted as the standards say', () => {
  const quota = { network: 10, person: 2 };
  expect(bytesLeft(quota, { network: 3e6, person: 1.5e6 }, false)).toBe(500_000);
  expect(bytesLeft(quota, { network: 3e6, person: 1.5e6 }, true)).toBe(7_000_000);
  expect(bytesLeft(quota, { network: 11e6, person: 0 }, true)).toBe(0);
  expect([megabytes(0), megabytes(1), megabytes(1_250_000), megabytes(99_600_000)]).toEqual([0, 0.1, 1.3, 100]);
  const sizes = [1, 14_200, 99_999, 100_000, 2_340_000].map(sizeOf);
  expect(sizes.map(({ amount, unit }) => `${amount} ${unit}`)).toEqual(['1 kB', '15 kB', '100 kB', '0.1 MB', '2.3 MB']);
  expect(spanOf('bytes=0-0', 5)).toEqual({ first: 0, last: 0 });
  expect(spanOf('bytes=-9', 5)).toEqual({ first: 0, last: 4 });
  expect(spanOf('bytes=5-', 5)).toBe('none');
  expect(spanOf('bytes=-0', 5)).toBe('none');
  for (const header of [undefined, 'bytes=', 'bytes=-', 'bytes=3-2', 'lines=1-2', 'bytes=a-b'])
    expect(spanOf(header, 5)).toBeUndefined();
});
