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

/**
 * Stories as the reader of this language may see them under one use, newest first: these, or those chosen for a campaign. Those that she
 * may not see are left out.
 */
async function shown(
  ctx: Ctx,
  which: { ids: readonly string[] } | { campaign: string },
  use: Use,
): Promise<ShownStory[]> {
  if ('ids' in which && which.ids.length === 0) return [];
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
        : eb
            .selectFrom('story_campaigns as i')
            .select('i.story_id as id')
            .where('i.network_id', '=', ctx.network.id)
            .where('i.campaign_id', '=', which.campaign),
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

/** Those of these stories that the site may show in the reader's language. */
export const shownAmong = (ctx: Ctx, ids: readonly string[]): Promise<ShownStory[]> => shown(ctx, { ids }, 'website');

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
  shown(ctx, { campaign }, 'campaign');

/** Every address that everybody may read now, by language. */
export const storyAddresses = (ctx: Ctx): Promise<{ slug: string; locale: string }[]> =>
  standing(ctx)
    .select(['s.slug', 'a.locale'])
    .where('a.use', '=', 'website')
    .orderBy('s.id', 'desc')
    .limit(10_000)
    .execute();

/** For the search: the site's stories, in each language in which they may be shown. */
export const searchableStories = (ctx: Ctx, ids?: readonly string[]) =>
  standing(ctx)
    .select(['s.id', 's.slug', 's.public_name', 't.locale', 't.title', 't.summary', 't.body'])
    .where('a.use', '=', 'website')
    .$if(ids !== undefined, (query) => query.where('s.id', 'in', [...ids!]))
    .execute();

/** For a campaign's desk: stories that are approved for campaigns in some language, and which of them its page shows. */
export async function choicesForCampaign(
  ctx: Ctx,
  campaignId: string,
): Promise<{ id: string; title: string; publicName: string; locales: string[]; chosen: boolean }[]> {
  const rows = await standing(ctx)
    .leftJoin('story_campaigns as c', (join) =>
      join
        .onRef('c.network_id', '=', 's.network_id')
        .onRef('c.story_id', '=', 's.id')
        .on('c.campaign_id', '=', campaignId),
    )
    .select(['s.id', 's.public_name', 't.locale', 't.title', 'c.campaign_id'])
    .where('a.use', '=', 'campaign')
    .orderBy('s.id', 'desc')
    .execute();
  const byId = new Map<string, { id: string; title: string; publicName: string; locales: string[]; chosen: boolean }>();
  for (const row of rows) {
    const one = byId.get(row.id) ?? {
      id: row.id,
      title: row.title,
      publicName: row.public_name,
      locales: [],
      chosen: row.campaign_id !== null,
    };
    if (row.locale === ctx.locale) one.title = row.title;
    one.locales.push(row.locale);
    byId.set(row.id, one);
  }
  return [...byId.values()];
}

/** A campaign's title for its desk page; undefined when there is none. */
export async function campaignTitle(ctx: Ctx, id: string): Promise<string | undefined> {
  const rows = await ctx.trx
    .selectFrom('campaigns as c')
    .leftJoin('campaign_texts as t', (join) =>
      join.onRef('t.network_id', '=', 'c.network_id').onRef('t.campaign_id', '=', 'c.id'),
    )
    .select(['c.slug', 't.locale', 't.title'])
    .where('c.network_id', '=', ctx.network.id)
    .where('c.id', '=', id)
    .execute();
  if (rows.length === 0) return undefined;
  for (const locale of [ctx.locale, ...ctx.network.locales]) {
    const title = rows.find((row) => row.locale === locale)?.title;
    if (title) return title;
  }
  return rows[0]!.slug;
}
