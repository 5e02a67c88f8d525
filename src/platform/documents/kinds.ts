/** The kinds of files that are taken, as what they are served, and the ends of their names. */
export const kinds = {
  pdf: { mediaType: 'application/pdf', ends: ['pdf'] },
  docx: { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ends: ['docx'] },
  odt: { mediaType: 'application/vnd.oasis.opendocument.text', ends: ['odt'] },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ends: ['xlsx'] },
  epub: { mediaType: 'application/epub+zip', ends: ['epub'] },
  csv: { mediaType: 'text/csv', ends: ['csv', 'tsv'] },
  txt: { mediaType: 'text/plain', ends: ['txt', 'text', 'md'] },
  html: { mediaType: 'text/html', ends: ['html', 'htm'] },
  jpeg: { mediaType: 'image/jpeg', ends: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  png: { mediaType: 'image/png', ends: ['png'] },
  webp: { mediaType: 'image/webp', ends: ['webp'] },
  mp3: { mediaType: 'audio/mpeg', ends: ['mp3'] },
  mp4: { mediaType: 'video/mp4', ends: ['mp4', 'm4v', 'm4a'] },
} as const;
export type Kind = keyof typeof kinds;

/** Why a file is not taken, or not read; each is a message key of the room `files`. */
export const refusals = [
  /** None of our kinds. */
  'kind',
  /** Its name says one kind, its content is another. */
  'name',
  /** Two kinds in one file. */
  'polyglot',
  'damaged',
  'empty',
  'encrypted',
  /** A picture of too many pixels. */
  'pixels',
  /** Packed so that it would grow beyond all measure. */
  'bomb',
  /** Names inside it lead out of it. */
  'paths',
  /** XML that declares entities: what could read other files, or grow. */
  'entities',
  /** Programs in an office file. */
  'macros',
  /** A signature that cleaning would break. */
  'signed',
  /** Too large to be cleaned here. */
  'heavy',
  /** It took too long, or too much memory. */
  'late',
  'memory',
  /** Many wait already. */
  'busy',
] as const;
export type Refusal = (typeof refusals)[number];

/** What was in a file beside its content and is gone now. */
export const removals = [
  ...['gps', 'exif', 'xmp', 'iptc', 'text', 'appended'],
  ...['info', 'ids', 'older', 'scripts', 'actions', 'attachments', 'thumbnails', 'private', 'image-data'],
  ...['properties', 'comment-names', 'change-names', 'templates', 'embedded'],
  ...['remote', 'meta', 'tags', 'times'],
] as const;
export type Removed = (typeof removals)[number];

/** The kind that the end of a name stands for; undefined where it stands for none of ours. */
export function kindOfName(name: string): Kind | undefined {
  const end = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase();
  return (Object.keys(kinds) as Kind[]).find((kind) => (kinds[kind].ends as readonly string[]).includes(end ?? ''));
}

/** The kind that a media type stands for. */
export const kindOfType = (mediaType: string): Kind | undefined =>
  (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind].mediaType === mediaType);

const textKinds: readonly Kind[] = ['txt', 'csv'];

/**
 * What a file is by its first and last bytes, before anything opens it. `zip` is one of the packed kinds: which, its
 * list of contents says. The name never makes a file something; it must only not contradict what the file is.
 * @param head its first bytes (64 KiB are enough)
 * @param tail its last bytes (the same)
 */
export function sniff(head: Buffer, tail: Buffer, name: string): Kind | 'zip' | { refusal: Refusal } {
  if (head.length === 0) return { refusal: 'empty' };
  const said = kindOfName(name);
  const is = leading(head) ?? (isText(head) ? textKind(head, said) : undefined);
  if (!is) return { refusal: 'kind' };
  const packed = is === 'zip';
  const agrees = !said || said === is || (packed && ['docx', 'odt', 'xlsx', 'epub'].includes(said));
  if (!agrees && !(textKinds.includes(is as Kind) && textKinds.includes(said!))) return { refusal: 'name' };
  return hasSecond(is, head, tail) ? { refusal: 'polyglot' } : is;
}

const latin = (bytes: Buffer, at: number, length: number) => bytes.toString('latin1', at, at + length);

/** By the signature at its very beginning; what comes later in a file never counts. */
function leading(head: Buffer): Kind | 'zip' | undefined {
  if (latin(head, 0, 5) === '%PDF-') return 'pdf';
  if (latin(head, 0, 4) === 'PK\x03\x04') return 'zip';
  if (head.length > 3 && head.readUIntBE(0, 3) === 0xffd8ff) return 'jpeg';
  if (latin(head, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (latin(head, 0, 4) === 'RIFF' && latin(head, 8, 4) === 'WEBP') return 'webp';
  if (
    latin(head, 4, 4) === 'ftyp' &&
    /^(isom|iso[2-9]|mp4[12]|M4[AV] |avc1|dash|qt {2}|MSNV|3gp\d)$/.test(latin(head, 8, 4))
  )
    return 'mp4';
  if (latin(head, 0, 3) === 'ID3') return 'mp3';
  // An MPEG audio frame: layer III, with a bit rate and a sampling rate that exist.
  if (head.length > 3 && head[0] === 0xff && (head[1]! & 0xe6) === 0xe2 && (head[1]! & 0x18) !== 0x08) {
    if ((head[2]! & 0xf0) !== 0xf0 && (head[2]! & 0xf0) !== 0 && (head[2]! & 0x0c) !== 0x0c) return 'mp3';
  }
  return undefined;
}

/** Text of any 8-bit encoding or UTF-16 with its mark: no control characters but line ends, tabs and form feeds. */
function isText(head: Buffer): boolean {
  const wide = head.length > 1 && (head.readUInt16BE(0) === 0xfeff || head.readUInt16BE(0) === 0xfffe);
  if (wide) {
    const text = decode(head, true);
    return !/[\0-\x08\x0b\x0e-\x1f\ufffd]/.test(text);
  }
  return head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)) && !head.includes(0x7f);
}

/** Text, a table, or a page of the web; undefined for programs and for other formats that are written in text. */
function textKind(head: Buffer, said: Kind | undefined): Kind | undefined {
  const begins = decode(head)
    .replace(/^\ufeff/, '')
    .trimStart()
    .slice(0, 2000);
  if (/^(%!|\{\\rtf|#!|GIF8|BM)/.test(begins)) return undefined;
  if (begins.startsWith('<')) {
    const first = begins.replace(/^(<\?xml[^>]*\?>|<!--[\s\S]*?-->|\s)*/i, '');
    return /^<(!doctype\s+html|html)[\s>]/i.test(first) ? 'html' : undefined;
  }
  return said === 'csv' ? 'csv' : 'txt';
}

/** A second file inside the first: at its end, where archives are looked for, or near its beginning, where documents are. */
function hasSecond(is: Kind | 'zip', head: Buffer, tail: Buffer): boolean {
  const whole = latin(tail, 0, tail.length);
  const endsAsZip = whole.includes('PK\x05\x06');
  if (is === 'zip') {
    // Its own list of contents must be the last thing in it, with nothing said after.
    const at = whole.lastIndexOf('PK\x05\x06');
    return at < 0 ? false : at + 22 !== tail.length || tail.readUInt16LE(at + 20) !== 0;
  }
  if (textKinds.includes(is as Kind) || is === 'html') return false;
  if (endsAsZip) return true;
  if (is === 'pdf') {
    const end = whole.lastIndexOf('%%EOF');
    return end >= 0 && whole.slice(end + 5).replace(/[\0\s]/g, '') !== '';
  }
  const beginning = latin(head, 1, 1024);
  return beginning.includes('%PDF-') || /<(script|html|svg)[\s>]/i.test(beginning);
}

/** Text from its bytes: UTF-16 by its mark, else UTF-8, else what old Western systems wrote. `cut`: it may end within a sign. */
export function decode(bytes: Uint8Array, cut = false): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(cut ? bytes.subarray(0, wholeSigns(bytes)) : bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** How many bytes from the start end with a whole sign. */
function wholeSigns(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs <= back ? bytes.length : bytes.length - back;
    }
  }
  return bytes.length;
}
