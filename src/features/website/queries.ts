import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { visibleWorks } from '../library/index.ts';
import { visibleOrganisations } from '../organisations/index.ts';
import { type Block, blocksOf, type PageName } from './block.ts';

/** A whole page: a draft that is worked on, the one that everybody reads, or one before it. */
export type Edition = {
  id: string;
  state: 'draft' | 'current' | 'past';
  number: number | null;
  revision: number;
  blocks: Block[];
  /** When its words were changed last; of the past: when another took its place. */
  changedAt: Date;
  publishedAt: Date | null;
};

const columns = ['id', 'state', 'number', 'revision', 'blocks', 'changed_at', 'published_at'] as const;

type Row = {
  id: string;
  state: string;
  number: number | null;
  revision: number;
  blocks: unknown;
  changed_at: Date;
  published_at: Date | null;
};

const editionOf = (row: Row): Edition => ({
  id: row.id,
  state: row.state as Edition['state'],
  number: row.number,
  revision: row.revision,
  blocks: blocksOf(row.blocks),
  changedAt: row.changed_at,
  publishedAt: row.published_at,
});

const editions = (ctx: Ctx, page: PageName) =>
  ctx.trx.selectFrom('website_editions').where('network_id', '=', ctx.network.id).where('page', '=', page);

/** The edition in a state that there is at most one of. With `lock` nobody else changes it until the commit. */
export async function editionIn(
  ctx: Ctx,
  page: PageName,
  state: 'draft' | 'current',
  lock = false,
): Promise<Edition | undefined> {
  let query = editions(ctx, page).select(columns).where('state', '=', state);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row && editionOf(row);
}

/** Of every page the draft and what everybody reads. */
export async function workedOn(ctx: Ctx): Promise<(Edition & { page: PageName })[]> {
  const rows = await ctx.trx
    .selectFrom('website_editions')
    .select([...columns, 'page'])
    .where('network_id', '=', ctx.network.id)
    .where('state', '!=', 'past')
    .execute();
  return rows.map((row) => ({ ...editionOf(row), page: row.page as PageName }));
}

/** A published edition by its number. */
export async function editionNumbered(ctx: Ctx, page: PageName, number: number): Promise<Edition | undefined> {
  const row = await editions(ctx, page).select(columns).where('number', '=', number).executeTakeFirst();
  return row && editionOf(row);
}

export type Published = {
  number: number;
  state: 'current' | 'past';
  publishedAt: Date;
  by: string | null;
  blocks: number;
};

/** The published editions of a page, the newest first, at most a hundred. */
export async function publishedEditions(ctx: Ctx, page: PageName): Promise<Published[]> {
  const rows = await ctx.trx
    .selectFrom('website_editions as e')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'e.network_id').onRef('a.id', '=', 'e.published_by'),
    )
    .select(['e.number', 'e.state', 'e.published_at', 'a.name'])
    .select(sql<number>`jsonb_array_length(e.blocks)`.as('blocks'))
    .where('e.network_id', '=', ctx.network.id)
    .where('e.page', '=', page)
    .where('e.number', 'is not', null)
    .orderBy('e.number', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    number: row.number!,
    state: row.state as Published['state'],
    publishedAt: row.published_at!,
    by: row.name,
    blocks: Number(row.blocks),
  }));
}

/** In which state each page is: for the desk's list. */
export async function pageStates(
  ctx: Ctx,
): Promise<Map<string, { draft: boolean; number: number | null; publishedAt: Date | null }>> {
  const rows = await ctx.trx
    .selectFrom('website_editions')
    .select(['page', 'state', 'number', 'published_at'])
    .where('network_id', '=', ctx.network.id)
    .where('state', '!=', 'past')
    .execute();
  const states = new Map<string, { draft: boolean; number: number | null; publishedAt: Date | null }>();
  for (const row of rows) {
    const known = states.get(row.page) ?? { draft: false, number: null, publishedAt: null };
    states.set(
      row.page,
      row.state === 'draft'
        ? { ...known, draft: true }
        : { ...known, number: row.number, publishedAt: row.published_at },
    );
  }
  return states;
}

/** Confirmed letters and signatures, who sent them and whom letters reached. */
export type ActedFigures = { letters: number; supporters: number; reached: number };

/** What people did, counted when it is asked. */
export async function actedFigures(ctx: Ctx): Promise<ActedFigures> {
  const counted = ctx.trx
    .selectFrom('actions')
    .select((eb) => [
      eb.fn.countAll<number>().as('letters'),
      eb.fn.count<number>('person_id').distinct().as('supporters'),
    ])
    .where('network_id', '=', ctx.network.id)
    .where('counted', '=', true)
    .executeTakeFirstOrThrow();
  const reached = ctx.trx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.count<number>('post_id').distinct().as('posts'))
    .where('network_id', '=', ctx.network.id)
    .where('state', 'in', ['sent', 'answered', 'posted'])
    .executeTakeFirstOrThrow();
  const [actions, posts] = await Promise.all([counted, reached]);
  return { letters: Number(actions.letters), supporters: Number(actions.supporters), reached: Number(posts.posts) };
}

/** How many works of the library the actor may see. */
export async function countWorks(ctx: Ctx): Promise<number> {
  const row = await visibleWorks(ctx)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export type NamedOrganisation = { id: string; slug: string; name: string };

/** Those of these organisations of which the actor may know, by id. */
export async function organisationsAmong(ctx: Ctx, ids: readonly string[]): Promise<Map<string, NamedOrganisation>> {
  if (ids.length === 0) return new Map();
  const rows = await visibleOrganisations(ctx)
    .select(['o.id', 'o.slug', 'o.name'])
    .where('o.id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
