import { domainToASCII } from 'node:url';

/** Providers known to deliver name+tag@ to name@ (their own help pages say so). */
const ignoresTag = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'fastmail.com',
  'proton.me',
  'protonmail.com',
  'pm.me',
  'icloud.com',
  'me.com',
  'mac.com',
]);
/** Providers known to ignore dots in the local part. */
const ignoresDots = new Set(['gmail.com', 'googlemail.com']);

/** What stands behind the @ in ASCII and small letters; most of it is so already. Empty for what is no domain. */
const asciiDomain = (domain: string): string =>
  /^[a-z0-9.-]+\.[a-z]{2,}$/.test(domain) && !domain.includes('xn--') ? domain : domainToASCII(domain);

const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * An address as people use them (RFC 5321 dot-atom; letters of any script, RFC 6531), with a domain of at least two
 * labels. Quoted local parts, comments and address literals are valid by the letter but never a person's mailbox
 * here, and each has served to smuggle headers: they are refused. Returns the trimmed address, or undefined.
 */
export function readEmail(text: string): string | undefined {
  const trimmed = text.trim().normalize('NFC');
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || trimmed.length > 254) return undefined;
  const local = trimmed.slice(0, at);
  const domain = asciiDomain(trimmed.slice(at + 1));
  if (Buffer.byteLength(local) > 64 || !localPart.test(local)) return undefined;
  const labels = domain.split('.');
  if (labels.length < 2 || domain.length > 253 || !labels.every((part) => label.test(part))) return undefined;
  // A top-level domain is never all digits (RFC 3696); "a@1.2.3.4" is not a mailbox.
  if (/^\d+$/.test(labels.at(-1)!)) return undefined;
  return trimmed;
}

/**
 * The same mailbox gives the same key: letter case folded, the domain in ASCII; dots and +tags fold only for
 * providers known to ignore them. Expects an address that `readEmail` accepted.
 */
export function emailKey(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = asciiDomain(address.slice(at + 1)).toLowerCase();
  let local = address.slice(0, at).toLowerCase().normalize('NFC');
  if (ignoresTag.has(domain)) local = local.replace(/\+.*$/, '') || local;
  if (ignoresDots.has(domain)) local = local.replaceAll('.', '');
  return `${local}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`;
}
