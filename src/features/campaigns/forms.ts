import { z } from 'zod';
import type { FieldErrors, Sent } from '../../platform/http/index.ts';
import { parse } from '../../platform/http/index.ts';
import { readEmail, turningSigns } from '../../platform/mail/index.ts';
import { type Wish, wishes } from '../deliveries/index.ts';
import { type Place, splitPoint } from '../representatives/index.ts';
import { longestLetter } from './texts.ts';

/** The letter form as it was filled in, before the posts are checked. */
export type LetterForm = {
  to: string[];
  subject: string;
  body: string;
  name: string;
  email: string;
  street: string;
  /** How she would rather reach them; empty: as the campaign goes about it. */
  wish?: string;
  consents: string[];
  remember: boolean;
};

/** One line of text without control signs: they never stand in a name or a subject, and in a header they would do harm. */
export const oneLine = (limit: number) =>
  z
    .string()
    .overwrite((text) => text.replace(turningSigns, ''))
    .trim()
    .min(1, 'field.required')
    .max(limit, 'field.long')
    .refine((text) => !/[\n\u2028\u2029\u0085]/.test(text), 'field.line')
    .refine((text) => !/\p{Cc}/u.test(text), 'field.line');

/** The most posts that one letter may go to: a large chamber, asked as one body. */
const mostPosts = 200;

const mailbox = z
  .string()
  .trim()
  .min(1, 'field.required')
  .max(254, 'field.long')
  .refine((text) => readEmail(text) !== undefined, 'field.email');

/** By what somebody asks for her private links. */
export const linksForm = z.object({ email: mailbox.transform((text) => readEmail(text)!) });

const letterSchema = z.object({
  to: z.array(z.string().max(200)).min(1, 'campaigns.letter.to.none').max(mostPosts, 'campaigns.letter.to.many'),
  subject: oneLine(200),
  body: z.string().trim().min(1, 'field.required').max(longestLetter, 'field.long'),
  name: oneLine(120).refine((text) => /[\p{L}\p{N}]/u.test(text), 'campaigns.letter.name.letters'),
  email: mailbox,
  street: z.string().trim().max(400, 'field.long'),
  wish: z.string().max(20).optional(),
  consents: z.array(z.string().max(40)).max(20, 'field.choose'),
  remember: z.boolean(),
});

/** A wish that there is; any other word is none. */
export const readWish = (word: string | undefined): Wish | undefined => wishes.find((wish) => wish === word);

/** What the letter form's fields say. `trap` was filled: no person does that. */
export function readLetter(sent: Sent): { form: LetterForm; trap: boolean } {
  return {
    form: {
      // A list left at its first line sends an empty value: nobody was chosen from it.
      to: [...new Set(sent.all('to').filter((id) => id !== ''))],
      subject: sent.get('subject'),
      body: sent.get('body'),
      name: sent.get('name'),
      email: sent.get('email'),
      street: sent.get('street'),
      wish: readWish(sent.get('wish')) ?? '',
      consents: [...new Set(sent.all('consent'))],
      remember: sent.get('remember') === 'yes',
    },
    trap: sent.get('website') !== '',
  };
}

/** Line ends, separators and control signs, and space around a text: what the schema refuses or takes away. */
const odd = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|^\s|\s$/u;
const oddBody = /^\s|\s$/;
const isLine = (text: string, limit: number): boolean => text !== '' && text.length <= limit && !odd.test(text);

/** Most letters: whatever is in them, the schema would give this very form back. Asking the schema took longer than reading the form. */
function isPlain({ to, subject, body, name, email, street, wish, consents }: LetterForm): boolean {
  return (
    to.length > 0 &&
    to.length <= mostPosts &&
    to.every((id) => id.length <= 200) &&
    isLine(subject, 200) &&
    body !== '' &&
    body.length <= longestLetter &&
    !oddBody.test(body) &&
    isLine(name, 120) &&
    /[\p{L}\p{N}]/u.test(name) &&
    !oddBody.test(email) &&
    readEmail(email) === email &&
    street.length <= 400 &&
    !oddBody.test(street) &&
    (wish ?? '').length <= 20 &&
    consents.length <= 20 &&
    consents.every((purpose) => purpose.length <= 40)
  );
}

/** The checked letter, or what is wrong with which field. */
export function checkLetter(form: LetterForm): { ok: true; data: LetterForm } | { ok: false; errors: FieldErrors } {
  if (isPlain(form)) return { ok: true, data: form };
  return checkBySchema(form);
}

/** As `checkLetter`, by the schema alone. */
export function checkBySchema(form: LetterForm): ReturnType<typeof checkLetter> {
  const parsed = parse(letterSchema, form);
  return parsed.ok ? { ok: true, data: { ...parsed.data, email: readEmail(parsed.data.email)! } } : parsed;
}

const degrees = (limit: number) =>
  z
    .string()
    .trim()
    .transform((text) => text.replace(',', '.'))
    .refine((text) => /^-?\d{1,3}(\.\d+)?$/.test(text) && Math.abs(Number(text)) <= limit, 'campaigns.find.degrees')
    .transform(Number);

const country = z.string().regex(/^[A-Z]{2}$/, 'field.required');
const byCode = z.object({ code: z.string().trim().min(1, 'campaigns.find.place').max(20, 'field.long'), country });
const byPoint = z.object({ latitude: degrees(90), longitude: degrees(180) });

/** The first step: a postal code with its country, or a point in degrees (WGS 84). Neither is kept. */
export function readPlace(sent: Sent): { ok: true; place: Place } | { ok: false; errors: FieldErrors } {
  if (sent.get('code').trim() === '' && (sent.get('latitude').trim() || sent.get('longitude').trim())) {
    const point = parse(byPoint, splitPoint(sent.get('latitude'), sent.get('longitude')));
    return point.ok ? { ok: true, place: { by: 'point', ...point.data } } : point;
  }
  const code = parse(byCode, { code: sent.get('code'), country: sent.get('country') });
  return code.ok ? { ok: true, place: { by: 'postal', ...code.data } } : code;
}
