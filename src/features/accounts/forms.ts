import { z } from 'zod';
import type { FieldErrors, Sent } from '../../platform/http/index.ts';
import { readEmail } from '../../platform/mail/index.ts';
import { isTooLong, passphraseProblem } from './passphrase.ts';
import { isUsername } from './username.ts';

/** An e-mail address or a username as typed, trimmed; what has an @ must be an address. */
const name = z
  .string()
  .trim()
  .min(1, 'field.required')
  .max(254, 'field.long')
  .refine((text) => text === '' || isUsername(text) || readEmail(text) !== undefined, 'field.email')
  .transform((text) => (text.includes('@') ? (readEmail(text) ?? '') : text));

const ticked = z.string().transform((text) => text === 'yes');

export const signInForm = z.object({
  email: name,
  passphrase: z
    .string()
    .min(1, 'field.required')
    .refine((text) => !isTooLong(text), 'accounts.signIn.wrong'),
  stay: ticked,
});

export const linkForm = z.object({ email: name });

export const readSignIn = (sent: Sent) => ({
  email: sent.get('email'),
  passphrase: sent.get('passphrase'),
  stay: sent.get('stay'),
});

/** What a form that asks for a new passphrase says; `asksCurrent` when the old one must be proved first. */
export function passphraseErrors(sent: Sent, asksCurrent: boolean, own: string[]): FieldErrors {
  const errors: FieldErrors = {};
  if (asksCurrent && sent.get('current') === '') errors.current = { key: 'field.required' };
  const problem = passphraseProblem(sent.get('passphrase'), own);
  if (problem) errors.passphrase = problem;
  else if (sent.get('again').normalize('NFKC') !== sent.get('passphrase').normalize('NFKC')) {
    errors.again = { key: 'accounts.passphrase.differs' };
  }
  return errors;
}
