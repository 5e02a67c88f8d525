import { z } from 'zod';
import type { FieldErrors, Sent } from '../../../platform/http/index.ts';
import { readEmail } from '../../../platform/mail/index.ts';
import { contrastWithWhite, leastContrast } from '../../../ui/contrast.ts';

/** What a network says about itself, as its coordinators may change it. */
export type NetworkSettingsForm = {
  name: Record<string, string>;
  tagline: Record<string, string>;
  accent: string;
  postalAddress: string | null;
  mailFrom: string | null;
};

const line = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u, 'field.line');
const limits = { name: 120, tagline: 240, postalAddress: 500 };

const fields = {
  name: line.min(1, 'field.required').max(limits.name, 'field.long'),
  tagline: line.max(limits.tagline, 'field.long'),
  accent: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, 'field.required')
    .regex(/^(#[0-9a-f]{6})?$/, 'networks.settings.accent.form'),
  postal_address: z.string().trim().max(limits.postalAddress, 'field.long'),
  mail_from: z
    .string()
    .trim()
    .refine((text) => text === '' || readEmail(text) !== undefined, 'field.email'),
};

/** The names of the form's fields, in the order of the page. */
export const fieldNames = (locales: readonly string[]): string[] => [
  ...locales.flatMap((locale) => [`name_${locale}`, `tagline_${locale}`]),
  'accent',
  'postal_address',
  'mail_from',
];

/** Reads the settings of a network that publishes in `locales`. All mistakes are told at once, by field. */
export function readSettings(
  sent: Sent,
  locales: readonly string[],
): { ok: true; data: NetworkSettingsForm } | { ok: false; errors: FieldErrors } {
  const errors: FieldErrors = {};
  const take = (name: string, schema: z.ZodType<string>): string => {
    const read = schema.safeParse(sent.get(name));
    if (read.success) return read.data;
    const issue = read.error.issues[0]!;
    errors[name] = { key: issue.message, values: 'maximum' in issue ? { limit: Number(issue.maximum) } : undefined };
    return '';
  };
  const name: Record<string, string> = {};
  const tagline: Record<string, string> = {};
  for (const locale of locales) {
    name[locale] = take(`name_${locale}`, fields.name);
    tagline[locale] = take(`tagline_${locale}`, fields.tagline);
  }
  const accent = take('accent', fields.accent);
  const contrast = errors.accent ? 21 : contrastWithWhite(accent);
  if (contrast < leastContrast) {
    // Rounded down: 4.49 must not be told as 4.5.
    errors.accent = {
      key: 'networks.settings.accent.pale',
      values: { contrast: Math.floor(contrast * 10) / 10, least: leastContrast },
    };
  }
  const postalAddress = take('postal_address', fields.postal_address) || null;
  const mailFrom = readEmail(take('mail_from', fields.mail_from)) ?? null;
  return Object.keys(errors).length > 0
    ? { ok: false, errors }
    : { ok: true, data: { name, tagline, accent, postalAddress, mailFrom } };
}
