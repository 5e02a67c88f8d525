/** A list that cannot be read at all; the message is a message key. */
export class ListRefused extends Error {}

/** One record of a list: its fields by name. Several values of one field stand on lines of their own. */
export type Fields = Record<string, string>;

export const mostRecords = 5_000;
const deepest = 60;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The entries of a BibTeX file. What it does not understand in one entry it steps over; `@comment` and `@preamble` are left out,
 * `@string` is put in. One pass over the text, no recursion: a million braces take no longer than a million letters.
 * Throws `ListRefused` for more entries than are taken.
 */
export function readBibtex(text: string): Fields[] {
  const macros = new Map(months.map((month, index) => [month, String(index + 1)]));
  const records: Fields[] = [];
  let at = 0;
  while (at < text.length) {
    at = text.indexOf('@', at);
    if (at < 0) break;
    const head = /^@\s*([A-Za-z]+)\s*([{(])/.exec(text.slice(at, at + 80));
    if (!head) {
      at += 1;
      continue;
    }
    at += head[0].length;
    const type = head[1]!.toLowerCase();
    const close = head[2] === '{' ? '}' : ')';
    if (type === 'comment' || type === 'preamble') {
      at = endOf(text, at, close);
      continue;
    }
    const reader = new Reader(text, at, close, macros);
    if (type === 'string') {
      for (const [name, value] of reader.fields()) macros.set(name, value);
    } else {
      reader.key();
      const fields = new Map(reader.fields());
      if (records.length === mostRecords) throw new ListRefused('library.import.many');
      records.push(record(type, fields));
    }
    at = reader.at;
  }
  return records;
}

/** Behind the end of an entry whose content is left out. */
function endOf(text: string, from: number, close: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\') at += 1;
    else if (sign === '{') depth += 1;
    else if (sign === '}' && depth > 0) depth -= 1;
    else if (sign === close && depth === 0) return at + 1;
  }
  return text.length;
}

/** Reads one entry from behind its opening sign. */
class Reader {
  at: number;
  readonly #text: string;
  readonly #close: string;
  readonly #macros: Map<string, string>;

  constructor(text: string, at: number, close: string, macros: Map<string, string>) {
    this.#text = text;
    this.at = at;
    this.#close = close;
    this.#macros = macros;
  }

  /** Steps over the entry's key. */
  key(): void {
    const match = /^\s*[^\s,{}()="]*\s*,?/.exec(this.#text.slice(this.at, this.at + 500));
    this.at += match?.[0].length ?? 0;
  }

  /** Its fields up to its end. */
  *fields(): Generator<[string, string]> {
    const text = this.#text;
    while (this.at < text.length) {
      const name = /^[\s,]*([A-Za-z][\w:.+/-]*)\s*=\s*/.exec(text.slice(this.at, this.at + 300));
      if (name) {
        this.at += name[0].length;
        yield [name[1]!.toLowerCase(), this.#value()];
        continue;
      }
      const sign = text[this.at]!;
      this.at += 1;
      if (sign === this.#close) return;
      // An entry that never closes ends where the next one begins.
      if (sign === '@' && /\n\s*$/.test(text.slice(Math.max(0, this.at - 20), this.at - 1))) {
        this.at -= 1;
        return;
      }
    }
  }

  /** Pieces that `#` joins: {braces}, "quotes", a number, a macro. */
  #value(): string {
    const text = this.#text;
    let value = '';
    for (;;) {
      while (this.at < text.length && /\s/.test(text[this.at]!)) this.at += 1;
      const sign = text[this.at];
      if (sign === '{') value += this.#until('}');
      else if (sign === '"') value += this.#until('"');
      else {
        const bare = /^[^\s,{}"#()=]+/.exec(text.slice(this.at, this.at + 200))?.[0] ?? '';
        this.at += bare.length;
        value += /^\d+$/.test(bare) ? bare : (this.#macros.get(bare.toLowerCase()) ?? bare);
      }
      const joined = /^\s*#\s*/.exec(text.slice(this.at, this.at + 100));
      if (!joined) return value;
      this.at += joined[0].length;
    }
  }

  /** What stands between the sign at hand and its partner; braces within it are in pairs. */
  #until(end: '}' | '"'): string {
    const text = this.#text;
    const from = this.at + 1;
    let depth = 0;
    for (let at = from; at < text.length; at += 1) {
      const sign = text[at];
      if (sign === '\\') at += 1;
      else if (sign === end && depth === 0) {
        this.at = at + 1;
        return text.slice(from, at);
      } else if (sign === '{') depth += 1;
      else if (sign === '}') depth -= 1;
    }
    this.at = text.length;
    return text.slice(from);
  }
}

const accents: Record<string, string> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '"': '\u0308',
  '=': '\u0304',
  '.': '\u0307',
  c: '\u0327',
  v: '\u030c',
  u: '\u0306',
  H: '\u030b',
  k: '\u0328',
  r: '\u030a',
  d: '\u0323',
  b: '\u0331',
};
const letters: Record<string, string> = {
  ss: 'ß',
  o: 'ø',
  O: 'Ø',
  l: 'ł',
  L: 'Ł',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  aa: 'å',
  AA: 'Å',
  i: 'i',
  j: 'j',
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textendash: '–',
  textemdash: '—',
  textquoteright: '’',
  textquoteleft: '‘',
  ldots: '…',
  dots: '…',
  S: '§',
  P: '¶',
  pounds: '£',
  copyright: '©',
  euro: '€',
};

/** LaTeX as plain text: accents become letters, commands that only shape the type go, braces go. */
export function plainOf(latex: string): string {
  let out = '';
  for (let at = 0; at < latex.length; at += 1) {
    const sign = latex[at]!;
    if (sign === '{' || sign === '}') continue;
    if (sign === '~') {
      out += '\u00a0';
      continue;
    }
    if (sign !== '\\') {
      out += sign;
      continue;
    }
    const rest = latex.slice(at + 1, at + 40);
    // \'{e}, \'e, \c{c}, \v s, \^{} (the sign itself)
    const accent = /^([`'^~"=.]|[cvuHkrdb](?![A-Za-z]))\s*(?:\{\s*(\\?[A-Za-z]?)\s*\}|(\\?[A-Za-z]))?/.exec(rest);
    if (accent) {
      const letter = (accent[2] ?? accent[3] ?? '').replace(/^\\/, '');
      if (letter) {
        out += (letter + accents[accent[1]!]!).normalize('NFC');
        at += accent[0].length;
        continue;
      }
      if (/^[\^~]/.test(accent[1]!)) {
        out += accent[1]!;
        at += accent[0].length;
        continue;
      }
    }
    const command = /^([A-Za-z]+)\s*(\{\})?/.exec(rest);
    if (command) {
      out += letters[command[1]!] ?? '';
      // After a sign of its own, a space that LaTeX would eat stays when braces kept it.
      at +=
        letters[command[1]!] !== undefined && command[2] ? command[0].length : command[0].replace(/\{\}$/, '').length;
      continue;
    }
    // \& \% \$ \# \_ \{ \} and an escaped space
    out += rest[0] ?? '';
    at += 1;
  }
  return out.replace(/\s+/g, ' ').trim().normalize('NFC');
}

/** Names joined by "and" outside of braces; each as our own forms write it. */
export function namesOf(latex: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= latex.length; at += 1) {
    const sign = latex[at];
    if (sign === '\\') at += 1;
    else if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    const ends = at >= latex.length || (depth <= 0 && /^\s+and\s/i.test(latex.slice(at, at + 8)));
    if (!ends) continue;
    const name = latex.slice(from, at).trim();
    if (name) names.push(personOf(name));
    const joint = /^\s+and\s+/i.exec(latex.slice(at, at + 40));
    from = at + (joint?.[0].length ?? 0);
    at = Math.max(at, from - 1);
    depth = 0;
  }
  return names.slice(0, 50);
}

function personOf(latex: string): string {
  // All of it in braces: an organisation.
  if (/^\{.*\}$/s.test(latex) && closesAtEnd(latex)) {
    const name = plainOf(latex);
    return /,/.test(name) ? `{${name}}` : name;
  }
  const comma = commaOf(latex);
  if (comma >= 0) return `${plainOf(latex.slice(0, comma))}, ${plainOf(latex.slice(comma + 1))}`.trimEnd();
  const words = plainOf(latex).split(' ');
  if (words.length === 1) return words[0] === 'others' ? '' : words[0]!;
  // "Ludwig van der Berg": small words before the last belong to it.
  let family = words.length - 1;
  while (family > 1 && /^\p{Ll}/u.test(words[family - 1]!)) family -= 1;
  return `${words.slice(family).join(' ')}, ${words.slice(0, family).join(' ')}`;
}

function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0 && at < text.length - 1) return false;
  }
  return depth === 0;
}

/** The first comma outside of braces. */
function commaOf(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\') at += 1;
    else if (sign === '{') depth = Math.min(depth + 1, deepest);
    else if (sign === '}') depth -= 1;
    else if (sign === ',' && depth <= 0) return at;
  }
  return -1;
}

const pad = (text: string): string => text.padStart(2, '0');

/** One entry as fields of ours. */
function record(type: string, given: Map<string, string>): Fields {
  const get = (...names: string[]): string => {
    for (const name of names) {
      const value = given.get(name);
      if (value !== undefined && plainOf(value)) return plainOf(value);
    }
    return '';
  };
  const verbatim = (name: string): string =>
    (given.get(name) ?? '').replace(/[{}\s]/g, '').replace(/\\([_%#&$])/g, '$1');
  const year = get('year');
  const month = get('month').toLowerCase();
  const number = months.indexOf(month.slice(0, 3)) + 1 || Number(month);
  const dated = get('date') || (number >= 1 && number <= 12 && year ? `${year}-${pad(String(number))}` : year);
  const fields: Fields = {
    kind: get('type') || type,
    title: [get('title'), get('subtitle')].filter(Boolean).join(': '),
    creators: namesOf(given.get('author') ?? '')
      .filter(Boolean)
      .join('\n'),
    contributors: namesOf(given.get('editor') ?? '')
      .filter(Boolean)
      .join('\n'),
    translators: namesOf(given.get('translator') ?? '')
      .filter(Boolean)
      .join('\n'),
    published_in: get('journal', 'journaltitle', 'booktitle', 'series'),
    publisher: get('publisher', 'school', 'organization') || (type === 'jurisdiction' ? '' : get('institution')),
    court: type === 'jurisdiction' ? get('institution') : '',
    docket: type === 'jurisdiction' ? get('number') : '',
    dated,
    doi: verbatim('doi'),
    isbn: get('isbn'),
    issn: get('issn'),
    identifiers: get('identifier').split(' | ').join('\n'),
    link: verbatim('url'),
    language: get('langid', 'language'),
    abstract: get('abstract'),
    keywords: get('keywords')
      .split(/\s*[;,]\s*/)
      .join('\n'),
    rights_note: get('copyright', 'rights'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
