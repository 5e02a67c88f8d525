import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../app.ts';
import { type Content, filled } from '../e2e/content.ts';
import { pages, type Reader } from '../e2e/pages.ts';
import { type Field, formsOf } from '../forms-of.ts';
import { recording } from '../load/recorded.ts';
import { broken } from './strings.ts';

/**
 * Every form of every page, filled in with what breaks careless programs, by somebody who may: never a 5xx, never markup of the
 * sender's making in the answer or in the page to which it leads.
 */
let app: TestApp;
let content: Content;
let cookies: Record<Reader, string | undefined>;

beforeAll(async () => {
  const from = await filled();
  content = from.made;
  app = await createTestApp({ from, env: { CASEMENT_TRUST_PROXY: '1' } });
  const { accounts } = content;
  cookies = {
    public: undefined,
    coordinator: content.coordinator,
    bare: content.bareCoordinator,
    nobody: content.nobody,
    administrator: accounts.administrator,
    auditor: accounts.auditor,
    weak: accounts.weak,
    setUp: accounts.setUp,
    half: accounts.half,
  };
}, 120_000);
afterAll(() => app?.stop());

const typed = new Set(['text', 'textarea', 'email', 'url', 'search', 'tel', 'password']);
const markup = `"'><script>alert(1)</script><img src=x onerror=alert(1)>=cmd|' /C calc'!A0 [x](javascript:alert(1)) ไทย\u202e\ufffe`;
const date = { date: '9999-12-31', time: '24:60', number: '-1', 'datetime-local': '0000-00-00T99:99' };
const odd = [
  'constructor',
  '99999999999999999999',
  '-1',
  '1e309',
  '0000-00-00',
  '00000000-0000-0000-0000-000000000000',
  '',
  '٣',
  '../..',
];

/** Each way of filling in a form, by what a field gets. */
const ways: ((field: Field, place: number) => string)[] = [
  (field) => (typed.has(field.type) ? markup : ((date as Record<string, string>)[field.type] ?? field.value)),
  (field, place) => (field.type === 'hidden' ? field.value : odd[place % odd.length]!),
  (field, place) => (typed.has(field.type) ? 'Ana' : odd[(place + 1) % odd.length]!),
];

/** A form that is shown again asks the database no more than the page that it is (test/page-queries.test.ts). */
const mostStatements = 8;
/** Whose session it is, and what the process reads anew after an edit, as it may have been made elsewhere. */
const beside = /from "sessions"|from "networks" as "n"|pg_notify\('casement_edits'/;

let sent = 0;
const from = () => {
  sent += 1;
  return { 'x-forwarded-for': `10.9.${(sent >> 8) & 255}.${sent & 255}` };
};

test('every form of every page bears what is sent to it', { timeout: 180_000 }, async () => {
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const { path, as = 'public' } of Object.values(pages).flat()) {
    const at = typeof path === 'function' ? path(content) : path;
    const cookie = cookies[as];
    const page = await app.get(at, { cookie, headers: from() });
    for (const form of formsOf(await page.text(), at)) {
      const kind = `${as} ${form.action.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*')} ${form.fields.map((f) => f.name)}`;
      if (seen.has(kind) || /\/sign-out$/.test(form.action)) continue;
      seen.add(kind);
      for (const [way, fill] of ways.entries()) {
        const fields = form.fields.map((field, place) => [field.name, fill(field, place)] as const);
        const body = form.multipart ? new FormData() : new URLSearchParams();
        for (const [name, value] of fields) body.append(name, value);
        let answer = new Response();
        const statements = await recording(app.db.app, async () => {
          answer = await app.app.request(`http://127.0.0.1:3000${form.action}`, {
            method: 'POST',
            body,
            headers: { origin: 'http://127.0.0.1:3000', ...(cookie ? { cookie } : {}), ...from() },
            redirect: 'manual',
          });
        });
        const html = answer.headers.get('content-type')?.includes('html') ? await answer.text() : '';
        const told = `${as} ${form.action} way ${way}`;
        const asked = statements.filter(({ text }) => !beside.test(text));
        if (answer.status === 422 && asked.length > mostStatements)
          wrong.push(
            [
              `${told}: ${asked.length} statements`,
              ...asked.map(({ text }) => text.replace(/\s+/g, ' ').slice(0, 110)),
            ].join('\n  '),
          );
        if (answer.status >= 500) wrong.push(`${told}: ${answer.status}`);
        wrong.push(...broken(html).map((what) => `${told}: ${what}`));
        const to = answer.headers.get('location');
        if (!to) continue;
        if (!/^\/(?!\/)/.test(to)) wrong.push(`${told}: leads to ${to}`);
        else if (way === 0) {
          const led = await app.get(to, { cookie, headers: from() });
          if (led.status >= 500) wrong.push(`${told}, then ${to}: ${led.status}`);
          if (led.headers.get('content-type')?.includes('html'))
            wrong.push(...broken(await led.text()).map((what) => `${told}, then ${to}: ${what}`));
        }
      }
    }
  }
  expect(seen.size).toBeGreaterThan(200);
  expect(wrong).toEqual([]);
});
