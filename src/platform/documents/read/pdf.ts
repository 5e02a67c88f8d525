import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import type { Input } from '../packed.ts';
import { Refused } from '../refused.ts';
import { inOrder, isComplex, type Sign } from './glyphs.ts';

/** Opens a PDF. Throws `Refused` for one that needs a password or cannot be read. */
export async function openPdf(input: Input): Promise<PDFiumDocument> {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(input.read(0, input.size));
    if (document.getPageCount() === 0) throw new Refused('damaged');
    return document;
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(/password|security/i.test(String(error)) ? 'encrypted' : 'damaged');
  }
}

/** The words of a page, line by line; what is no sign of any script is left out. Empty where it has no text layer. */
export function wordsOf(page: PDFiumPage): string {
  const plain = page.getText();
  return (isComplex(plain) ? inOrder(signsOf(page)) : plain)
    .replace(/\u0002|\u00ad\r?\n/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A page as pixels of at most this width and height; undefined for a page without a size. */
export async function pixelsOf(
  page: PDFiumPage,
  most: { width: number; height: number },
): Promise<{ data: Uint8Array; width: number; height: number } | undefined> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  if (!(originalWidth >= 1 && originalHeight >= 1)) return undefined;
  const scale = Math.min(most.width / originalWidth, most.height / originalHeight);
  if (originalWidth * scale < 1 || originalHeight * scale < 1) return undefined;
  const { data, width, height } = await page.render({ scale, render: 'bitmap' });
  return { data, width, height };
}

/** What the library reads of each sign (fpdf_text.h); its own wrapper hands over the words alone. */
type Engine = {
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetUnicode(text: number, n: number): number;
  _FPDFText_IsGenerated(text: number, n: number): number;
  _FPDFText_GetCharOrigin(text: number, n: number, x: number, y: number): number;
  _FPDFText_GetCharBox(text: number, n: number, left: number, right: number, bottom: number, top: number): number;
  wasmExports: { malloc(bytes: number): number; free(at: number): void };
  HEAPF64: Float64Array;
};

/** Each sign of a page with the place of its drawing. */
function signsOf(page: PDFiumPage): Sign[] {
  const { module, pageIdx } = page as unknown as { module: Engine; pageIdx: number };
  const text = module._FPDFText_LoadPage(pageIdx);
  const at = module.wasmExports.malloc(48);
  // Read anew each time: the engine's memory moves when it grows.
  const number = (n: number) => module.HEAPF64[at / 8 + n]!;
  const signs: Sign[] = [];
  const count = module._FPDFText_CountChars(text);
  for (let n = 0; n < count; n += 1) {
    const code = module._FPDFText_GetUnicode(text, n);
    if (code === 0 || code > 0x10ffff) continue;
    module._FPDFText_GetCharOrigin(text, n, at, at + 8);
    module._FPDFText_GetCharBox(text, n, at + 16, at + 24, at + 32, at + 40);
    const made = module._FPDFText_IsGenerated(text, n) === 1;
    signs.push({
      text: String.fromCodePoint(code),
      x: number(0),
      y: number(1),
      left: number(2),
      right: number(3),
      made,
    });
  }
  module.wasmExports.free(at);
  module._FPDFText_ClosePage(text);
  return signs;
}
