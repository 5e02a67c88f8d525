import { z } from 'zod';
import { isDay, isWebAddress, line, type Sent } from '../../platform/http/index.ts';
import { type OutcomeWord, outcomes } from './promise.ts';
import { type StandWord, standWords } from './stand.ts';

const filled = (text: string) => text !== '';

export type StandForm = { stand: StandWord; said_on: string; source: string; source_url: string | null; note: string };

/** What everything that is recorded needs: the day on which it was said, and where that can be read. */
const saying = (today: string) => ({
  said_on: z
    .string()
    .refine(isDay, 'stands.date.unreadable')
    .refine((day) => !isDay(day) || day <= today, 'stands.date.future'),
  source: line(500).refine(filled, 'field.required'),
  source_url: z
    .string()
    .max(2_000, 'field.long')
    .refine((text) => text === '' || isWebAddress(text), 'stands.url.wrong')
    .transform((text) => (text === '' ? null : new URL(text).href)),
  note: z.string().max(2_000, 'field.long'),
});

/** What is recorded of a stand. `today` is the day ('2026-11-21') on the clocks of the network. */
export const standForm = (today: string): z.ZodType<StandForm> =>
  z.object({ stand: z.enum(standWords, 'stands.stand.choose'), ...saying(today) });

/** As typed, without the blanks around it. */
export const readStandForm = (sent: Sent) => ({ stand: sent.get('stand'), ...readSaying(sent) });

const readSaying = (sent: Sent) => ({
  said_on: sent.get('said_on').trim(),
  source: sent.get('source').trim(),
  source_url: sent.get('source_url').trim(),
  note: sent.get('note').trim(),
});

export type PromiseForm = Omit<StandForm, 'stand'> & { promise: string; due_on: string | null };

/** What is recorded of a promise. It is due on the day it was made at the earliest; no day is a promise without one. */
export const promiseForm = (today: string): z.ZodType<PromiseForm> => {
  const { said_on, source, source_url, note } = saying(today);
  return z
    .object({
      promise: z.string().trim().min(1, 'field.required').max(1_000, 'field.long'),
      said_on,
      due_on: z
        .string()
        .refine((day) => day === '' || isDay(day), 'stands.date.unreadable')
        .transform((day) => day || null),
      source,
      source_url,
      note,
    })
    .refine(({ said_on, due_on }) => due_on === null || due_on >= said_on, {
      path: ['due_on'],
      message: 'stands.promise.due.early',
    });
};

export const readPromiseForm = (sent: Sent) => ({
  promise: sent.get('promise').trim(),
  due_on: sent.get('due_on').trim(),
  ...readSaying(sent),
});

export type OutcomeForm = { outcome: OutcomeWord; said_on: string; source: string; source_url: string | null };

/** What became of a promise, with day and source. */
export const outcomeForm = (today: string): z.ZodType<OutcomeForm> => {
  const { said_on, source, source_url } = saying(today);
  return z.object({ outcome: z.enum(outcomes, 'stands.outcome.choose'), said_on, source, source_url });
};

export const readOutcomeForm = (sent: Sent) => ({ outcome: sent.get('outcome'), ...readSaying(sent) });

export const reasonForm: z.ZodType<{ reason: string }> = z.object({
  reason: line(500).refine(filled, 'field.required'),
});
