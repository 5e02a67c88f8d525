import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bibtex } from '../cite/bibtex.ts';
import type { Entry } from '../cite/entry.ts';
import { ris } from '../cite/ris.ts';
import { type Identifier, kinds, type Maker } from '../work.ts';
import { namesOf, plainOf, readBibtex } from './bibtex.ts';
import { fateOf, Index } from './classify.ts';
import { guessMapping } from './mapping.ts';
import { datesOf, kindOf, planRow } from './plan.ts';
import { readRis } from './ris.ts';
import { readList } from './table.ts';

const defaults = { kind: 'report', language: 'en' } as const;

/** A line of text as our forms keep it: no control signs, single spaces, composed letters, nothing that is a separator. */
const text = (min = 1) =>
  fc
    .string({ unit: 'grapheme', minLength: min, maxLength: 40 })
    .map((one) =>
      one
        .normalize('NFC')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\s|;]+/gu, ' ')
        .trim(),
    )
    .filter((one) => one.length >= min && one === one.normalize('NFC'));
const special = fc.constantFrom(
  '100% of $5 & #1_x',
  'a{b}c',
  'back\\slash',
  '~tilde^',
  'Tom and Ann',
  'São Tomé',
  'ยุติธรรม',
  '"quoted"',
  '=1+1',
  'ER - x',
);
const word = (min = 1) => fc.oneof(text(min), special);
// A name is split at its comma and where "and" stands between names; braces round a whole name are the mark of an organisation.
const name = word()
  .map((one) => one.replace(/[,{}\\]/g, '').trim())
  .filter((one) => one !== '' && !/^others$/i.test(one));
const maker: fc.Arbitrary<Maker> = fc.oneof(
  fc.record({ kind: fc.constant('person' as const), family: name, given: fc.oneof(fc.constant(''), name) }),
  fc.record({
    kind: fc.constant('organisation' as const),
    name: fc.oneof(
      name,
      name.map((one) => `${one}, ${one}`),
    ),
  }),
);
const dated = fc.constantFrom('', '2024', '2024-05', '2024-05-17', '1976-11-30');
const identifiers: fc.Arbitrary<Identifier[]> = fc.constantFrom<Identifier[]>(
  [],
  [{ scheme: 'doi', value: '10.1234/a_b(c)#%25' }],
  [
    { scheme: 'isbn', value: '978-3-16-148410-0' },
    { scheme: 'symbol', value: 'A/RES/65/229' },
  ],
  [
    { scheme: 'issn', value: '1234-567X' },
    { scheme: 'other', value: 'Box 7 & 8' },
  ],
);
const entry: fc.Arbitrary<Entry> = fc
  .record({
    id: fc.constant(''),
    kind: fc.constantFrom(...kinds),
    title: word(),
    creators: fc.array(maker, { maxLength: 4 }),
    contributors: fc.array(maker, { maxLength: 2 }),
    translators: fc.array(name, { maxLength: 2 }),
    publisher: word(0),
    publishedIn: word(0),
    dated,
    identifiers,
    url: fc.constantFrom('https://example.org/a_b?c=%25#d', 'https://example.org/x'),
    abstract: word(0),
    language: fc.constantFrom('en', 'es', 'th'),
    court: fc.constant(''),
    docket: fc.constant(''),
  })
  .map((one) => (one.kind === 'judgment' ? { ...one, court: 'Court of 100%', docket: 'No. 1_2' } : one));

/** What an entry is after it went out and came back. */
const back = (fields: Record<string, string>) => {
  const plan = planRow(fields, undefined, defaults);
  if (!plan.ok) throw new Error(plan.key);
  const { work } = plan;
  return {
    kind: work.kind,
    title: work.versions[0]!.title,
    language: work.versions[0]!.locale,
    abstract: work.versions[0]!.abstract,
    creators: work.creators,
    contributors: work.contributors,
    translators: work.versions[0]!.translators,
    publisher: work.publisher,
    publishedIn: work.published_in,
    dated: work.dated,
    url: work.link,
    identifiers: work.identifiers,
    court: work.court,
    docket: work.docket,
  };
};
const expected = ({ id: _, ...one }: Entry) => one;
/** As RIS brings them back: an organisation with a comma in its name is two halves of a name. */
const split = (one: ReturnType<typeof expected>) => {
  const halves = (maker: Maker): Maker => {
    const [family, given] = maker.kind === 'organisation' ? maker.name.split(', ') : [];
    return family && given ? { kind: 'person', family, given } : maker;
  };
  return { ...one, creators: one.creators.map(halves), contributors: one.contributors.map(halves) };
};

describe('what goes out comes back', () => {
  test('as BibTeX, whatever the words are', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (entries) => {
        expect(readBibtex(bibtex(entries)).map(back)).toEqual(entries.map(expected));
      }),
      { numRuns: 300 },
    );
  });

  test('as RIS, whatever the words are', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (entries) => {
        expect(readRis(ris(entries)).map(back)).toEqual(entries.map((one) => split(expected(one))));
      }),
      { numRuns: 300 },
    );
  });

  test('as RIS an organisation stands by its own name, also one with a comma, which no RIS can keep together', () => {
    const [one] = fc.sample(entry, 1);
    const creators: Maker[] = [
      { kind: 'organisation', name: 'Ministry of Health, Education and Welfare' },
      { kind: 'organisation', name: 'Women’s Aid' },
      { kind: 'person', family: 'Okoro', given: 'Ada' },
    ];
    const written = ris([{ ...one!, creators, contributors: [creators[0]!] }]);
    expect(written.match(/^A[U2] {2}- .*$/gm)).toEqual([
      'AU  - Ministry of Health, Education and Welfare',
      'AU  - Women’s Aid',
      'AU  - Okoro, Ada',
      'A2  - Ministry of Health, Education and Welfare',
    ]);
    expect(bibtex([{ ...one!, creators }])).toContain('{Ministry of Health, Education and Welfare} and {Women’s Aid}');
  });
});

describe('lists of others', () => {
  test('BibTeX as people write it', () => {
    const [first, second] = readBibtex(String.raw`
      % a comment
      @string{pub = "Universit{\'e} Press"}
      @comment{ @book{not, title={No}} }
      @Book{smith2001, author = "Smith, J. and Ludwig van der Berg and {World Health Organization}",
        title = {The {N}ight \& the d\'ia: caf\'{e} \ss{} \c{c}}, publisher = pub # ", Ltd", year = 2001, month = mar,
        url = {https://example.org/a\_b}, doi={10.1/x}, keywords = {prisons; women} }
      @article(open, title = "Not closed", journal = {A "quoted" journal}`);
    expect(first).toMatchObject({
      title: 'The Night & the día: café ß ç',
      creators: 'Smith, J.\nvan der Berg, Ludwig\nWorld Health Organization',
      publisher: 'Université Press, Ltd',
      dated: '2001-03',
      link: 'https://example.org/a_b',
      keywords: 'prisons\nwomen',
    });
    expect(second).toMatchObject({ title: 'Not closed', published_in: 'A "quoted" journal' });
    expect(namesOf('{Sand and Stone} and Alexandra and others')).toEqual(['Sand and Stone', 'Alexandra', '']);
    expect(plainOf(String.raw`{\"U}ber \textit{all} \'{\i}`)).toBe('Über all í');
  });

  test('RIS as people write it', () => {
    const rows = readRis(
      'TY  - JOUR\nT1  - One\nA1  - Okoro, Ada\nY1  - 2003/04//\nJO  - Journal\nN2  - goes\n on here\nSN  - 1234-5678\nER  -\n\nTY  - CASE\nTI  - Two\n',
    );
    expect(rows).toMatchObject([
      { title: 'One', creators: 'Okoro, Ada', dated: '2003-04', abstract: 'goes on here', issn: '1234-5678' },
      { title: 'Two', kind: 'CASE' },
    ]);
    expect(kindOf('CASE')).toBe('judgment');
  });

  test('an Uwazi export: template, dates, links, pipes, languages', () => {
    const csv = [
      'Title,Date added,Template,Date,Country,Descriptors,Web,title__es,Geolocation,Documents,Published',
      '"Case of A, B","2020-01-02",Court decision,2006-11-25,Peru|Chile,Violence::Sexual|Custody,Official|https://example.org/c,Caso de A,-12|-77,/files/x.pdf,Published',
      'Only one,,Report,1164412800~1164499200,,,,,,,',
    ].join('\n');
    const list = readList(new TextEncoder().encode(csv));
    expect(list.format).toBe('uwazi');
    const mapping = guessMapping(list.columns);
    const [first, second] = list.rows.map((row) => planRow(row, mapping, defaults));
    expect(first).toMatchObject({
      ok: true,
      work: {
        kind: 'judgment',
        dated: '2006-11-25',
        link: 'https://example.org/c',
        source: 'Official',
        terms: ['Violence::Sexual', 'Custody', 'Peru', 'Chile'],
        versions: [
          { locale: 'en', title: 'Case of A, B' },
          { locale: 'es', title: 'Caso de A' },
        ],
      },
    });
    expect(second).toMatchObject({ ok: true, work: { dated: '2006-11-25', covers: '2006-11-25–2006-11-26' } });
  });

  test('dates in the ways lists write them', () => {
    for (const [given, dated] of [
      ['2024', '2024'],
      ['17/05/2024', '2024-05-17'],
      ['17.5.2024', '2024-05-17'],
      ['2024-05-17T10:00:00Z', '2024-05-17'],
      ['2024/05//', '2024-05'],
      ['31/02/2024', ''],
      ['yesterday', ''],
    ] as const)
      expect(datesOf(given).dated, given).toBe(dated);
  });

  test('rows that are one work meet, in the list and in the library', () => {
    const known = {
      id: 'a',
      title: 'Night',
      titles: ['night'],
      identifiers: ['doi:10.1/x'],
      locales: ['en'],
      dated: '2020',
    };
    const index = new Index([known]);
    const fate = (row: Record<string, string>) => fateOf(planRow(row, undefined, defaults), index, 'new').outcome;
    expect(fate({ title: 'NIGHT!', dated: '2020' })).toBe('same');
    expect(fate({ title: 'Night', dated: '1999' })).toBe('made');
    expect(fate({ title: 'Noche', language: 'es', doi: 'https://doi.org/10.1/X' })).toBe('added');
    expect(fate({ title: 'Noche', language: 'español', doi: '10.1/x' })).toBe('same');
    expect(fate({ title: 'New one' })).toBe('made');
    expect(fate({ title: 'New one' })).toBe('same');
    expect(fate({ abstract: 'no title' })).toBe('refused');
  });
});

describe('hostile lists', () => {
  const quick = (work: () => unknown) => {
    const begun = performance.now();
    try {
      work();
    } catch (error) {
      expect((error as Error).message).toMatch(/^library\.import\./);
    }
    expect(performance.now() - begun).toBeLessThan(2_000);
  };
  test('end, and soon', () => {
    const million = 1_000_000;
    for (const bad of [
      `@a{${'{'.repeat(million)}`,
      `@a{k, t = ${'{'.repeat(million)}`,
      `@a{k, author = {${'a and '.repeat(100_000)}}}`,
      `@a{k, title = {${'\\'.repeat(200_000)}}}`,
      '@a'.repeat(200_000),
      `@a{k, t = ${'"a" # '.repeat(100_000)}`,
      `TY  - ${'x'.repeat(million)}`,
      `TY  - A\n${'x\n'.repeat(200_000)}`,
      `TY  - A\n${'AU  - x\n'.repeat(100_000)}`,
      'a,b\n'.repeat(6_000),
      `"${'a'.repeat(million)}`,
      '',
      '\0\0\0',
    ])
      quick(() => readList(new TextEncoder().encode(bad)).rows.map((row) => planRow(row, undefined, defaults)));
  });

  test('whatever the bytes, there is an answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string().map((one) => new TextEncoder().encode(`@a{${one}`)),
        ),
        (bytes) => quick(() => readList(bytes).rows.map((row) => planRow(row, undefined, defaults))),
      ),
      { numRuns: 200 },
    );
  });
});
