import {
  EncryptedPDFError,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib';
import type { Removed } from '../kinds.ts';
import { Refused } from '../refused.ts';
import { strippedPicture } from './pictures.ts';

/** Actions that run, send or fetch (ISO 32000-2, 12.6.4); what is left are places in the document and addresses of the web. */
const running = new Set(['JavaScript', 'Rendition', 'RichMediaExecute']);
const leading = new Set(['Launch', 'SubmitForm', 'ImportData', 'GoToE', 'GoToR', 'Sound', 'Movie', 'Thread']);
/** Annotations that carry files, films or programs. */
const carrying = new Set(['FileAttachment', 'RichMedia', 'Screen', 'Movie', 'Sound', '3D']);
/** Annotations under which somebody's name stands. */
const remarks = new Set(
  'Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Redact Popup'.split(
    ' ',
  ),
);

/** Deeper than this no honest document is nested. */
const mostObjects = 2_000_000;

/**
 * A PDF without what it says of its makers and without what runs: written anew from what its pages need, so that earlier versions
 * and deleted parts are gone too. Its structure for screen readers, links and outline stay. Throws `Refused`.
 */
export async function cleanPdf(bytes: Uint8Array): Promise<{ bytes: Uint8Array; removed: Removed[] }> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false })
    .then((loaded) => (loaded.getPageCount() > 0 ? loaded : Promise.reject(new Refused('damaged'))))
    .catch((error) => {
      throw new Refused(error instanceof EncryptedPDFError ? 'encrypted' : 'damaged');
    });
  const { context } = document;
  if (isSigned(context)) throw new Refused('signed');
  const removed = new Set<Removed>();
  const loose = unreachable(context);
  if (loose.older || earlierVersions(bytes)) removed.add('older');
  for (const [, object] of context.enumerateIndirectObjects()) cleanObject(context, object, removed);
  cleanTrailer(context, removed);
  for (const ref of unreachable(context).refs) context.delete(ref);
  // Anew: the usual way of saving would put the changes behind the old bytes, where everything that was taken out still stands.
  const made = await document.save({ rewrite: true, addDefaultPage: false, updateFieldAppearances: false });
  if (earlierVersions(made)) throw new Error('the old bytes were kept');
  return { bytes: made, removed: [...removed] };
}

const name = (text: string) => PDFName.of(text);
const nameAt = (dict: PDFDict, key: string): string | undefined => {
  const value = dict.context.lookup(dict.get(name(key)));
  return value instanceof PDFName ? value.decodeText() : undefined;
};
const dictOf = (object: PDFObject | undefined): PDFDict | undefined =>
  object instanceof PDFDict ? object : object instanceof PDFStream ? object.dict : undefined;

function isSigned(context: PDFContext): boolean {
  const catalogue = dictOf(context.lookup(context.trailerInfo.Root));
  const form = dictOf(context.lookup(catalogue?.get(name('AcroForm'))));
  const flags = form && context.lookup(form.get(name('SigFlags')));
  if (flags instanceof PDFNumber && (flags.asNumber() & 1) === 1) return true;
  for (const [, object] of context.enumerateIndirectObjects()) {
    const dict = dictOf(object);
    if (!dict) continue;
    if (nameAt(dict, 'FT') === 'Sig' && dict.has(name('V'))) return true;
  }
  return false;
}

/** Everything that hangs from the catalogue stays; the rest are parts of earlier versions, or hidden. */
function unreachable(context: PDFContext): { refs: PDFRef[]; older: boolean } {
  const seen = new Set<PDFRef>();
  const open: (PDFObject | undefined)[] = [context.trailerInfo.Root, context.trailerInfo.Info];
  let steps = 0;
  while (open.length > 0) {
    const object = open.pop();
    steps += 1;
    if (steps > mostObjects) throw new Refused('bomb');
    if (object instanceof PDFRef) {
      if (seen.has(object)) continue;
      seen.add(object);
      open.push(context.lookup(object));
    } else if (object instanceof PDFArray) open.push(...object.asArray());
    else {
      const dict = dictOf(object);
      if (dict) open.push(...dict.values());
    }
  }
  const loose = context.enumerateIndirectObjects().filter(([ref]) => !seen.has(ref));
  // Programs leave crumbs behind while they write; a page or a whole document that nothing shows is something else.
  const told = (object: PDFObject) => {
    const dict = dictOf(object);
    return dict !== undefined && ['Page', 'Catalog', 'Annot', 'Filespec'].includes(nameAt(dict, 'Type') ?? '');
  };
  return { refs: loose.map(([ref]) => ref), older: loose.some(([, object]) => told(object)) };
}

/** Whether it was saved more than once on top of itself. */
function earlierVersions(bytes: Uint8Array): boolean {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let ends = 0;
  // "%%EOF" alone also stands inside fonts; the first end of a linearised file leads to 0.
  for (let at = whole.indexOf('startxref'); at >= 0; at = whole.indexOf('startxref', at + 9))
    if (/^startxref\s+[1-9]\d*\s+%%EOF/.test(whole.toString('latin1', at, at + 40))) ends += 1;
  return ends > 1;
}

function cleanTrailer(context: PDFContext, removed: Set<Removed>): void {
  const { trailerInfo } = context;
  const info = dictOf(context.lookup(trailerInfo.Info));
  if (info && info.keys().length > 0) removed.add('info');
  if (trailerInfo.ID) removed.add('ids');
  trailerInfo.Info = undefined;
  trailerInfo.ID = undefined;
}

/** One object and what stands directly inside it. */
function cleanObject(context: PDFContext, object: PDFObject, removed: Set<Removed>): void {
  const open: PDFObject[] = [object];
  while (open.length > 0) {
    const each = open.pop()!;
    if (each instanceof PDFArray) {
      open.push(...each.asArray());
      continue;
    }
    const dict = dictOf(each);
    if (!dict) continue;
    cleanDict(context, dict, removed);
    if (each instanceof PDFRawStream) cleanStream(each, removed);
    open.push(...dict.values());
  }
}

const keys: [string, Removed][] = [
  ['Metadata', 'xmp'],
  ['PieceInfo', 'private'],
  ['LastModified', 'private'],
  ['Thumb', 'thumbnails'],
  ['AA', 'scripts'],
  ['JS', 'scripts'],
  ['XFA', 'scripts'],
  ['EmbeddedFiles', 'attachments'],
  ['EF', 'attachments'],
  ['AF', 'attachments'],
  ['Collection', 'attachments'],
  ['SpiderInfo', 'private'],
];

function cleanDict(context: PDFContext, dict: PDFDict, removed: Set<Removed>): void {
  for (const [key, what] of keys) {
    if (!dict.has(name(key))) continue;
    dict.delete(name(key));
    removed.add(what);
  }
  // The tree of names holds scripts under a name that is an action's type elsewhere.
  if (dict.has(name('JavaScript'))) {
    dict.delete(name('JavaScript'));
    removed.add('scripts');
  }
  for (const [key, value] of dict.entries()) {
    const what = actionOf(context, value);
    if (!what) continue;
    dict.delete(key);
    removed.add(what);
  }
  const annotations = context.lookup(dict.get(name('Annots')));
  if (annotations instanceof PDFArray) cleanAnnotations(context, annotations, removed);
}

/** Whether a value is an action that runs or leads out of the document. */
function actionOf(context: PDFContext, value: PDFObject): Removed | undefined {
  const dict = context.lookup(value);
  if (!(dict instanceof PDFDict)) return undefined;
  const type = nameAt(dict, 'S');
  if (!type || (dict.has(name('Type')) && nameAt(dict, 'Type') !== 'Action')) return undefined;
  return running.has(type) ? 'scripts' : leading.has(type) ? 'actions' : undefined;
}

function cleanAnnotations(context: PDFContext, annotations: PDFArray, removed: Set<Removed>): void {
  for (let at = annotations.size() - 1; at >= 0; at -= 1) {
    const annotation = context.lookup(annotations.get(at));
    if (!(annotation instanceof PDFDict)) continue;
    const type = nameAt(annotation, 'Subtype') ?? '';
    if (carrying.has(type)) {
      annotations.remove(at);
      removed.add('attachments');
    } else if (remarks.has(type) && annotation.has(name('T'))) {
      annotation.delete(name('T'));
      removed.add('comment-names');
    }
  }
}

/** A photograph inside a page is a whole JPEG, with its place and camera. */
function cleanStream(stream: PDFRawStream, removed: Set<Removed>): void {
  if (nameAt(stream.dict, 'Subtype') !== 'Image') return;
  const filter = stream.dict.context.lookup(stream.dict.get(name('Filter')));
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  if (!(only instanceof PDFName) || only.decodeText() !== 'DCTDecode') return;
  const { contents } = stream;
  const stripped = strippedPicture(Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength));
  if (!stripped) return;
  (stream as unknown as { contents: Uint8Array }).contents = stripped;
  stream.dict.set(name('Length'), PDFNumber.of(stripped.length));
  removed.add('image-data');
}
