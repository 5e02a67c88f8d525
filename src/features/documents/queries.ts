import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { SharedDocument, Version } from './document.ts';
import { readable, type Scope, within } from './scope.ts';

const columns = sql`d.id, d.group_id as "groupId", d.kind, d.title, d.version, d.approved_version as "approvedVersion",
  d.approved_at as "approvedAt", d.updated_at as "updatedAt", d.archived_at as "archivedAt", coalesce(v.alias, a.name) as author`;
const newest = sql`documents d
  join document_versions v on v.network_id = d.network_id and v.document_id = d.id and v.version = d.version
  left join accounts a on a.network_id = v.network_id and a.id = v.account_id`;

/** Documents as a list shows them: without their text. */
export type Listed = Omit<SharedDocument, 'body'> & { group: Record<string, string> | null };
export const pageSize = 40;

/** Where a list goes on: behind this moment and id. */
export type After = { at: Date; id: string };

/** The documents of one scope, or (undefined) of all that she reads; the last changed first. */
export async function listDocuments(
  ctx: Ctx,
  scope: Scope | undefined,
  { after, archived = false }: { after?: After; archived?: boolean } = {},
): Promise<Listed[]> {
  const { rows } = await sql<Listed>`select ${columns}, g.name as "group" from ${newest}
    left join groups g on g.network_id = d.network_id and g.id = d.group_id
    where d.network_id = ${ctx.network.id} and ${within(ctx, scope, sql`d.group_id`)}
      and d.archived_at is ${archived ? sql`not null` : sql`null`}
      ${after ? sql`and (d.updated_at, d.id) < (${after.at}, ${after.id})` : sql``}
    order by d.updated_at desc, d.id desc limit ${pageSize + 1}`.execute(ctx.trx);
  return rows;
}

/** A document that the actor may read, with its text. */
export async function findDocument(ctx: Ctx, id: string): Promise<SharedDocument | undefined> {
  const { rows } = await sql<SharedDocument>`select ${columns}, v.body from ${newest}
    where d.network_id = ${ctx.network.id} and d.id = ${id} and ${readable(ctx, sql`d.group_id`)}`.execute(ctx.trx);
  return rows[0];
}

/** Its versions, the newest first; at most five hundred. */
export async function versionsOf(ctx: Ctx, id: string): Promise<Version[]> {
  const { rows } = await sql<Version>`
    select v.version, v.title, v.summary, coalesce(v.alias, a.name) as author, v.saved_at as "savedAt", v.restored,
      char_length(v.body) as length
    from document_versions v left join accounts a on a.network_id = v.network_id and a.id = v.account_id
    where v.network_id = ${ctx.network.id} and v.document_id = ${id} order by v.version desc limit 500`.execute(
    ctx.trx,
  );
  return rows;
}

/** Some versions with their text, the older first. */
export async function textsOf(
  ctx: Ctx,
  id: string,
  versions: number[],
): Promise<(Omit<Version, 'length'> & { body: string })[]> {
  const { rows } = await sql<Omit<Version, 'length'> & { body: string }>`
    select v.version, v.title, v.body, v.summary, coalesce(v.alias, a.name) as author, v.saved_at as "savedAt", v.restored
    from document_versions v left join accounts a on a.network_id = v.network_id and a.id = v.account_id
    where v.network_id = ${ctx.network.id} and v.document_id = ${id} and v.version = any(${versions}) order by v.version`.execute(
    ctx.trx,
  );
  return rows;
}

export type DocumentLink = { id: string; title: string; kind: 'document' | 'minutes' };

/** Titles of documents that the actor may read, for other rooms' pages. */
export async function documentLinks(ctx: Ctx, ids: string[]): Promise<DocumentLink[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<DocumentLink>`select d.id, d.title, d.kind from documents d
    where d.network_id = ${ctx.network.id} and d.id = any(${ids}) and ${readable(ctx, sql`d.group_id`)}
    order by d.title, d.id`.execute(ctx.trx);
  return rows;
}

/** What a scope's things can point to: its documents that are not put away, the last changed first; at most a hundred. */
export async function documentsToChoose(ctx: Ctx, scope: Scope): Promise<DocumentLink[]> {
  const { rows } = await sql<DocumentLink>`select d.id, d.title, d.kind from documents d
    where d.network_id = ${ctx.network.id} and ${within(ctx, scope, sql`d.group_id`)} and d.archived_at is null
    order by d.updated_at desc, d.id limit 100`.execute(ctx.trx);
  return rows;
}
