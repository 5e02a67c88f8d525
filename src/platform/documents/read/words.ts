import { decode } from '../kinds.ts';
import { type Entry, entriesOf, type Input, unpack } from '../packed.ts';
import { Refused } from '../refused.ts';
import { readHtml, readXml, type Section, Sections } from './xml.ts';

/** Text without pages is read whole. */
const largestText = 40_000_000;
/** Text parts larger than this are not opened: no book is. */
const largestPart = 48_000_000;

/** The words of a document that has no fixed pages, in sections. Throws `Refused`. */
export function readWords(kind: 'docx' | 'odt' | 'epub' | 'html' | 'txt', input: Input): Section[] {
  const sections = new Sections();
  if (kind === 'txt' || kind === 'html') {
    if (input.size > largestText) throw new Refused('heavy');
    const text = decode(input.read(0, input.size)).replace(/\0/g, '');
    if (kind === 'html') readHtml(text, sections);
    else readPlain(text, sections);
  } else {
    const entries = entriesOf(input);
    const part = (name: string): string | undefined => {
      const entry = entries.find((one) => one.name === name);
      return entry && unpack(input, entry, largestPart).toString('utf8');
    };
    if (kind === 'docx') readDocx(part, entries, sections);
    if (kind === 'odt') readOdt(part('content.xml') ?? '', sections);
    if (kind === 'epub') readEpub(part, sections);
  }
  sections.close();
  return sections.list;
}

function readPlain(text: string, sections: Sections): void {
  for (const line of text.split(/\r\n|\r|\n/)) {
    // A form feed is the page break of plain text.
    for (const [n, piece] of line.split('\f').entries()) {
      if (n > 0) sections.close();
      sections.words(piece);
      sections.end();
    }
  }
}

type Parts = (name: string) => string | undefined;

/** The body, then foot and end notes. What was deleted with tracked changes is not read. */
function readDocx(part: Parts, entries: readonly Entry[], sections: Sections): void {
  const others = entries
    .map(({ name }) => name)
    .filter((name) => /^word\/(footnotes|endnotes)\.xml$/.test(name))
    .sort();
  for (const name of ['word/document.xml', ...others]) {
    let heading = false;
    let deleted = 0;
    let inText = 0;
    readXml(part(name) ?? '', {
      open(tag, attributes) {
        if (tag === 'w:t') inText += 1;
        else if (tag === 'w:del' || tag === 'w:instrText' || tag === 'mc:Fallback') deleted += 1;
        else if (tag === 'w:tab') sections.words('\u2003');
        else if (tag === 'w:br' || tag === 'w:cr') sections.words(' ');
        else if (tag === 'w:pStyle')
          heading = /^(heading|titre|t[ií]tulo|title|berschrift)\s?[1-3]?$/i.test(attributes['w:val'] ?? '');
        else if (tag === 'w:outlineLvl') heading = Number(attributes['w:val']) < 3;
      },
      text(words) {
        if (inText > 0 && deleted === 0) sections.words(words);
      },
      close(tag) {
        if (tag === 'w:t') inText -= 1;
        else if (tag === 'w:del' || tag === 'w:instrText' || tag === 'mc:Fallback') deleted -= 1;
        else if (tag === 'w:p') {
          if (heading) sections.heading();
          else sections.end();
          heading = false;
        }
      },
    });
    sections.close();
  }
}

function readOdt(text: string, sections: Sections): void {
  let inBody = 0;
  let skip = 0;
  let level = 9;
  readXml(text, {
    open(tag, attributes) {
      if (tag === 'office:text') inBody += 1;
      else if (tag === 'text:tracked-changes' || tag === 'office:annotation') skip += 1;
      else if (tag === 'text:tab' || tag === 'text:s') sections.words(' ');
      else if (tag === 'text:line-break') sections.words(' ');
      else if (tag === 'text:h') level = Number(attributes['text:outline-level'] ?? 9);
    },
    text(words) {
      if (inBody > 0 && skip === 0) sections.words(words);
    },
    close(tag) {
      if (tag === 'office:text') inBody -= 1;
      else if (tag === 'text:tracked-changes' || tag === 'office:annotation') skip -= 1;
      else if (tag === 'text:h') {
        if (level < 4) sections.heading();
        else sections.end();
      } else if (tag === 'text:p') sections.end();
    },
  });
}

/** The chapters in the order of the spine (EPUB 3.3, section 5.7). */
function readEpub(part: Parts, sections: Sections): void {
  let root = '';
  readXml(part('META-INF/container.xml') ?? '', {
    open(tag, attributes) {
      if (tag === 'rootfile' && !root) root = attributes['full-path'] ?? '';
    },
  });
  const items = new Map<string, string>();
  const spine: string[] = [];
  readXml(part(root) ?? '', {
    open(tag, attributes) {
      const plain = tag.replace(/^opf:/, '');
      if (plain === 'item') items.set(attributes.id ?? '', attributes.href ?? '');
      if (plain === 'itemref') spine.push(attributes.idref ?? '');
    },
  });
  const folder = root.includes('/') ? root.slice(0, root.lastIndexOf('/') + 1) : '';
  for (const id of spine.slice(0, 5000)) {
    const href = items.get(id)?.split('#')[0];
    if (!href) continue;
    const text = part(resolved(folder, href));
    if (text === undefined) continue;
    if (/<!ENTITY/i.test(text.slice(0, 65_536))) throw new Refused('entities');
    readHtml(text, sections);
    sections.close();
  }
}

/** A name inside the archive from where another one stands. */
function resolved(folder: string, href: string): string {
  const steps: string[] = [];
  for (const step of `${folder}${safely(href)}`.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

function safely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
