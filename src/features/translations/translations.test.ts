import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { formsOf } from '../../../test/forms-of.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { retain } from '../retention/index.ts';

let app: TestApp;
let network: Network;
const cookies: Record<string, string> = {};
const ids: Record<string, string> = {};
const d = '/ember/en/translations';
const desk = '/ember/en/desk/news';

beforeAll(async () => {
  app = await createTestApp();
  network = await createNetwork(app, 'ember', { locales: ['en', 'fr', 'es'] });
  const other = await createNetwork(app, 'other', { locales: ['en', 'fr'] });
  for (const [name, role] of [
    ['coordinator', 'coordinator'],
    ['ana', 'member'],
    ['bea', 'member'],
  ] as const) {
    const { cookie, id } = await signInAs(app, network, role);
    cookies[name] = cookie;
    ids[name] = id;
  }
  cookies.stranger = (await signInAs(app, other, 'coordinator')).cookie;
});
afterAll(() => app.stop());

const as = (who: string) => ({ cookie: cookies[who] });
const html = async (path: string, who = 'coordinator') => (await app.get(path, as(who))).text();
const text = async (path: string, who = 'coordinator') => words(await html(path, who));
const post = (path: string, fields: Record<string, string | string[]> = {}, who = 'coordinator') =>
  app.post(path, fields, as(who));

/** A published item with English words; returns its id. */
async function item(title: string, publish = true): Promise<string> {
  const id = newId();
  await post(desk, { id, title, locale: 'en', kind: 'post' });
  await post(`${desk}/${id}/texts/en`, { title, summary: 'In short', body: 'Words **that** matter', picture_alt: '' });
  if (publish) await post(`${desk}/${id}/publication`);
  return id;
}
const rewrite = (id: string, title: string, body: string, locale = 'en') =>
  post(`${desk}/${id}/texts/${locale}`, { title, summary: 'In short', body, picture_alt: '' });

/** The hidden fields of the editor as it stands now: what its writer has seen. */
async function seen(path: string, who = 'coordinator'): Promise<Record<string, string>> {
  const page = await html(path, who);
  return Object.fromEntries(
    [...page.matchAll(/name="((?:source|target)\.[a-z_]+)" value="([0-9a-f]*)"/g)].map((match) => [
      match[1]!,
      match[2]!,
    ]),
  );
}
const french = { title: 'Du lait', summary: 'En bref', body: 'Des mots **qui** comptent', picture_alt: '' };

describe('the editor', () => {
  test('what a coordinator saves is before the readers; a state is computed from the texts as they are', async () => {
    const id = await item('Milk');
    const path = `${d}/news/${id}/fr`;
    expect(await text(path)).toContain('missing');
    const saved = await post(path, { ...(await seen(path)), ...french, 'machine.body': 'on', 'reviewed.title': 'on' });
    expect(saved.status).toBe(303);
    const page = await text('/ember/fr/news/milk');
    expect(page).toContain('Des mots qui comptent');
    expect(page).toContain('traduit par une machine');
    expect(await text('/ember/en/news/milk')).not.toContain('machine');
    const sheet = await text(path);
    for (const state of ['Title reviewed', 'Summary not reviewed', 'Text made by a machine'])
      expect(sheet).toContain(state);

    // The source changes: the mark is older than it, and the page says what changed.
    await rewrite(id, 'Milk for all', 'Words **that** matter');
    const stale = await html(path);
    expect(words(stale)).toContain('Title source has changed');
    expect(stale).toMatch(/<ins>.*for/s);
    // It changes back: nothing stored stands in the way.
    await rewrite(id, 'Milk', 'Words **that** matter');
    expect(await text(path)).toContain('Title reviewed');
    // Somebody rewrites the French at the desk of news: nobody has reviewed that.
    await rewrite(id, 'Lait', 'Des mots', 'fr');
    expect(await text(path)).toContain('Title not reviewed');
    expect(await text('/ember/fr/news/milk')).not.toContain('machine');
  });

  test('what changed meanwhile is not overwritten unseen; a mistake keeps what was typed; a preview saves nothing', async () => {
    const id = await item('Bread');
    const path = `${d}/news/${id}/fr`;
    const first = await seen(path);
    await rewrite(id, 'Bread and roses', 'Words **that** matter');
    const late = await post(path, { ...first, ...french });
    expect(late.status).toBe(422);
    expect(words(await late.text())).toContain('The source changed while you wrote');
    const now = await seen(path);
    await post(path, { ...now, ...french });
    // Another browser still shows the empty form.
    const second = await post(path, { ...now, ...french, title: 'Du pain' });
    expect(second.status).toBe(422);
    const again = await second.text();
    expect(words(again)).toContain('Somebody else changed this meanwhile');
    expect(again).toContain('Du pain');
    // Sent twice, the same words are no conflict.
    expect((await post(path, { ...now, ...french })).status).toBe(303);
    const empty = await post(path, { ...(await seen(path)), ...french, title: '' });
    expect([empty.status, words(await empty.text()).includes('Please fill this in')]).toEqual([422, true]);
    const preview = await post(`${path}/preview`, {
      ...(await seen(path)),
      ...french,
      body: '# Neuf <script>x</script>',
    });
    const shown = await preview.text();
    expect(shown).toMatch(/<h2[^>]*>Neuf/);
    expect(shown).not.toContain('<script>x');
    expect(await text('/ember/fr/news/bread')).not.toContain('Neuf');
  });

  test('her session ended while she wrote: what she typed stands on the page, and is sent again once she has signed in', async () => {
    const id = await item('Long work');
    const path = `${d}/news/${id}/fr`;
    const typed = { ...(await seen(path)), ...french, body: 'Des <b>heures</b> "de" travail\nยุติ' };
    const ended = await app.post(path, typed, {});
    expect(ended.status).toBe(403);
    const page = await ended.text();
    const form = formsOf(page, path).find((one) => one.action === path)!;
    const kept = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
    expect(kept).toEqual(typed);
    expect(page).toContain('target="_blank"');
    expect((await post(path, kept)).status).toBe(303);
    expect(await html(path)).toContain('Des &lt;b&gt;heures');
    // Never a secret, and nothing of an address that asks for no account.
    const secret = await (await app.post(path, { ...typed, passphrase: 'korrekt horse' }, {})).text();
    expect(secret).not.toContain('korrekt');
    expect(secret).toContain('href="/ember/en/sign-in"');
  });

  test('what is not there is not there: another network, kind, language, the source itself, nobody', async () => {
    const id = await item('Salt');
    for (const path of [
      `${d}/news/${newId()}/fr`,
      `${d}/news/x/fr`,
      `${d}/library/${id}/fr`,
      `${d}/nothing/${id}/fr`,
      `${d}/news/${id}/en`,
      `${d}/news/${id}/de`,
      `/other/en/translations/news/${id}/fr`,
    ])
      expect((await app.get(path, path.startsWith('/other') ? as('stranger') : as('coordinator'))).status, path).toBe(
        404,
      );
    expect((await app.get(`${d}/news/${id}/fr`, as('ana'))).status).toBe(404);
    expect((await app.get(d, as('ana'))).status).toBe(404);
    expect((await app.get(`${d}/assignments`, as('ana'))).status).toBe(404);
  });
});

describe('assignments', () => {
  const give = (fields: Record<string, string>) =>
    post(`${d}/assignments`, { id: newId(), kind: '', thing: '', task: 'translate', due_on: '', note: '', ...fields });

  test('a member hands in drafts of what was given to her, and of nothing else; they show when somebody took them over', async () => {
    const id = await item('Water');
    const hidden = await item('Secret plan', false);
    const given = await give({ account: ids.ana!, locale: 'fr', note: 'By the spring, please', due_on: '2020-01-01' });
    expect(given.status).toBe(303);
    const mails = await app.db.owner.query(`select to_address from mails where kind = 'translation-assigned'`);
    expect(mails.rowCount).toBe(1);
    expect(await text('/ember/en/today', 'ana')).toContain('A text waits for your French');
    const list = await text(d, 'ana');
    expect(list).toContain('By the spring, please');
    expect(list).toContain('Water');
    // Everything: what everybody may read. No draft, no other language.
    expect(list).not.toContain('Secret plan');
    for (const path of [`${d}/news/${hidden}/fr`, `${d}/news/${id}/es`])
      expect((await app.get(path, as('ana'))).status).toBe(404);
    expect((await app.get(`${d}/news/${id}/fr`, as('bea'))).status).toBe(404);

    const path = `${d}/news/${id}/fr`;
    expect(await text(path, 'ana')).toContain('Until then readers see what they see now');
    // She may say of it that it is reviewed as often as she likes.
    await post(path, { ...(await seen(path, 'ana')), ...french, 'reviewed.title': 'on' }, 'ana');
    expect(await text('/ember/fr/news/water')).not.toContain('Du lait');
    expect(await text(d)).toContain('handed in, waits for review');
    expect(await text('/ember/en/today')).toContain('A translation was handed in');
    await post(path, {
      ...(await seen(path)),
      ...french,
      'reviewed.title': 'on',
      'reviewed.summary': 'on',
      'reviewed.body': 'on',
    });
    expect(await text('/ember/fr/news/water')).toContain('Du lait');
    expect(await text(path)).toContain('took over what was handed in');
    // What she hands in next can be set aside: readers keep what they have.
    await post(path, { ...(await seen(path, 'ana')), ...french, title: 'Eau' }, 'ana');
    await post(`${path}/drafts/removal`);
    expect(await text(path)).not.toContain('Eau');

    // By name she gets the draft that few may read; as its reviewer she puts it into the text.
    await give({ account: ids.bea!, locale: 'fr', kind: 'news', thing: hidden, task: 'review' });
    const secret = `${d}/news/${hidden}/fr`;
    expect(await text(secret, 'bea')).toContain('Secret plan');
    await post(secret, { ...(await seen(secret, 'bea')), ...french, 'reviewed.title': 'on' }, 'bea');
    expect(await text(secret)).toContain('Title reviewed');
    expect((await app.get('/ember/fr/news/secret-plan')).status).toBe(404);
  });

  test('work is given to whoever belongs, once; it ends, and what was open closes with it', async () => {
    const id = newId();
    const fields = {
      id,
      account: ids.bea!,
      locale: 'es',
      kind: 'news',
      thing: '',
      task: 'translate',
      due_on: '',
      note: '',
    };
    await post(`${d}/assignments`, fields);
    await post(`${d}/assignments`, fields);
    const count = await app.db.owner.query('select count(*)::int as n from translation_assignments where id = $1', [
      id,
    ]);
    expect(count.rows[0].n).toBe(1);
    const wrong = await give({ account: newId(), locale: 'de' });
    expect(wrong.status).toBe(422);
    const nobody = await give({ account: newId(), locale: 'fr' });
    expect(words(await nobody.text())).toContain('She does not belong to the network now');
    // Not another's.
    expect((await post(`${d}/assignments/${id}/end`, {}, 'ana')).status).toBe(404);
    for (let twice = 0; twice < 2; twice += 1)
      expect((await post(`${d}/assignments/${id}/end`, {}, 'bea')).status).toBe(303);
    const lines = await app.db.owner.query(
      `select from audit where verb = 'ended' and noun = 'translation-assignment' and noun_id = $1`,
      [id],
    );
    expect(lines.rowCount).toBe(1);
  });

  test('what is gone waits for nobody: not on Today, nor in the list; in time it is forgotten', async () => {
    const give = (thing: string) =>
      post(`${d}/assignments`, {
        id: newId(),
        account: ids.bea!,
        locale: 'fr',
        kind: 'news',
        thing,
        task: 'translate',
        due_on: '',
        note: '',
      });
    const before = (await text('/ember/en/today')).includes('handed in');
    expect(before).toBe(false);
    const [gone, kept] = [await item('Gone soon', false), await item('Kept', false)];
    for (const id of [gone, kept]) {
      await give(id);
      const path = `${d}/news/${id}/fr`;
      expect((await post(path, { ...(await seen(path, 'bea')), ...french }, 'bea')).status).toBe(303);
    }
    expect(await text('/ember/en/today')).toContain('2 translations were handed in');
    await post(`${desk}/${gone}/removal`);
    expect((await app.get(`${d}/news/${gone}/fr`, as('bea'))).status).toBe(404);
    expect(await text('/ember/en/today')).toContain('A translation was handed in');
    expect(await text(`${d}?state=waiting`)).toContain('One text');
    // Her Today leads nowhere that is not there.
    const today = await html('/ember/en/today', 'bea');
    expect(today).toContain(`/news/${kept}/fr`);
    expect(today).not.toContain(`/news/${gone}/fr`);
    const hers = await html(d, 'bea');
    expect(words(hers)).toContain('a text that is gone');
    expect(hers).not.toContain(`/news/${gone}/fr`);
    // In time what was handed in for it goes, and nobody has it any more; what is there stays.
    const of = (id: string) =>
      app.db.owner
        .query(
          `select (select count(*) from translation_drafts where thing_id = $1)::int as drafts,
             (select count(*) from translation_assignments where thing_id = $1 and ended_at is null)::int as given`,
          [id],
        )
        .then(({ rows }) => [rows[0].drafts, rows[0].given]);
    const later = (days: number) => app.at(new Date(app.deps.clock().getTime() + days * 86_400_000));
    const now = app.deps.clock();
    later(40);
    await retain(app.deps, network.id);
    expect(await of(gone)).toEqual([3, 1]);
    later(60);
    await retain(app.deps, network.id);
    expect([await of(gone), await of(kept)]).toEqual([
      [0, 0],
      [3, 1],
    ]);
    app.at(now);
  });
});

describe('the overview', () => {
  /** The rows of the list as they read, in order. */
  const rowsOf = (page: string) =>
    [...page.slice(page.indexOf('id="list"')).matchAll(/<tr>(.*?)<\/tr>/gs)]
      .map((match) => words(match[1]!).replaceAll(' :', ':').trim())
      .slice(1);

  test('stands thing by thing: first what waits for a review, then what is to do, then what is done', async () => {
    await createNetwork(app, 'lamp', { locales: ['en', 'fr', 'es'] });
    const lamp = await app.network('lamp');
    const { cookie } = await signInAs(app, lamp, 'coordinator');
    const member = await signInAs(app, lamp, 'member');
    const send = (path: string, fields: Record<string, string>, by = cookie) =>
      app.post(`/lamp/en${path}`, fields, { cookie: by });
    const editor = async (path: string, fields: Record<string, string>, by = cookie) => {
      const page = await (await app.get(`/lamp/en${path}`, { cookie: by })).text();
      const hidden = [...page.matchAll(/name="((?:source|target)\.[a-z_]+)" value="([0-9a-f]*)"/g)];
      const saved = await send(path, { ...Object.fromEntries(hidden.map((m) => [m[1]!, m[2]!])), ...fields }, by);
      expect(saved.status).toBe(303);
    };
    const made: Record<string, string> = {};
    for (let at = 1; at <= 16; at += 1) {
      const id = newId();
      made[`Text ${at}.`] = id;
      await send('/desk/news', { id, title: `Text ${at}.`, locale: 'en', kind: 'post' });
    }
    const title = { title: 'Texte', summary: '', body: '', picture_alt: '' };
    for (const locale of ['fr', 'es'])
      await editor(`/translations/news/${made['Text 16.']}/${locale}`, { ...title, 'reviewed.title': 'on' });
    const waits = made['Text 3.']!;
    await send('/translations/assignments', {
      id: newId(),
      account: member.id,
      locale: 'fr',
      kind: 'news',
      thing: waits,
      task: 'translate',
      due_on: '',
      note: '',
    });
    await editor(`/translations/news/${waits}/fr`, title, member.cookie);

    const list = '/lamp/en/translations?kind=news';
    const page = await (await app.get(list, { cookie })).text();
    expect(words(page)).toContain('16 texts');
    const rows = rowsOf(page);
    expect(rows).toHaveLength(15);
    expect(rows[0]).toMatch(/^Text 3\. News .*Français: handed in, waits for review 1 not reviewed/);
    expect(rows[0]).toContain('Español: 1 missing');
    expect(rows.join()).not.toContain('Text 16.');
    const next = /href="([^"]+)" rel="next"/.exec(page)![1]!.replaceAll('&amp;', '&');
    const last = rowsOf(await (await app.get(next, { cookie })).text());
    expect(last).toHaveLength(1);
    expect(last[0]).toMatch(/^Text 16\. News — Reviewed: +(Français · Español|Español · Français)$/);
    // Folded under each language: kind by kind, and how far it is.
    const french = /<details class="fold part"><summary><h3>Français.*?<\/details>/s.exec(page)![0];
    expect(words(french)).toMatch(/^\s*Français 1 of \d+ .*missing/);
    expect(french).toContain('language=fr&amp;kind=news&amp;state=open#list');
  });
});
