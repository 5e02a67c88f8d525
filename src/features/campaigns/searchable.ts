import type { Searchable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { isReady } from './texts.ts';

const shown = (ctx: Ctx) =>
  ctx.trx.selectFrom('campaigns as c').where('c.network_id', '=', ctx.network.id).where('c.state', '!=', 'draft');

/** What the search finds: campaigns that everybody may see, open and closed, in each language that is ready. */
export const searchable: Searchable = {
  kind: 'campaign',
  tagged: true,
  async ids(ctx) {
    return (await shown(ctx).select('c.id').execute()).map((row) => row.id);
  },
  async entries(ctx, ids) {
    const rows = await shown(ctx)
      .innerJoin('campaign_texts as t', (join) =>
        join.onRef('t.network_id', '=', 'c.network_id').onRef('t.campaign_id', '=', 'c.id'),
      )
      .selectAll('t')
      .select(['c.id', 'c.slug', 'c.created_at'])
      .where('c.id', 'in', [...ids])
      .execute();
    if (rows.length === 0) return [];
    const issues = await ctx.trx
      .selectFrom('campaign_issues')
      .select(['campaign_id', 'issue_id'])
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', 'in', [...ids])
      .execute();
    const places = await ctx.trx
      .selectFrom('campaign_places')
      .select(['campaign_id', 'place_id'])
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', 'in', [...ids])
      .execute();
    return rows.filter(isReady).map((row) => ({
      subjectId: row.id,
      key: row.slug,
      locale: row.locale,
      audience: 'public',
      title: row.title,
      summary: row.summary,
      body: [row.story, ...row.asks, row.addressees, row.letter_subject, row.letter_body].filter(Boolean).join('\n\n'),
      dated: row.created_at.toISOString().slice(0, 10),
      issues: issues.filter((each) => each.campaign_id === row.id).map((each) => each.issue_id),
      places: places.filter((each) => each.campaign_id === row.id).map((each) => each.place_id),
    }));
  },
  async visible(ctx, ids) {
    const rows = await shown(ctx)
      .select('c.id')
      .where('c.id', 'in', [...ids])
      .execute();
    return new Set(rows.map((row) => row.id));
  },
  href: urls.campaigns.show,
};
