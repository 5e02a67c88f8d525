import { z } from 'zod';
import type { FieldErrors, Sent } from '../../../platform/http/index.ts';
import { contact } from '../import/values.ts';
import type { Contact } from '../types.ts';
import { type What, whats } from './queries.ts';

const words = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, 'field.long')
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text.replaceAll('\n', ' ')), 'field.line');

export type ReportForm = { what: What; words: string };

/** What a visitor says is wrong; in her words where the choice alone does not say it. */
export const reportForm: z.ZodType<ReportForm> = z
  .object({ what: z.enum(whats, 'field.choose'), words: words(1_000) })
  .refine(({ what, words }) => what !== 'other' || words !== '', { path: ['words'], message: 'field.required' });

export const reasonForm: z.ZodType<{ reason: string }> = z.object({ reason: words(500).min(1, 'field.required') });

export const contactKinds = ['email', 'phone', 'form', 'address', 'fax', 'website'] as const;

export type CorrectionForm = {
  holder: 'same' | 'vacant' | 'other';
  name: string;
  email: string;
  as_of: string;
  source: string;
  /** Every way to reach her as it stands in the form; `old` null: added, `value` null: gone. */
  contacts: { kind: Contact['kind']; old: string | null; value: string | null }[];
};

/** The correction as typed, or what is wrong with which field. `today` is the network's day. */
export function readCorrection(
  sent: Sent,
  known: readonly Contact[],
  today: string,
): { values: Record<string, string>; parsed: { ok: true; data: CorrectionForm } | { ok: false; errors: FieldErrors } } {
  const values: Record<string, string> = {};
  for (const name of ['holder', 'name', 'email', 'as_of', 'source', 'new_kind', 'new_value'])
    values[name] = sent.get(name).trim();
  known.forEach((_, i) => {
    values[`contact-${i}`] = sent.get(`contact-${i}`).trim();
  });
  const errors: FieldErrors = {};
  const holder = (['same', 'vacant', 'other'] as const).find((each) => each === values.holder) ?? 'same';
  const checked = (kind: Contact['kind'], text: string, field: string): string | null => {
    if (text === '') return null;
    const made = contact(kind, text, null);
    if (typeof made !== 'object') errors[field] = { key: 'representatives.correct.wrong' };
    return typeof made === 'object' ? made.value : text;
  };
  const contacts: CorrectionForm['contacts'] = [];
  let email = '';
  if (holder === 'same') {
    known.forEach(({ kind, value }, i) => {
      const text = values[`contact-${i}`]!;
      contacts.push({ kind, old: value, value: text === value.trim() ? value : checked(kind, text, `contact-${i}`) });
    });
    const kind = contactKinds.find((each) => each === values.new_kind) ?? 'email';
    const added = checked(kind, values.new_value!, 'new_value');
    if (added) contacts.push({ kind, old: null, value: added });
    if (Object.keys(errors).length === 0 && contacts.every((each) => each.old === each.value))
      errors.holder = { key: 'representatives.correct.nothing' };
  } else {
    if (holder === 'other') {
      const name = words(200).min(1, 'field.required').safeParse(values.name);
      if (!name.success) errors.name = { key: name.error.issues[0]!.message };
      email = checked('email', values.email!, 'email') ?? '';
    }
    if (!z.iso.date().safeParse(values.as_of).success || values.as_of! > today)
      errors.as_of = { key: 'representatives.correct.day' };
  }
  const source = words(300).min(1, 'field.required').safeParse(values.source);
  if (!source.success) errors.source = { key: source.error.issues[0]!.message };
  if (Object.keys(errors).length > 0) return { values, parsed: { ok: false, errors } };
  return {
    values,
    parsed: {
      ok: true,
      data: { holder, name: values.name!, email, as_of: values.as_of!, source: source.data!, contacts },
    },
  };
}
