import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp } from '../../../test/app.ts';
import { exported, facts, nouns, record, recordExport, verbs } from '../../platform/audit/index.ts';
import { secretOf } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { interfaceLocales } from '../../platform/i18n/index.ts';
import { runJob } from '../../platform/jobs/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { commands } from './commands.ts';
import { sealChain, verifyChain } from './index.ts';

let world: TestApp;
let network: Network;
let count = 0;

beforeAll(async () => {
  world = await createTestApp();
});
afterAll(() => world.stop());
beforeEach(async () => {
  count += 1;
  network = await createNetwork(world, `net-${count}`);
});

const write = (rows: number, to = network) =>
  inNetwork(world.db, to.id, (trx) =>
    record(
      { trx, actor: { kind: 'system' }, network: to, locale: 'en', now: world.deps.clock() },
      ...Array.from({ length: rows }, (_, i) => ({
        verb: 'tried' as const,
        noun: 'pace' as const,
        id: String(i),
        detail: { n: i, levels: { b: [1, 2], a: 'ü' } },
      })),
    ),
  );
const owner = (text: string, ...values: unknown[]) => world.db.owner.query(text, values);
const verify = () => verifyChain(world.deps, network.id);

describe('the chain of the record', () => {
  test('is sealed in order, again without effect, and holds', async () => {
    await write(5);
    expect(await verify()).toEqual({ sealed: 0, unsealed: 5, faults: [] });
    expect(await sealChain(world.deps, network.id)).toBe(5);
    expect(await sealChain(world.deps, network.id)).toBe(0);
    await write(3);
    await runJob(world.deps, 'audit.seal', { network: network.id });
    expect(await verify()).toEqual({ sealed: 8, unsealed: 0, faults: [] });
    const { rows } = await owner('select position from audit where network_id = $1 order by id', network.id);
    expect(rows.map((row) => row.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('is the same whoever seals: many at once give every row one place', async () => {
    await write(40);
    const sealed = await Promise.all(Array.from({ length: 6 }, () => sealChain(world.deps, network.id)));
    expect(sealed.reduce((sum, n) => sum + n)).toBe(40);
    expect(await verify()).toEqual({ sealed: 40, unsealed: 0, faults: [] });
  });

  test('goes on over more than one batch', async () => {
    await write(1500);
    await write(1000);
    expect(await sealChain(world.deps, network.id)).toBe(2500);
    expect(await verify()).toEqual({ sealed: 2500, unsealed: 0, faults: [] });
  });

  test.each([
    ["verb = 'untried'"],
    ['noun_id = null'],
    ["detail = jsonb_set(detail, '{levels,a}', '\"u\"')"],
    ["at = at + interval '1 microsecond'"],
    ["actor_kind = 'operator'"],
    ["actor_id = '00000000-0000-7000-8000-000000000000'"],
    ['seal = sha256(seal)'],
  ])('tells a row that was changed (%s), and that one alone unless its seal was', async (change) => {
    await write(9);
    await sealChain(world.deps, network.id);
    await owner(`update audit set ${change} where network_id = $1 and position = 4`, network.id);
    const { faults } = await verify();
    const { rows } = await owner('select id from audit where network_id = $1 and position = 4', network.id);
    expect(faults[0]).toEqual({ kind: 'changed', position: 4, id: rows[0].id });
    expect(faults).toHaveLength(change.startsWith('seal') ? 2 : 1);
  });

  test('tells rows that were removed, at the beginning, in the middle and at the end', async () => {
    await write(10);
    await sealChain(world.deps, network.id);
    await owner('delete from audit where network_id = $1 and position in (1, 5, 6)', network.id);
    expect((await verify()).faults).toEqual([
      { kind: 'missing', position: 1, count: 1 },
      { kind: 'missing', position: 5, count: 2 },
    ]);
    await owner('delete from audit where network_id = $1 and position > 8', network.id);
    expect((await verify()).faults).toContainEqual({ kind: 'cut', position: 8, head: 10 });
    // Later rows do not close the gap.
    await write(1);
    await sealChain(world.deps, network.id);
    expect((await verify()).faults).toContainEqual({ kind: 'missing', position: 9, count: 2 });
  });

  test('tells two rows that changed places, and a row that was put in', async () => {
    await write(6);
    await sealChain(world.deps, network.id);
    await owner('update audit set position = 100 where network_id = $1 and position = 2', network.id);
    await owner('update audit set position = 2 where network_id = $1 and position = 3', network.id);
    await owner('update audit set position = 3 where network_id = $1 and position = 100', network.id);
    const kinds = (await verify()).faults.map((fault) => fault.kind);
    expect(kinds).toContain('changed');
  });

  test('cannot be cut by going back to an earlier head: the head is sealed, and a wrong one stays told', async () => {
    await write(10);
    await sealChain(world.deps, network.id);
    await owner('delete from audit where network_id = $1 and position > 7', network.id);
    await owner(
      'update audit_heads h set position = 7, seal = a.seal from audit a where a.network_id = h.network_id and a.position = 7 and h.network_id = $1',
      network.id,
    );
    expect((await verify()).faults).toEqual([{ kind: 'head' }]);
    await write(2);
    await sealChain(world.deps, network.id);
    expect((await verify()).faults).toEqual([{ kind: 'head' }]);
    await owner('delete from audit_heads where network_id = $1', network.id);
    expect((await verify()).faults).toEqual([{ kind: 'head' }]);
  });

  test('of another installation, or of another network, does not hold', async () => {
    await write(3);
    await sealChain(world.deps, network.id);
    const foreign = { ...world.deps, secret: secretOf(Buffer.alloc(32, 9)) };
    expect((await verifyChain(foreign, network.id)).faults.length).toBeGreaterThan(0);
    const other = await createNetwork(world, `other-${count}`);
    await write(2, other);
    expect(await verify()).toEqual({ sealed: 3, unsealed: 0, faults: [] });
  });
});

test('the page of the log names those who stand in it, and nobody who only has an account', async () => {
  const auditor = await signInAs(world, network, 'auditor');
  const her = await signInAs(world, network, 'member');
  await owner(`update accounts set name = 'Wilhelmina Quiet' where id = $1`, her.id);
  const page = async () => (await world.get(`/${network.slug}/en/log`, auditor)).text();
  expect(await page()).not.toContain('Quiet');
  await inNetwork(world.db, network.id, (trx) =>
    record(
      {
        trx,
        actor: { kind: 'account', id: her.id, name: '', roles: [] },
        network,
        locale: 'en',
        now: world.deps.clock(),
      },
      { verb: 'tried', noun: 'pace', id: '1' },
    ),
  );
  expect(await page()).toContain('Quiet</option>');
  // Another network's auditor reads none of it.
  const elsewhere = await createNetwork(world, `elsewhere-${count}`);
  const other = await signInAs(world, elsewhere, 'auditor');
  expect(await (await world.get(`/${elsewhere.slug}/en/log`, other)).text()).not.toContain('Quiet');
  expect((await world.get(`/${network.slug}/en/log`, other)).status).toBe(403);
});

test('what left the house is said in words, each language has its own, and the filter takes every noun', async () => {
  const auditor = await signInAs(world, network, 'auditor');
  await inNetwork(world.db, network.id, async (trx) => {
    const ctx = { trx, actor: { kind: 'system' } as const, network, locale: 'en', now: world.deps.clock() };
    for (const noun of exported) await recordExport(ctx, { noun, id: network.id });
    await record(ctx, { verb: 'tried', noun: 'pace', id: '1' });
  });
  const said = [];
  for (const locale of network.locales) {
    const html = await (await world.get(`/${network.slug}/${locale}/log?verb=exported`, auditor)).text();
    const lines = [...html.matchAll(/<td><div>([^<]+)<\/div>/g)].map((hit) => hit[1]!);
    expect(lines.filter((line) => !line.startsWith('audit.'))).toHaveLength(exported.length);
    said.push(...lines);
  }
  expect(new Set(said).size).toBe(exported.length * network.locales.length);
  const html = await (await world.get(`/${network.slug}/en/log?noun=mailing_list`, auditor)).text();
  expect(html.match(/<th scope="row">/g)).toHaveLength(1);
});

test('what was done is said in the reader’s language, and days that are none or lie the wrong way round are told', async () => {
  const auditor = await signInAs(world, network, 'auditor');
  await inNetwork(world.db, network.id, async (trx) => {
    const ctx = { trx, actor: { kind: 'system' } as const, network, locale: 'en', now: world.deps.clock() };
    await record(ctx, { verb: 'signed-in', noun: 'account', id: '1' });
    // As an older program may have written it.
    await record(ctx, { verb: 'tried', noun: 'thing' as 'pace', id: '1' });
  });
  const read = async (locale: string, query = '') => {
    const answer = await world.get(`/${network.slug}/${locale}/log${query}`, auditor);
    return { status: answer.status, html: await answer.text() };
  };
  const { html } = await read('en');
  expect(html).toContain('<div>Account: signed in</div>');
  expect(html).toContain('<option value="signed-in">signed in</option>');
  // A word that has none of ours stays as it is.
  expect(html).toContain('<div>thing: tried</div>');
  expect((await read('fr')).html).toContain('<div>Compte\u00a0: connexion</div>');
  const wrong = await read('en', '?since=28.11.2026&noun=account');
  expect(wrong.status).toBe(422);
  expect(wrong.html).toContain('A day is written like');
  expect(wrong.html).toContain('value="28.11.2026"');
  expect(wrong.html).not.toContain('/log/export"');
  const turned = await read('en', '?since=2026-11-20&until=2026-11-19');
  expect([turned.status, turned.html.includes('The last day is before the first.')]).toEqual([422, true]);
});

test('every verb, noun and fact that the program can record has its words, in each language', () => {
  // No other can be written: the types of `record` take these alone.
  const words = { verb: verbs, noun: nouns, fact: facts };
  for (const locale of interfaceLocales) {
    const here = new Set(world.deps.messages.keys(locale));
    const unsaid = Object.entries(words).flatMap(([kind, list]) =>
      list.filter((word) => !here.has(`audit.${kind}.${word}`)).map((word) => `${kind} ${word}`),
    );
    expect(unsaid, locale).toEqual([]);
  }
  const said = world.deps.messages.keys('en').filter((key) => /^audit\.(verb|noun|fact)\./.test(key));
  expect(said).toHaveLength(verbs.length + nouns.length + facts.length);
});

test('the facts of a line are said in the reader’s language', async () => {
  const auditor = await signInAs(world, network, 'auditor');
  await inNetwork(world.db, network.id, (trx) =>
    record(
      { trx, actor: { kind: 'system' }, network, locale: 'en', now: world.deps.clock() },
      {
        verb: 'granted',
        noun: 'role',
        id: '1',
        detail: { role: 'coordinator', until: '2026-12-24', second: true, locale: 'es', reason: null },
      },
      {
        verb: 'changed',
        noun: 'network',
        id: '1',
        detail: { fields: ['name_fr', 'hashtag'], country: 'br', rows: 1200 },
      },
      { verb: 'edited', noun: 'organisation', id: '1', detail: { levels: { email: 'members' }, slug: 'open-door' } },
    ),
  );
  const cells = async (locale: string) =>
    [
      ...(await (await world.get(`/${network.slug}/${locale}/log`, auditor)).text()).matchAll(
        /<td><small>(.*?)<\/small><\/td>/g,
      ),
    ]
      .map((hit) => hit[1]!.replace(/<[^>]+>/g, ''))
      .toReversed();
  expect(await cells('en')).toEqual([
    'Role: coordinator · Until: December 24, 2026 · Language: Spanish · Reason: not set · Second factor: yes',
    'Rows: 1,200 · Fields: name (French), hashtag · Country: Brazil',
    'Address of the page: open-door · Who sees what: e-mail: members',
  ]);
  const [role] = await cells('fr');
  expect(role).toContain('Langue\u00a0: espagnol');
  expect(role).not.toMatch(/coordinator|reason|until/);
});

test('casement audit verify tells it in words and by its exit code', async () => {
  await write(4);
  await sealChain(world.deps, network.id);
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const code = await commands[0]!.run(args, {
      deps: world.deps,
      out: (line) => lines.push(line),
      err: (line) => lines.push(line),
    });
    return { code, text: lines.join('\n') };
  };
  expect(await run('verify', network.slug)).toEqual({
    code: 0,
    text: `/${network.slug}: 4 rows sealed, 0 waiting, whole`,
  });
  await owner("update audit set verb = 'x' where network_id = $1 and position = 2", network.id);
  const broken = await run('verify');
  expect(broken.code).toBe(1);
  expect(broken.text).toContain('2: changed after it was sealed');
  expect((await run('verify', 'nowhere')).code).toBe(1);
  expect((await run('look')).code).toBe(2);
});

test('the log stands under its days, twenty-five lines a page, each with its hour', async () => {
  const auditor = await signInAs(world, network, 'auditor');
  await write(30);
  const html = await (await world.get(`/${network.slug}/en/log`, auditor)).text();
  expect(html.match(/<th scope="row">[^<]+<\/th>/g)).toHaveLength(25);
  expect(html).toMatch(/<th colspan="5" scope="colgroup">\w+ \d+, \d{4}<\/th>/);
  expect(html).toMatch(/<th scope="row">\d+:\d\d\s[AP]M<\/th>/);
  expect(html).toContain('rel="next"');
});
