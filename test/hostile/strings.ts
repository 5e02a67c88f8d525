import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/platform/db/index.ts';

const folder = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'hostile-input');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

/** Why the tests on the collected strings cannot run here; undefined when they can. With CI=true that is a failure. */
export function missingStrings(): string | undefined {
  if (existsSync(folder)) return undefined;
  const reason = 'the hostile strings are not there (set CASEMENT_SHARED_DATA)';
  if (process.env.CI === 'true') throw new Error(`cannot be skipped with CI=true: ${reason}`);
  console.warn(`SKIPPED: ${reason}`);
  return reason;
}

/** The big list of naughty strings, spreadsheet formulas, and some of our own; each as a browser would send it. */
export function naughtyStrings(): string[] {
  const naughty = JSON.parse(read('blns.json')) as string[];
  const formulas = read('csv-injection-payloads.txt').split('\n').filter(Boolean);
  return [...new Set([...naughty, ...formulas, ...ours])].map((text) => text.toWellFormed());
}

const ours = [
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '</textarea><script>alert(1)</script>',
  '</title><svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '&quot; onfocus=alert(1) autofocus="',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  `$${'{7*7}'}{{7*7}}<%= 7*7 %>#{7*7}`,
  '{count, plural, one {x} other {#}}',
  "l'été, l’été, “quotes”, — dash",
  'Nguyễn Thị Ánh; Ólafur Þórðarson; Αθηνά; שלום; مرحبا; สวัสดี; 你好; ᓄᓇᕗᑦ',
  '\u202e reversed \u202c',
  'e\u0301 and \u00e9',
  "Robert'); drop table people;--",
  '%s%s%s%n %x',
  '\ud83d\ude00'.repeat(20),
];

/**
 * Ways to smuggle a header line or a recipient into a mail, for a name or a subject. `victim@example.invalid` must never
 * be written to.
 */
export const injections: string[] = [
  ...['\r\n', '\n', '\r', '\n\n', '\u2028', '\u2029', '\u0085', '\u000b', '\u000c', '\u001b', '\u007f'].flatMap(
    (end) => [`Ana${end}Bcc: victim@example.invalid`, `Ana${end}`, `${end}Ana`],
  ),
  'Ana%0d%0aBcc: victim@example.invalid',
  'Ana\\r\\nBcc: victim@example.invalid',
  'Ana\tBcc: victim@example.invalid',
  '=?utf-8?q?Ana=0d=0aBcc=3a_victim=40example.invalid?=',
  '=?utf-8?b?QW5hDQpCY2M6IHZpY3RpbUBleGFtcGxlLmludmFsaWQ=?=',
  '"Ana" <victim@example.invalid>',
  'Ana" <victim@example.invalid>, "Bea',
  'Ana <victim@example.invalid>',
  'Ana, victim@example.invalid',
  'Ana; victim@example.invalid',
  'victim@example.invalid',
  'Friends: victim@example.invalid;',
  'Ana (victim@example.invalid',
  'Ana\\',
  'Ana\\"',
  '<Ana>',
  `Ana ${'é'.repeat(110)}`,
  `Ana ${'\ud83d\ude00'.repeat(50)}`,
  'a'.repeat(120),
  'Ana\u200b\u202eBcc: victim@example.invalid',
];

export type EmailTest = { id: string; address: string; category: string };

/** Dominic Sayers' collection (is_email, BSD-3): U+2400 and up stand for control characters, as its notes say. */
export function emailTests(): EmailTest[] {
  const xml = read('isemail-tests.xml');
  const part = (text: string, name: string) => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(text)?.[1] ?? '';
  return [...xml.matchAll(/<test id="(\d+)">([\s\S]*?)<\/test>/g)].map((match) => ({
    id: match[1]!,
    address: plain(part(match[2]!, 'address')).replace(/[\u2400-\u241f]/g, (sign) =>
      String.fromCharCode(sign.charCodeAt(0) - 0x2400),
    ),
    category: part(match[2]!, 'category').replace('ISEMAIL_', ''),
  }));
}

/** Text with its character references resolved. */
export const plain = (html: string): string =>
  html
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const tag = /<!doctype html>|<\/[a-z][a-z0-9]*>|<([a-z][a-z0-9]*)((?:\s+[a-z][a-z:-]*(?:="[^"<>]*")?)*)\s*\/?>/gi;
const attribute = /\s([a-z][a-z:-]*)(?:="([^"]*)")?/gi;

/**
 * All that a page holds beside its own kind of tags: a stray "<", an event handler, inline style or script, an address
 * that runs something. Empty for a page into which nobody's input has broken.
 */
export function broken(html: string): string[] {
  const wrong: string[] = [];
  const rest = html.replace(tag, (whole, name: string | undefined, attributes: string | undefined) => {
    if (!name) return '';
    if (['iframe', 'object', 'embed', 'style', 'base', 'svg:script'].includes(name)) wrong.push(whole);
    const src = /\ssrc="\/assets\/[^"]+"/.test(attributes ?? '');
    if (name === 'script' && !src) wrong.push(whole);
    for (const [, key = '', value = ''] of (attributes ?? '').matchAll(attribute)) {
      if (/^(on|style$|srcdoc$)/i.test(key)) wrong.push(whole);
      const scheme = plain(value)
        .replace(/[\s\p{Cc}]/gu, '')
        .toLowerCase();
      if (/^(href|src|action|formaction)$/i.test(key) && /^(javascript|data|vbscript):/.test(scheme)) wrong.push(whole);
    }
    return '';
  });
  const at = rest.indexOf('<');
  if (at >= 0) wrong.push(`a stray <: ${rest.slice(at, at + 80)}`);
  return wrong;
}

/** What a form's field holds on a page: of an input, a text area, or undefined where there is no such field. */
export function fieldValue(html: string, name: string): string | undefined {
  for (const [whole, , , attributes = ''] of html.matchAll(/<((input))((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    if (whole.includes(` name="${name}"`)) return plain(/\svalue="([^"]*)"/.exec(attributes)?.[1] ?? '');
  }
  const area = new RegExp(`<textarea[^>]* name="${name}"[^>]*>([^<]*)</textarea>`).exec(html);
  // The first line end of a text area belongs to the markup.
  return area ? plain(area[1]!).replace(/^\n/, '') : undefined;
}

/** As a form's value arrives: every line end is \n. */
export const asRead = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');

/** As a name or a subject is kept: without the signs that would turn the direction of what a mail program shows after it. */
export const asNamed = (text: string): string =>
  asRead(text)
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
