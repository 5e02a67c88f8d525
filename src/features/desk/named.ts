import { machineMadeIn } from '../../platform/db/index.ts';
import type { LogNames } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { isReady } from '../campaigns/index.ts';
import { mayRunCampaigns } from './access.ts';
import { textIn } from './campaign.ts';

/** Campaigns by their titles: drafts, and languages that are not ready, for those who run campaigns alone. */
export const logNames: LogNames = {
  nouns: [
    'campaign',
    'campaign-bill',
    'campaign-channels',
    'campaign-digest',
    'campaign-lobbying',
    'campaign-parties',
    'campaign-picture',
    'campaign-stories',
    'campaign-target',
    'campaign-text',
    'campaign-work',
    'call-script',
    'letters',
    'petition-districts',
    'share-words',
    'source-code',
  ],
  facts: ['campaign'],
  async names(ctx, ids) {
    const desk = mayRunCampaigns(ctx.actor);
    let query = ctx.trx
      .selectFrom('campaigns as c')
      .innerJoin('campaign_texts as t', (join) =>
        join.onRef('t.network_id', '=', 'c.network_id').onRef('t.campaign_id', '=', 'c.id'),
      )
      .selectAll('t')
      .select(['c.id', 'c.slug', 'c.state'])
      .select(machineMadeIn('campaign', 't.campaign_id', 't.locale', { title: 't.title' }).as('machine'))
      .where('c.network_id', '=', ctx.network.id)
      .where('c.id', 'in', [...ids]);
    if (!desk) query = query.where('c.state', '!=', 'draft');
    const texts = Map.groupBy(
      (await query.execute()).filter((text) => desk || isReady(text)),
      (text) => text.id,
    );
    return new Map(
      [...texts].map(([id, own]) => {
        const text = textIn(own, ctx.locale, ctx.network.locales) ?? own[0]!;
        const at = { network: ctx.network.slug, locale: ctx.locale };
        const href = desk
          ? urls.campaigns.edit(at, id)
          : urls.campaigns.show({ network: ctx.network.slug, locale: text.locale }, text.slug);
        return [id, { name: text.title, href, machine: text.machine.length > 0 }];
      }),
    );
  },
};
