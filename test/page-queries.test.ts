import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './app.ts';
import { type Content, filled } from './e2e/content.ts';
import { pages, type Reader } from './e2e/pages.ts';
import { type Form, formsOf } from './forms-of.ts';
import { recording } from './load/recorded.ts';
import { notLookedAt, whyNotLookedAt } from './words-not-looked-at.ts';

/**
 * No page that is opened sends the database more than eight statements, and none asks the same again and again, as for each line of a
 * list. What begins and ends a transaction is not counted, nor the statement that finds out whose session a cookie is. What the process
 * reads once for all its pages (the decision-makers of the installation) was read before. A page that is opened again sends no more:
 * only the first time must what JSON would change be asked twice. Forms that are shown again (422) are held to the same by
 * test/hostile/forms.test.ts, which sends every form.
 */
const most = 8;
const ofSession = /from "sessions"/;

let app: TestApp;
let content: Content;
let cookies: Record<Reader, string | undefined>;

beforeAll(async () => {
  const from = await filled();
  content = from.made;
  app = await createTestApp({ from });
  await app.get(content.finding);
  const { administrator, auditor, weak, setUp, half } = content.accounts;
  const { coordinator, bareCoordinator: bare, nobody } = content;
  cookies = { public: undefined, coordinator, bare, nobody, administrator, auditor, weak, setUp, half };
}, 120_000);
beforeAll(walk, 120_000);
afterAll(() => app?.stop());

const wrong: object[] = [];
const forms: Form[] = [];

/** Every page once: what it asked of the database, and its forms. */
async function walk(): Promise<void> {
  for (const { name, as = 'public', path, status = 200 } of Object.values(pages).flat()) {
    const at = typeof path === 'function' ? path(content) : path;
    let answered = 0;
    const sent = await recording(app.db.app, async () => {
      const answer = await app.get(at, { cookie: cookies[as] });
      forms.push(...formsOf(await answer.text(), at));
      answered = answer.status;
    });
    const texts = sent.map(({ text }) => text.replace(/\s+/g, ' ')).filter((text) => !ofSession.test(text));
    if (answered !== status) wrong.push({ name, answered });
    for (const [text, times] of Object.entries(Object.groupBy(texts, (one) => one)))
      if (times!.length > 2) wrong.push({ name, times: times!.length, text: text.slice(0, 100) });
    if (texts.length > most) wrong.push({ name, texts: texts.map((text) => text.slice(0, 100)) });
  }
}

test(`every page sends at most ${most} statements`, () => {
  expect(wrong).toEqual([]);
});

test('beside every field in which somebody writes stand the word flags, or there is a reason why not', () => {
  const bare = new Set<string>();
  const reasons = new Set<string>();
  let looked = 0;
  for (const { action, fields, flagged } of forms) {
    for (const { name, id, type } of fields) {
      if (type !== 'text' && type !== 'textarea') continue;
      const reason = whyNotLookedAt(action, name);
      if (flagged.has(id)) looked += 1;
      else if (reason) reasons.add(reason);
      else bare.add(`${action} ${name}`);
    }
  }
  expect([...bare]).toEqual([]);
  expect(looked).toBeGreaterThan(100);
  expect(
    Object.keys(notLookedAt).filter((reason) => ![...reasons].some((one) => one.startsWith(`${reason}: `))),
    'reasons that hold for no field any more',
  ).toEqual([]);
});
