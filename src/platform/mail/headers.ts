import { domainToASCII } from 'node:url';

/**
 * Signs that turn the direction of all that follows, past the end of a name. Some programs put them around what is copied, so they
 * are taken out and not complained of; the marks that Arabic and Hebrew writers set themselves stay.
 */
export const turningSigns = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text for one header line: control characters and line ends (RFC 5322 folds at them) become single spaces. Signs that turn the
 * direction go: in a name they would turn what a mail program shows after it, our own name and the address.
 */
export const oneLine = (text: string): string =>
  text
    .replace(turningSigns, '')
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();

const printable = /^[\x20-\x7e]*$/;
const words = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*$/;

/** A display name (RFC 5322 phrase): plain words, a quoted string, or encoded words for other scripts. */
export function phrase(name: string): string {
  const line = oneLine(name).slice(0, 200);
  if (!printable.test(line) || line.includes('=?')) return encodedWords(line);
  return words.test(line) ? line : `"${line.replace(/["\\]/g, '\\$&')}"`;
}

/** Unstructured text (a subject). Long ASCII is left to `fold`; anything else becomes encoded words. */
export function unstructured(text: string): string {
  const line = oneLine(text).slice(0, 500);
  return printable.test(line) && !line.includes('=?') && !/\S{60}/.test(line) ? line : encodedWords(line);
}

/** RFC 2047, base64, each word at most 75 characters and of whole characters. Words are joined by a fold. */
function encodedWords(text: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of text.toWellFormed()) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 42) {
      parts.push(part);
      part = '';
      bytes = 0;
    }
    part += character;
    bytes += size;
  }
  if (part) parts.push(part);
  return parts.map((one) => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}

/** Name and address. The address must be one that `readEmail` accepts; its domain is written in ASCII. */
export function mailbox(name: string, address: string): string {
  const shown = phrase(name);
  const angled = `<${asciiDomain(address)}>`;
  return shown ? `${shown} ${angled}` : angled;
}

/** The address with its domain in ASCII (RFC 5891); the left part stays as it is (RFC 6531 where it is not ASCII). */
export function asciiDomain(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

/** One header field, folded at spaces so that lines stay within 78 characters where they can. */
export function field(name: string, value: string): string {
  const lines: string[] = [];
  let line = `${name}:`;
  for (const [index, word] of value.split(' ').entries()) {
    const used = line.length - (line.lastIndexOf('\n') + 1);
    const first = word.indexOf('\r\n');
    // The first word stays beside the name: a line of spaces alone would be no header.
    if (index > 0 && used + 1 + (first < 0 ? word.length : first) > 78) {
      lines.push(line);
      line = ` ${word}`;
    } else line += ` ${word}`;
  }
  lines.push(line);
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 2047 words as text again, for showing a header of a stored message. */
export function decodeWords(value: string): string {
  return value
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/(?:=\?UTF-8\?B\?[A-Za-z0-9+/=]*\?=)+/gi, (run) =>
      Buffer.concat(
        [...run.matchAll(/=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=/gi)].map((word) => Buffer.from(word[1]!, 'base64')),
      ).toString(),
    );
}
