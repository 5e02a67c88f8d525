import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { visibleGroups } from '../groups/index.ts';
import { organisationChoices } from '../organisations/index.ts';
import type { Snapshot } from './history.ts';
import { workColumns, workOf } from './rows.ts';
import {
  type Identifier,
  identifierKey,
  type Kind,
  type RelationKind,
  titleKey,
  type Version,
  versionFor,
  type Work,
} from './work.ts';
import { versionsOf } from './work-queries.ts';

/** A work as coordinators see it. */
export type DeskWork = Work & { versions: Version[] };
export type DeskLine = Work & { title: string; locales: string[] };
export type DeskShelf = 'all' | 'drafts' | 'shown' | 'bin';
export const deskShelves: readonly DeskShelf[] = ['all', 'drafts', 'shown', 'bin'];

const pageSize = 30;

/** Works for coordinators, the last changed first. `after` is the key the page before gave; `find` a part of a title. */
export async function listForDesk(
  ctx: Ctx,
  { shelf = 'all', kind, find, after }: { shelf?: DeskShelf; kind?: Kind; find?: string; after?: string },
): Promise<{ works: DeskLine[]; next?: string }> {
  let query = ctx.trx.selectFrom('library_works as w').select(workColumns).where('w.network_id', '=', ctx.network.id);
  query = query.where('w.deleted_at', shelf === 'bin' ? 'is not' : 'is', null);
  if (shelf === 'drafts') query = query.where('w.state', '=', 'draft');
  if (shelf === 'shown') query = query.where('w.state', '=', 'published');
  if (kind) query = query.where('w.kind', '=', kind);
  if (find)
    query = query.where('w.id', 'in', (eb) =>
      eb
        .selectFrom('library_versions as v')
        .select('v.work_id')
        .where('v.network_id', '=', ctx.network.id)
        .where(sql<boolean>`position(${titleKey(find)} in v.title_key) > 0`),
    );
  const key = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(after ?? '');
  if (key) query = query.where(sql<boolean>`(w.updated_at, w.id) < (${new Date(key[1]!)}, ${key[2]!}::uuid)`);
  const rows = await query
    .orderBy('w.updated_at', 'desc')
    .orderBy('w.id', 'desc')
    .limit(pageSize + 1)
    .execute();
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    works: await titled(ctx, shown.map(workOf)),
    next: rows.length > pageSize && last ? `${last.updated_at.toISOString()}_${last.id}` : undefined,
  };
}

async function titled(ctx: Ctx, works: Work[]): Promise<DeskLine[]> {
  if (works.length === 0) return [];
  const versions = await ctx.trx
    .selectFrom('library_versions')
    .select(['work_id', 'locale', 'title', 'original'])
    .where('network_id', '=', ctx.network.id)
    .where(
      'work_id',
      'in',
      works.map((work) => work.id),
    )
    .orderBy('locale')
    .execute();
  return works.map((work) => {
    const own = versions.filter((version) => version.work_id === work.id);
    return {
      ...work,
      title: versionFor(own, ctx.locale, ctx.network.locales)?.title ?? work.slug,
      locales: own.map((version) => version.locale),
    };
  });
}

/** How many works lie where. */
export async function shelfCounts(ctx: Ctx): Promise<Record<DeskShelf, number>> {
  const row = await ctx.trx
    .selectFrom('library_works')
    .select([
      sql<number>`count(*) filter (where deleted_at is null)::integer`.as('all'),
      sql<number>`count(*) filter (where deleted_at is null and state = 'draft')::integer`.as('drafts'),
      sql<number>`count(*) filter (where deleted_at is null and state = 'published')::integer`.as('shown'),
      sql<number>`count(*) filter (where deleted_at is not null)::integer`.as('bin'),
    ])
    .where('network_id', '=', ctx.network.id)
    .executeTakeFirstOrThrow();
  return row;
}

/** One work for its coordinators, or undefined. With `lock` nobody else changes it until the commit. */
export async function findForDesk(ctx: Ctx, id: string, lock = false): Promise<DeskWork | undefined> {
  let query = ctx.trx
    .selectFrom('library_works as w')
    .select(workColumns)
    .where('w.network_id', '=', ctx.network.id)
    .where('w.id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row && { ...workOf(row), versions: await versionsOf(ctx, id) };
}

/** The id of the work at an address, whatever its state; the bin is left out. */
export async function findBySlug(ctx: Ctx, slug: string): Promise<string | undefined> {
  const row = await ctx.trx
    .selectFrom('library_works')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('slug', '=', slug)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

/** Works that may be the same as one with these titles and identifiers, `except` itself; the bin is left out. */
export async function likeWorks(
  ctx: Ctx,
  { titles, identifiers, except }: { titles: string[]; identifiers: Identifier[]; except?: string },
): Promise<DeskLine[]> {
  const keys = titles.map(titleKey).filter(Boolean);
  const wanted = identifiers.map(identifierKey);
  if (keys.length === 0 && wanted.length === 0) return [];
  let query = ctx.trx
    .selectFrom('library_works as w')
    .select(workColumns)
    .where('w.network_id', '=', ctx.network.id)
    .where('w.deleted_at', 'is', null)
    .where((eb) =>
      eb.or([
        ...(keys.length > 0
          ? [
              eb(
                'w.id',
                'in',
                eb
                  .selectFrom('library_versions as v')
                  .select('v.work_id')
                  .where('v.network_id', '=', ctx.network.id)
                  .where('v.title_key', 'in', keys),
              ),
            ]
          : []),
        ...(wanted.length > 0 ? [sql<boolean>`w.identifier_keys && ${wanted}::text[]`] : []),
      ]),
    );
  if (except) query = query.where('w.id', '!=', except);
  return titled(ctx, (await query.orderBy('w.id').limit(20).execute()).map(workOf));
}

export type Choice = { id: string; label: string };

/** The groups a work may be kept for, by their names in the reader's language: of hidden ones those alone in which she is. */
export async function groupChoices(ctx: Ctx): Promise<Choice[]> {
  const rows = await visibleGroups(ctx)
    .select(['g.id', 'g.slug', 'g.name'])
    .where('g.closed_at', 'is', null)
    .orderBy('g.slug')
    .execute();
  return rows.map((row) => {
    const name = row.name as Record<string, string>;
    return { id: row.id, label: name[ctx.locale] ?? Object.values(name)[0] ?? row.slug };
  });
}

export const groupExists = async (ctx: Ctx, id: string): Promise<boolean> =>
  (await groupChoices(ctx)).some((group) => group.id === id);

/** The organisations that may be named as publisher. */
export async function publisherChoices(ctx: Ctx): Promise<Choice[]> {
  return (await organisationChoices(ctx)).map(({ id, name }) => ({ id, label: name }));
}

export const organisationExists = async (ctx: Ctx, id: string): Promise<boolean> =>
  (await publisherChoices(ctx)).some((one) => one.id === id);

/** How a work belongs to others, as coordinators see it. */
export async function relationsOf(ctx: Ctx, id: string): Promise<{ kind: RelationKind; to: DeskLine }[]> {
  const links = await ctx.trx
    .selectFrom('library_relations')
    .select(['to_id', 'kind'])
    .where('network_id', '=', ctx.network.id)
    .where('from_id', '=', id)
    .execute();
  if (links.length === 0) return [];
  const rows = await ctx.trx
    .selectFrom('library_works as w')
    .select(workColumns)
    .where('w.network_id', '=', ctx.network.id)
    .where(
      'w.id',
      'in',
      links.map((link) => link.to_id),
    )
    .execute();
  const lines = await titled(ctx, rows.map(workOf));
  return links.flatMap((link) => {
    const to = lines.find((line) => line.id === link.to_id);
    return to ? [{ kind: link.kind as RelationKind, to }] : [];
  });
}

export type Revision = { revision: number; at: Date; by: string | null; state: Snapshot };

/** What was written down of a work, the last first; at most a hundred. */
export async function historyOf(ctx: Ctx, id: string): Promise<Revision[]> {
  const rows = await ctx.trx
    .selectFrom('library_history as h')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'h.network_id').onRef('a.id', '=', 'h.account_id'),
    )
    .select(['h.revision', 'h.at', 'a.name as by', 'h.state'])
    .where('h.network_id', '=', ctx.network.id)
    .where('h.work_id', '=', id)
    .orderBy('h.revision', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({ revision: row.revision, at: row.at, by: row.by, state: row.state as Snapshot }));
}
