import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeFinding, encodeFinding } from './finding.ts';
import type { FindingState, RoleFinding } from './types.ts';

const finding = fc.record({
  roleId: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}:[a-z]{1,10}$/),
  state: fc.constantFrom<FindingState>('found', 'several', 'centroid', 'lines-ended', 'unknown'),
  divisions: fc.array(
    fc.stringMatching(/^[!-~]{1,40}$/).map((id) => ({ id, name: { en: id } })),
    { maxLength: 5 },
  ),
  source: fc.constant(null),
  asOf: fc.constant(null),
});

it('what is written is what is read, through the text of a URL', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(finding, { maxLength: 6, selector: (each) => each.roleId }),
      (findings: RoleFinding[]) => {
        const text = encodeFinding(findings).toString();
        const read = decodeFinding(new URLSearchParams(text));
        expect(read.divisionIds).toEqual([...new Set(findings.flatMap((each) => each.divisions.map(({ id }) => id)))]);
        expect(read.states).toEqual(findings.map(({ roleId, state }) => ({ roleId, state })));
      },
    ),
  );
});

it('drops what is not ours, and never throws', () => {
  const params = new URLSearchParams([
    ['note', 'found.a:member'],
    ['note', 'several.a:member'],
    ['note', 'guessed.b:member'],
    ['note', 'found'],
    ['note', 'found.<script>'],
    ['division', 'ok'],
    ['division', 'ok'],
    ['division', 'with space'],
    ['division', ''],
    ['division', 'x'.repeat(400)],
  ]);
  expect(decodeFinding(params)).toEqual({ divisionIds: ['ok'], states: [{ roleId: 'a:member', state: 'found' }] });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('note', 'division'), fc.string())),
      (pairs) => void decodeFinding(new URLSearchParams(pairs)),
    ),
  );
  const many = new URLSearchParams(Array.from({ length: 1_000 }, (_, i) => ['division', `d${i}`]));
  expect(decodeFinding(many).divisionIds).toHaveLength(100);
});
