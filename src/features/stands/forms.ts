import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Sent } from '../../platform/http/index.ts';
import { type StandWord, standWords } from './stand.ts';

const filled = (text: string) => text !== '';
const line = (longest: number) =>
  z
    .string()
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'field.line')
    .max(longest, 'field.long');

export type StandForm = { stand: StandWord; said_on: string; source: string; source_url: string | null; note: string };

/** A calendar day that exists, from 1900 on. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900') return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** A web address that a reader may follow. Anything but http and https is refused. */
function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:\/\//i.test(text) && url.username === '' && url.password === '';
}

/** What is recorded of a stand. `today` is the day ('2026-11-21') on the clocks of the network. */
export const standForm = (today: string): z.ZodType<StandForm> =>
  z.object({
    stand: z.enum(standWords, 'stands.stand.choose'),
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

/** As typed, without the blanks around it. */
export const readStandForm = (sent: Sent) => ({
  stand: sent.get('stand'),
  said_on: sent.get('said_on').trim(),
  source: sent.get('source').trim(),
  source_url: sent.get('source_url').trim(),
  note: sent.get('note').trim(),
});

export const reasonForm: z.ZodType<{ reason: string }> = z.object({
  reason: line(500).refine(filled, 'field.required'),
});
