import { z } from 'zod';
import { type FieldErrors, parse, prose, type Sent } from '../../platform/http/index.ts';
import { readEmail } from '../../platform/mail/index.ts';
import { type Display, displays, oneLine } from '../campaigns/index.ts';

/** The longest comment, in characters: a few sentences. */
export const longestComment = 600;

/** The sign form as it was filled in. `code` is looked up and forgotten; `district` is a division's id. */
export type SignForm = {
  name: string;
  email: string;
  display: Display;
  comment: string;
  code: string;
  district: string;
  consents: string[];
  remember: boolean;
};

const signSchema = z.object({
  name: oneLine(120).refine((text) => /[\p{L}\p{N}]/u.test(text), 'campaigns.letter.name.letters'),
  email: z
    .string()
    .trim()
    .min(1, 'field.required')
    .max(254, 'field.long')
    .refine((text) => readEmail(text) !== undefined, 'field.email'),
  display: z.enum(displays, 'field.choose'),
  comment: prose(longestComment),
  code: z.string().trim().max(20, 'field.long'),
  district: z.string().max(200, 'field.choose'),
  consents: z.array(z.string().max(40)).max(20, 'field.choose'),
  remember: z.boolean(),
});

/** What the sign form's fields say. `trap` was filled: no person does that. Who chose nothing is not shown. */
export function readSigning(sent: Sent): { form: SignForm; trap: boolean } {
  return {
    form: {
      name: sent.get('name'),
      email: sent.get('email'),
      display: (sent.get('display') || 'hidden') as Display,
      comment: sent.get('comment'),
      code: sent.get('code'),
      district: sent.get('district'),
      consents: [...new Set(sent.all('consent'))],
      remember: sent.get('remember') === 'yes',
    },
    trap: sent.get('website') !== '',
  };
}

/** The checked signature, or what is wrong with which field. */
export function checkSigning(form: SignForm): { ok: true; data: SignForm } | { ok: false; errors: FieldErrors } {
  const parsed = parse(signSchema, form);
  return parsed.ok ? { ok: true, data: { ...parsed.data, email: readEmail(parsed.data.email)! } } : parsed;
}

/** Why a comment is hidden, in one line; she reads it on her own page. */
export const reasonForm: z.ZodType<{ reason: string }> = z.object({ reason: oneLine(300) });
