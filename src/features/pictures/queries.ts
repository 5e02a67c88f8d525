import type { Trx } from '../../platform/db/index.ts';
import { fileReferences, unreferenced } from '../../platform/db/references.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { mayHandlePictures } from './access.ts';

/** A picture as a page needs it. */
export type Picture = { key: string; width: number; height: number };

/** The picture a row names, or undefined. For the owner of the reference, who has checked what the actor may see. */
export async function pictureOf(ctx: Ctx, fileId: string): Promise<Picture | undefined> {
  return (await picturesOf(ctx, [fileId])).get(fileId);
}

/** As `pictureOf`, for many rows: the pictures by their ids. */
export async function picturesOf(ctx: Ctx, fileIds: readonly string[]): Promise<Map<string, Picture>> {
  if (fileIds.length === 0) return new Map();
  const rows = await ctx.trx
    .selectFrom('files')
    .select(['id', 'key', 'width', 'height'])
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', [...new Set(fileIds)])
    .execute();
  return new Map(
    rows.flatMap(({ id, key, width, height }) => (width && height ? [[id, { key, width, height }] as const] : [])),
  );
}

/**
 * The picture under a key, if the actor may see it; `public` when everybody may: `for-good`, or as long as the woman whose story it
 * belongs to agrees (`lent`), which has to be asked each time.
 */
export async function visiblePicture(
  ctx: Ctx,
  key: string,
): Promise<{ mediaType: string; public: 'for-good' | 'lent' | false } | undefined> {
  const row = await ctx.trx
    .selectFrom('files as f')
    .select((eb) => [
      'f.media_type',
      eb
        .or([
          eb.exists(
            eb
              .selectFrom('campaigns as c')
              .select('c.id')
              .whereRef('c.network_id', '=', 'f.network_id')
              .whereRef('c.picture_id', '=', 'f.id')
              .where('c.state', '!=', 'draft'),
          ),
          // The press may see it before its time, whoever has the preview's address.
          eb.exists(
            eb
              .selectFrom('news_items as i')
              .select('i.id')
              .whereRef('i.network_id', '=', 'f.network_id')
              .whereRef('i.picture_id', '=', 'f.id')
              .where('i.state', '!=', 'draft'),
          ),
          eb.exists(
            eb
              .selectFrom('library_works as w')
              .select('w.id')
              .whereRef('w.network_id', '=', 'f.network_id')
              .whereRef('w.poster_id', '=', 'f.id')
              .where('w.state', '=', 'published')
              .where('w.access', '=', 'public')
              .where('w.deleted_at', 'is', null),
          ),
          eb.exists(
            eb
              .selectFrom('website_pictures as wp')
              .innerJoin('website_editions as we', (join) =>
                join.onRef('we.network_id', '=', 'wp.network_id').onRef('we.id', '=', 'wp.edition_id'),
              )
              .select('wp.edition_id')
              .whereRef('wp.network_id', '=', 'f.network_id')
              .whereRef('wp.picture_id', '=', 'f.id')
              .where('we.state', '=', 'current'),
          ),
        ])
        .as('public'),
      eb
        .exists(
          eb
            .selectFrom('stories as s')
            .innerJoin('story_approvals as a', (join) =>
              join.onRef('a.network_id', '=', 's.network_id').onRef('a.story_id', '=', 's.id'),
            )
            .innerJoin('story_texts as t', (join) =>
              join
                .onRef('t.network_id', '=', 'a.network_id')
                .onRef('t.story_id', '=', 'a.story_id')
                .onRef('t.locale', '=', 'a.locale')
                .onRef('t.version', '=', 'a.version'),
            )
            .select('s.id')
            .whereRef('s.network_id', '=', 'f.network_id')
            .whereRef('s.picture_id', '=', 'f.id')
            .where('a.place', '=', '')
            .where('a.use', 'in', ['website', 'campaign', 'news', 'share'])
            .where('a.state', '=', 'approved')
            .where('a.expires_at', '>', ctx.now),
        )
        .as('lent'),
    ])
    .where('f.network_id', '=', ctx.network.id)
    .where('f.key', '=', key)
    .where('f.kind', '=', 'picture')
    .executeTakeFirst();
  if (!row || !(row.public || row.lent || mayHandlePictures(ctx.actor))) return undefined;
  return { mediaType: row.media_type, public: row.public ? 'for-good' : row.lent ? 'lent' : false };
}

/**
 * Writes the row of a stored picture. The same picture handed in again is the same row, and as if it were new:
 * its time counts from now.
 */
export async function insertPicture(
  ctx: Ctx,
  row: {
    id: string;
    key: string;
    mediaType: string;
    bytes: number;
    width: number;
    height: number;
    name: string;
    removed: string[];
  },
): Promise<string> {
  const written = await ctx.trx
    .insertInto('files')
    .values({
      network_id: ctx.network.id,
      id: row.id,
      key: row.key,
      media_type: row.mediaType,
      bytes: row.bytes,
      width: row.width,
      height: row.height,
      name: row.name,
      removed: JSON.stringify(row.removed),
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .onConflict((on) =>
      on.columns(['network_id', 'key']).where('kind', '=', 'picture').doUpdateSet({ created_at: ctx.now }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return written.id;
}

/** Deletes rows that nothing refers to: one by its id, or all handed in before a time. Returns their keys. */
export async function deleteUnreferenced(ctx: Ctx, which: { id: string } | { before: Date }): Promise<string[]> {
  const references = await fileReferences(ctx.trx);
  const rows = await ctx.trx
    .deleteFrom('files as f')
    .where('f.network_id', '=', ctx.network.id)
    .where('f.kind', '=', 'picture')
    .$if('id' in which, (query) => query.where('f.id', '=', (which as { id: string }).id))
    .$if('before' in which, (query) => query.where('f.created_at', '<', (which as { before: Date }).before))
    .where(unreferenced(references))
    .returning('f.key')
    .execute();
  return rows.map((row) => row.key);
}

/** Those of `keys` for which the network has a row: a picture's, a document's, or that of a page of one. */
export async function keptKeys(trx: Trx, networkId: string, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await trx
    .selectFrom('files')
    .select('key')
    .where('network_id', '=', networkId)
    .where('key', 'in', keys)
    .union(trx.selectFrom('file_pages').select('key').where('network_id', '=', networkId).where('key', 'in', keys))
    .execute();
  return new Set(rows.map((row) => row.key));
}
