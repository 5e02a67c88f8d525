import { writeZip } from '../../files/index.ts';
import { renderPdf } from '../../pdf/index.ts';

/** For tests: small documents as programs of offices write them. */

/** A PDF of so many pages with text; `drawn` pages come first and hold a drawing alone. */
export async function pdfOf(pages: string[], drawn = 0): Promise<Buffer> {
  const source = `
#set document(title: "A title", author: "Somebody Invented")
#for n in range(data.drawn) [#rect(width: 60pt, height: 40pt, fill: blue) #pagebreak(weak: false)]
#for (n, page) in data.pages.enumerate() [#page #if n + 1 < data.pages.len() [#pagebreak()]]`;
  return (await renderPdf(source, { pages, drawn })).bytes;
}

const types =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';

/** A DOCX with headings, a comment, a tracked change, an author, and whatever other parts are given. */
export function docxOf(paragraphs: string[], parts: Record<string, string | Uint8Array> = {}): Buffer {
  const body = paragraphs
    .map((text) => {
      const heading = text.startsWith('# ');
      const style = heading ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : '';
      return `<w:p>${style}<w:r><w:t>${text.replace(/^# /, '')}</w:t></w:r></w:p>`;
    })
    .join('');
  const changed =
    '<w:p><w:ins w:id="1" w:author="Maria Invented" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Put in.</w:t></w:r></w:ins><w:del w:id="2" w:author="Maria Invented"><w:r><w:delText>Taken out.</w:delText></w:r></w:del></w:p>';
  return writeZip(
    Object.entries({
      '[Content_Types].xml': types,
      '_rels/.rels':
        '<Relationships xmlns="x"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>',
      'docProps/core.xml':
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Maria Invented</dc:creator></cp:coreProperties>',
      'word/document.xml': `<w:document xmlns:w="w"><w:body>${body}${changed}</w:body></w:document>`,
      'word/comments.xml':
        '<w:comments xmlns:w="w"><w:comment w:id="0" w:author="Rosa Invented" w:initials="RI"><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment></w:comments>',
      ...parts,
    }).map(([name, bytes]) => ({ name, bytes })),
  );
}

/** An ODT with a heading and an author. */
export const odtOf = (paragraphs: string[]): Buffer =>
  writeZip([
    { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.text' },
    { name: 'META-INF/manifest.xml', bytes: '<manifest:manifest xmlns:manifest="m"/>' },
    { name: 'meta.xml', bytes: '<office:document-meta><dc:creator>Maria Invented</dc:creator></office:document-meta>' },
    {
      name: 'content.xml',
      bytes: `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:dc="d"><office:body><office:text><text:h text:outline-level="1">What was seen</text:h>${paragraphs.map((text) => `<text:p>${text}<office:annotation><dc:creator>Rosa Invented</dc:creator><text:p>Hm.</text:p></office:annotation></text:p>`).join('')}</office:text></office:body></office:document-content>`,
    },
  ]);

/** An EPUB of chapters. */
export const epubOf = (chapters: string[]): Buffer =>
  writeZip([
    { name: 'mimetype', bytes: 'application/epub+zip' },
    {
      name: 'META-INF/container.xml',
      bytes:
        '<container><rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    },
    {
      name: 'OPS/book.opf',
      bytes: `<package><manifest>${chapters.map((_, n) => `<item id="c${n}" href="c%20${n}.xhtml"/>`).join('')}</manifest><spine>${chapters.map((_, n) => `<itemref idref="c${n}"/>`).join('')}</spine></package>`,
    },
    ...chapters.map((text, n) => ({
      name: `OPS/c ${n}.xhtml`,
      bytes: `<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head><body><h1>Chapter ${n + 1}</h1><p>${text}</p></body></html>`,
    })),
  ]);
