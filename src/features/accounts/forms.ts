import { z } from 'zod';
import type { FieldErrors, Sent } from '../../platform/http/index.ts';
import { readEmail } from '../../platform/mail/index.ts';
import { isTooLong, passphraseProblem } from './passphrase.ts';

/** An address as typed, trimmed and checked. */
const email = z
  .string()
  .trim()
  .min(1, 'field.required')
  .refine((text) => text === '' || readEmail(text) !== undefined, 'field.email')
  .transform((text) => readEmail(text) ?? '');

const ticked = z.string().transform((text) => text === 'yes');

export const signInForm = z.object({
  email,
  passphrase: z
    .string()
    .min(1, 'field.required')
    .refine((text) => !isTooLong(text), 'accounts.signIn.wrong'),
  stay: ticked,
});

export const linkForm = z.object({ email });

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
