import type { FieldErrors, Sent } from '../../../platform/http/index.ts';
import type { Texts } from '../membership.ts';

export const questionTypes = ['short', 'long', 'choice', 'yesno'] as const;
export type QuestionType = (typeof questionTypes)[number];

/** A question beside those that every application has. Its id never changes: answers stand under it. */
export type Question = {
  id: string;
  type: QuestionType;
  required: boolean;
  label: Texts;
  /** Of a choice; the answer is the option's id. */
  options: { id: string; label: Texts }[];
};
export type Answers = Record<string, string>;

/** The most questions of a form, and the most options of one. */
export const most = { questions: 20, options: 30 };
const longest = { short: 200, long: 4_000 };

/** The field of a question in the form. */
export const fieldOf = (question: Pick<Question, 'id'>): string => `q-${question.id}`;

/** What was sent for these questions, as typed, by field. */
export const readAnswers = (sent: Sent, questions: readonly Question[]): Record<string, string> =>
  Object.fromEntries(questions.map((question) => [fieldOf(question), sent.get(fieldOf(question))]));

/** The answers by question; an answer that a question cannot have is a mistake. Empty ones are left out. */
export function checkAnswers(
  questions: readonly Question[],
  typed: Record<string, string>,
): { answers: Answers; errors: FieldErrors } {
  const answers: Answers = {};
  const errors: FieldErrors = {};
  for (const question of questions) {
    const field = fieldOf(question);
    const value = (typed[field] ?? '').trim().normalize('NFC');
    if (value === '') {
      if (question.required) errors[field] = { key: 'field.required' };
      continue;
    }
    const problem = problemOf(question, value);
    if (problem) errors[field] = problem;
    else answers[question.id] = value;
  }
  return { answers, errors };
}

function problemOf(question: Question, value: string): { key: string; values?: Record<string, unknown> } | undefined {
  switch (question.type) {
    case 'yesno':
      return value === 'yes' || value === 'no' ? undefined : { key: 'field.choose' };
    case 'choice':
      return question.options.some(({ id }) => id === value) ? undefined : { key: 'field.choose' };
    default: {
      const limit = longest[question.type];
      if (value.length > limit) return { key: 'field.long', values: { limit } };
      return question.type === 'short' && /\p{Cc}/u.test(value) ? { key: 'field.line' } : undefined;
    }
  }
}

/** A question as its edit form has it: its words in each language, options one to a line. */
export type QuestionForm = { type: string; required: boolean; labels: Texts; options: Texts };

/**
 * The question that a form describes, with what is wrong. Options are matched by their line: as many lines in each language.
 * An option keeps its id as long as its line in the first language stays the same.
 */
export function questionOf(
  id: string,
  form: QuestionForm,
  locales: readonly string[],
  before: Question | undefined,
  newOptionId: () => string,
): { question: Question; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const type = questionTypes.find((each) => each === form.type) ?? 'short';
  if (type !== form.type) errors.type = { key: 'field.choose' };
  const label: Texts = {};
  for (const locale of locales) {
    const text = (form.labels[locale] ?? '').trim();
    if (text === '') errors[`label-${locale}`] = { key: 'field.required' };
    else if (text.length > 300) errors[`label-${locale}`] = { key: 'field.long', values: { limit: 300 } };
    label[locale] = text;
  }
  const options: Question['options'] = [];
  if (type === 'choice') {
    const lines = new Map(locales.map((locale) => [locale, linesOf(form.options[locale] ?? '')]));
    const first = lines.get(locales[0]!)!;
    if (first.length < 2 || first.length > most.options)
      errors[`options-${locales[0]}`] = { key: 'members.question.wrong.options', values: { limit: most.options } };
    for (const locale of locales.slice(1)) {
      if (lines.get(locale)!.length !== first.length)
        errors[`options-${locale}`] = { key: 'members.question.wrong.lines', values: { count: first.length } };
    }
    const used = new Set<string>();
    for (const [i, text] of first.entries()) {
      const same = before?.options.find((each) => each.label[locales[0]!] === text && !used.has(each.id));
      const option = same?.id ?? newOptionId();
      used.add(option);
      options.push({
        id: option,
        label: Object.fromEntries(locales.map((locale) => [locale, lines.get(locale)![i] ?? ''])),
      });
    }
  }
  return { question: { id, type, required: form.required, label, options }, errors };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim().slice(0, 200))
    .filter(Boolean);

/** The words of a question or option in `locale`, else in a language that has some. */
export const wordsIn = (texts: Texts, locale: string): string =>
  texts[locale] || Object.values(texts).find(Boolean) || '';

/** An answer as it is read: the words of the option, yes or no, or what was typed. */
export function answerWords(question: Question, value: string, locale: string, t: (key: string) => string): string {
  if (question.type === 'yesno') return t(value === 'yes' ? 'members.yes' : 'members.no');
  if (question.type !== 'choice') return value;
  const option = question.options.find(({ id }) => id === value);
  return option ? wordsIn(option.label, locale) : value;
}
