import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begun, divided, foldedFrom, foldedLines, inOrder, keyOf, openLines, type TodayItem } from './list.ts';

const now = new Date('2026-11-21T12:00:00Z');
const item = (over: Partial<TodayItem>): TodayItem => ({
  text: 't',
  why: 'w',
  since: null,
  href: '/n/en/x',
  action: 'a',
  room: 'r',
  key: 'k',
  ...over,
});

test('a key is the same in every language and names the page', () => {
  const { href: _, ...rest } = item({});
  expect(keyOf('outbox', { ...rest, key: undefined, href: '/net/en/outbox?state=failed' })).toBe(
    'outbox:/outbox?state=failed',
  );
  expect(keyOf('outbox', { ...rest, key: undefined, href: '/net/fr/outbox?state=failed' })).toBe(
    'outbox:/outbox?state=failed',
  );
  expect(keyOf('inbox', { ...rest, key: 'mine', href: '/net/fr/inbox' })).toBe('inbox:mine');
});

const anything = fc.array(
  fc.record({
    mine: fc.boolean(),
    urgency: fc.constantFrom('now' as const, 'soon' as const, 'later' as const, undefined),
    since: fc.option(fc.date({ min: new Date('2026-01-01'), max: now, noInvalidDate: true }), { nil: null }),
    kind: fc.constantFrom('a', 'b', undefined),
    room: fc.constantFrom('x', 'y'),
    key: fc.constantFrom('1', '2', '3', '4'),
  }),
  { maxLength: 25 },
);

test('hers first, then urgency, then age; nothing is lost by order, folding or setting aside', () => {
  fc.assert(
    fc.property(
      anything,
      fc.array(fc.constantFrom('1', '2', '3', '4'), { maxLength: 3 }),
      fc.boolean(),
      (given, keys, later) => {
        const items = given.map((one) => item(one));
        const ordered = inOrder(items);
        expect(ordered).toHaveLength(items.length);
        const rank = { now: 0, soon: 1, later: 2 };
        for (const [at, one] of ordered.entries()) {
          const next = ordered[at + 1];
          if (!next) continue;
          if (Boolean(one.mine) !== Boolean(next.mine)) expect(one.mine).toBe(true);
          else {
            const [a, b] = [rank[one.urgency ?? 'soon'], rank[next.urgency ?? 'soon']];
            expect(a).toBeLessThanOrEqual(b);
            if (a === b && one.since && next.since)
              expect(one.since.getTime()).toBeLessThanOrEqual(next.since.getTime());
            if (a === b) expect(!one.since && Boolean(next.since)).toBe(false);
          }
        }
        const until = later ? new Date(now.getTime() + 1) : null;
        const { shown, aside } = divided(
          ordered,
          keys.map((key) => ({ key, until })),
          now,
        );
        expect(shown.length + aside.length).toBe(items.length);
        for (const one of aside) expect(keys).toContain(one.item.key);
        if (!later) for (const one of aside) expect(one.item.mine).toBe(false);
        const lines = foldedLines(shown);
        expect(lines.flatMap((line) => line.items)).toHaveLength(shown.length);
        for (const line of lines) expect(line.items.length === 1 || line.items.length >= foldedFrom).toBe(true);
      },
    ),
  );
});

test('what was put off comes back at its time', () => {
  const marks = [{ key: 'k', until: now }];
  expect(divided([item({})], marks, new Date(now.getTime() - 1)).aside).toHaveLength(1);
  expect(divided([item({})], marks, now).shown).toHaveLength(1);
});

test('twelve lines stand open and the rest is folded, unless it is little; none is lost and none changes its place', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), (count) => {
      const lines = Array.from({ length: count }, (_, at) => ({ items: [item({ key: String(at) })] }));
      const { first, rest } = begun(lines);
      expect([...first, ...rest]).toEqual(lines);
      if (rest.length > 0) expect(first).toHaveLength(openLines);
      expect(rest.length === 0 || rest.length > foldedFrom).toBe(true);
    }),
  );
});
