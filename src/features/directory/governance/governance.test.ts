import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { root } from '../../../platform/db/root.ts';
import { readMessages } from '../../../platform/i18n/index.ts';
import type { Network } from '../../../platform/tenancy/index.ts';

let app: TestApp;
let ember: Network;
type Person = { cookie: string; id: string };
let rosa: Person;
let vera: Person;
let cora: Person;
let other: Person;
const e = '/ember/en';
const rows = async (text: string, ...values: unknown[]) => (await app.db.owner.query(text, values)).rows;
const text = async (path: string, who: Person) => words(await (await app.get(path, who)).text());
const post = (path: string, fields: Record<string, string>, who: Person) => app.post(e + path, fields, who);
const place = async () => (await rows('select id from reservations where ended_at is null'))[0].id as string;

beforeAll(async () => {
  app = await createTestApp();
  ember = await createNetwork(app, 'ember');
  rosa = await signInAs(app, ember, 'member');
  vera = await signInAs(app, ember, 'member');
  other = await signInAs(app, ember, 'member', 'auditor');
  cora = await signInAs(app, ember, 'coordinator');
  await rows(`update accounts set name = 'Rosa Quillwort' where id = $1`, rosa.id);
  await rows(`update accounts set name = 'Vera Larch' where id = $1`, vera.id);
});
afterAll(() => app.stop());

describe('a kept place', () => {
  test('is kept by coordinators, and known to everybody who belongs', async () => {
    expect((await post('/governance/reservations', { body: 'x', kind: 'seat', places: '1' }, rosa)).status).toBe(404);
    const wrong = await post('/governance/reservations', { body: '', kind: 'seat', places: '0' }, cora);
    expect(wrong.status).toBe(422);
    const form = { id: newId(), body: 'Steering committee', kind: 'seat', places: '1' };
    for (const _ of [1, 2]) await post('/governance/reservations', form, cora);
    expect(await rows('select body from reservations')).toEqual([{ body: 'Steering committee' }]);
    expect(await text(`${e}/governance`, rosa)).toContain('One seat is kept for women with lived experience');
    expect((await app.get(`${e}/governance`)).status).toBe(403);
  });

  test('is asked of one person, who sees that request alone, and once', async () => {
    const id = await place();
    expect(await text(`${e}/profile/places?place=${id}&q=larch`, rosa)).toContain('Vera Larch');
    for (const nobody of ['', newId(), rosa.id])
      expect((await post(`/profile/places/${id}/request`, { verifier: nobody, q: 'x' }, rosa)).status).toBe(422);
    await post(`/profile/places/${id}/request`, { verifier: vera.id }, rosa);
    const [request] = await rows('select id from place_requests');
    // Its id stands in the record of the answer: it must not tell the moment in which she asked (a UUID of version 7 would).
    expect(request.id[14]).toBe('4');
    const asked = `${e}/confirmations/${request.id}`;
    expect(await text(`${e}/today`, vera)).toContain('Rosa Quillwort asks you for something');
    expect(await text(asked, vera)).toContain('Rosa Quillwort asks you to confirm');
    for (const who of [rosa, other, cora]) {
      expect((await app.get(asked, who)).status).toBe(404);
      expect((await post(`/confirmations/${request.id}/confirmation`, {}, who)).status).toBe(404);
      if (who !== rosa) expect(await text(`${e}/today`, who)).not.toContain('Quillwort');
    }
    // No mail says that something was asked: the outbox is read by others.
    expect(await rows('select 1 from mails')).toEqual([]);
    expect((await post(`/confirmations/${request.id}/confirmation`, {}, vera)).status).toBe(303);
    expect((await app.get(asked, vera)).status).toBe(404);
    expect((await post(`/confirmations/${request.id}/refusal`, {}, vera)).status).toBe(404);
    expect(await text(`${e}/profile/places`, rosa)).toContain('confirmed: a place is yours');
    // Asked again, what is confirmed stays.
    await post(`/profile/places/${id}/request`, { verifier: cora.id }, rosa);
    expect(await text(`${e}/profile/places`, rosa)).toContain('Asked of Vera Larch');
  });

  test('shows on no page of anybody else, and in no line of the log', async () => {
    const roster = '/members';
    for (const page of [
      '/governance',
      '/directory',
      `/directory/people/${rosa.id}`,
      '/groups',
      '/decisions',
      '/people',
      roster,
    ])
      for (const who of [cora, other, vera]) {
        const said = await text(e + page, who);
        expect(said).not.toMatch(/confirmed: |is yours|Asked of/);
      }
    for (const { id } of [rosa, vera])
      await rows(
        `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, 'active', '2026-01-01', now())`,
        ember.id,
        newId(),
        id,
      );
    const sheet = await (await post('/members/export', {}, cora)).text();
    for (const name of ['Rosa Quillwort', 'Vera Larch']) expect(sheet).toContain(name);
    expect(sheet).not.toMatch(/seat|reserv|lived|confirm|kept/i);
    // No roster, ballot or list has a column that could mark one: who fills a place stands in the requests alone.
    expect(
      await rows(
        `select distinct table_name as name from information_schema.columns where table_schema = 'public'
           and column_name ~ '(^|_)(seat|reserv|reservation|lived)' order by 1`,
      ),
    ).toEqual(['governance_figures', 'place_requests'].map((name) => ({ name })));
    const [{ n }] = await rows("select count(*)::int as n from audit where noun ~ 'place|seat|lived'");
    expect(n).toBe(0);
    const log = await rows(
      `select verb, noun, noun_id, detail from audit where actor_id in ($1, $2)`,
      rosa.id,
      vera.id,
    );
    expect(new Set(log.map((row) => `${row.verb} ${row.noun}`))).toEqual(
      new Set(['saved profile', 'answered request']),
    );
    expect(JSON.stringify(log.filter((row) => row.noun === 'request'))).not.toContain(rosa.id);
  });

  test('goes to the next in line when it is taken back, and is forgotten when it is kept no longer', async () => {
    const id = await place();
    app.at('2026-11-21T12:05:00Z');
    await post(`/profile/places/${id}/request`, { verifier: vera.id }, other);
    const [request] = await rows(`select id from place_requests where state = 'asked'`);
    await post(`/confirmations/${request.id}/confirmation`, {}, vera);
    expect(await text(`${e}/profile/places`, other)).toContain('you are next');
    await post(`/profile/places/${id}/withdrawal`, {}, rosa);
    expect(await text(`${e}/profile/places`, other)).toContain('a place is yours');
    expect(await rows('select 1 from place_requests where account_id = $1', rosa.id)).toEqual([]);
    await post(`/governance/reservations/${id}/end`, {}, cora);
    expect(await rows('select 1 from place_requests')).toEqual([]);
    expect((await post(`/governance/reservations/${id}/end`, {}, cora)).status).toBe(404);
    app.at('2026-11-21T12:00:00Z');
  });
});

describe('the quarter', () => {
  const run = async () => {
    await app.deps.features.find((one) => one.name === 'directory')!.jobs!['directory.quarter']!({
      deps: app.deps,
      network: ember.id,
      payload: {},
    });
  };

  test('is frozen once, and made anew only when five lead roles changed hands', async () => {
    const leads = await Promise.all(Array.from({ length: 16 }, () => signInAs(app, ember, 'lead')));
    const say = (ids: string[]) =>
      rows(
        `insert into lived_experience (network_id, account_id, level) select $1, unnest($2::uuid[]), 'nobody' on conflict do nothing`,
        ember.id,
        ids,
      );
    await say(leads.slice(0, 8).map((one) => one.id));
    await run();
    await run();
    const figures = () => rows('select quarter::text, roles, lived from governance_figures order by 1');
    expect(await figures()).toEqual([{ quarter: '2026-10-01', roles: 15, lived: 10 }]);
    expect(await text(`${e}/governance`, rosa)).toContain('about 15 about 10');
    // One takes it back, one goes: the next quarter tells nothing of it.
    await rows('delete from lived_experience where account_id = $1', leads[0]!.id);
    await rows('delete from accounts where id = $1', leads[1]!.id);
    app.at('2027-01-02T12:00:00Z');
    await run();
    expect((await figures())[1]).toEqual({ quarter: '2027-01-01', roles: 15, lived: 10 });
    for (const gone of leads.slice(2, 6)) await rows('delete from accounts where id = $1', gone.id);
    app.at('2027-04-02T12:00:00Z');
    await run();
    expect((await figures())[2]).toEqual({ quarter: '2027-04-01', roles: 10, lived: null });
    app.at('2026-11-21T12:00:00Z');
  });
});

describe('nothing asks for it', () => {
  /** Words for what a woman was convicted of, and for what she was given. */
  const offence =
    /offen[cs]e|crime|convict|condena|sentenc|\b(sa|votre|la) peine|delito|infracç|infracci|condamn|felony/i;

  test('no column outside a sealed matter holds an offence or a sentence', async () => {
    const columns = await rows(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
    );
    expect(columns.length).toBeGreaterThan(500);
    expect(columns.map((row) => row.name).filter((name) => offence.test(name))).toEqual([]);
  });

  test('no field of a form asks for one: neither by its name nor by its label', () => {
    const source = join(root, 'src/features');
    const files = (readdirSync(source, { recursive: true }) as string[]).filter((file) => /\.tsx$/.test(file));
    const names = files.flatMap((file) =>
      [...readFileSync(join(source, file), 'utf8').matchAll(/\bname="([\w.-]+)"/g)].map((hit) => `${file}: ${hit[1]}`),
    );
    expect(names.length).toBeGreaterThan(150);
    expect(names.filter((name) => offence.test(name.split(': ')[1]!))).toEqual([]);
    // Keys of messages name what a form asks for; issues and standards speak of sentences, and ask nobody.
    for (const locale of ['en', 'es', 'fr', 'pt']) {
      const labels = [...readMessages(locale)].filter(([key]) => /\.(field|label|form|ask)\b/.test(key));
      // Sentences that are written, not served, are meant here: "in one sentence", "may quote sentences from it".
      const asking = labels.filter(
        ([key, said]) =>
          offence.test(key) || offence.test(said.replace(/\b(one|a|two|few|short) sentences?|sentences from/gi, '')),
      );
      expect(asking.map(([key]) => key)).toEqual([]);
    }
    // What is said of words that begin with an offence asks nobody either.
    const keys = [...readMessages('en').keys()].filter((key) => !/^(ui\.)?wording\./.test(key));
    expect(keys.filter((key) => offence.test(key))).toEqual([]);
  });
});
