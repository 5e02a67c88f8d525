/** One entry of a file that came back; `line` is where it begins, from 1. */
export type ReadEntry = { line: number; key: string; source: string; target: string; fuzzy: boolean; refused?: string };

export type ReadPo = { language: string; network: string | undefined; entries: ReadEntry[] };

/** The file as a whole cannot be taken; the message is a key. */
export class PoRefused extends Error {}

/** More entries than any network has texts. */
export const mostEntries = 50_000;

/**
 * Reads a gettext PO file strictly, with the lines of what is wrong: an entry that cannot be read is refused by itself and the
 * reading goes on behind it; a file that is none, in an unknown charset, with NUL, or without a header is refused as a whole. Entries
 * with plurals and those whose key came before are refused; obsolete ones (#~) are left out. Line ends are made LF.
 */
export function readPo(bytes: Uint8Array): ReadPo {
  const lines = decoded(bytes).split(/\r\n|\n|\r/);
  const entries: ReadEntry[] = [];
  let header: string | undefined;
  const known = new Set<string>();
  for (const raw of rawEntries(lines)) {
    if (raw.parts.msgid === '' && raw.parts.msgctxt === undefined && !raw.wrong) {
      header ??= raw.parts.msgstr ?? '';
      continue;
    }
    if (entries.length >= mostEntries) throw new PoRefused('translations.po.many');
    const key = raw.parts.msgctxt ?? '';
    const refused =
      raw.wrong ??
      (raw.plural
        ? 'translations.po.plural'
        : key === ''
          ? 'translations.po.key'
          : known.has(key)
            ? 'translations.po.twice'
            : undefined);
    known.add(key);
    entries.push({
      line: raw.line,
      key,
      source: even(raw.parts.msgid ?? ''),
      target: even(raw.parts.msgstr ?? ''),
      fuzzy: raw.fuzzy,
      refused,
    });
  }
  if (header === undefined) throw new PoRefused('translations.po.header');
  const fields = new Map(
    header.split('\n').flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
  return { language: fields.get('language') ?? '', network: fields.get('x-casement-network') || undefined, entries };
}

const even = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');

/** The bytes as text: by their mark, else by the charset that the header names. */
function decoded(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 16_384));
  const [first, second] = bytes;
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  const named = /charset=([A-Za-z0-9._:-]+)/.exec(start)?.[1];
  let text: string;
  try {
    const label = marked ?? (!named || named === 'CHARSET' || named.toUpperCase() === 'ASCII' ? 'utf-8' : named);
    text = new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new PoRefused('translations.po.charset');
  }
  if (text.includes('\0')) throw new PoRefused('translations.po.nul');
  return text.replace(/^\uFEFF/, '');
}

type Keyword = 'msgctxt' | 'msgid' | 'msgstr';
type Raw = { line: number; parts: Partial<Record<Keyword, string>>; fuzzy: boolean; plural: boolean; wrong?: string };

/** Entries as they stand in the file, one after the other. */
function* rawEntries(lines: readonly string[]): Generator<Raw> {
  let raw: Raw | undefined;
  let open: Keyword | 'other' | undefined;
  let pieces: string[] = [];
  let fuzzy = false;
  const close = () => {
    if (raw && open && open !== 'other') raw.parts[open] = pieces.join('');
    open = undefined;
    pieces = [];
  };
  const begin = (line: number): Raw => {
    const made: Raw = { line, parts: {}, fuzzy, plural: false };
    fuzzy = false;
    return made;
  };
  for (const [at, full] of lines.entries()) {
    const text = full.trim();
    // An entry ends before the comments, the context or the text of the next one.
    const [, keyword, index] = /^(msgctxt|msgid_plural|msgid|msgstr)(\[\d{1,2}\])?(?=[\s"]|$)/.exec(text) ?? [];
    const next =
      text === '' ||
      text.startsWith('#') ||
      (raw && (keyword === 'msgctxt' || (keyword === 'msgid' && raw.parts.msgid !== undefined)));
    if (raw && open && (text === '' || text.startsWith('#') || keyword)) close();
    if (raw && next && (raw.parts.msgid !== undefined || raw.wrong)) {
      yield ended(raw);
      raw = undefined;
    }
    if (text === '') continue;
    if (text.startsWith('#')) {
      if (text.startsWith('#,')) fuzzy = /\bfuzzy\b/.test(text);
      continue;
    }
    raw ??= begin(at + 1);
    if (raw.wrong) continue;
    if (keyword) {
      open = keyword === 'msgid_plural' || index ? 'other' : (keyword as Keyword);
      if (open === 'other') raw.plural = true;
      else if (raw.parts[open] !== undefined) raw.wrong = 'translations.po.line';
    } else if (!text.startsWith('"') || !open) {
      raw.wrong = 'translations.po.line';
      continue;
    }
    const quoted = keyword ? text.slice(keyword.length + (index?.length ?? 0)).trim() : text;
    const piece = unquoted(quoted);
    if (piece === undefined) raw.wrong = 'translations.po.line';
    else pieces.push(piece);
  }
  close();
  if (raw) yield ended(raw);
}

const ended = (raw: Raw): Raw =>
  raw.wrong || raw.parts.msgid !== undefined
    ? { ...raw, wrong: raw.wrong ?? undefined }
    : { ...raw, wrong: 'translations.po.line' };

const signs: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '"': '"',
  '\\': '\\',
};

/** A quoted text without its quotes; undefined for one that is none. */
function unquoted(text: string): string | undefined {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return undefined;
  const inner = text.slice(1, -1);
  if (!inner.includes('\\') && !inner.includes('"')) return inner;
  let out = '';
  for (let at = 0; at < inner.length; at += 1) {
    const sign = inner[at]!;
    if (sign === '"') return undefined;
    if (sign !== '\\') {
      out += sign;
      continue;
    }
    const rest = inner.slice(at + 1, at + 4);
    const [code] = /^(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2})/.exec(rest) ?? [];
    if (code) {
      const number = code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8);
      if (number === 0) return undefined;
      out += String.fromCharCode(number);
      at += code.length;
      continue;
    }
    const plain = signs[rest[0] ?? ''];
    if (plain === undefined) return undefined;
    out += plain;
    at += 1;
  }
  return out;
}
