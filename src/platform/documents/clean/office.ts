import type { Removed } from '../kinds.ts';
import {
  beginning,
  declaresEntities,
  type Entry,
  entriesOf,
  type Input,
  type Output,
  packedKind,
  unpack,
  verify,
  writePacked,
} from '../packed.ts';
import { Refused } from '../refused.ts';
import { strippedPicture } from './pictures.ts';

type Packed = 'docx' | 'xlsx' | 'odt' | 'epub';

/** Parts that are read whole to be changed; larger ones stay as they are only where they can say nothing of anybody. */
const largestPart = 64_000_000;

/** What is taken out of one part: its new content, false for a part that goes, or undefined for one that stays. */
type Change = Buffer | false | undefined;
type Part = { kind: Packed; name: string; content: () => Buffer; text: () => string; note(removed: Removed): void };

/**
 * Writes a packed document again without what it says of its makers, and tells what that was. Everything that is not changed is
 * copied as it is, after it was unpacked once to see that it is what it says. Throws `Refused`.
 */
export async function cleanPacked(
  input: Input,
  output: Output,
  nested = false,
): Promise<{ kind: Packed; removed: Removed[] }> {
  const { entries, kind } = await checkedPacked(input);
  const removed = new Set<Removed>();
  const kept: { entry: Entry; content?: Uint8Array }[] = [];
  for (const entry of entries) {
    const content = () => unpack(input, entry, largestPart);
    const part: Part = {
      kind,
      name: entry.name,
      content,
      text: () => content().toString('utf8'),
      note: (what) => void removed.add(what),
    };
    const change = changeOf(part) ?? (await changeEmbedded(part, nested));
    if (change !== false) kept.push({ entry, content: change });
  }
  writePacked(input, kept, output);
  return { kind, removed: [...removed] };
}

/** Says which packed document this is. Throws `Refused` for what is none, or what would grow, run or lead out of it. */
export async function checkedPacked(input: Input): Promise<{ entries: Entry[]; kind: Packed }> {
  const entries = entriesOf(input);
  const kind = packedKind(input, entries);
  if (!kind) throw new Refused('kind');
  for (const entry of entries) {
    if (/(^|\/)(vbaProject|vbaData)|^(Basic|Scripts)\//i.test(entry.name)) throw new Refused('macros');
    const xml = /\.(xml|rels|xhtml|html?|opf|ncx|svg)$/i.test(entry.name);
    if (xml && declaresEntities(beginning(input, entry).toString('utf8'))) throw new Refused('entities');
    await verify(input, entry);
  }
  return { entries, kind };
}

function changeOf(part: Part): Change {
  const { kind, name } = part;
  if (/\.(jpe?g|png)$/i.test(name)) return changePicture(part);
  if (kind === 'docx' || kind === 'xlsx') return changeOoxml(part);
  return kind === 'odt' ? changeOdt(part) : undefined;
}

function changePicture({ name, content, note }: Part): Change {
  // A small picture of the first page as it once was.
  if (/(^docProps\/|^Thumbnails\/)/.test(name)) {
    note('thumbnails');
    return false;
  }
  const stripped = strippedPicture(content());
  if (stripped) note('image-data');
  return stripped;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const empties: Record<string, string> = {
  'docProps/core.xml':
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
  'docProps/app.xml': '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
  'docProps/custom.xml':
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
  'word/people.xml': '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
};

function changeOoxml({ name, text, note }: Part): Change {
  const empty = empties[name];
  if (empty !== undefined) {
    // A document that says nothing of anybody is not told to have been changed.
    const before = text().replace(/<[^>]*>|\s/g, '');
    const names = /displayName|author=/i.test(text());
    if (before === '' && !names) return undefined;
    note(name === 'word/people.xml' ? 'change-names' : 'properties');
    return Buffer.from(head + empty);
  }
  if (name === '_rels/.rels') return swap(text(), /<Relationship\b[^>]*\/metadata\/thumbnail"[^>]*\/>/g, '');
  if (/^word\/.*\.xml$/.test(name)) return changeWord(name, text(), note);
  if (/^word\/_rels\/settings\.xml\.rels$/.test(name)) {
    const changed = swap(text(), /<Relationship\b[^>]*\/attachedTemplate"[^>]*\/>/g, '');
    if (changed) note('templates');
    return changed;
  }
  if (/^xl\/(threadedC|c)omments.*\.xml$/.test(name) || /^xl\/persons\//.test(name)) {
    const changed = swap(
      text()
        .replace(/<author>[^<]+<\/author>/g, '<author>Author</author>')
        .replace(/\b(displayName|userId)="[^"]+"/g, '$1="Author"'),
      /(?!)/,
      '',
      text(),
    );
    if (changed) note('comment-names');
    return changed;
  }
  return undefined;
}

function changeWord(name: string, before: string, note: Part['note']): Change {
  let after = before
    .replace(/\bw:author="(?!Author")[^"]*"/g, 'w:author="Author"')
    .replace(/\bw:initials="(?!A")[^"]*"/g, 'w:initials="A"');
  if (after !== before) note(/comments/.test(name) ? 'comment-names' : 'change-names');
  if (name === 'word/settings.xml') after = after.replace(/<w:attachedTemplate\b[^>]*\/>/g, '');
  return after === before ? undefined : Buffer.from(after);
}

function changeOdt({ name, text, note }: Part): Change {
  if (name === 'meta.xml') {
    note('properties');
    return Buffer.from(
      `${head}<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"><office:meta/></office:document-meta>`,
    );
  }
  if (name === 'settings.xml') {
    const printer = /<config:config-item\b[^>]*config:name="Printer(Name|Setup)"[^>]*>[^<]*<\/config:config-item>/g;
    const changed = swap(text(), printer, '');
    if (changed) note('private');
    return changed;
  }
  if (name === 'META-INF/manifest.xml')
    return swap(text(), /<manifest:file-entry\b[^>]*full-path="Thumbnails\/[^>]*\/>/g, '');
  if (name === 'content.xml' || name === 'styles.xml') {
    const before = text();
    const after = before
      .replace(/<dc:creator>(?!Author<)[^<]*<\/dc:creator>/g, '<dc:creator>Author</dc:creator>')
      .replace(/<(meta|loext):(sender|creator)-initials>[^<]*<\/\1:\2-initials>/g, '');
    if (after === before) return undefined;
    note(/<text:changed-region/.test(before) ? 'change-names' : 'comment-names');
    return Buffer.from(after);
  }
  return undefined;
}

/** A document inside the document (the table behind a chart) says as much of its makers. One level deep; below it nothing is kept. */
async function changeEmbedded(part: Part, nested: boolean): Promise<Change> {
  if (!/^(word|xl)\/embeddings\/[^/]+\.(docx|xlsx)$/i.test(part.name)) return undefined;
  if (nested) throw new Refused('bomb');
  const bytes = part.content();
  const pieces: Buffer[] = [];
  const inner = { size: bytes.length, read: (at: number, length: number) => bytes.subarray(at, at + length) };
  const { removed } = await cleanPacked(inner, (piece) => pieces.push(Buffer.from(piece)), true);
  if (removed.length === 0) return undefined;
  part.note('embedded');
  return Buffer.concat(pieces);
}

/** The text with every match replaced; undefined where nothing changed. */
function swap(text: string, what: RegExp, by: string, before = text): Buffer | undefined {
  const after = text.replace(what, by);
  return after === before ? undefined : Buffer.from(after);
}
