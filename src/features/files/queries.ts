import { sql } from 'kysely';
import type { Trx } from '../../platform/db/index.ts';
import { fileReferences, unreferenced } from '../../platform/db/references.ts';
import { mostPictures, type Removed } from '../../platform/documents/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Quota, type Used, usualQuota } from './quota.ts';

/** How far a file was read. */
export type ReadingState = 'waiting' | 'read' | 'no-text' | 'refused' | 'kept';

/** A file as pages show it. */
export type StoredFile = {
  id: string;
  key: string;
  name: string;
  mediaType: string;
  bytes: number;
  removed: Removed[];
  createdAt: Date;
  createdBy: string | null;
  state: ReadingState;
  reason: string | null;
  pages: number;
  pagesWithoutText: number;
  pictured: number;
  language: string | null;
  asSent: boolean;
  cut: boolean;
};

const stored = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('files as f')
    .innerJoin('file_readings as r', (on) =>
      on.onRef('r.network_id', '=', 'f.network_id').onRef('r.file_id', '=', 'f.id'),
    )
    .select([
      'f.id',
      'f.key',
      'f.name',
      'f.media_type as mediaType',
      'f.bytes',
      'f.removed',
      'f.created_at as createdAt',
      'f.created_by as createdBy',
      'r.state',
      'r.reason',
      'r.pages',
      'r.pages_without_text as pagesWithoutText',
      'r.pictured',
      'r.language',
      'r.as_sent as asSent',
      'r.cut',
    ])
    .where('f.network_id', '=', ctx.network.id);

type Row = Awaited<ReturnType<ReturnType<typeof stored>['executeTakeFirstOrThrow']>>;
const shaped = (row: Row): StoredFile => ({
  ...row,
  bytes: Number(row.bytes),
  state: row.state as ReadingState,
  removed: row.removed as Removed[],
});

/** Files by their ids, for the room that refers to them: it has checked what the actor may see. */
export async function filesOf(ctx: Ctx, ids: string[]): Promise<Map<string, StoredFile>> {
  if (ids.length === 0) return new Map();
  const rows = await stored(ctx).where('f.id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, shaped(row)]));
}

/** Writes the row of a document that lies in the store, and that it waits to be read. */
export async function insertDocument(
  ctx: Ctx,
  row: {
    id: string;
    key: string;
    name: string;
    mediaType: string;
    bytes: number;
    width?: number;
    height?: number;
    removed: string[];
    state: ReadingState;
    language: string | null;
    asSent: boolean;
  },
): Promise<void> {
  await ctx.trx
    .insertInto('files')
    .values({
      network_id: ctx.network.id,
      id: row.id,
      kind: 'document',
      key: row.key,
      media_type: row.mediaType,
      bytes: row.bytes,
      width: row.width ?? null,
      height: row.height ?? null,
      name: row.name,
      removed: JSON.stringify(row.removed),
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .execute();
  await ctx.trx
    .insertInto('file_readings')
    .values({
      network_id: ctx.network.id,
      file_id: row.id,
      state: row.state,
      language: row.language,
      as_sent: row.asSent,
      changed_at: ctx.now,
    })
    .execute();
}

/**
 * Deletes documents that nothing refers to: one by its id, or all handed in before a time. Returns the keys whose bytes may go.
 */
export async function deleteUnreferenced(ctx: Ctx, which: { id: string } | { before: Date }): Promise<string[]> {
  const references = await fileReferences(ctx.trx);
  const gone = await ctx.trx
    .selectFrom('files as f')
    .select(['f.id', 'f.key'])
    .where('f.network_id', '=', ctx.network.id)
    .where('f.kind', '=', 'document')
    .$if('id' in which, (query) => query.where('f.id', '=', (which as { id: string }).id))
    .$if('before' in which, (query) => query.where('f.created_at', '<', (which as { before: Date }).before))
    .where(unreferenced(references))
    .limit(500)
    .forUpdate()
    .execute();
  if (gone.length === 0) return [];
  const ids = gone.map(({ id }) => id);
  const pages = await ctx.trx
    .selectFrom('file_pages')
    .select('key')
    .where('network_id', '=', ctx.network.id)
    .where('file_id', 'in', ids)
    .execute();
  await ctx.trx.deleteFrom('files').where('network_id', '=', ctx.network.id).where('id', 'in', ids).execute();
  return [...new Set([...gone, ...pages].map(({ key }) => key))];
}

/** What the files of the network take, and those of whoever asks, with the pictures of their pages and what is on its way. */
export async function usedBytes(ctx: Ctx): Promise<Used> {
  const me = ctx.actor.kind === 'account' ? ctx.actor.id : null;
  const { rows } = await sql<{ network: string; person: string }>`
    with taken as (
      select f.created_by as who, f.bytes + coalesce(r.picture_bytes, 0) as bytes
      from files f left join file_readings r on r.network_id = f.network_id and r.file_id = f.id
      where f.network_id = ${ctx.network.id}
      union all
      select account_id, bytes from file_uploads where network_id = ${ctx.network.id} and expires_at > ${ctx.now}
    )
    select coalesce(sum(bytes), 0)::text as network, coalesce(sum(bytes) filter (where who = ${me}), 0)::text as person
    from taken`.execute(ctx.trx);
  return { network: Number(rows[0]!.network), person: Number(rows[0]!.person) };
}

/** What the network has set. */
export const quotaOf = (ctx: Pick<Ctx, 'network'>): Quota => ({ ...usualQuota, ...ctx.network.settings.fileQuota });

/** The words of some pages of a file. */
export async function textsOf(
  ctx: Ctx,
  fileId: string,
  from: number,
  to: number,
): Promise<{ page: number; label: string; text: string; language: string | null }[]> {
  return ctx.trx
    .selectFrom('file_texts')
    .select(['page', 'label', 'text', 'language'])
    .where('network_id', '=', ctx.network.id)
    .where('file_id', '=', fileId)
    .where('page', '>=', from)
    .where('page', '<=', to)
    .orderBy('page')
    .execute();
}

export type PagePicture = {
  page: number;
  size: 'small' | 'large';
  key: string;
  bytes: number;
  width: number;
  height: number;
};

/** The pictures of some pages of a file. */
export async function picturesOf(ctx: Ctx, fileId: string, from: number, to: number): Promise<PagePicture[]> {
  const rows = await ctx.trx
    .selectFrom('file_pages')
    .select(['page', 'size', 'key', 'bytes', 'width', 'height'])
    .where('network_id', '=', ctx.network.id)
    .where('file_id', '=', fileId)
    .where('page', '>=', from)
    .where('page', '<=', to)
    .orderBy('page')
    .execute();
  return rows.map((row) => ({ ...row, size: row.size as 'small' | 'large' }));
}

/** Uploads in pieces whose time is over; returns their ids. */
export async function deleteExpiredUploads(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.trx
    .deleteFrom('file_uploads')
    .where('network_id', '=', ctx.network.id)
    .where('expires_at', '<', ctx.now)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Somebody's own upload in pieces. */
export async function uploadOf(ctx: { trx: Trx; network: { id: string }; now: Date }, id: string, accountId: string) {
  const row = await ctx.trx
    .selectFrom('file_uploads')
    .select(['id', 'name', 'bytes'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return row && { ...row, bytes: Number(row.bytes) };
}

/** The upload of the same file that was interrupted, by what the browser knows it by. */
export async function uploadMarked(
  ctx: Ctx,
  accountId: string,
  mark: string,
  bytes: number,
): Promise<string | undefined> {
  const row = await ctx.trx
    .selectFrom('file_uploads')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('mark', '=', mark)
    .where(sql<boolean>`bytes = ${bytes}`)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return row?.id;
}

/** How many uploads in pieces somebody has open. */
export async function uploadsOpen(ctx: Ctx, accountId: string): Promise<number> {
  const { count } = await ctx.trx
    .selectFrom('file_uploads')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Writes that a file is on its way, for so many milliseconds. */
export async function insertUpload(
  ctx: Ctx,
  row: { id: string; account: string; name: string; bytes: number; mark: string; days: number },
): Promise<void> {
  await ctx.trx
    .insertInto('file_uploads')
    .values({
      network_id: ctx.network.id,
      id: row.id,
      account_id: row.account,
      name: row.name,
      bytes: row.bytes,
      mark: row.mark,
      created_at: ctx.now,
      expires_at: new Date(ctx.now.getTime() + row.days),
    })
    .execute();
}

/** How many files there are, by how far they were read. */
export async function countByState(ctx: Ctx): Promise<{ state: ReadingState; count: number }[]> {
  const rows = await ctx.trx
    .selectFrom('file_readings')
    .select((eb) => ['state', eb.fn.countAll<string>().as('count')])
    .where('network_id', '=', ctx.network.id)
    .groupBy('state')
    .orderBy('state')
    .execute();
  return rows.map(({ state, count }) => ({ state: state as ReadingState, count: Number(count) }));
}

/** Sets how much room files may take, beside the network's other settings. */
export async function saveQuota(ctx: Ctx, quota: Quota): Promise<void> {
  await ctx.trx
    .updateTable('networks')
    .set({ settings: sql`settings || ${JSON.stringify({ fileQuota: quota })}::jsonb` })
    .where('id', '=', ctx.network.id)
    .execute();
}

/** Files whose reading or whose pictures stand still since `before`: their job was lost, with a restored backup for instance. */
export async function standingStill(
  ctx: Ctx,
  before: Date,
): Promise<{ id: string; job: 'files.reading' | 'files.pages' }[]> {
  const rows = await ctx.trx
    .selectFrom('file_readings as r')
    .innerJoin('files as f', (on) => on.onRef('f.network_id', '=', 'r.network_id').onRef('f.id', '=', 'r.file_id'))
    .select(['r.file_id as id', 'r.state'])
    .where('r.network_id', '=', ctx.network.id)
    .where('r.changed_at', '<', before)
    .where('r.reason', 'is', null)
    .where((eb) =>
      eb.or([
        eb('r.state', '=', 'waiting'),
        eb.and([
          eb('r.state', 'in', ['read', 'no-text']),
          eb('f.media_type', '=', 'application/pdf'),
          eb('r.pictured', '<', eb.fn<number>('least', ['r.pages', sql.lit(mostPictures)])),
        ]),
      ]),
    )
    .limit(200)
    .execute();
  return rows.map(({ id, state }) => ({ id, job: state === 'waiting' ? 'files.reading' : 'files.pages' }));
}

/** Her account is deleted: what she handed in stays with what it belongs to, and is nobody's; what she had begun to send goes. */
export async function forgetMaker(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.trx
    .updateTable('files')
    .set({ created_by: null })
    .where('network_id', '=', ctx.network.id)
    .where('created_by', '=', accountId)
    .execute();
  await ctx.trx
    .updateTable('file_uploads')
    .set({ expires_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .execute();
}

/** What she handed in, for her own copy. */
export const copyOfFiles = (ctx: Ctx, accountId: string) =>
  ctx.trx
    .selectFrom('files')
    .select(['name', 'media_type as mediaType', 'bytes', 'created_at as createdAt'])
    .where('network_id', '=', ctx.network.id)
    .where('created_by', '=', accountId)
    .orderBy('created_at')
    .execute();
