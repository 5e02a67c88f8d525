import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/platform/crypto/ids.ts';
import { urls } from '../../src/urls.ts';
import { createTestApp, signInAs, type TestApp } from '../app.ts';
import { kits } from '../beginnings.ts';
import { broken, missingStrings, naughtyStrings } from './strings.ts';

/** The collected strings in the log of work, in an event and on a card: kept as typed or refused kindly, shown and exported inert. */
const reason = missingStrings();
const at = { network: 'daylight', locale: 'en' };

let app: TestApp;
let cookie: string;
let campaign: string;

beforeAll(async () => {
  if (reason) return;
  app = await createTestApp({ from: await kits() });
  cookie = (await signInAs(app, await app.network('daylight'), 'coordinator')).cookie;
  campaign = (await app.db.owner.query(`select id from campaigns where slug = 'five-asks'`)).rows[0].id;
});
afterAll(() => app?.stop());

test.skipIf(reason)('every form answers, no page breaks, no formula gets out', { timeout: 60_000 }, async () => {
  // Every sixteenth, so that the file stays quick; the fields' own rules are those of every other form.
  const strings = naughtyStrings().filter((_, n) => n % 16 === 0);
  const batch = newId();
  const begun = { id: batch, witness: 'Wilma', signed_on: '2026-11-20', locale: 'en', event: '' };
  await app.post(urls.events.cards(at, campaign), begun, { cookie });
  const event = { starts_at: '2026-11-21T06:00', ends_at: '2026-11-21T09:00', time_zone: 'UTC', most: '10' };
  const entry = { worked_on: '2026-11-20', hours: '1', lobbying: 'none' };
  const statuses = new Set<number>();
  for (const text of strings) {
    const card = { name: text, street: text, code: 'Z1A', country: 'XX', email: '' };
    for (const [path, fields] of [
      [urls.law.work(at, campaign), { ...entry, who: text, what: text }],
      [urls.law.bills(at, campaign), { number: text, jurisdiction: text, title: text, url: 'https://law.invalid/' }],
      [urls.events.desk(at, campaign), { ...event, name: text, place: text }],
      [urls.events.batch(at, campaign, batch), card],
    ] as const) {
      const answer = await app.post(path, fields, { cookie });
      statuses.add(answer.status);
      if (answer.status === 422) expect([text, broken(await answer.text())]).toEqual([text, []]);
    }
  }
  // A NUL is refused as unreadable; all else is kept, or told at its field.
  expect([...statuses].filter((status) => ![303, 422, 400].includes(status))).toEqual([]);
  for (const path of [
    urls.law.campaign(at, campaign),
    urls.law.workPrint(at, campaign),
    urls.events.desk(at, campaign),
    urls.events.batch(at, campaign, batch),
    urls.review.list(at, 'noted'),
  ]) {
    const page = await app.get(path, { cookie });
    expect([path, page.status, broken(await page.text())]).toEqual([path, 200, []]);
  }
  const csv = await (await app.get(urls.law.workExport(at, campaign), { cookie })).text();
  // Cells of several lines are quoted: what begins a line or a cell there is within the quotes.
  const bare = csv.replace(/"(?:[^"]|"")*"/g, (cell) => (/^"[=+\-@]/.test(cell) ? 'FORMULA' : 'x'));
  expect(bare).not.toContain('FORMULA');
  expect(bare).not.toMatch(/(^|,)[=+\-@]/m);
});
