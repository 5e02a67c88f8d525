import { Parser } from 'htmlparser2';
import { declaresEntities } from '../packed.ts';
import { Refused } from '../refused.ts';

/** Pieces of text under headings, in order; a heading begins the next piece. */
export type Section = { label: string; text: string };

/** Collects words into lines, lines into sections; a section that grows beyond a page or two goes on in the next. */
export class Sections {
  readonly list: Section[] = [];
  private line = '';
  private lines: string[] = [];
  private length = 0;
  private label = '';
  readonly longest: number;
  constructor(longest = 12_000) {
    this.longest = longest;
  }
  words(text: string): void {
    this.line += text;
  }
  /** Ends a line, or a paragraph. */
  end(): void {
    const line = this.line.replace(/[ \t\r\n\f\v]+/g, ' ').trim();
    this.line = '';
    if (line === '') return;
    this.lines.push(line);
    this.length += line.length;
    if (this.length > this.longest) this.close();
  }
  /** The line that is being written is a heading: what follows is under it. */
  heading(): void {
    const label = this.line.replace(/\s+/g, ' ').trim();
    this.line = '';
    if (label === '') return;
    // Headings of a contents page would each make a section of nothing: they gather.
    if (this.length > 1500) this.close();
    if (this.lines.length === 0) this.label = label.slice(0, 200);
    this.lines.push(label);
    this.length += label.length;
  }
  close(): void {
    this.end0();
    if (this.lines.length > 0) this.list.push({ label: this.label, text: this.lines.join('\n') });
    this.lines = [];
    this.length = 0;
    this.label = '';
  }
  private end0(): void {
    const line = this.line.replace(/\s+/g, ' ').trim();
    this.line = '';
    if (line !== '') this.lines.push(line);
  }
}

const skipped = new Set(['script', 'style', 'head', 'template', 'noscript', 'svg', 'iframe', 'object']);
const blocks = new Set(
  'p div li tr dt dd blockquote pre section article header footer main aside figure figcaption caption br hr table ul ol dl td th address h1 h2 h3 h4 h5 h6'.split(
    ' ',
  ),
);

/** The words of a page of the web, or of a chapter of an EPUB. */
export function readHtml(text: string, sections: Sections): void {
  let hidden = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (skipped.has(name)) hidden += 1;
        else if (blocks.has(name)) sections.end();
        if (name === 'img' && attributes.alt && hidden === 0) sections.words(` ${attributes.alt} `);
      },
      ontext(words) {
        if (hidden === 0) sections.words(words);
      },
      onclosetag(name) {
        if (skipped.has(name)) hidden = Math.max(0, hidden - 1);
        else if (/^h[1-3]$/.test(name)) sections.heading();
        else if (name === 'td' || name === 'th') sections.words('\u2003');
        else if (blocks.has(name)) sections.end();
      },
    },
    { decodeEntities: true },
  );
  parser.end(text);
}

/** Reads the elements of an XML part. Throws `Refused` when it declares entities. */
export function readXml(
  text: string,
  handler: {
    open?(name: string, attributes: Record<string, string>): void;
    text?(words: string): void;
    close?(name: string): void;
  },
): void {
  if (declaresEntities(text.slice(0, 65_536))) throw new Refused('entities');
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handler.open?.(name, attributes),
      ontext: (words) => handler.text?.(words),
      onclosetag: (name) => handler.close?.(name),
      onprocessinginstruction(_name, data) {
        if (declaresEntities(`<${data}>`)) throw new Refused('entities');
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
}
