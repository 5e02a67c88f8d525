import { z } from 'zod';
import type { ContactRow } from './queries.ts';

/** One line of text: no control characters, no invisible direction marks, single spaces. Empty becomes null. */
export const line = (most: number) =>
  z
    .string()
    .max(most)
    .transform(
      (text) =>
        text
          .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, ' ')
          .replace(/\s+/g, ' ')
          .trim() || null,
    );

const required = (most: number) => line(most).pipe(z.string({ error: 'must not be empty' }));
export const nameLine = required(200);
export const idLine = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'is not an id');

/** Lines of a postal address: line ends stay, other control characters go. */
export const addressLines = z
  .string()
  .max(1_000)
  .transform((text) =>
    text
      .split(/\r?\n|\r/)
      .map((part) =>
        part
          .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      .filter(Boolean)
      .join('\n'),
  );

/** A calendar day ("2023-06-19"); OpenStates may give a year or a month alone, which begins on its first day. */
export const day = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
  .transform((text) => (text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text))
  .refine((text) => z.iso.date().safeParse(text).success, 'is not a day of the calendar');

const mailbox =
  /^[^\s@<>(),;:"\\[\]\u0000-\u001f\u007f]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

/** The contact if its value can be used for its kind, else the reason why not. */
export function contact(
  kind: 'email' | 'phone' | 'fax' | 'address' | 'form' | 'website',
  value: string | null | undefined,
  note: string | null,
): ContactRow | string | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (kind === 'email')
    return mailbox.test(text) && text.length <= 254 ? { kind, value: text, note } : 'the e-mail address cannot be used';
  if (kind === 'phone' || kind === 'fax')
    return /^[\d+()./x\s-]{5,60}$/i.test(text) ? { kind, value: text, note } : `the ${kind} number cannot be used`;
  if (kind === 'address') return { kind, value: text, note };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && text.length <= 500
    ? { kind, value: url.href, note }
    : 'the web address cannot be used';
}

/** Splits usable contacts from reasons, without doubles. */
export function sortContacts(found: (ContactRow | string | undefined)[]): { contacts: ContactRow[]; faults: string[] } {
  const contacts = new Map<string, ContactRow>();
  const faults: string[] = [];
  for (const each of found) {
    if (typeof each === 'string') faults.push(each);
    else if (each && !contacts.has(`${each.kind} ${each.value}`)) contacts.set(`${each.kind} ${each.value}`, each);
  }
  return { contacts: [...contacts.values()], faults };
}

/** The first fault of a zod result in words: "email: Invalid input". */
export const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0]!;
  return `${issue.path.join('.') || 'the row'}: ${issue.message}`;
};
