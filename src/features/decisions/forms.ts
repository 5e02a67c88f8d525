import { z } from 'zod';
import { readClock } from '../../platform/calendar/index.ts';
import { line, type Sent } from '../../platform/http/index.ts';
import type { Settings } from './decision.ts';
import { choicesOf, majorities, voices, ways } from './outcome.ts';

const text = (longest: number, needed: boolean) => {
  const field = z.string().trim().max(longest, 'field.long');
  return needed ? field.min(1, 'field.required') : field;
};

const settingsFields = {
  way: z.enum(ways, 'field.choose'),
  voice: z.enum(voices, 'field.choose'),
  options: text(2_000, false),
  ballot: z.enum(['open', 'secret'], 'field.choose'),
  quorum: z
    .string()
    .trim()
    .regex(/^(\d{1,2}|100)$/, 'decisions.quorum.range'),
  majority: z.enum(majorities, 'field.choose'),
  keep: z.enum(['ballots', 'totals'], 'field.choose'),
};
type Fields = z.output<z.ZodObject<typeof settingsFields>>;

const optionsOf = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The settings behind the fields. A consent is always open: an objection is worth nothing without its reason. */
function settingsOf(form: Fields, context: z.RefinementCtx): Settings {
  const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const options = form.way === 'vote' ? optionsOf(form.options) : [];
  if (options.length === 1) wrong('options', 'decisions.options.one');
  if (options.length > 12) wrong('options', 'decisions.options.many');
  if (options.some((option) => option.length > 120)) wrong('options', 'decisions.options.long');
  if (new Set(options).size < options.length) wrong('options', 'decisions.options.twice');
  if (form.way === 'consent' && form.ballot === 'secret') wrong('ballot', 'decisions.consent.secret');
  return {
    way: form.way,
    voice: form.voice,
    options,
    secret: form.ballot === 'secret',
    quorum: Number(form.quorum),
    majority: form.majority,
    keepBallots: form.keep === 'ballots',
  };
}

export type ProposalForm = { title: string; proposal: string; settings: Settings; questionsUntil: Date | null };

/** A new proposal. Times are on the clocks of `zone`. */
export const proposalForm = (zone: string, now: Date) =>
  z
    .object({
      title: line(160).min(1, 'field.required'),
      proposal: text(20_000, true),
      questions_until: z.string().trim(),
      ...settingsFields,
    })
    .transform((form, context): ProposalForm => {
      const until =
        form.questions_until === '' ? null : clock(form.questions_until, zone, now, context, 'questions_until');
      return { title: form.title, proposal: form.proposal, settings: settingsOf(form, context), questionsUntil: until };
    });

export type OpeningForm = { settings: Settings; closesAt: Date };

/** What is fixed when it is opened: how, by whom, until when. */
export const openingForm = (zone: string, now: Date) =>
  z.object({ closes_at: z.string().trim().min(1, 'field.required'), ...settingsFields }).transform(
    (form, context): OpeningForm => ({
      settings: settingsOf(form, context),
      closesAt: clock(form.closes_at, zone, now, context, 'closes_at') ?? now,
    }),
  );

const longestMs = 400 * 86_400_000;

/** An instant ahead of now, within a year. */
function clock(text: string, zone: string, now: Date, context: z.RefinementCtx, path: string): Date | null {
  const wrong = (message: string) => {
    context.addIssue({ code: 'custom', path: [path], message });
    return null;
  };
  const reading = readClock(text, zone);
  if (!reading) return wrong('decisions.time.unreadable');
  if (reading.shown === 'never') return wrong('decisions.time.never');
  if (reading.at <= now) return wrong('decisions.time.past');
  if (reading.at.getTime() - now.getTime() > longestMs) return wrong('decisions.time.far');
  return reading.at;
}

/** An amended proposal: the new text, why, and (of an open consent) until when. */
export const amendmentForm = (zone: string, now: Date, asksTime: boolean) =>
  z
    .object({ proposal: text(20_000, true), reason: text(1_000, true), closes_at: z.string().trim() })
    .transform((form, context) => ({
      proposal: form.proposal,
      reason: form.reason,
      closesAt: asksTime ? clock(form.closes_at, zone, now, context, 'closes_at') : null,
    }));

/** A voice: one of the choices that there are. Whoever objects says why. */
export const ballotForm = (settings: Settings) =>
  z
    .object({
      choice: z.string().refine((choice) => choicesOf(settings).map(String).includes(choice), 'decisions.choice.none'),
      voter: z.string(),
      reason: text(2_000, false),
    })
    .transform((form, context) => {
      const choice = Number(form.choice);
      if (settings.way === 'consent' && choice === 2 && form.reason === '')
        context.addIssue({ code: 'custom', path: ['reason'], message: 'decisions.objection.reason' });
      return { choice, voter: form.voter, reason: settings.secret ? '' : form.reason };
    });

export const questionForm = z.object({ question: text(2_000, true) });
export const answerForm = z.object({ answer: text(4_000, true) });
export const recordForm = z.object({ recorded: text(10_000, true) });
export const withdrawalForm = z.object({ reason: text(1_000, true) });

export const settingsNames = ['way', 'voice', 'options', 'ballot', 'quorum', 'majority', 'keep'] as const;

/** The named fields as they were sent. */
export const readFields = <N extends string>(sent: Sent, ...names: readonly N[]): Record<N, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name)])) as Record<N, string>;

/** Settings as the fields of a form show them. */
export const settingsValues = (settings: Settings): Record<(typeof settingsNames)[number], string> => ({
  way: settings.way,
  voice: settings.voice,
  options: settings.options.join('\n'),
  ballot: settings.secret ? 'secret' : 'open',
  quorum: String(settings.quorum),
  majority: settings.majority,
  keep: settings.keepBallots ? 'ballots' : 'totals',
});

/** What a form begins with: the calmest choice of each. */
export const firstSettings: Settings = {
  way: 'consent',
  voice: 'member',
  options: [],
  secret: false,
  quorum: 50,
  majority: 'half',
  keepBallots: true,
};
