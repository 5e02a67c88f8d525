import { sql } from 'kysely';
import type { Trx } from '../../platform/db/index.ts';
import type { Picture, Words } from '../../platform/documents/index.ts';

/** A file as the jobs see it that read it. */
export type ToRead = {
  id: string;
  key: string;
  mediaType: string;
  bytes: number;
  state: string;
  reason: string | null;
  pages: number;
  pictured: number;
  language: string | null;
};

/** A file with how far its reading is; undefined for one that is not read. */
export async function fileToRead(trx: Trx, network: string, id: string): Promise<ToRead | undefined> {
  const row = await trx
    .selectFrom('files as f')
    .innerJoin('file_readings as r', (on) =>
      on.onRef('r.network_id', '=', 'f.network_id').onRef('r.file_id', '=', 'f.id'),
    )
    .select([
      'f.id',
      'f.key',
      'f.media_type as mediaType',
      'f.bytes',
      'r.state',
      'r.reason',
      'r.pages',
      'r.pictured',
      'r.language',
    ])
    .where('f.network_id', '=', network)
    .where('f.id', '=', id)
    .executeTakeFirst();
  return row && { ...row, bytes: Number(row.bytes) };
}

/** What an interrupted reading left. */
export async function forgetTexts(trx: Trx, network: string, fileId: string): Promise<void> {
  await trx.deleteFrom('file_texts').where('network_id', '=', network).where('file_id', '=', fileId).execute();
}

/** Writes words of some pages; nothing for a file that was deleted meanwhile. */
export async function keepWords(trx: Trx, network: string, file: ToRead, words: Words[]): Promise<void> {
  if (words.length === 0 || !(await holds(trx, network, file.id))) return;
  await trx
    .insertInto('file_texts')
    .values(words.map((one) => ({ network_id: network, file_id: file.id, ...one, language: file.language })))
    .onConflict((on) =>
      on.columns(['network_id', 'file_id', 'page']).doUpdateSet((eb) => ({
        label: eb.ref('excluded.label'),
        text: eb.ref('excluded.text'),
        language: eb.ref('excluded.language'),
      })),
    )
    .execute();
}

type Stored = Omit<Picture, 'bytes'> & { key: string; bytes: number };

/** Writes the pictures of pages and how far they go; nothing for a file that was deleted meanwhile. */
export async function keepPictures(trx: Trx, network: string, fileId: string, pictures: Stored[]): Promise<void> {
  if (pictures.length === 0 || !(await holds(trx, network, fileId))) return;
  await trx
    .insertInto('file_pages')
    .values(pictures.map((one) => ({ network_id: network, file_id: fileId, ...one })))
    .onConflict((on) =>
      on.columns(['network_id', 'file_id', 'page', 'size']).doUpdateSet((eb) => ({
        key: eb.ref('excluded.key'),
        bytes: eb.ref('excluded.bytes'),
        width: eb.ref('excluded.width'),
        height: eb.ref('excluded.height'),
      })),
    )
    .execute();
  await sql`
    update file_readings set
      pictured = greatest(pictured, ${Math.max(...pictures.map(({ page }) => page))}::integer),
      picture_bytes = (select sum(bytes) from file_pages where network_id = ${network} and file_id = ${fileId})
    where network_id = ${network} and file_id = ${fileId}`.execute(trx);
}

type End = { state?: string; reason?: string | null; pages?: number; without?: number; cut?: boolean; now: Date };

/** How far a file was read in the end. */
export async function endReading(trx: Trx, network: string, fileId: string, end: End): Promise<void> {
  const { state, reason, pages, without, cut, now } = end;
  await trx
    .updateTable('file_readings')
    .set({ state, reason, pages, pages_without_text: without, cut, changed_at: now })
    .where('network_id', '=', network)
    .where('file_id', '=', fileId)
    .execute();
}

/** Lets a file be read once more: its words and its pictures are made anew. */
export async function beginAgain(
  trx: Trx,
  network: string,
  fileId: string,
  state: 'waiting' | 'kept',
  now: Date,
): Promise<void> {
  await trx
    .updateTable('file_readings')
    .set({ state, reason: null, pages: 0, pages_without_text: 0, pictured: 0, cut: false, changed_at: now })
    .where('network_id', '=', network)
    .where('file_id', '=', fileId)
    .execute();
}

/** The row is held, so that it is not deleted between the question and the insert. */
async function holds(trx: Trx, network: string, fileId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('files')
    .select('id')
    .where('network_id', '=', network)
    .where('id', '=', fileId)
    .forKeyShare()
    .executeTakeFirst();
  return row !== undefined;
}
