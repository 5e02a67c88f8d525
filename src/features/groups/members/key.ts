import { emailKey } from '../../../platform/mail/index.ts';

/** An e-mail address or a username as accounts are looked up by it. */
export const accountKey = (typed: string): string =>
  typed.includes('@') ? emailKey(typed.trim()) : typed.trim().normalize('NFKC').toLowerCase();
