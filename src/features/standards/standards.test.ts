import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner } from '../../platform/db/index.ts';
import { readStandards } from './files.ts';
import { loadStandards } from './load.ts';

/** The files are read once for all that only looks at them. */
let reading: ReturnType<typeof readStandards> | undefined;
const read = () => {
  reading ??= readStandards();
  return reading;
};

describe('the data files', () => {
  test('fit together: every reference leads somewhere, every text is there in four languages', async () => {
    const standards = await read();
    expect(standards.instruments.length).toBeGreaterThan(0);
    for (const one of standards.provisions) {
      expect(one.confidence === 'doubtful' ? one.doubt : {}, `${one.id} says what is doubtful`).not.toBeNull();
    }
  });

  test('say of every record whether it was read, and where: only what was read is called so', async () => {
    const { provisions } = await read();
    for (const one of provisions) {
      expect(one.read_in.length > 0, `${one.id} is ${one.confidence}`).toBe(one.confidence === 'sure');
      expect(one.read_in.every((source) => source.name && source.url)).toBe(true);
    }
    // What was once read stays read: the number only grows.
    expect(provisions.filter((one) => one.confidence === 'sure').length).toBeGreaterThanOrEqual(97);
  });

  test('are words, not copies: short titles, summaries of one sentence or two', async () => {
    const { provisions } = await read();
    const long = provisions.flatMap((one) => [
      ...Object.values(one.titles).filter((title) => title.length > 110),
      ...Object.values(one.summaries).filter((summary) => summary.length > 420),
    ]);
    expect(long).toEqual([]);
  });
});

describe('what the issue names in full', () => {
  test.each([
    ['bangkok-rules', 70],
    ['mandela-rules', 122],
    ['tokyo-rules', 23],
    ['robben-island', 50],
  ])('%s has its %i provisions, each number once and in order', async (id, count) => {
    const standards = await read();
    const { version } = standards.versions.find((one) => one.instrument_id === id && one.replaced_by === null)!;
    const numbers = standards.provisions.filter((one) => one.instrument_id === id && one.version === version);
    expect(numbers.map((one) => one.number)).toEqual(Array.from({ length: count }, (_, i) => String(i + 1)));
  });

  test('the European Prison Rules are 108, with the two that the revision of 2020 put between', async () => {
    const rules = (await read()).provisions.filter((one) => one.instrument_id === 'european-prison-rules');
    const numbers = rules.map((one) => one.number);
    const whole = numbers.filter((number) => !number.endsWith('A'));
    expect(whole).toEqual(Array.from({ length: 108 }, (_, i) => String(i + 1)));
    expect(numbers.filter((number) => number.endsWith('A'))).toEqual(['16A', '53A']);
  });

  test('the Luanda Guidelines are there in full, and only what was seen in a public text is called so', async () => {
    const ours = (await read()).provisions.filter((one) => one.instrument_id === 'luanda');
    expect(ours.map((one) => one.number)).toEqual(Array.from({ length: 47 }, (_, i) => String(i + 1)));
    expect(ours.filter((one) => one.confidence === 'sure').map((one) => one.number)).toEqual(['44']);
    const parts = [...new Set(ours.map((one) => one.section.en))];
    expect(parts.map((part) => ours.find((one) => one.section.en === part)!.number)).toEqual([
      '1',
      '6',
      '10',
      '15',
      '20',
      '23',
      '29',
      '35',
      '44',
    ]);
  });

  test('the Principles of the Americas are 25, in Roman numbers', async () => {
    const rules = (await read()).provisions.filter((one) => one.instrument_id === 'iachr-principles');
    const tens = ['', 'X', 'XX'];
    const ones = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'];
    const roman = (n: number) => `${tens[Math.floor(n / 10)]}${ones[n % 10]}`;
    expect(rules.map((one) => one.number)).toEqual(Array.from({ length: 25 }, (_, i) => roman(i + 1)));
  });

  test.each([
    ['iccpr', ['6', '7', '9', '10', '14', '17']],
    ['cat', ['1', '2', '11', '12', '13', '14', '16']],
    ['cedaw', ['2', '12']],
    ['crc', ['3', '9', '37']],
    ['american-convention', ['5', '7', '8']],
    ['african-charter', ['4', '5', '6', '7']],
    ['maputo-protocol', ['4', '14', '24']],
    ['european-convention', ['3', '5', '6', '8']],
    ['belem-do-para', ['4', '7', '9']],
  ])('%s is there with its articles %j about detention', async (id, articles) => {
    const standards = await read();
    expect(standards.instruments.find((one) => one.id === id)?.kind).toBe('treaty');
    const there = standards.provisions.filter((one) => one.instrument_id === id).map((one) => one.number);
    expect(there).toEqual(expect.arrayContaining(articles));
  });

  test('the sections of the Bangkok Rules begin where they do', async () => {
    const rules = (await read()).provisions.filter((one) => one.instrument_id === 'bangkok-rules');
    const first = [...new Set(rules.map((one) => one.section.en))].map(
      (section) => rules.find((one) => one.section.en === section)!.number,
    );
    expect(first).toEqual(['1', '40', '57', '67']);
  });

  test('the sections of the Tokyo Rules begin where they do', async () => {
    const rules = (await read()).provisions.filter((one) => one.instrument_id === 'tokyo-rules');
    const first = [...new Set(rules.map((one) => one.section.en))].map(
      (section) => rules.find((one) => one.section.en === section)!.number,
    );
    expect(first).toEqual(['1', '5', '7', '9', '10', '15']);
  });

  test('a Bangkok rule names the rule of 1955 that it adds to, and that one its number today', async () => {
    const { links } = await read();
    expect(links).toContainEqual({ from_id: 'bangkok-rules:48', to_id: 'mandela-rules@1955:23', kind: 'supplements' });
    expect(links).toContainEqual({ from_id: 'mandela-rules@1955:23', to_id: 'mandela-rules:28', kind: 'renumbered' });
  });

  test('every part of the Bangkok Rules adds to the rules of 1955 that its heading names, and to no other', async () => {
    const { links } = await read();
    const to = (a: number, b: number) => Array.from({ length: b - a + 1 }, (_, i) => a + i);
    const headings: [number[], number[]][] = [
      [[1], [6]],
      [[3], [7]],
      [[5], [15, 16]],
      [to(6, 9), [24]],
      [to(10, 18), to(22, 26)],
      [to(19, 21), to(27, 36)],
      [[22, 23], to(27, 32)],
      [[24], [33, 34]],
      [[25], [35, 36, 55]],
      [to(26, 28), to(37, 39)],
      [to(29, 35), to(46, 55)],
      [[40, 41], to(67, 69)],
      [[42], [65, 66, ...to(70, 81)]],
      [to(43, 47), to(79, 81)],
      [to(48, 52), [23]],
      [[53], [38]],
      [[56], to(84, 93)],
    ];
    const named = new Map(headings.flatMap(([rules, older]) => rules.map((rule) => [rule, older])));
    for (const rule of to(1, 70)) {
      const adds = links.filter((one) => one.kind === 'supplements' && one.from_id === `bangkok-rules:${rule}`);
      const wanted = (named.get(rule) ?? []).map((older) => `mandela-rules@1955:${older}`);
      expect(adds.map((one) => one.to_id).sort(), `rule ${rule}`).toEqual(wanted.sort());
    }
  });

  test('each rule of 1955 leads on to rules of today, and what a Bangkok rule adds to has a number today', async () => {
    const { links, provisions } = await read();
    const older = provisions.filter((one) => one.version === '1955').map((one) => one.number);
    expect(older).toEqual(Array.from({ length: 90 }, (_, i) => String(i + 6)));
    const today = (id: string) => links.filter((one) => one.kind === 'renumbered' && one.from_id === id);
    for (const one of older) expect(today(`mandela-rules@1955:${one}`).length, one).toBeGreaterThan(0);
    for (const one of links.filter((each) => each.kind === 'renumbered'))
      expect(one.to_id).toMatch(/^mandela-rules:\d+$/);
    for (const one of links.filter((each) => each.kind === 'supplements'))
      expect(today(one.to_id).length, one.to_id).toBeGreaterThan(0);
  });

  test('what belongs together is tied: restraints in childbirth, and the alternatives of Bangkok and Tokyo', async () => {
    const { links } = await read();
    const tied = (from: string, to: string) => expect(links).toContainEqual({ from_id: from, to_id: to, kind: 'see' });
    tied('bangkok-rules:24', 'mandela-rules:48');
    tied('bangkok-rules:57', 'tokyo-rules:2');
    tied('bangkok-rules:63', 'tokyo-rules:9');
    tied('maputo-protocol:24', 'bangkok-rules:48');
    const pairs = links.filter((one) => one.kind === 'see').map((one) => [one.from_id, one.to_id].sort().join(' '));
    expect(new Set(pairs).size, 'a tie is said once; both pages show it').toBe(pairs.length);
  });
});

describe('the pages', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
    await createNetwork(app, 'ember', { locales: ['en', 'es'] });
  });
  afterAll(() => app.stop());

  test('loading twice changes nothing', async () => {
    expect(await asOwner(app.db, loadStandards)).toBeGreaterThan(0);
    expect(await asOwner(app.db, loadStandards)).toBe(0);
  });

  test('an installation that holds older records has them corrected on its next start, and only those', async () => {
    await app.db.owner.query(
      `update provisions set summaries = '{"en": "Old."}', confidence = 'likely', read_in = '[]' where id = 'cat:12'`,
    );
    await app.db.owner.query(
      `insert into provision_links values ('bangkok-rules:2', 'mandela-rules@1955:7', 'supplements')`,
    );
    await app.db.owner.query(`update imports set checksum = 'of another version' where kind = 'standards'`);
    expect(await asOwner(app.db, loadStandards)).toBe(1);
    const page = words(await (await app.get('/ember/en/standards/cat/12')).text());
    expect(page).toContain('good reason to believe');
    expect(page).toContain('Compared with the text');
    const stale = await app.db.owner.query(
      `select 1 from provision_links where from_id = 'bangkok-rules:2' and kind = 'supplements'`,
    );
    expect(stale.rows).toEqual([]);
  });

  test('a page says how sure the record is, on which day and with what text it was compared', async () => {
    const html = await (await app.get('/ember/en/standards/bangkok-rules/43')).text();
    expect(words(html)).toMatch(/Compared on .*2026 with:.*A\/RES\/65\/229, page 16/);
    expect(html).toContain('href="https://adattar.minorityforum.info/entity/uy5ats7xb7');
    const likely = words(await (await app.get('/ember/en/standards/bangkok-rules/40')).text());
    expect(likely).toContain('not yet compared with the text');
    expect(likely).not.toContain('Compared on');
    const shelf = words(await (await app.get('/ember/en/standards/luanda')).text());
    expect(shelf).toContain('have been compared with the text');
    expect(shelf).toContain('Doubtful: look it up before you rely on it');
    expect(words(await (await app.get('/ember/en/standards/cat/10')).text())).toMatch(/Training \(doubtful\)/);
  });

  test('a rule that is not there in the reader’s language names the language it is in', async () => {
    await app.db.owner.query(`update provisions set summaries = summaries - 'es' where id = 'bangkok-rules:44'`);
    app.deps.edits.emit('');
    const html = async (path: string) => (await app.get(path)).text();
    expect(await html('/ember/es/standards/bangkok-rules/44')).toMatch(/<p class="lead" lang="en" dir="ltr">\w/);
    const shelf = await html('/ember/es/standards/bangkok-rules');
    expect(shelf.match(/<p lang="en" dir="ltr">\w/g)).toHaveLength(1);
    expect(await html('/ember/en/standards/bangkok-rules')).not.toMatch(/<(p|h3)[^>]* lang="/);
  });

  test('both numbers lead to each other: 1955 to today, and today back', async () => {
    expect(words(await (await app.get('/ember/en/standards/mandela-rules/1955/79')).text())).toContain('rule 106');
    const today = words(await (await app.get('/ember/en/standards/mandela-rules/106')).text());
    expect(today).toContain('Its earlier number');
    expect(today).toContain('rule 79 (as of 1955)');
  });

  test('lead from the shelf to an instrument to a provision, in the language of the reader', async () => {
    expect(words(await (await app.get('/ember/en/standards')).text())).toContain('Bangkok Rules');
    expect(words(await (await app.get('/ember/es/standards/bangkok-rules')).text())).toContain('Regla 48');
    const page = words(await (await app.get('/ember/en/standards/bangkok-rules/48')).text());
    expect(page).toContain('Bangkok Rules, rule 48');
    expect(page).toContain('Nothing here points to it yet');
    expect(page).toContain('rule 23 (as of 1955) now numbers 28, 29');
    expect(words(await (await app.get('/ember/en/standards/mandela-rules/1955/23')).text())).toContain('It is now');
  });

  test.each([
    '/standards/no-such',
    '/standards/bangkok-rules/4800',
    '/standards/bangkok-rules/1/48',
    "/standards/x'/1",
  ])('%s is not there', async (path) => expect((await app.get(`/ember/en${path}`)).status).toBe(404));

  test('a published campaign that rests on a provision is found from it; a draft and another network’s are not', async () => {
    const network = await app.network('ember');
    const { cookie } = await signInAs(app, network, 'coordinator');
    const id = newId();
    await app.post('/ember/en/desk/campaigns/new', { id, title: 'Milk', slug: '', locale: 'en' }, { cookie });
    const saved = await app.post(
      `/ember/en/desk/campaigns/${id}`,
      { slug: 'milk', goal: '', closes_at: '', provisions: ['bangkok-rules:48', 'bangkok-rules:4800'] },
      { cookie },
    );
    expect(saved.status).toBe(303);
    const stored = await app.db.owner.query('select provision_id from campaign_provisions where campaign_id = $1', [
      id,
    ]);
    expect(stored.rows).toEqual([{ provision_id: 'bangkok-rules:48' }]);
    const desk = await (await app.get(`/ember/en/desk/campaigns/${id}`, { cookie })).text();
    expect(desk).toMatch(/value="bangkok-rules:48" checked/);
    const page = async (path: string) => words(await (await app.get(path)).text());
    expect(await page('/ember/en/standards/bangkok-rules/48')).toContain('Nothing here points to it yet');
    await app.db.owner.query("update campaigns set state = 'open' where id = $1", [id]);
    await app.db.owner.query(
      `update campaign_texts set summary = 's', story = 's', asks = '{a}', letter_subject = 's', letter_body = 's' where campaign_id = $1`,
      [id],
    );
    app.deps.edits.emit('');
    expect(await page('/ember/en/standards/bangkok-rules/48')).toContain('Milk');
    await createNetwork(app, 'other');
    expect(await page('/other/en/standards/bangkok-rules/48')).not.toContain('Milk');
  });
});
