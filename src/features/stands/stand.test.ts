import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Serving } from '../representatives/index.ts';
import { boardOf, countOf, currentOf, pageOfSeats, partiesOf, type Seat, type Stand, standWords } from './stand.ts';

const stand: fc.Arbitrary<Stand> = fc.record({
  id: fc.uuid(),
  postId: fc.constant('p'),
  officialId: fc.constantFrom('a', 'b'),
  officialName: fc.constant('A'),
  stand: fc.constantFrom(...standWords),
  saidOn: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03'),
  source: fc.constant('s'),
  sourceUrl: fc.constant(null),
  note: fc.constant(''),
  recordedAt: fc.date({ min: new Date(0), max: new Date(5), noInvalidDate: true }),
  retractedAt: fc.option(fc.constant(new Date(9))),
  retractionReason: fc.constant(null),
});

const seat = fc
  .record({
    body: fc.constantFrom('x', 'y'),
    party: fc.option(fc.constantFrom('Lantern', 'Harbour', '')),
    state: fc.constantFrom('serving', 'vacant', 'unknown'),
    history: fc.array(stand, { maxLength: 5 }),
  })
  .map(
    ({ body, party, state, history }): Omit<Seat, 'postId'> => ({
      history,
      current: state === 'serving' ? currentOf(history, 'a') : undefined,
      serving: {
        state,
        role: { body: { id: body, name: {} } },
        official: state === 'serving' ? { id: 'a', name: 'A', party } : null,
        asOf: null,
        source: null,
      } as unknown as Serving,
    }),
  );
const seats = fc
  .array(seat, { maxLength: 130 })
  .map((all): Seat[] => all.map((one, n) => ({ ...one, postId: `p${n}` })));

test('what counts is hers, was not taken back, and nothing of hers was said later', () => {
  fc.assert(
    fc.property(fc.array(stand), (history) => {
      const own = history.filter((one) => one.officialId === 'a' && !one.retractedAt);
      const current = currentOf(history, 'a');
      expect([undefined, ...own].includes(current)).toBe(true);
      expect(current === undefined).toBe(own.length === 0);
      for (const one of own) {
        expect(one.saidOn <= current!.saidOn).toBe(true);
        if (one.saidOn === current!.saidOn) expect(one.recordedAt <= current!.recordedAt).toBe(true);
      }
    }),
  );
});

test('everybody who serves is counted once: by body and by party the sums are the same', () => {
  const sum = (counts: ReturnType<typeof countOf>[]) =>
    counts.flatMap((count) => Object.values(count)).reduce((a, b) => a + b, 0);
  fc.assert(
    fc.property(seats, (all) => {
      const held = all.filter((one) => one.serving.official).length;
      const board = boardOf(all);
      expect(sum(board.map((body) => body.count))).toBe(held);
      expect(sum(partiesOf(all).map((party) => party.count))).toBe(held);
      expect(board.reduce((n, body) => n + body.vacant + body.unknown, held)).toBe(all.length);
      expect(countOf(all).silent).toBe(all.filter((one) => one.serving.official && !one.current).length);
    }),
  );
});

test('the pages of the desk show every seat once', () => {
  fc.assert(
    fc.property(seats, (all) => {
      const shown: string[] = [];
      let after: string | undefined = '';
      while (after !== undefined) {
        const page = pageOfSeats(all, after);
        shown.push(...page.shown.map((one) => one.postId));
        after = page.next;
      }
      expect(shown).toEqual(all.map((one) => one.postId));
    }),
  );
});
