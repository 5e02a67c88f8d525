import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import type { Input } from '../packed.ts';
import { Refused } from '../refused.ts';

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
  return page
    .getText()
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
