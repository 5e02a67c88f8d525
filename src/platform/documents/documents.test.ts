import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readZip } from '../files/index.ts';
import { cleanHtml } from './clean/html.ts';
import { cleanMp3, cleanMp4 } from './clean/media.ts';
import { cleanPacked } from './clean/office.ts';
import { cleanPdf } from './clean/pdf.ts';
import { strippedPicture } from './clean/pictures.ts';
import { decode, kinds, refusals, removals, sniff } from './kinds.ts';
import { entriesOf, type Input } from './packed.ts';
import { inOrder, type Sign } from './read/glyphs.ts';
import { readWords } from './read/words.ts';
import { Refused } from './refused.ts';
import { docxOf, epubOf, odtOf, pdfOf } from './testing/made.ts';

const inputOf = (bytes: Buffer): Input => ({
  size: bytes.length,
  read: (at, length) => bytes.subarray(at, at + length),
});
const textOf = (kind: Parameters<typeof readWords>[0], bytes: Buffer) =>
  readWords(kind, inputOf(bytes)).map(({ text }) => text);
const refusalOf = async (work: () => unknown) => {
  try {
    await work();
    return 'taken';
  } catch (error) {
    return error instanceof Refused ? error.refusal : String(error);
  }
};
async function packed(bytes: Buffer) {
  const pieces: Buffer[] = [];
  const { kind, removed } = await cleanPacked(inputOf(bytes), (piece) => pieces.push(Buffer.from(piece)));
  return { kind, removed: removed.sort(), bytes: Buffer.concat(pieces) };
}

describe('what a file is', () => {
  const is = (content: string | Buffer, name = 'x') =>
    sniff(Buffer.from(content as string), Buffer.from(content as string), name);

  it('comes from its content, and its name may not contradict it', () => {
    expect(is('%PDF-1.7\n%%EOF\n', 'a.pdf')).toBe('pdf');
    expect(is('%PDF-1.7\n%%EOF\n', 'a.docx')).toEqual({ refusal: 'name' });
    expect(is('%PDF-1.7\n%%EOF\n<script>', 'a.pdf')).toEqual({ refusal: 'polyglot' });
    expect(is('x%PDF-1.7', 'a.pdf')).toEqual({ refusal: 'name' });
    expect(is('a,b\n1,2', 'a.csv')).toBe('csv');
    expect(is('a,b\n1,2', 'a.txt')).toBe('txt');
    expect(is('<!-- x --><!DOCTYPE html><html>', 'a.html')).toBe('html');
    expect(is('<svg onload=x>', 'a.svg')).toEqual({ refusal: 'kind' });
    expect(is('#!/bin/sh', 'a')).toEqual({ refusal: 'kind' });
    expect(is('\0\x01\x02')).toEqual({ refusal: 'kind' });
    expect(is('')).toEqual({ refusal: 'empty' });
    expect(is(Buffer.from('\0\0\0\x18ftypisom\0\0', 'latin1'), 'a.mp4')).toBe('mp4');
    expect(is(Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0]), 'a.mp3')).toBe('mp3');
  });

  it('never fails, and never takes bytes that are no text for text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, name) => {
        const found = sniff(Buffer.from(bytes), Buffer.from(bytes), name);
        if (found === 'txt' || found === 'csv') expect(decode(bytes)).not.toMatch(/[\0-\x08\x0e-\x1f]/);
      }),
    );
  });

  it('has a word for each kind, refusal and removal', () => {
    expect(new Set(refusals).size + new Set(removals).size + Object.keys(kinds).length).toBe(16 + 24 + 13);
  });

  it('is decoded from what old and new systems write', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decode(Buffer.from(text))).toBe(text.replace(/^\ufeff/, ''));
        expect(decode(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe(text);
      }),
    );
    expect(decode(Buffer.from([0x63, 0x61, 0x66, 0xe9]))).toBe('caf\u00e9');
    // Cut in the middle of a sign, as a beginning is.
    expect(decode(Buffer.from('caf\u00e9').subarray(0, 4), true)).toBe('caf');
  });
});

describe('the words of a document', () => {
  it('come out in order, without what was deleted or hidden', () => {
    expect(textOf('docx', docxOf(['# Where it began', 'We came at nine.']))).toEqual([
      'Where it began\nWe came at nine.\nPut in.',
    ]);
    expect(textOf('odt', odtOf(['We came at nine.']))).toEqual(['What was seen\nWe came at nine.']);
    expect(textOf('epub', epubOf(['We came.', 'We left &amp; wrote.']))).toEqual([
      'Chapter 1\nWe came.',
      'Chapter 2\nWe left & wrote.',
    ]);
    const page =
      '<html><head><title>x</title><style>p{}</style></head><h1>Seen</h1><script>no</script><p>At <b>nine</b>.<img alt="A door" src=x>';
    expect(textOf('html', Buffer.from(page))).toEqual(['Seen\nAt nine. A door']);
    expect(textOf('txt', Buffer.from('One.\r\n\r\nวันนี้\fTwo.'))).toEqual(['One.\nวันนี้', 'Two.']);
  });

  it('of a long document are parted under its headings', () => {
    const parts = [1, 2, 3].flatMap((n) => [`# Part ${n}`, 'word '.repeat(500).trim()]);
    const sections = readWords('docx', inputOf(docxOf(parts)));
    expect(sections.map(({ label }) => label)).toEqual(['Part 1', 'Part 2', 'Part 3']);
  });

  it('never declare entities', async () => {
    const bomb = docxOf(['x'], { 'word/document.xml': '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>' });
    expect(await refusalOf(() => textOf('docx', bomb))).toBe('entities');
  });
});

describe('the words of a page that was drawn', () => {
  /** As a browser's PDF has it: text, where its drawing begins, and where it lies. */
  const drawn = (...list: [string, number, number, number, boolean?][]): Sign[] =>
    list.flatMap(([text, x, left, right, made = false]) =>
      Array.from(text).map((sign) => ({ text: sign, x, y: 700, left, right, made })),
    );

  it('are turned where one drawing was read from the wrong side', () => {
    const signs = drawn(
      ['ا', 401.6, 402, 404],
      ['إل', 394.8, 395, 400],
      ['ن', 391, 391, 394],
      ['س', 380, 381, 392],
      ['ا', 377, 378, 381],
      ['ن', 368, 369, 376],
    );
    expect(inOrder(signs)).toBe('الإنسان');
    expect(inOrder(drawn([')', 361, 361, 365], ['ق', 355, 355, 360], ['1', 317, 318, 322], ['(', 313, 314, 317]))).toBe(
      '(ق1)',
    );
  });

  it('are taken once where several drawings stand for one syllable', () => {
    const signs = drawn(
      ['สิ', 33.7, 34.3, 40.2],
      ['ท', 40.6, 41.6, 47],
      ['สิ', 40.7, 34.5, 39.6],
      [' ', 47.5, 47.5, 47.5, true],
      ['ธิ', 47.9, 48.7, 53.9],
      ['ข', 54.4, 55, 60],
      ['ธิ', 54.6, 48.5, 53.6],
    );
    expect(inOrder(signs)).toBe('สิทธิข');
    // The mark stands out on the right of its letter, as browsers set it in Thai; or a little lower, as Typst does.
    expect(inOrder(drawn(['รั', 147, 147.5, 152.4], ['บ', 152.9, 153.9, 159.2], ['รั', 153.5, 149.5, 154]))).toBe('รับ');
    expect(
      inOrder([
        ...drawn(['ช่', 235.3, 235.9, 240.6], ['น', 241.4, 242.3, 247.2]),
        ...drawn(['ช่', 241.6, 239.6, 240.6]).map((sign) => ({ ...sign, y: sign.y - 0.03 })),
      ]),
    ).toBe('ช่น');
    expect(inOrder(drawn(['บำ', 105, 106, 111.3], [' ', 114.7, 114.7, 114.7, true], ['บั', 117, 118, 123.5]))).toBe(
      'บำบั',
    );
    // The same syllable twice, side by side, is two.
    expect(inOrder(drawn(['นิ', 10, 10, 16], ['นิ', 16, 16, 22]))).toBe('นินิ');
  });
});

describe('a packed document', () => {
  it('loses the names of its makers and keeps its words', async () => {
    const photo = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .jpeg()
      .withExif({ IFD0: { Artist: 'Rosa Invented' } })
      .toBuffer();
    const inner = docxOf(['Inside.']);
    const made = await packed(
      docxOf(['Text.'], {
        'word/media/image1.jpeg': photo,
        'docProps/thumbnail.jpeg': photo,
        'word/embeddings/one.docx': inner,
        'word/_rels/settings.xml.rels':
          '<Relationships><Relationship Id="a" Type="x/attachedTemplate" Target="file:///C:/Users/Invented/a.dotm"/></Relationships>',
      }),
    );
    expect(made.removed).toEqual([
      'change-names',
      'comment-names',
      'embedded',
      'image-data',
      'properties',
      'templates',
      'thumbnails',
    ]);
    const parts = readZip(made.bytes, 1e6);
    expect(parts.map(({ name }) => name)).not.toContain('docProps/thumbnail.jpeg');
    for (const { name, bytes } of parts)
      if (!name.endsWith('.docx')) expect([name, Buffer.from(bytes).includes('Invented')]).toEqual([name, false]);
    expect(textOf('docx', made.bytes)).toEqual(['Text.\nPut in.']);
    // Cleaned once more there is nothing left to tell, and the same bytes come out.
    const again = await packed(made.bytes);
    expect([again.removed, again.bytes.equals(made.bytes)]).toEqual([[], true]);
    expect((await packed(odtOf(['Text.']))).removed).toEqual(['comment-names', 'properties']);
  });

  it('is refused when it would run, lead out or grow', async () => {
    const why = (bytes: Buffer) => refusalOf(() => packed(bytes));
    expect(await why(docxOf(['x'], { 'word/vbaProject.bin': 'x' }))).toBe('macros');
    for (const name of ['../../evil', '/etc/passwd', 'C:\\x', 'a/../../b'])
      expect(await why(docxOf(['x'], { [name]: 'x' }))).toBe('paths');
    expect(await why(docxOf(['x'], { 'word/big.xml': Buffer.alloc(40_000_000) }))).toBe('bomb');
    expect(
      await why(docxOf(['x'], { 'word/x.xml': '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>' })),
    ).toBe('entities');
    expect(await why(Buffer.concat([Buffer.from('x'), docxOf(['x'])]))).not.toBe('taken');
    const lying = docxOf(['x'], { 'word/big.xml': Buffer.alloc(1_000_000) });
    // It says to unpack to a hundred bytes.
    const list = lying.lastIndexOf('word/big.xml') - 46;
    lying.writeUInt32LE(100, list + 24);
    expect(await why(lying)).toBe('bomb');
  });

  it('that was changed anywhere is refused or read, never crashed on', async () => {
    const whole = docxOf(['Some text.']);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const bent = Buffer.from(whole);
        bent[at] = byte;
        const result = await refusalOf(() => packed(bent));
        expect([...refusals, 'taken']).toContain(result);
      }),
      { numRuns: 300 },
    );
    expect(entriesOf(inputOf(whole)).length).toBe(5);
  });
});

describe('a PDF', () => {
  let pdf: Buffer;
  beforeAll(async () => {
    pdf = await pdfOf(['Some words.']);
  });

  it('loses author, history, scripts and attachments, and keeps its page', async () => {
    const { PDFDocument, PDFName, PDFString } = await import('@cantoo/pdf-lib');
    const document = await PDFDocument.load(pdf);
    document.setAuthor('Rosa Invented');
    document.addJavaScript('greet', 'app.alert("hello")');
    await document.attach(Buffer.from('secret'), 'list.txt');
    document.catalog.set(PDFName.of('OpenAction'), document.context.obj({ S: 'Launch', F: PDFString.of('calc.exe') }));
    const page = document.getPage(0);
    const { context } = document;
    page.node.set(
      PDFName.of('Annots'),
      context.obj([
        context.register(
          context.obj({ Type: 'Annot', Subtype: 'Text', Rect: [0, 0, 9, 9], T: PDFString.of('Rosa Invented') }),
        ),
        context.register(context.obj({ Type: 'Annot', Subtype: 'FileAttachment', Rect: [0, 0, 9, 9] })),
        context.register(
          context.obj({
            Type: 'Annot',
            Subtype: 'Link',
            Rect: [0, 0, 9, 9],
            A: { S: 'URI', URI: PDFString.of('https://ours.invalid/') },
          }),
        ),
      ]),
    );
    const { bytes, removed } = await cleanPdf(await document.save({ useObjectStreams: false }));
    expect(removed).toEqual(expect.arrayContaining(['info', 'scripts', 'attachments', 'actions', 'comment-names']));
    const plain = await (await PDFDocument.load(bytes, { updateMetadata: false })).save({
      useObjectStreams: false,
      rewrite: true,
    });
    expect(
      Buffer.from(bytes)
        .toString('latin1')
        .match(/startxref/g),
    ).toHaveLength(1);
    for (const trace of ['Invented', 'alert', 'calc.exe', 'EmbeddedFile', '/Info', '/ID '])
      expect([trace, Buffer.from(plain).includes(trace)]).toEqual([trace, false]);
    expect(Buffer.from(plain).includes('https://ours.invalid/')).toBe(true);
    expect((await cleanPdf(bytes)).removed).toEqual([]);
  });

  it('that is signed, locked or none is refused', async () => {
    const { PDFDocument, PDFName } = await import('@cantoo/pdf-lib');
    const document = await PDFDocument.load(pdf);
    document.catalog.set(PDFName.of('AcroForm'), document.context.obj({ SigFlags: 3, Fields: [] }));
    const signed = await document.save();
    expect(await refusalOf(() => cleanPdf(signed))).toBe('signed');
    expect(await refusalOf(() => cleanPdf(Buffer.from('%PDF-1.7 nothing at all')))).toBe('damaged');
  });
});

describe('other files', () => {
  it('of the web run nothing, fetch nothing and name nobody', () => {
    const hostile =
      '<html><head><meta name=author content=Rosa><base href=//x><link rel=stylesheet href=//x/y.css><style>p{background:url(//x/y)}</style></head><body onload=a()><!-- Rosa --><p style="background:url(//x)">A &lt;b&gt; <a href="javascript:a()">c</a><a href="https://ours.invalid">d</a><img src=//x/1.gif alt="e"><iframe src=//x>f</iframe><script>g</script></p>';
    const { bytes, removed } = cleanHtml(Buffer.from(hostile));
    expect(removed.sort()).toEqual(['meta', 'remote', 'scripts']);
    expect(bytes.toString()).toBe(
      '<!doctype html>\n<html><head><meta charset="utf-8"><style>p{background:}</style></head><body><p>A &lt;b&gt; <a>c</a><a href="https://ours.invalid">d</a><img alt="e"></p></body></html>',
    );
    expect(cleanHtml(bytes).bytes.toString()).toContain('<a href="https://ours.invalid">d</a>');
  });

  it('that are heard and seen lose their tags and times, and nothing else moves', () => {
    const out = (clean: typeof cleanMp3, bytes: Buffer) => {
      const pieces: Buffer[] = [];
      const removed = clean(inputOf(bytes), (piece) => pieces.push(Buffer.from(piece)));
      return { removed, bytes: Buffer.concat(pieces) };
    };
    const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(500, 1)]);
    const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x02\x0a', 'latin1'), Buffer.alloc(266, 'R')]);
    const old = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 'R')]);
    expect(out(cleanMp3, Buffer.concat([tag, frame, old]))).toEqual({ removed: ['tags'], bytes: frame });
    expect(out(cleanMp3, frame)).toEqual({ removed: [], bytes: frame });
    const box = (type: string, ...parts: Buffer[]) => {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(8 + parts.reduce((sum, { length }) => sum + length, 0));
      head.write(type, 4, 'latin1');
      return Buffer.concat([head, ...parts]);
    };
    const film = Buffer.concat([
      box('ftyp', Buffer.from('isom\0\0\0\0', 'latin1')),
      box('moov', box('mvhd', Buffer.alloc(100, 7)), box('udta', Buffer.from('+19.4326-099.1332/ Rosa'))),
      box('mdat', Buffer.alloc(300, 5)),
    ]);
    const cleaned = out(cleanMp4, film);
    expect(cleaned.removed.sort()).toEqual(['tags', 'times']);
    expect([cleaned.bytes.length, cleaned.bytes.includes('Rosa'), cleaned.bytes.includes('free')]).toEqual([
      film.length,
      false,
      true,
    ]);
    expect(cleaned.bytes.subarray(-300)).toEqual(film.subarray(-300));
    expect(out(cleanMp4, cleaned.bytes).removed).toEqual([]);
  });

  it('that are pictures inside documents lose what stands beside the pixels', async () => {
    for (const format of ['jpeg', 'png'] as const) {
      const plain = sharp({ create: { width: 20, height: 20, channels: 3, background: '#a40' } })[format]();
      const told = await plain
        .clone()
        .withExif({ IFD0: { Artist: 'Rosa' } })
        .toBuffer();
      const stripped = strippedPicture(told)!;
      expect([told.includes('Rosa'), stripped.includes('Rosa')]).toEqual([true, false]);
      const pixels = async (bytes: Buffer) => (await sharp(bytes).raw().toBuffer()).toString('hex');
      expect(await pixels(stripped)).toBe(await pixels(told));
      expect(strippedPicture(stripped)).toBeUndefined();
    }
  });
});
