import { z } from 'zod';
import type { Sent } from '../../../platform/http/index.ts';
import { readEmail } from '../../../platform/mail/index.ts';
import type { Role } from '../../../platform/tenancy/index.ts';
import { isUsername } from '../username.ts';

const reason = z.string().trim().min(1, 'field.required').max(300, 'field.long');
const role = (allowed: readonly Role[]) =>
  z.string().refine((text): text is Role => (allowed as readonly string[]).includes(text), 'field.required');
/** A calendar day, or nothing. */
const day = z
  .string()
  .trim()
  .refine((text) => text === '' || !Number.isNaN(new Date(`${text}T00:00:00Z`).getTime()), 'accounts.people.noDay')
  .refine((text) => text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text), 'accounts.people.noDay');

export const grantForm = (allowed: readonly Role[]) => z.object({ role: role(allowed), from: day, until: day, reason });
export const reasonForm = z.object({ reason });

export const newPersonForm = (allowed: readonly Role[], locales: readonly string[]) =>
  z
    .object({
      name: z
        .string()
        .trim()
        .min(1, 'field.required')
        .max(120, 'field.long')
        .regex(/^\P{Cc}*$/u, 'field.line')
        .transform((text) => text.normalize('NFC')),
      email: z
        .string()
        .trim()
        .max(254, 'field.long')
        .refine((text) => text === '' || readEmail(text) !== undefined, 'field.email')
        .transform((text) => (text === '' ? '' : readEmail(text)!)),
      username: z
        .string()
        .trim()
        .refine((text) => text === '' || isUsername(text), 'accounts.people.usernameForm'),
      locale: z.string().refine((text) => locales.includes(text), 'field.required'),
      role: role(allowed),
      until: day,
      reason,
    })
    .refine((form) => form.email !== '' || form.username !== '', {
      path: ['email'],
      message: 'accounts.people.either',
    });

export const readFields = (sent: Sent, ...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name)]));

/** The instant at which a grant begins: the beginning of that day (UTC), or now for today and before. */
export const beginOf = (text: string, now: Date): Date => {
  const begin = text ? new Date(`${text}T00:00:00Z`) : now;
  return begin > now ? begin : now;
};
/** The instant at which it ends: the end of that day (UTC); null for a grant without an end. */
export const endOf = (text: string): Date | null =>
  text ? new Date(new Date(`${text}T00:00:00Z`).getTime() + 24 * 3_600_000) : null;
