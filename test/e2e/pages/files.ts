import { insertDocument } from '../../../src/features/files/queries.ts';
import { newId } from '../../../src/platform/crypto/ids.ts';
import { inNetwork } from '../../../src/platform/db/index.ts';
import { type Kind, kinds } from '../../../src/platform/documents/index.ts';
import { docxOf, pdfOf } from '../../../src/platform/documents/testing/made.ts';
import { runJob } from '../../../src/platform/jobs/index.ts';
import type { TestApp } from '../../app.ts';
import type { Opening } from '../pages.ts';

/** Files of /daylight that its coordinator handed in and that belong to nothing yet. */
export type FileContent = { table: string; waiting: string; report: string; book: string; refused: string };

/** Stores files as they stand after their form. */
export async function makeFiles(app: TestApp, accountId: string): Promise<FileContent> {
  const network = await app.network('daylight');
  const put = async (name: string, kind: Kind, content: Buffer, state: 'waiting' | 'kept') => {
    const { key, bytes } = await app.deps.files.put(network.id, [content], { limit: content.length });
    const id = newId();
    await inNetwork(app.db, network.id, (trx) =>
      insertDocument(
        {
          trx,
          actor: { kind: 'account', id: accountId, name: 'Ada', roles: ['coordinator'] },
          network,
          locale: 'en',
          now: app.deps.clock(),
        },
        { id, key, bytes, name, mediaType: kinds[kind].mediaType, removed: [], state, language: 'en', asSent: false },
      ),
    );
    return id;
  };
  const read = async (id: string) => {
    await runJob(app.deps, 'files.reading', { network: network.id, file: id });
    await runJob(app.deps, 'files.pages', { network: network.id, file: id });
    return id;
  };
  const pdf = await pdfOf(['What was seen on the first day of the visit.', 'What was promised at its end.'], 1);
  return {
    report: await read(await put('visit.pdf', 'pdf', pdf, 'waiting')),
    book: await read(await put('notes.docx', 'docx', docxOf(['# Where it began', 'We came at nine.']), 'waiting')),
    refused: await read(await put('torn.pdf', 'pdf', pdf.subarray(0, 900), 'waiting')),
    table: await put('places.csv', 'csv', Buffer.from('place,women\nSampleford,12\n'), 'kept'),
    waiting: await put('notes.txt', 'txt', Buffer.from('Notes of an evening.\n'), 'waiting'),
  };
}

const of =
  (which: keyof FileContent, rest = '') =>
  ({ files }: { files: FileContent }) =>
    `/daylight/en/files/${files[which]}${rest}`;
const r = '/:network/:locale/files/:id';

/** The pages of the room files. */
export const filePages: Record<string, Opening[]> = {
  [r]: [
    { name: 'a file', as: 'coordinator', path: of('table'), says: 'places.csv' },
    { name: 'a file that waits', as: 'coordinator', path: of('waiting'), says: 'being read' },
    { name: 'a file that could not be read', as: 'coordinator', path: of('refused'), says: 'could not be read' },
    { name: 'a file of sections', as: 'coordinator', path: of('book'), says: 'Where it began' },
  ],
  '/:network/:locale/desk/files': [
    { name: 'room for files', as: 'coordinator', path: '/daylight/en/desk/files', says: 'are used' },
    { name: 'room for files, none', as: 'bare', path: '/bare/en/desk/files', says: 'No file is kept yet' },
  ],
  [`${r}/pages/:page{[1-9][0-9]{0,5}}`]: [
    { name: 'the reader', as: 'coordinator', path: of('report', '/pages/2'), says: 'on the first day' },
    {
      name: 'the reader, a page without text',
      as: 'coordinator',
      path: of('report', '/pages/1'),
      says: 'no text layer',
    },
  ],
};

/** What of the room files is no page. */
export const fileNotPages: Record<string, string> = {
  [`${r}/download`]: 'a file',
  '/:network/:locale/files/uploads/:id': 'JSON for the script that sends a file in pieces',
  [`${r}/pages/:page{[1-9][0-9]{0,5}}/:picture{(?:small|large)\\.webp}`]: 'a picture of a page',
};
