import { z } from 'zod';
import { isWebAddress, type Sent } from '../../../platform/http/index.ts';
import { readEmail } from '../../../platform/mail/index.ts';
import type { MemberKind } from '../membership.ts';

const line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, 'field.long')
    .regex(/^\P{Cc}*$/u, 'field.line')
    .transform((text) => text.normalize('NFC'));

/** What every application has. `paper`: typed in by a coordinator; then an address is not needed. */
export const applicationForm = (kind: MemberKind, countries: ReadonlySet<string>, paper: boolean) =>
  z
    .object({
      organisation: line(200),
      website: z.string().trim().max(500, 'field.long'),
      name: line(120).refine((text) => text !== '', 'field.required'),
      email: z
        .string()
        .trim()
        .max(254, 'field.long')
        .refine((text) => (paper && text === '') || readEmail(text) !== undefined, 'field.email')
        .transform((text) => (text === '' ? '' : readEmail(text)!)),
      country: z.string().refine((id) => countries.has(id), 'field.choose'),
      why: z.string().trim().max(4_000, 'field.long'),
    })
    .superRefine((form, issues) => {
      if (kind === 'organisation' && form.organisation === '')
        issues.addIssue({ code: 'custom', path: ['organisation'], message: 'field.required' });
      if (form.website !== '' && !isWebAddress(form.website))
        issues.addIssue({ code: 'custom', path: ['website'], message: 'members.wrong.website' });
      if (!paper && form.why === '') issues.addIssue({ code: 'custom', path: ['why'], message: 'field.required' });
    });

/** The fields as typed. The website's field is `site`: `website` is the trap. */
export const readApplication = (sent: Sent) => ({
  organisation: sent.get('organisation'),
  website: sent.get('site'),
  name: sent.get('name'),
  email: sent.get('email'),
  country: sent.get('country'),
  why: sent.get('why'),
});

/** An answer to a question, or a question: some words. */
export const wordsForm = z.object({
  words: z
    .string()
    .trim()
    .min(1, 'field.required')
    .max(4_000, 'field.long')
    .transform((text) => text.normalize('NFC')),
});
