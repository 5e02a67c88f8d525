import { sql } from 'kysely';
import { machineMadeIn } from '../../platform/db/index.ts';
import { dayOf } from '../../platform/http/index.ts';
import type { BackReferences, ReferencePage, Searchable, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { isMachineMade } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { picturesOf } from '../pictures/index.ts';
import { taggedWith } from '../spine/index.ts';
import { storiesOfNews } from '../stories/index.ts';
import { referencesOf } from '../vocabularies/index.ts';
import { type DeskNewsItem, isReady, type KeptText, type NewsItem, type NewsKind } from './item.ts';

const pageSize = 20;

/** What everybody may read now. One function for list, page, feeds and whatever points here. */
const publicItems = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('news_items as i')
    .where('i.network_id', '=', ctx.network.id)
    .where('i.state', '=', 'published')
    .where('i.publish_at', '<=', ctx.now);

const columns = ['i.id', 'i.slug', 'i.kind', 'i.publish_at', 'i.authors', 'i.picture_id', 'i.sample'] as const;

type Row = {
  id: string;
  slug: string;
  kind: string;
  publish_at: Date | null;
  authors: string[];
  picture_id: string | null;
  sample: boolean;
};

const fieldsOf = { title: 'title', summary: 'summary', body: 'body', picture_alt: 'picture_alt' };

async function textsOf(ctx: Ctx, ids: string[]): Promise<Map<string, KeptText[]>> {
  const texts = new Map<string, KeptText[]>();
  if (ids.length === 0) return texts;
  const rows = await ctx.trx
    .selectFrom('news_texts')
    .select(['item_id', 'locale', 'title', 'summary', 'body', 'picture_alt'])
    .select(machineMadeIn('news', 'item_id', 'locale', fieldsOf).as('machine'))
    .where('network_id', '=', ctx.network.id)
    .where('item_id', 'in', ids)
    .execute();
  for (const { item_id, ...text } of rows) texts.set(item_id, [...(texts.get(item_id) ?? []), text]);
  return texts;
}

/** The text for the reader: in her language, else in the first of the network's that has one. */
function textFor(ctx: Ctx, texts: KeptText[]): KeptText | undefined {
  for (const locale of [ctx.locale, ...ctx.network.locales]) {
    const text = texts.find((one) => one.locale === locale);
    if (isReady(text)) return text;
  }
  return undefined;
}

/** Items with the text for the reader; without those that have none. */
async function wordsOf(ctx: Ctx, rows: Row[]): Promise<{ row: Row; text: KeptText }[]> {
  const texts = await textsOf(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.flatMap((row) => {
    const text = textFor(ctx, texts.get(row.id) ?? []);
    return text ? [{ row, text }] : [];
  });
}

async function read(ctx: Ctx, rows: Row[]): Promise<NewsItem[]> {
  const pictureIds = rows.flatMap((row) => row.picture_id ?? []);
  const [said, pictures, stories] = await Promise.all([
    wordsOf(ctx, rows),
    picturesOf(ctx, pictureIds),
    storiesOfNews(
      ctx,
      rows.map((row) => row.id),
    ),
  ]);
  return said.map(({ row, text: { picture_alt, ...words } }) => {
    const picture = pictures.get(row.picture_id ?? '');
    return {
      id: row.id,
      slug: row.slug,
      kind: row.kind as NewsKind,
      publishAt: row.publish_at ?? ctx.now,
      authors: row.authors,
      picture: picture ? { ...picture, alt: picture_alt } : null,
      sample: row.sample,
      stories: stories.get(row.id) ?? [],
      ...words,
    };
  });
}

/** The newest first. `before` is the key that the page before gave: an instant and an id. */
export async function listNews(
  ctx: Ctx,
  before?: string,
  limit = pageSize,
): Promise<{ items: NewsItem[]; next?: string }> {
  let query = publicItems(ctx).select(columns);
  const key = before ? readKey(before) : undefined;
  if (key)
    query = query.where((eb) =>
      eb.or([eb('i.publish_at', '<', key.at), eb.and([eb('i.publish_at', '=', key.at), eb('i.id', '<', key.id)])]),
    );
  const rows = await query
    .orderBy('i.publish_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await read(ctx, shown),
    next: rows.length > limit && last ? `${last.publish_at!.toISOString()}_${last.id}` : undefined,
  };
}

function readKey(key: string): { at: Date; id: string } | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(key);
  const at = match && new Date(match[1]!);
  return at && !Number.isNaN(at.getTime()) ? { at, id: match[2]! } : undefined;
}

/** The addresses of all that everybody may read now, with the day it came out. */
export const newsAddresses = (ctx: Ctx): Promise<{ slug: string; publish_at: Date | null }[]> =>
  publicItems(ctx).select(['i.slug', 'i.publish_at']).orderBy('i.publish_at', 'desc').limit(10_000).execute();

/** The public item at an address, or undefined. */
export async function findNews(ctx: Ctx, slug: string): Promise<NewsItem | undefined> {
  const rows = await publicItems(ctx).select(columns).where('i.slug', '=', slug).execute();
  return (await read(ctx, rows))[0];
}

/** The present address of a public item that had this one before, or undefined. */
export async function movedTo(ctx: Ctx, slug: string): Promise<string | undefined> {
  const row = await publicItems(ctx)
    .innerJoin('news_slugs as s', (join) =>
      join.onRef('s.network_id', '=', 'i.network_id').onRef('s.item_id', '=', 'i.id'),
    )
    .select('i.slug')
    .where('s.slug', '=', slug)
    .executeTakeFirst();
  return row?.slug;
}

/** A published item whenever it becomes public, for who holds its preview address. */
export async function findForPreview(ctx: Ctx, id: string): Promise<NewsItem | undefined> {
  const rows = await ctx.trx
    .selectFrom('news_items as i')
    .select(columns)
    .where('i.network_id', '=', ctx.network.id)
    .where('i.state', '=', 'published')
    .where('i.id', '=', id)
    .execute();
  return (await read(ctx, rows))[0];
}

/** What everybody may read that is about a noun, newest first. */
export function newsPointingTo(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  const pointing = publicItems(ctx)
    .select('i.id')
    .where('i.id', 'in', taggedWith(ctx, 'news', noun));
  return referencesOf(ctx, page, 'news', pointing, async () => {
    let query = pointing.clearSelect().select(columns).orderBy('i.publish_at', 'desc').orderBy('i.id', 'desc');
    if (page.after)
      query = query.where(
        sql<boolean>`(i.publish_at, i.id) < (
          select a.publish_at, a.id from news_items a where a.network_id = ${ctx.network.id} and a.id = ${page.after} and a.id in ${pointing})`,
      );
    const items = await wordsOf(ctx, await query.limit(page.limit).execute());
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return items.map(({ row, text }) => ({
      id: row.id,
      title: text.title,
      locale: text.locale,
      href: urls.news.show(at, row.slug),
      machine: isMachineMade(text.machine, ['title']),
    }));
  });
}

/** What the search finds: published items in each language that is ready, from the moment they are public. */
export const searchable: Searchable = {
  kind: 'news',
  tagged: true,
  async ids(ctx) {
    const rows = await ctx.trx
      .selectFrom('news_items')
      .select('id')
      .where('network_id', '=', ctx.network.id)
      .where('state', '=', 'published')
      .execute();
    return rows.map((row) => row.id);
  },
  async entries(ctx, ids) {
    const rows = await ctx.trx
      .selectFrom('news_items as i')
      .innerJoin('news_texts as t', (join) =>
        join.onRef('t.network_id', '=', 'i.network_id').onRef('t.item_id', '=', 'i.id'),
      )
      .select([
        'i.id',
        'i.slug',
        'i.kind',
        'i.publish_at',
        'i.authors',
        't.locale',
        't.title',
        't.summary',
        't.body',
        't.picture_alt',
      ])
      .where('i.network_id', '=', ctx.network.id)
      .where('i.state', '=', 'published')
      .where('i.id', 'in', [...ids])
      .execute();
    return rows.filter(isReady).map((row) => ({
      subjectId: row.id,
      key: row.slug,
      type: row.kind,
      locale: row.locale,
      audience: 'public',
      title: row.title,
      summary: row.summary,
      body: [row.body, row.authors.join(', ')].filter(Boolean).join('\n\n'),
      visibleFrom: row.publish_at ?? undefined,
      dated: dayOf(row.publish_at ?? ctx.now, ctx.network.timeZone),
    }));
  },
  async visible(ctx, ids) {
    const rows = await publicItems(ctx)
      .select('i.id')
      .where('i.id', 'in', [...ids])
      .execute();
    return new Set(rows.map((row) => row.id));
  },
  href: urls.news.show,
};

/** Items as their coordinators see them, newest first. */
export async function listForDesk(ctx: Ctx, before?: string): Promise<{ items: DeskNewsItem[]; next?: string }> {
  let query = ctx.trx.selectFrom('news_items').selectAll().where('network_id', '=', ctx.network.id);
  if (before) query = query.where('id', '<', before);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(pageSize + 1)
    .execute();
  const shown = rows.slice(0, pageSize);
  const texts = await textsOf(
    ctx,
    shown.map((row) => row.id),
  );
  return {
    items: shown.map((row) => deskItem(row, texts.get(row.id) ?? [])),
    next: rows.length > pageSize ? shown.at(-1)?.id : undefined,
  };
}

/** One item for its coordinators, or undefined. With `lock` nobody else changes it until the commit. */
export async function findForDesk(ctx: Ctx, id: string, lock = false): Promise<DeskNewsItem | undefined> {
  let query = ctx.trx
    .selectFrom('news_items')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row && deskItem(row, (await textsOf(ctx, [id])).get(id) ?? []);
}

const deskItem = (row: Row & { state: string }, texts: KeptText[]): DeskNewsItem => ({
  id: row.id,
  slug: row.slug,
  kind: row.kind as NewsKind,
  state: row.state as DeskNewsItem['state'],
  publishAt: row.publish_at,
  authors: row.authors,
  pictureId: row.picture_id,
  sample: row.sample,
  texts,
});
