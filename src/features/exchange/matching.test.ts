import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemKinds, stateOn } from './item.ts';
import { bestMatches, leastScore, matchOf, type Side } from './matching.ts';

const offer: Side = {
  side: 'offer',
  kind: 'training',
  accountId: 'a',
  country: 'ke',
  languages: ['en', 'sw'],
  issues: ['health', 'children'],
  from: '2027-02-01',
  until: '2027-04-30',
};
const request: Side = { ...offer, side: 'request', accountId: 'b', from: '2027-03-01', until: '2027-03-31' };

test.each<[string, Partial<Side>, number | undefined]>([
  ['everything in common', {}, 4 + 2 + 3 + 6],
  ['another country', { country: 'mw' }, 2 + 3 + 6],
  ['wherever', { country: null }, 1 + 2 + 3 + 6],
  ['another kind, one issue', { kind: 'memo', issues: ['health'] }, 4 + 2 + 3],
  ['another kind and no issue in common', { kind: 'memo', issues: ['work'] }, undefined],
  ['"other" is no kind in common', { kind: 'other', issues: [] }, undefined],
  ['no common language', { languages: ['fr'] }, undefined],
  ['no language named', { languages: [] }, 4 + 3 + 6],
  ['over before it begins', { from: '2026-01-01', until: '2027-01-31' }, undefined],
  ['on its first day', { from: null, until: '2027-02-01' }, 4 + 2 + 3 + 6],
  ['her own', { accountId: 'a' }, undefined],
  ['two offers', { side: 'offer' }, undefined],
  ['too little: the kind alone', { country: 'mw', languages: [], issues: [] }, undefined],
])('%s', (_, over, score) => expect(matchOf(offer, { ...request, ...over })?.score).toBe(score));

test('it says why', () =>
  expect(matchOf(offer, { ...request, languages: ['sw', 'fr'], issues: ['children'] })?.reasons).toEqual([
    { kind: 'country', terms: ['ke'] },
    { kind: 'language', terms: ['sw'] },
    { kind: 'kind', terms: ['training'] },
    { kind: 'issue', terms: ['children'] },
  ]));

const terms = (of: string) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: of.length });
const day = fc.integer({ min: 1, max: 28 }).map((n) => `2027-03-${String(n).padStart(2, '0')}`);
const anything = fc.record<Side>({
  side: fc.constantFrom('offer', 'request'),
  kind: fc.constantFrom(...itemKinds),
  accountId: fc.constantFrom('a', 'b', 'c'),
  country: fc.constantFrom('ke', 'mw', null),
  languages: terms('efsp'),
  issues: terms('uvwxyz'),
  from: fc.option(day, { nil: null }),
  until: day,
});

test('whichever comes first; never below the least; one more thing in common never makes it worse', () => {
  fc.assert(
    fc.property(anything, anything, (one, other) => {
      const match = matchOf(one, other);
      expect(match).toEqual(matchOf(other, one));
      if (!match) return;
      expect(match.score).toBeGreaterThanOrEqual(leastScore);
      expect(match.reasons.length).toBeGreaterThan(0);
      expect(one.side).not.toBe(other.side);
      const closer = matchOf(
        { ...one, issues: [...one.issues, 'new'], country: 'ke' },
        { ...other, issues: [...other.issues, 'new'], country: 'ke' },
      );
      expect(closer!.score).toBeGreaterThanOrEqual(match.score);
      for (const reason of match.reasons.filter(({ kind }) => kind === 'issue'))
        for (const term of reason.terms) expect(one.issues.includes(term) && other.issues.includes(term)).toBe(true);
    }),
  );
});

test('the best come first, and no more than asked for', () => {
  const others = ['1', '2', '3'].map((id, n) => ({ ...request, id, country: n === 1 ? 'ke' : 'mw' }));
  expect(bestMatches(offer, others, 2).map(({ item }) => item.id)).toEqual(['2', '3']);
});

test('what is open past its last day is over', () => {
  expect(stateOn({ state: 'open', until: '2027-01-01' }, '2027-01-01')).toBe('open');
  expect(stateOn({ state: 'open', until: '2027-01-01' }, '2027-01-02')).toBe('expired');
  expect(stateOn({ state: 'done', until: '2027-01-01' }, '2027-01-02')).toBe('done');
});
