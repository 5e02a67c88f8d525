import { sql } from 'kysely';
import type { BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { taggedWith } from '../spine/index.ts';
import { referencesOf } from '../vocabularies/index.ts';
import { here, type StoryText, type Use } from './story.ts';

const pageSize = 20;

/** A story as everybody reads it, in one language, with what she agreed to for it. */
export type ShownStory = {
  id: string;
  slug: string;
  publicName: string;
  alias: boolean;
  sample: boolean;
  picture: { key: string; width: number; height: number } | null;
  text: StoryText;
  /** Uses on this network's own pages that hold for these words. */
  uses: Use[];
  /** The other languages in which the site may show it. */
  languages: string[];
  /** The moment at which the first of these approvals ends. */
  ends: Date;
};

/**
 * What she agreed to, for the words that are there, until later than now. The one function behind every page, list, picture, search
 * result, sitemap and back-reference.
 */
const standing = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('story_approvals as a')
    .innerJoin('story_texts as t', (join) =>
      join
        .onRef('t.network_id', '=', 'a.network_id')
        .onRef('t.story_id', '=', 'a.story_id')
        .onRef('t.locale', '=', 'a.locale')
        .onRef('t.version', '=', 'a.version'),
    )
    .innerJoin('stories as s', (join) =>
      join.onRef('s.network_id', '=', 'a.network_id').onRef('s.id', '=', 'a.story_id'),
    )
    .where('a.network_id', '=', ctx.network.id)
    .where('a.place', '=', here)
    .where('a.state', '=', 'approved')
    .where('a.expires_at', '>', ctx.now)
    .where('s.erased_at', 'is', null);

/** With what a story may stand: which were chosen is kept there; whether they are shown, her approval for that use says. */
export const companions = {
  campaign: { table: 'story_campaigns', column: 'campaign_id' },
  news: { table: 'story_news', column: 'item_id' },
} as const;
export type Companion = keyof typeof companions;

/**
 * Stories as the reader of this language may see them under one use, newest first: these, or those chosen for campaigns or news. Those that
 * she may not see are left out.
 */
async function shown(
  ctx: Ctx,
  which: { ids: readonly string[] } | { on: Companion; things: readonly string[] },
  use: Use,
): Promise<ShownStory[]> {
  if (('ids' in which ? which.ids : which.things).length === 0) return [];
  const rows = await standing(ctx)
    .leftJoin('files as f', (join) =>
      join.onRef('f.network_id', '=', 's.network_id').onRef('f.id', '=', 's.picture_id'),
    )
    .select([
      's.id',
      's.slug',
      's.public_name',
      's.alias',
      's.sample',
      'f.key',
      'f.width',
      'f.height',
      'a.use',
      'a.expires_at',
      't.locale',
      't.title',
      't.summary',
      't.body',
      't.picture_alt',
    ])
    .where('s.id', 'in', (eb) =>
      'ids' in which
        ? eb
            .selectFrom('stories as i')
            .select('i.id')
            .where('i.network_id', '=', ctx.network.id)
            .where('i.id', 'in', [...which.ids])
        : which.on === 'campaign'
          ? eb
              .selectFrom('story_campaigns as i')
              .select('i.story_id as id')
              .where('i.network_id', '=', ctx.network.id)
              .where('i.campaign_id', 'in', [...which.things])
          : eb
              .selectFrom('story_news as i')
              .select('i.story_id as id')
              .where('i.network_id', '=', ctx.network.id)
              .where('i.item_id', 'in', [...which.things]),
    )
    .orderBy('s.id', 'desc')
    .execute();
  return [...new Set(rows.map((row) => row.id))].flatMap((id): ShownStory[] => {
    const all = rows.filter((row) => row.id === id);
    const own = all.filter((row) => row.locale === ctx.locale);
    const first = own.find((row) => row.use === use);
    if (!first) return [];
    const { locale, title, summary, body, picture_alt } = first;
    return [
      {
        id,
        slug: first.slug,
        publicName: first.public_name,
        alias: first.alias,
        sample: first.sample,
        picture: first.key && first.width ? { key: first.key, width: first.width, height: first.height ?? 0 } : null,
        text: { locale, title, summary, body, picture_alt },
        uses: own.map((row) => row.use as Use),
        languages: all.filter((row) => row.use === 'website' && row.locale !== ctx.locale).map((row) => row.locale),
        ends: new Date(Math.min(...all.map((row) => row.expires_at!.getTime()))),
      },
    ];
  });
}

/** The stories of the site in the reader's language, newest first. */
export async function listStories(
  ctx: Ctx,
  before?: string,
  limit = pageSize,
): Promise<{ stories: ShownStory[]; next?: string }> {
  let query = standing(ctx).select('s.id').where('a.use', '=', 'website').where('a.locale', '=', ctx.locale);
  if (before) query = query.where('s.id', '<', before);
  const rows = await query
    .orderBy('s.id', 'desc')
    .limit(limit + 1)
    .execute();
  const ids = rows.slice(0, limit).map((row) => row.id);
  return { stories: await shown(ctx, { ids }, 'website'), next: rows.length > limit ? ids.at(-1) : undefined };
}

/** The story at an address, if the site may show it in the reader's language. */
export async function findStory(ctx: Ctx, slug: string): Promise<ShownStory | undefined> {
  const row = await ctx.trx
    .selectFrom('stories')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row && (await shown(ctx, { ids: [row.id] }, 'website'))[0];
}

/** The stories of the site, in the reader's language, that are about a noun, newest first. */
export function storiesPointingTo(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  const pointing = standing(ctx)
    .select('s.id')
    .where('a.use', '=', 'website')
    .where('a.locale', '=', ctx.locale)
    .where('s.id', 'in', taggedWith(ctx, 'story', noun));
  return referencesOf(ctx, page, 'story', pointing, async () => {
    let query = pointing.clearSelect().select(['s.id', 's.slug', 's.public_name', 't.title']).orderBy('s.id', 'desc');
    if (page.after) query = query.where('s.id', '<', page.after);
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return (await query.limit(page.limit).execute()).map((row) => ({
      id: row.id,
      title: row.title,
      href: urls.stories.show(at, row.slug),
      note: row.public_name,
    }));
  });
}

/** What a campaign's page shows: stories that were chosen for it and approved for campaigns, in the reader's language. */
export const storiesOfCampaign = (ctx: Ctx, campaign: string): Promise<ShownStory[]> =>
  shown(ctx, { on: 'campaign', things: [campaign] }, 'campaign');

/** What news show: by item, the stories that were chosen for it and approved for news, in the reader's language. */
export async function storiesOfNews(ctx: Ctx, items: readonly string[]): Promise<Map<string, ShownStory[]>> {
  if (items.length === 0) return new Map();
  const [stories, chosen] = await Promise.all([
    shown(ctx, { on: 'news', things: items }, 'news'),
    ctx.trx
      .selectFrom('story_news')
      .select(['item_id', 'story_id'])
      .where('network_id', '=', ctx.network.id)
      .where('item_id', 'in', [...items])
      .execute(),
  ]);
  return new Map(
    items.map((item) => [
      item,
      stories.filter(({ id }) => chosen.some((row) => row.item_id === item && row.story_id === id)),
    ]),
  );
}

/** Every address that everybody may read now, by language. */
export const storyAddresses = (ctx: Ctx): Promise<{ slug: string; locale: string }[]> =>
  standing(ctx)
    .select(['s.slug', 'a.locale'])
    .where('a.use', '=', 'website')
    .orderBy('s.id', 'desc')
    .limit(10_000)
    .execute();

/** Those of these addresses that everybody may read now, by language. */
export const storiesAt = (ctx: Ctx, slugs: readonly string[]): Promise<{ slug: string; locale: string }[]> =>
  slugs.length === 0
    ? Promise.resolve([])
    : standing(ctx)
        .select(['s.slug', 'a.locale'])
        .where('a.use', '=', 'website')
        .where('s.slug', 'in', [...slugs])
        .execute();

/** For the search: the site's stories, in each language in which they may be shown. */
export const searchableStories = (ctx: Ctx, ids?: readonly string[]) =>
  standing(ctx)
    .select(['s.id', 's.slug', 's.public_name', 't.locale', 't.title', 't.summary', 't.body', 'a.expires_at'])
    .where('a.use', '=', 'website')
    .$if(ids !== undefined, (query) => query.where('s.id', 'in', [...ids!]))
    .execute();

export type Offered = { id: string; title: string; publicName: string; locales: string[]; chosen: boolean };

/** For the desk of a campaign or of news: stories that are approved for that use in some language, and which of them it shows. */
export async function choicesFor(ctx: Ctx, on: Companion, thingId: string): Promise<Offered[]> {
  const { table, column } = companions[on];
  const rows = await standing(ctx)
    .select(['s.id', 's.public_name', 't.locale', 't.title'])
    .select(
      sql<boolean>`exists (select from ${sql.table(table)} c where c.network_id = s.network_id and c.story_id = s.id
        and c.${sql.ref(column)} = ${thingId})`.as('chosen'),
    )
    .where('a.use', '=', on)
    .orderBy('s.id', 'desc')
    .execute();
  const byId = new Map<string, Offered>();
  for (const row of rows) {
    const { id, title, chosen, public_name: publicName } = row;
    const one = byId.get(id) ?? { id, title, publicName, locales: [], chosen };
    if (row.locale === ctx.locale) one.title = title;
    one.locales.push(row.locale);
    byId.set(id, one);
  }
  return [...byId.values()];
}

/** The title of what a story may stand with, for its desk page; undefined when there is none. */
export async function titleOf(ctx: Ctx, on: Companion, id: string): Promise<string | undefined> {
  const rows = await (on === 'campaign'
    ? ctx.trx
        .selectFrom('campaigns as c')
        .leftJoin('campaign_texts as t', (join) =>
          join.onRef('t.network_id', '=', 'c.network_id').onRef('t.campaign_id', '=', 'c.id'),
        )
        .select(['c.slug', 't.locale', 't.title'])
        .where('c.network_id', '=', ctx.network.id)
        .where('c.id', '=', id)
    : ctx.trx
        .selectFrom('news_items as c')
        .leftJoin('news_texts as t', (join) =>
          join.onRef('t.network_id', '=', 'c.network_id').onRef('t.item_id', '=', 'c.id'),
        )
        .select(['c.slug', 't.locale', 't.title'])
        .where('c.network_id', '=', ctx.network.id)
        .where('c.id', '=', id)
  ).execute();
  if (rows.length === 0) return undefined;
  for (const locale of [ctx.locale, ...ctx.network.locales]) {
    const title = rows.find((row) => row.locale === locale)?.title;
    if (title) return title;
  }
  return rows[0]!.slug;
}
