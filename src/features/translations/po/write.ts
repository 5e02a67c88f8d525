/** One text for a translator's tool. */
export type PoEntry = {
  key: string;
  source: string;
  target: string;
  fuzzy: boolean;
  /** For the translator: what it is and where it stands. */
  notes: string[];
  /** Where it is read, an address. */
  reference?: string;
  /** The source from which the target was translated, when it is another one now. */
  before?: string;
};

export type PoHeader = { network: string; name: string; locale: string; at: Date };

/** How languages count, as gettext says it; of the languages that count otherwise than English. */
const plurals: Record<string, string> = {
  fr: 'nplurals=2; plural=(n > 1);',
  // Ours is Brazilian.
  pt: 'nplurals=2; plural=(n > 1);',
  ar: 'nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);',
  pl: 'nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);',
  ru: 'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);',
  uk: 'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);',
  ...Object.fromEntries(
    ['th', 'ja', 'zh', 'ko', 'vi', 'id', 'lo', 'km', 'my', 'ka'].map((one) => [one, 'nplurals=1; plural=0;']),
  ),
};

const pluralsOf = (locale: string): string => plurals[locale.split('-')[0]!] ?? 'nplurals=2; plural=(n != 1);';

const escapes: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** A text inside quotes. Control signs that have no letter of their own are written as three octal digits. */
const escaped = (text: string): string =>
  text.replace(/[\\"\p{Cc}]/gu, (sign) => {
    const code = sign.charCodeAt(0);
    return escapes[sign] ?? (code < 128 ? `\\${code.toString(8).padStart(3, '0')}` : sign);
  });

const longestLine = 76;

/** A keyword with its text, broken after line ends and between words so that people can read it. */
function keyed(keyword: string, text: string, prefix = ''): string {
  const whole = escaped(text);
  if (whole.length <= longestLine - keyword.length && !text.slice(0, -1).includes('\n'))
    return `${prefix}${keyword} "${whole}"\n`;
  const lines: string[] = [];
  for (const paragraph of text.split(/(?<=\n)/)) {
    let line = '';
    for (const word of paragraph.split(/(?<= )/)) {
      const next = escaped(word);
      if (line !== '' && line.length + next.length > longestLine) {
        lines.push(line);
        line = '';
      }
      line += next;
    }
    lines.push(line);
  }
  return `${prefix}${keyword} ""\n${lines.map((line) => `${prefix}"${line}"\n`).join('')}`;
}

/** A comment's text stays in its comment, whatever it holds. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const stamp = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')}+0000`;

/** The beginning of a file, as every tool for translators wants it. */
export function poHeader({ network, name, locale, at }: PoHeader): string {
  const fields = [
    `Project-Id-Version: ${oneLine(name)}`,
    `POT-Creation-Date: ${stamp(at)}`,
    `PO-Revision-Date: ${stamp(at)}`,
    'Last-Translator: ',
    'Language-Team: ',
    `Language: ${locale.replace('-', '_')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    `Plural-Forms: ${pluralsOf(locale)}`,
    'X-Generator: Casement',
    `X-Casement-Network: ${network}`,
  ];
  return `${keyed('msgid', '')}msgstr ""\n${fields.map((field) => `"${escaped(`${field}\n`)}"\n`).join('')}`;
}

/**
 * A translation that begins and ends its lines as its source does: gettext refuses others (`msgfmt -c`). When the file comes back, the
 * rooms leave away what stands at the edges anyway.
 */
function edgedAs(source: string, target: string): string {
  if (target === '') return '';
  const inner = target.replace(/^\n+|\n+$/g, '');
  return `${source.startsWith('\n') ? '\n' : ''}${inner}${source.endsWith('\n') ? '\n' : ''}`;
}

/** One entry, with the empty line before it. */
export function poEntry(entry: PoEntry): string {
  return [
    '\n',
    ...entry.notes.map((note) => `#. ${oneLine(note)}\n`),
    entry.reference ? `#: ${encodeURI(oneLine(entry.reference))}\n` : '',
    entry.fuzzy ? '#, fuzzy\n' : '',
    entry.before === undefined ? '' : keyed('msgctxt', entry.key, '#| ') + keyed('msgid', entry.before, '#| '),
    keyed('msgctxt', entry.key),
    keyed('msgid', entry.source),
    keyed('msgstr', edgedAs(entry.source, entry.target)),
  ].join('');
}
