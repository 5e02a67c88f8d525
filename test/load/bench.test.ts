import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareIndex, type Feature, pointsIn } from './bare-index.ts';
import { bareOrder } from './bare-server.ts';
import { rawRequest } from './fetch-raw.ts';
import { lengthOf, templateOf } from './http-load.ts';
import { bounded, isMet, jsonLine, type Measured, shown, tableLines } from './report.ts';
import { compare, inTurns, median, percentile } from './statistics.ts';
import { plainInserts, sameStatements } from './surge-scripts.ts';

const measured: Measured = {
  name: 'page',
  what: 'pages:',
  against: 'bare:',
  value: 8_123.456,
  unit: 'pages/s',
  limit: 10_000.5,
  ratio: 0.812345,
  target: 0.8,
  better: 'higher',
  notes: ['a note'],
};

describe('statistics', () => {
  test('median of odd, even and no values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  test('a percentile is one of the values, and at least that share does not exceed it', () => {
    expect(percentile([5, 1, 3, 2, 4], 0.5)).toBe(3);
    expect(percentile([5, 1, 3, 2, 4], 1)).toBe(5);
    expect(percentile([], 0.99)).toBeNaN();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (values, share) => {
          const at = percentile(values, share);
          expect(values).toContain(at);
          expect(values.filter((value) => value <= at).length).toBeGreaterThanOrEqual(share * values.length - 1e-9);
          expect(values.filter((value) => value < at).length).toBeLessThan(share * values.length + 1e-9);
        },
      ),
    );
  });

  test('turns alternate, and the first pair only warms up', async () => {
    const order: string[] = [];
    let n = 0;
    const one = (name: string) => async () => {
      order.push(name);
      n += 1;
      return n;
    };
    const pairs = await inTurns(2, one('A'), one('B'));
    expect(order.join('')).toBe('ABBAAB');
    expect(pairs).toEqual([
      { ours: 4, theirs: 3 },
      { ours: 5, theirs: 6 },
    ]);
  });

  test('the ratio is that of the rounds, not of the medians', () => {
    expect(
      compare([
        { ours: 1, theirs: 2 },
        { ours: 10, theirs: 10 },
        { ours: 3, theirs: 1 },
      ]),
    ).toEqual({ ours: 3, theirs: 2, ratio: 1 });
  });
});

describe('report', () => {
  test('one JSON object a line, with exactly the promised keys', () => {
    const line = jsonLine(measured);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      name: 'page',
      value: 8123,
      unit: 'pages/s',
      limit: 10_001,
      ratio: 0.8123,
      target: 0.8,
      better: 'higher',
      met: true,
    });
    expect(JSON.parse(jsonLine({ name: 'memory', skipped: 'not here' }))).toEqual({
      name: 'memory',
      skipped: 'not here',
    });
  });

  test('met: by the direction, and where there is no target', () => {
    expect(isMet({ ...measured, ratio: 0.79 })).toBe(false);
    expect(isMet({ ...measured, better: 'lower', ratio: 0.81 })).toBe(false);
    expect(isMet({ ...measured, better: 'lower', ratio: 0.8 })).toBe(true);
    expect(isMet({ ...measured, target: null })).toBe(true);
    expect(isMet({ ...measured, limit: null, ratio: null })).toBe(true);
  });

  test('a bound is met up to it', () => {
    const at = (value: number) => bounded({ name: 'bytes', what: '', value, unit: 'bytes', bound: 20_000, notes: [] });
    expect(at(20_000)).toMatchObject({ limit: 20_000, ratio: 1, target: 1, better: 'lower' });
    expect(isMet(at(20_000))).toBe(true);
    expect(isMet(at(20_001))).toBe(false);
  });

  test('the table says what was measured, against what, and whether it is enough', () => {
    const [line, note] = tableLines({ ...measured, ratio: 0.5 });
    expect(line).toMatch(/page .*8,123 pages\/s .*10,001 pages\/s .*0\.50 \(at least 0\.8\) NOT MET/);
    expect(note?.trim()).toBe('a note');
    expect(tableLines({ name: 'memory', skipped: 'only on Linux' })).toEqual(['memory         skipped: only on Linux']);
    expect([shown(11_204.4), shown(3.4149), shown(0.0476)]).toEqual(['11,204', '3.41', '0.0476']);
  });
});

describe('load', () => {
  test('an answer is whole at its content length, its last chunk, or its header', () => {
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nx: y\r\n\r\nabc';
    const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';
    const bodiless = 'HTTP/1.1 304 Not Modified\r\netag: "a"\r\n\r\n';
    for (const answer of [whole, chunked, bodiless]) expect(lengthOf(Buffer.from(answer))).toBe(answer.length);
    expect(lengthOf(Buffer.from(whole.slice(0, 20)))).toBeUndefined();
    expect(lengthOf(Buffer.from(chunked.slice(0, -4)))).toBeUndefined();
  });

  test('numbers and addresses are filled in, and the length fits', () => {
    const request = templateOf(rawRequest('POST', '/a', 80, { 'x-forwarded-for': '%address%' }, 'n=%number%'));
    expect(request(33).toString()).toContain('x-forwarded-for: 10.100.101.100\r\n');
    expect(request(33).toString()).toContain('content-length: 9\r\n');
    expect(request(33).toString().endsWith('\r\n\r\nn=0000033')).toBe(true);
    const blocks = Array.from(
      { length: 24_336 },
      (_, block) => /10[.\d]+(?=\.\d+\r)/.exec(`${request(block * 32)}`)![0],
    );
    expect(new Set(blocks).size).toBe(24_336);
    expect(blocks.every((block) => isIP(`${block}.1`))).toBe(true);
  });

  test('the bare server repeats what the real one said, but for what Node says itself', () => {
    const headers: [string, string][] = [
      ['Content-Type', 'text/html'],
      ['Date', 'today'],
      ['Connection', 'keep-alive'],
      ['Content-Length', '2'],
    ];
    expect(bareOrder({ status: 200, headers, body: Buffer.from('ok'), headerBytes: 0 })).toEqual({
      status: 200,
      headers: [
        ['Content-Type', 'text/html'],
        ['Content-Length', '2'],
      ],
      body: 'b2s=',
    });
  });

  test('the points are the same in every run and lie in a feature', () => {
    const square: Feature = {
      properties: {},
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [2, 0],
            [2, 1],
            [0, 0],
          ],
        ],
      },
    };
    const points = pointsIn([square], 50);
    expect(points).toEqual(pointsIn([square], 50));
    const index = bareIndex([square]);
    expect(points.every(({ longitude, latitude }) => index(longitude, latitude).length === 1)).toBe(true);
  });
});

describe('the scripts of pgbench', () => {
  const rows = {
    network: 'n',
    campaign: 'c',
    wording: 'w',
    posts: ['a:b', "it's"],
    subject: "Subject: it's",
    body: 'Body :name \\ 10:30',
  };
  test('hold no parameter of ours, and no variable but the number', () => {
    for (const script of [sameStatements(rows), sameStatements(rows, true), plainInserts(rows)]) {
      expect(script).not.toMatch(/\$\d|undefined/);
      const variables = [...script.matchAll(/(?<!:):(\w+)/g)].map((match) => match[1]);
      expect(new Set(variables)).toEqual(new Set(['n']));
    }
  });
  test('are one transaction each; pipelined, its statements leave at once', () => {
    expect(sameStatements(rows).match(/^(begin|commit);$/gm)).toEqual(['begin;', 'commit;']);
    expect(sameStatements(rows)).not.toContain('pipeline');
    expect(sameStatements(rows, true)).toMatch(/\\startpipeline[\s\S]+\\endpipeline\ncommit;/);
  });
});
