import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAddresses } from './invitations/invitation.ts';
import { daysFrom, firstRenewal, isOver, nextRenewal, remindersDue, renewable } from './membership.ts';
import { checkAnswers, fieldOf, type Question, questionOf } from './questions/question.ts';

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const term = fc.integer({ min: 1, max: 120 });
const grace = fc.integer({ min: 0, max: 365 });

describe('renewal days', () => {
  test('a renewal is always ahead, never more than a term ahead of the later of today and the old day', () => {
    fc.assert(
      fc.property(day, day, term, (renewOn, today, months) => {
        const next = nextRenewal(renewOn, today, months)!;
        const later = [renewOn, today].sort()[1]!;
        expect(next > today).toBe(true);
        expect(next <= firstRenewal(later, months)!).toBe(true);
      }),
    );
  });

  test('renewing early or within the term loses no day', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -60, max: 27 }), term, (renewOn, days, months) => {
        expect(nextRenewal(renewOn, daysFrom(renewOn, days), months)).toBe(firstRenewal(renewOn, months));
      }),
    );
    expect(firstRenewal('2028-02-29', 12)).toBe('2029-02-28');
    expect(firstRenewal('2026-08-31', 6)).toBe('2027-02-28');
    expect(nextRenewal('2026-01-01', '2026-01-01', null)).toBeNull();
  });

  test('each reminder comes in its time, none when it is over; what is over cannot be renewed', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -100, max: 500 }), grace, (renewOn, days, graceDays) => {
        const today = daysFrom(renewOn, days);
        const due = remindersDue(renewOn, today, graceDays);
        const over = isOver(renewOn, today, graceDays);
        expect(over).toBe(days > graceDays);
        expect(due).toEqual(over ? [] : [30, 7, 0].filter((step) => days >= -step));
        expect(renewable(renewOn, today, graceDays)).toBe(!over && days >= -60);
      }),
    );
    expect(remindersDue(null, '2026-01-01', 30)).toEqual([]);
  });
});

describe('questions', () => {
  const form = (over: Partial<Parameters<typeof questionOf>[1]> = {}) => ({
    type: 'choice',
    required: true,
    labels: { en: 'Which?', fr: 'Lequel ?' },
    options: { en: 'A\nB', fr: 'Un\nDeux' },
    ...over,
  });
  let n = 0;
  const id = () => {
    n += 1;
    return `o${n}`;
  };

  test('an option keeps its id as long as its line stays, wherever it moves', () => {
    const first = questionOf('q', form(), ['en', 'fr'], undefined, id).question;
    const moved = questionOf('q', form({ options: { en: 'C\nB\nA', fr: 'Trois\nDeux\nUn' } }), ['en', 'fr'], first, id);
    expect(moved.errors).toEqual({});
    const idOf = (question: Question, label: string) => question.options.find((each) => each.label.en === label)?.id;
    expect(idOf(moved.question, 'A')).toBe(idOf(first, 'A'));
    expect(idOf(moved.question, 'B')).toBe(idOf(first, 'B'));
    expect(new Set(moved.question.options.map((each) => each.id)).size).toBe(3);
    const twice = questionOf('q', form({ options: { en: 'A\nA', fr: 'Un\nUn' } }), ['en', 'fr'], first, id).question;
    expect(new Set(twice.options.map((each) => each.id)).size).toBe(2);
  });

  test('whatever is typed, an answer is one that the question can have', () => {
    const questions: Question[] = (['short', 'long', 'choice', 'yesno'] as const).map((type) => ({
      id: type,
      type,
      required: false,
      label: { en: type },
      options: [{ id: 'a', label: { en: 'A' } }],
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...questions.map(fieldOf)), fc.string()), (typed) => {
        const { answers, errors } = checkAnswers(questions, typed);
        for (const question of questions) {
          const value = answers[question.id];
          if (value === undefined) continue;
          expect(errors[fieldOf(question)]).toBeUndefined();
          if (question.type === 'choice') expect(value).toBe('a');
          if (question.type === 'yesno') expect(['yes', 'no']).toContain(value);
          if (question.type === 'short') expect(value).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });
});

test('pasted addresses: none is lost, none comes twice, what is no address is named', () => {
  const { invited, wrong } = readAddresses(
    '"Diaz, Ana" <ana@a.invalid>; Bo <bo@b.invalid>\nANA@a.invalid, x@, =1+1\n\n',
  );
  expect(invited.map(({ name, email }) => [name, email])).toEqual([
    ['Diaz, Ana', 'ana@a.invalid'],
    ['Bo', 'bo@b.invalid'],
  ]);
  expect(wrong).toEqual(['x@', '=1+1']);
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { maxLength: 40 }),
      fc.constantFrom(',', ';', '\n', ', \n'),
      (numbers, sign) => {
        const read = readAddresses(numbers.map((number) => `w${number}@x.invalid`).join(sign));
        expect(read.invited.map(({ email }) => email)).toEqual(numbers.map((number) => `w${number}@x.invalid`));
        expect(read.wrong).toEqual([]);
      },
    ),
  );
});
