import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import { urls } from '../../../urls.ts';
import { makeLegislature } from '../../desk/world.ts';
import { representativesOf } from '../lookup/store.ts';
import { importsCommand, reportsCommand } from '../operator.ts';
import { retainReports } from './commands.ts';

let app: TestApp;
let cookie: string;
const at = { network: 'one', locale: 'en' };
const there = { network: 'two', locale: 'en' };

beforeAll(async () => {
  app = await createTestApp();
  cookie = (await signInAs(app, await createNetwork(app, 'one'), 'coordinator')).cookie;
  await createNetwork(app, 'two');
  await makeLegislature(app);
  await app.db.owner.query(`update bodies set sample = false;
    insert into contacts (official_id, kind, value) values ('o2', 'email', 'old@example.invalid'), ('o2', 'phone', '555-0100')`);
  representativesOf(app.db).reload();
});
afterAll(() => app.stop());

const rows = async (text: string) => (await app.db.owner.query(text)).rows;
const report = (fields: Record<string, string>) =>
  app.post(urls.representatives.reports(at), { post: 'xx-justice', what: 'email', words: '', website: '', ...fields });
const shown = async (where = at) =>
  words(await (await app.get(urls.representatives.role(where, 'xx-cabinet:minister'))).text());
const correction = (fields: Record<string, string>, id?: string) =>
  app.post(
    urls.representatives.correction(at, 'xx-justice', id),
    {
      holder: 'same',
      'contact-0': 'old@example.invalid',
      'contact-1': '555-0100',
      new_kind: 'email',
      new_value: '',
      source: 'her office',
      as_of: '2026-11-20',
      ...fields,
    },
    { cookie },
  );

describe('an error that a visitor reports', () => {
  it('is kept once without anything about her; a machine is told the same and not kept', async () => {
    expect(await shown()).toContain('Something is wrong here');
    expect(words(await (await app.get(urls.representatives.report(at, 'xx-justice'))).text())).toContain('Mara Lind');
    expect((await app.get(urls.representatives.report(at, 'nothing'))).status).toBe(404);
    const words1 = { words: 'It is new@example.invalid =1+1' };
    for (let i = 0; i < 2; i += 1) expect((await report(words1)).status).toBe(303);
    expect((await report({ words: 'buy', website: 'http://spam.invalid' })).status).toBe(303);
    expect((await report({ what: 'other' })).status).toBe(422);
    expect((await report({ what: 'nonsense' })).status).toBe(422);
    expect((await report({ post: 'nothing' })).status).toBe(404);
    expect(await rows('select what, words, official_name, state from error_reports')).toEqual([
      { what: 'email', words: 'It is new@example.invalid =1+1', official_name: 'Mara Lind', state: 'open' },
    ]);
  });

  it('waits for a coordinator, who corrects it for her own network alone, and may undo that', async () => {
    const today = words(await (await app.get(urls.accounts.today(at), { cookie })).text());
    expect(today).toContain('One error about a decision-maker was reported');
    const [{ id }] = await rows('select id from error_reports');
    expect(words(await (await app.get(urls.representatives.queue(at), { cookie })).text())).toContain(
      'It is new@example.invalid',
    );
    expect((await correction({}, id)).status).toBe(422);
    expect((await correction({ 'contact-0': 'no address' }, id)).status).toBe(422);
    expect((await correction({ 'contact-0': 'new@example.invalid', source: '' }, id)).status).toBe(422);
    expect((await correction({ 'contact-0': 'new@example.invalid' }, id)).status).toBe(303);
    expect((await rows('select state from error_reports'))[0].state).toBe('corrected');
    expect(await shown()).toContain('new@example.invalid');
    expect(await shown()).not.toContain('old@example.invalid');
    expect(await shown(there)).toContain('old@example.invalid');
    const [{ id: made }] = await rows('select id from contact_corrections');
    await app.post(urls.representatives.correctionReversal(at), { id: made }, { cookie });
    expect(await shown()).toContain('old@example.invalid');
  });

  it('may be that somebody else holds the office, or nobody', async () => {
    expect((await correction({ holder: 'other', name: '', as_of: '2999-01-01' })).status).toBe(422);
    expect((await correction({ holder: 'other', name: 'Nia New', email: 'nia@example.invalid' })).status).toBe(303);
    expect(await shown()).toContain('Nia New');
    expect(await shown(there)).toContain('Mara Lind');
    // The form is about whoever holds it now.
    expect((await correction({ holder: 'vacant' })).status).toBe(303);
    expect(await shown()).toContain('vacant');
    const [{ id }] = await rows('select id from own_tenures');
    await app.post(urls.representatives.correctionReversal(at), { id }, { cookie });
    expect(await shown()).toContain('Mara Lind');
  });

  it('may be dismissed with a reason, or passed to the operator, who settles it', async () => {
    await report({ words: 'one' });
    await report({ words: 'two' });
    const [one, two] = await rows(`select id from error_reports where state = 'open' order by words`);
    expect((await app.post(urls.representatives.dismissal(at, one.id), { reason: ' ' }, { cookie })).status).toBe(422);
    expect(
      (await app.post(urls.representatives.dismissal(at, one.id), { reason: 'It is right' }, { cookie })).status,
    ).toBe(303);
    await app.post(urls.representatives.handover(at, two.id), {}, { cookie });
    const out: string[] = [];
    const place = { deps: app.deps, out: (line: string) => out.push(line), err: (line: string) => out.push(line) };
    expect(await reportsCommand.run([], place)).toBe(0);
    expect(out).toEqual([expect.stringContaining(`${two.id}  one  email  Mara Lind  xx-justice  two`)]);
    expect(await reportsCommand.run(['settled', two.id], place)).toBe(0);
    expect(await reportsCommand.run(['settled', two.id], place)).toBe(1);
    expect(words(await (await app.get(urls.representatives.queue(at), { cookie })).text())).toContain('It is right');
  });

  it('of another network is not hers to decide', async () => {
    await report({ words: 'mine' });
    const [{ id }] = await rows(`select id from error_reports where state = 'open'`);
    const other = (await signInAs(app, await app.network('two'), 'coordinator')).cookie;
    expect((await app.post(urls.representatives.handover(there, id), {}, { cookie: other })).status).toBe(404);
    expect((await app.get(urls.representatives.dismissal(there, id), { cookie: other })).status).toBe(404);
    expect((await app.get(urls.representatives.queue(at))).status).toBe(403);
    expect(await rows(`select from error_reports where state = 'open'`)).toHaveLength(1);
  });
});

it('a report that nobody decided is deleted after two years', async () => {
  await report({ what: 'other', words: 'Nobody ever looked at this' });
  const count = async () => (await rows(`select 1 from error_reports where words like 'Nobody%'`)).length;
  const retain = async (now: string) => {
    const network = await app.network('one');
    await inNetwork(app.db, network.id, (trx) =>
      retainReports({ trx, actor: { kind: 'system' }, network, locale: 'en', now: new Date(now) }),
    );
  };
  await retain('2028-11-20T12:00:00Z');
  expect(await count()).toBe(1);
  await retain('2028-11-22T12:00:00Z');
  expect(await count()).toBe(0);
});

it('lists what was imported, and not the lists that come with the program', async () => {
  const lines: string[] = [];
  const out = (line: string) => lines.push(line);
  const place = { deps: app.deps, out, err: out };
  const imported = (kind: string, file: string) =>
    app.db.owner.query(
      `insert into imports (id, kind, file_name, checksum, counts, at) values (gen_random_uuid(), $1, $2, 'x', '{"added": 2}', now())`,
      [kind, file],
    );
  await imported('people csv', 'ministries.csv');
  await imported('standards', 'standards');
  await imported('vocabularies', 'issues.yaml, places.yaml');
  expect(await importsCommand.run([], place)).toBe(0);
  expect(lines).toEqual([expect.stringContaining('people csv  ministries.csv')]);
});
