import { insertDocument } from '../../../src/features/files/queries.ts';
import { newId } from '../../../src/platform/crypto/ids.ts';
import { inNetwork } from '../../../src/platform/db/index.ts';
import { type Kind, kinds } from '../../../src/platform/documents/index.ts';
import type { TestApp } from '../../app.ts';
import type { Opening } from '../pages.ts';

/** Files of /daylight that its coordinator handed in and that belong to nothing yet. */
export type FileContent = { table: string; waiting: string };

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
  return {
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
  ],
};

/** What of the room files is no page. */
export const fileNotPages: Record<string, string> = { [`${r}/download`]: 'a file' };
