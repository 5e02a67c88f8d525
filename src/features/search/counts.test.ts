import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { keep } from './indexing.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

type Made = {
  subject: string;
  audience: 'public' | 'members';
  locale: string;
  year: number;
  issue: string;
  embargoed: boolean;
  /** Over at that very moment, or standing a minute longer. */
  ends?: 'now' | 'later';
};
const moment = new Date('2026-06-01');
const count = async (of: Network, audiences: string[], only: string[] | null = null, coarser: object | null = null) => {
  const { rows } = await inNetwork(app.db, of.id, (trx) =>
    sql<{
      answer: { total: number; facets: Record<string, number> };
    }>`select search_find('[{"text":"lantern"}]', ${audiences}::text[],
        ${moment}, null, null, ${only}::text[], 'en', 'relevance', 0, 10, null, ${coarser && JSON.stringify(coarser)}::jsonb) as answer`.execute(
      trx,
    ),
  );
  return rows[0]!.answer;
};

test('counts of hundreds are those of their rows: for each audience, under embargo, after changes and new numbers', async () => {
  const of = await createNetwork(app, `many-${newId().slice(-12)}`, { locales: ['en', 'es'] });
  const write = (entries: Made[]) =>
    inNetwork(app.db, of.id, (trx) =>
      keep(
        { trx, actor: { kind: 'system' }, network: of, locale: 'en', now: moment },
        { kind: 'news' },
        entries.map((made) => ({
          subjectId: made.subject,
          key: made.subject,
          locale: made.locale,
          audience: made.audience,
          title: 'A lantern',
          summary: '',
          body: 'in the yard',
          dated: String(made.year),
          issues: [made.issue],
          ...(made.embargoed ? { visibleFrom: new Date('2026-07-01') } : {}),
          ...(made.ends ? { visibleUntil: new Date(moment.getTime() + (made.ends === 'now' ? 0 : 60_000)) } : {}),
        })),
      ),
    );
  await app.db.owner.query(
    `insert into search_state (network_id, configs, built_at, version) values ($1, '{casement_en,casement_es}', now(), 4)
       on conflict (network_id) do update set configs = excluded.configs`,
    [of.id],
  );
  // Every third in two languages, every fifth for members too, every seventh not yet: the second language alone, or all of it.
  // Every eleventh is over, every thirteenth nearly, and neither is known to any job.
  const made = Array.from({ length: 1_500 }, (_, n): Made[] => {
    const one = {
      subject: newId(),
      audience: 'public',
      locale: 'en',
      year: 2000 + (n % 9),
      issue: `i${n % 23}`,
      embargoed: n % 14 === 0,
      ends: n % 11 === 0 ? 'now' : n % 13 === 0 ? 'later' : undefined,
    } as const;
    return [
      one,
      ...(n % 3 === 0 ? [{ ...one, locale: 'es', embargoed: n % 7 === 0 }] : []),
      ...(n % 5 === 0 ? [{ ...one, audience: 'members', issue: 'inside' } as const] : []),
    ];
  });
  for (let at = 0; at < made.length; at += 500) await write(made.slice(at, at + 500).flat());
  const expected = (entries: Made[], audiences: string[]) => {
    const seen = entries.filter((each) => audiences.includes(each.audience) && !each.embargoed && each.ends !== 'now');
    const values = seen.flatMap((each) => [
      [each.subject, 'kind:news'],
      [each.subject, `language:${each.locale}`],
      [each.subject, `year:${each.year}`],
      [each.subject, `issue:${each.issue}`],
    ]);
    const facets = Map.groupBy(values, ([, facet]) => facet!);
    return {
      total: new Set(seen.map((each) => each.subject)).size,
      facets: Object.fromEntries(
        [...facets].map(([facet, all]) => [facet, new Set(all.map(([subject]) => subject)).size]),
      ),
    };
  };
  const holds = async (entries: Made[]) => {
    for (const audiences of [['public'], ['public', 'members']])
      expect(await count(of, audiences)).toMatchObject(expected(entries, audiences));
    expect(Object.keys((await count(of, ['public'])).facets)).not.toContain('issue:inside');
  };
  await holds(made.flat());
  // What some values stand for is asked for and counted as that, each thing once, from bits (of 1,500) and from rows (of a year's).
  const coarser = { 'issue:i3': 'issue:i4', 'issue:i5': 'issue:i4', 'issue:i6': 'issue:none' };
  const coarse = made.flat().map((each) => ({
    ...each,
    issue: ({ i3: 'i4', i5: 'i4', i6: 'none' } as Record<string, string>)[each.issue] ?? each.issue,
  }));
  for (const audiences of [['public'], ['public', 'members']]) {
    expect(await count(of, audiences, null, coarser)).toMatchObject(expected(coarse, audiences));
    for (const [only, fits] of [
      [['issue:i4'], (each: Made) => each.issue === 'i4'],
      [['issue:none', 'year:2004'], (each: Made) => each.issue === 'none' && each.year === 2004],
      [['year:2004'], (each: Made) => each.year === 2004],
    ] as const)
      expect((await count(of, audiences, [...only], coarser)).total).toBe(
        expected(coarse.filter(fits), audiences).total,
      );
  }
  const left = made.slice(0, 900).flat();
  await inNetwork(app.db, of.id, (trx) =>
    trx
      .deleteFrom('search_entries')
      .where('network_id', '=', of.id)
      .where(
        'subject_id',
        'in',
        made.slice(900).map(([one]) => one!.subject),
      )
      .execute(),
  );
  await holds(left);
  await inNetwork(app.db, of.id, (trx) => sql`select search_renumber(${of.id})`.execute(trx));
  await holds(left);
});

test('texts that are not unpacked have the place that their rank would give them; each language is asked in its own form', async () => {
  const of = await createNetwork(app, `long-${newId().slice(-12)}`, { locales: ['en', 'es'] });
  // The database knows how much there is to search: nearly all of it is another network's, which the index then leaves out.
  await app.db.owner.query('analyze search_entries');
  await app.db.owner.query(
    `insert into search_state (network_id, configs, built_at, version) values ($1, '{casement_en,casement_es}', now(), 4)
       on conflict (network_id) do update set configs = excluded.configs`,
    [of.id],
  );
  // Long and short ones, with the word once and again and again, in their summary, in both languages; each long one has 1,500 words of its own.
  // And four hundred with one of the words alone: so many are ranked in another way.
  const filler = (n: number) => Array.from({ length: 1_500 }, (_, at) => `w${n}x${at}`).join(' ');
  await inNetwork(app.db, of.id, (trx) =>
    keep(
      { trx, actor: { kind: 'system' }, network: of, locale: 'en', now: moment },
      { kind: 'news' },
      Array.from({ length: 490 }, (_, n) => ({
        subjectId: newId(),
        key: String(n),
        locale: n % 4 === 0 ? 'es' : 'en',
        audience: 'public' as const,
        title: `Number ${n}`,
        summary: n % 29 === 28 ? 'About a beacon' : '',
        body:
          n < 90
            ? `${'beacon yard '.repeat(1 + (n % 7))}${n % 3 === 0 ? filler(n) : 'quiet '.repeat(n)}`
            : `${'beacon '.repeat(1 + (n % 3))}${'still '.repeat(n % 60)}`,
        dated: String(2000 + (n % 9)),
      })),
    ),
  );
  const ask = async (text: string, skip: number) => {
    const { rows } = await inNetwork(app.db, of.id, (trx) =>
      sql<{
        answer: { total: number; found: { key: string }[] };
      }>`select search_find(${JSON.stringify([{ text }])}::jsonb, '{public}', ${moment}, null, null, null, 'en', 'best', ${skip}, 10, null) as answer`.execute(
        trx,
      ),
    );
    return { total: rows[0]!.answer.total, keys: rows[0]!.answer.found.map(({ key }) => key) };
  };
  // By the ranks of all of them.
  for (const [word, long, all] of [
    ['beacon', 30, 490],
    ['yard', 30, 90],
  ] as const) {
    const { rows } = await app.db.owner.query<{ key: string; long: boolean }>(
      `select key, pg_column_size(words) > 8000 as long from search_entries, phraseto_tsquery(config::regconfig, $2) q
        where network_id = $1 and words @@ q
        order by ts_rank('{0.1, 0.2, 0.4, 1.0}', words, q) / ln(50 + octet_length(body) / 6.0::double precision)
          * case locale when 'en' then 1.2 else 1 end desc, dated desc, id`,
      [of.id, word],
    );
    expect([rows.filter((row) => row.long).length, rows.length]).toEqual([long, all]);
    for (const skip of [0, 10, 40, 80])
      expect((await ask(word, skip)).keys).toEqual(rows.slice(skip, skip + 10).map(({ key }) => key));
  }
  // "yards" is a form of "yard" in English, but not in Spanish.
  expect([(await ask('yard', 0)).total, (await ask('yards', 0)).total]).toEqual([90, 67]);
});

test('of very many found, those with the word in their title come first however old they are, then the newest, each by its rank', async () => {
  const of = await createNetwork(app, `newest-${newId().slice(-12)}`, { locales: ['en', 'es'] });
  await app.db.owner.query(
    `insert into search_state (network_id, configs, built_at, version) values ($1, '{casement_en,casement_es}', now(), 4)`,
    [of.id],
  );
  // Of 1,800, of which the first 100 are the oldest: "beacon" twice in each, "harbour" once or twice, and each in one title of a hundred.
  await inNetwork(app.db, of.id, (trx) =>
    keep(
      { trx, actor: { kind: 'system' }, network: of, locale: 'en', now: moment },
      { kind: 'news' },
      Array.from({ length: 1_800 }, (_, n) => ({
        subjectId: newId(),
        key: String(n),
        locale: n % 4 === 0 ? 'es' : 'en',
        audience: 'public' as const,
        title: n % 100 === 7 ? 'Beacon' : n % 100 === 9 ? 'Harbour' : `Number ${n}`,
        summary: '',
        body: `${'beacon '.repeat(2)} ${'harbour '.repeat(1 + (n % 2))} ${n % 5 === 0 ? 'lamp' : ''} ${'still '.repeat(n % 70)}`,
        dated: String(1990 + Math.floor(n / 100)),
      })),
    ),
  );
  for (const [terms, question] of [
    [[{ text: 'beacon' }], 'beacon'],
    [[{ text: 'harbour' }], 'harbour'],
    [[{ text: 'beacon' }, { text: 'harbour', or: true }], 'beacon | harbour'],
    [[{ text: 'beacon' }, { text: 'lamp', without: true }], 'beacon & !lamp'],
  ] as const)
    for (const sorted of ['best', 'newest']) {
      const { rows } = await app.db.owner.query<{ key: string; found: number }>(
        `select key, found from (
           select key, dated, id, q, locale, words, body, count(*) over ()::integer as found
             from search_entries, to_tsquery(config::regconfig, $2) q where network_id = $1 and words @@ q
            order by $3 = 'best' and heading @@ q desc, dated desc, no desc limit 500) candidates
          order by case when $3 = 'newest' then dated end desc,
            case when $2 ~ '&' then ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', words, q) else ts_rank('{0.1, 0.2, 0.4, 1.0}', words, q) end
              / ln(50 + octet_length(body) / 6.0::double precision) * case locale when 'en' then 1.2::double precision else 1 end desc, dated desc, id`,
        [of.id, question, sorted],
      );
      const found = async (skip: number) =>
        (
          await inNetwork(app.db, of.id, (trx) =>
            sql<{
              answer: { total: number; found: { key: string }[] };
            }>`select search_find(${JSON.stringify(terms)}::jsonb, '{public}', ${moment}, null, null, null, 'en', ${sorted}, ${skip}, 10, null) as answer`.execute(
              trx,
            ),
          )
        ).rows[0]!.answer;
      expect(rows.length).toBe(500);
      for (const skip of [0, 10, 200]) {
        const answer = await found(skip);
        expect(answer.total).toBe(rows[0]!.found);
        expect(answer.found.map(({ key }) => key)).toEqual(rows.slice(skip, skip + 10).map(({ key }) => key));
      }
    }
});

test('a word that stands more than once is never taken for one that stands once, in texts of any length', async () => {
  // Every third word twice. Of those that stand once few are not known as such: they share their bit with another.
  const { rows } = await app.db.owner.query<{ wrong: number; known: number }>(
    `select count(*) filter (where once and cardinality(positions) > 1)::integer as wrong,
            (avg(once::integer) filter (where cardinality(positions) = 1))::double precision as known
       from (values (40), (400), (3000)) as v (n),
            lateral (select to_tsvector('simple', string_agg(case when w % 3 = 0 then 'x' || w || ' x' || w else 'x' || w end, ' ')) as words
                       from generate_series(1, n) w) t,
            lateral (select search_repeated(t.words) as repeated offset 0) r,
            lateral unnest(t.words) u,
            lateral (select search_once(search_number(u.lexeme), r.repeated) as once) o
      group by n order by n`,
  );
  for (const { wrong, known } of rows) {
    expect(wrong).toBe(0);
    expect(known).toBeGreaterThan(0.85);
  }
});

test('a word that is marked by itself is marked as it would be among the others', async () => {
  const { rows } = await app.db.owner.query<{ body: string; alone: string; among: string }>(
    `select body, search_snippet('casement_en', body, q, '{priso}', 2) as alone,
            ts_headline('casement_en', body, q, E'StartSel=\\x01, StopSel=\\x02, HighlightAll=true') as among
       from unnest($1::text[]) as body, to_tsquery('casement_en', 'prison') q`,
    [
      [
        'The prison.',
        'A letter from the yard. “Prison, it said.”',
        'In prison and in prisons: PRISON-houses, a prisoner.',
        'One prisonér and a “prison” here',
        'A priso and then the prisons',
        'see https://a.invalid/prison/x, <b>prison</b> & prison’s',
      ],
    ],
  );
  expect(rows.map(({ alone }) => alone)).toEqual(rows.map(({ among }) => among));
  expect(rows.filter(({ alone }) => alone.includes('\u0001')).length).toBe(6);
});

test.each([
  ['prison', 'The women said that nights are cold there. '],
  ['celda', 'Mañana será otro día, dijo la señora Núñez: ¿cuándo? '],
  ['тюрьмы', 'Женщины говорят, что ночью там холодно. '],
  ['السجن', 'قالت النساء إن الليل بارد هناك. '],
  ['คุก', 'ผู้หญิง\u200aบอก\u200aว่า\u200aกลางคืน\u200aหนาว\u200aมาก '],
  ['监狱', '妇女\u200a们\u200a说\u200a那里\u200a夜里\u200a很\u200a冷 '],
  ['zelle', '🕯️ 🕊️ 𝔄𝔅ℭ 👩‍👧 '],
])('what is quoted around "%s" is a whole piece of the text, wherever the word stands', async (word, around) => {
  const texts = [0, 1, 2, 7, 40, 600, 3_000].flatMap((before) => [
    `${around.repeat(before)}${word} ${around.repeat(before)}`,
    `${around.repeat(before)}${word}`,
    `${around.repeat(before).replaceAll(' ', '\n')}\n${word}\n${around.repeat(9)}`,
  ]);
  const { rows } = await app.db.owner.query<{ text: string; quoted: string }>(
    `select text, search_snippet('casement_simple', text, plainto_tsquery('casement_simple', $2), array[$2], 2) as quoted
       from unnest($1::text[]) as text`,
    [texts, word],
  );
  for (const { text, quoted } of rows) {
    expect(quoted).toContain(`\u0001${word}\u0002`);
    const plain = quoted.replace(/[\u0001\u0002]/g, '');
    expect(text).toContain(plain);
    expect([...plain].length).toBeLessThan(1_000);
  }
});

test('a rare word that shares its number with a common one is counted and ranked as any other', async () => {
  // Numbers are few: among so many words there is one with the number of "common".
  const { rows: alike } = await app.db.owner.query<{ word: string }>(
    `select word from (select 'zq' || n as word from generate_series(1, 400000) n) w
      where search_number(word) = search_number('common') limit 1`,
  );
  const word = alike[0]!.word;
  const of = await createNetwork(app, `alike-${newId().slice(-12)}`);
  await app.db.owner.query(
    `insert into search_state (network_id, configs, built_at, version) values ($1, '{casement_en}', now(), 4)
       on conflict (network_id) do update set configs = excluded.configs`,
    [of.id],
  );
  await inNetwork(app.db, of.id, (trx) =>
    keep(
      { trx, actor: { kind: 'system' }, network: of, locale: 'en', now: moment },
      { kind: 'news' },
      Array.from({ length: 12 }, (_, n) => ({
        subjectId: newId(),
        key: `k${n}`,
        locale: 'en',
        audience: 'public' as const,
        title: 'A word',
        summary: '',
        body: `common things and common words${n === 3 ? ` and ${word}` : ''}`,
      })),
    ),
  );
  // Of few texts the rows are counted; of very many, as which it would else be taken, what is kept in these.
  await app.db.owner.query('delete from search_facets where network_id = $1', [of.id]);
  const { rows } = await inNetwork(app.db, of.id, (trx) =>
    sql<{ answer: { total: number; facets: Record<string, number>; found: { key: string }[] } }>`
      select search_find(${JSON.stringify([{ text: word }])}::jsonb, '{public}', ${moment}, null, null, null, 'en', 'relevance', 0, 10, null) as answer`.execute(
      trx,
    ),
  );
  const { total, facets, found } = rows[0]!.answer;
  expect({ total, found: found.map(({ key }) => key) }).toEqual({ total: 1, found: ['k3'] });
  expect(facets).toEqual({ 'kind:news': 1, 'language:en': 1 });
});
