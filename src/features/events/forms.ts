import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { instantOf, line, type Sent } from '../../platform/http/index.ts';
import { readEmail } from '../../platform/mail/index.ts';
import { oneLine } from '../campaigns/index.ts';

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone.includes('/') || zone === 'UTC';
  } catch {
    return false;
  }
}

const wall = z.string().trim();

export type EventForm = {
  name: string;
  place: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  most: number;
  announced: boolean;
};

/** An event, on the clocks of its own place. It lasts three days at most: its code is for a hall, not for a season. */
export const eventForm = z
  .object({
    name: oneLine(120),
    place: line(200),
    starts_at: wall,
    ends_at: wall,
    time_zone: z.string().trim().refine(isZone, 'events.zone.unknown'),
    most: z
      .string()
      .trim()
      .regex(/^\d{1,5}$/, 'field.number'),
    announced: z.string().transform((text) => text === 'yes'),
  })
  .transform((form, context): EventForm => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const starts = instantOf(form.starts_at, form.time_zone);
    const ends = instantOf(form.ends_at, form.time_zone);
    if (!starts) wrong('starts_at', 'events.time.unreadable');
    if (!ends) wrong('ends_at', 'events.time.unreadable');
    if (starts && ends && ends <= starts) wrong('ends_at', 'events.time.order');
    if (starts && ends && ends.getTime() - starts.getTime() > 3 * 86_400_000) wrong('ends_at', 'events.time.long');
    const most = Number(form.most);
    if (most < 1 || most > 20_000) wrong('most', 'events.most.range');
    const { name, place, announced } = form;
    return { name, place, startsAt: form.starts_at, endsAt: form.ends_at, timeZone: form.time_zone, most, announced };
  });
export const readEvent = (sent: Sent) => ({
  name: sent.get('name'),
  place: sent.get('place'),
  starts_at: sent.get('starts_at'),
  ends_at: sent.get('ends_at'),
  time_zone: sent.get('time_zone'),
  most: sent.get('most'),
  announced: sent.get('announced'),
});

function isDay(text: string): boolean {
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** A batch of cards: who saw them signed, when, and in which language they were. `today` is on the network's clocks. */
export const batchForm = (locales: readonly string[], events: readonly string[], today: string) =>
  z.object({
    witness: oneLine(120),
    signed_on: z
      .string()
      .trim()
      .refine(isDay, 'events.day.unreadable')
      .refine((day) => !isDay(day) || day <= today, 'events.day.future'),
    locale: z.string().refine((locale) => locales.includes(locale), 'field.choose'),
    event: z.string().refine((event) => event === '' || events.includes(event), 'field.choose'),
  });
export const readBatch = (sent: Sent) => ({
  witness: sent.get('witness'),
  signed_on: sent.get('signed_on'),
  locale: sent.get('locale'),
  event: sent.get('event'),
});

export type CardForm = {
  name: string;
  email: string;
  street: string;
  code: string;
  country: string;
  to: string[];
  consents: string[];
  /** She is not the one of the same name who acted already. */
  different: boolean;
  /** She is: nothing more is counted. */
  same: boolean;
};

/** What stands on one card. An e-mail address is welcome, not needed: then her street address tells her from others. */
export const cardForm = z
  .object({
    name: oneLine(120).refine((text) => /[\p{L}\p{N}]/u.test(text), 'campaigns.letter.name.letters'),
    email: z
      .string()
      .trim()
      .max(254, 'field.long')
      .refine((text) => text === '' || readEmail(text) !== undefined, 'field.email'),
    street: z.string().trim().max(400, 'field.long'),
    code: line(20),
    country: z.string().max(2),
    to: z.array(z.string().max(200)).max(20),
    consents: z.array(z.string().max(40)).max(20),
    different: z.boolean(),
    same: z.boolean(),
  })
  .transform((form, context): CardForm => {
    if (form.email === '' && form.street === '')
      context.addIssue({ code: 'custom', path: ['street'], message: 'events.card.either' });
    return { ...form, email: form.email === '' ? '' : readEmail(form.email)! };
  });
export const readCard = (sent: Sent): CardForm => ({
  name: sent.get('name'),
  email: sent.get('email'),
  street: sent.get('street'),
  code: sent.get('code'),
  country: sent.get('country'),
  to: [...new Set(sent.all('to').filter((id) => id !== ''))],
  consents: [...new Set(sent.all('consent'))],
  different: sent.get('who') === 'different',
  same: sent.get('who') === 'same',
});
