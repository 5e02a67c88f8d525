import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countStates, currentStep, type Invitation, isOverdue, type Step, stateOf, stepKinds } from './pledge.ts';

const step = (over: Partial<Step>): Step => ({
  id: '1',
  kind: 'accepted',
  on: '2026-11-01',
  plannedOn: null,
  words: '',
  wordsOf: 'theirs',
  source: 's',
  sourceUrl: null,
  recordedAt: new Date(0),
  retractedAt: null,
  retractionReason: null,
  ...over,
});
const invitation = (steps: Step[], over: Partial<Invitation> = {}) =>
  ({ steps, retractedAt: null, ...over }) as Invitation;

test('what counts is the latest day, then what was recorded last, and nothing that was taken back', () => {
  const accepted = step({ id: 'a', on: '2026-11-02' });
  const declined = step({ id: 'b', kind: 'declined', on: '2026-11-01', recordedAt: new Date(9) });
  expect(stateOf(invitation([]))).toBe('asked');
  expect(stateOf(invitation([declined, accepted]))).toBe('accepted');
  expect(stateOf(invitation([declined, { ...accepted, retractedAt: new Date(10) }]))).toBe('declined');
  const later = step({ id: 'c', kind: 'visited', on: '2026-11-02', recordedAt: new Date(1) });
  expect(currentStep(invitation([accepted, later]))?.id).toBe('c');
});

test('an acceptance for a day that has passed wants an answer', () => {
  const planned = step({ plannedOn: '2026-11-20' });
  expect(isOverdue(invitation([planned]), '2026-11-20')).toBe(false);
  expect(isOverdue(invitation([planned]), '2026-11-21')).toBe(true);
  expect(isOverdue(invitation([planned, step({ id: '2', kind: 'visited', on: '2026-11-20' })]), '2026-11-21')).toBe(
    false,
  );
  expect(isOverdue(invitation([planned], { retractedAt: new Date(0) }), '2026-11-21')).toBe(false);
});

test('every invitation is in one count, but for those taken back', () => {
  const steps = fc.array(
    fc.record({ kind: fc.constantFrom(...stepKinds), taken: fc.boolean(), day: fc.integer({ min: 1, max: 9 }) }),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ steps, taken: fc.boolean() })), (all) => {
      const made = all.map((one) =>
        invitation(
          one.steps.map(({ kind, taken, day }, index) =>
            step({ id: String(index), kind, on: `2026-11-0${day}`, retractedAt: taken ? new Date(0) : null }),
          ),
          { retractedAt: one.taken ? new Date(0) : null },
        ),
      );
      const total = Object.values(countStates(made)).reduce((sum, count) => sum + count, 0);
      return total === all.filter((one) => !one.taken).length;
    }),
  );
});
