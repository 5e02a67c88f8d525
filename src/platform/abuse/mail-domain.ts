import { readFileSync } from 'node:fs';

/** The domain of an address, in small letters; empty where there is none. */
export const mailDomain = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** Providers where a large part of all people have their mailbox: many of them at once say nothing. */
const great = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'hotmail.fr',
  'live.com',
  'live.ca',
  'msn.com',
  'yahoo.com',
  'yahoo.ca',
  'yahoo.fr',
  'yahoo.com.br',
  'yahoo.com.mx',
  'yahoo.com.ar',
  'ymail.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'aol.com',
  'proton.me',
  'protonmail.com',
  'gmx.com',
  'gmx.net',
  'gmx.de',
  'web.de',
  'mail.com',
  'zoho.com',
  'fastmail.com',
  'bell.net',
  'sympatico.ca',
  'rogers.com',
  'shaw.ca',
  'telus.net',
  'videotron.ca',
  'comcast.net',
  'verizon.net',
  'att.net',
  'uol.com.br',
  'bol.com.br',
  'terra.com.br',
  'orange.fr',
  'free.fr',
  'laposte.net',
  'riseup.net',
]);

/** Whether a great part of all people have their mailbox with this provider. */
export const isGreatProvider = (domain: string): boolean => great.has(domain);

/** A few throw-away mailboxes that everybody knows. The long list is the operator's: `CASEMENT_DISPOSABLE_DOMAINS`. */
const wellKnown = [
  '10minutemail.com',
  'guerrillamail.com',
  'maildrop.cc',
  'mailinator.com',
  'mohmal.com',
  'sharklasers.com',
  'temp-mail.org',
  'tempmail.com',
  'throwawaymail.com',
  'trashmail.com',
  'yopmail.com',
];

/** Whether a domain belongs to mailboxes that are thrown away after one message. */
export type Disposable = (domain: string) => boolean;

/**
 * Reads the operator's list: one domain a line, `#` begins a remark. A domain below a listed one is listed too.
 * Throws the system's error when the file cannot be read: a setting that does nothing must be seen at the start.
 */
export function openDisposable(file: string | undefined): Disposable {
  const listed = new Set(wellKnown);
  const lines = file ? readFileSync(file, 'utf8').split(/\r?\n/) : [];
  for (const line of lines) {
    const domain = line.replace(/#.*$/, '').trim().toLowerCase();
    if (domain) listed.add(domain);
  }
  return (domain) => {
    for (let rest = domain; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
      if (listed.has(rest)) return true;
    }
    return false;
  };
}
