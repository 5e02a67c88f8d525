import type { Ctx } from '../../platform/tenancy/index.ts';

/** The titles of campaigns, drafts too, in the reader's language or else in the network's first that has one, by id. */
export async function campaignTitles(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const texts = await ctx.trx
    .selectFrom('campaign_texts')
    .select(['campaign_id', 'locale', 'title'])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', 'in', ids)
    .execute();
  return new Map(
    ids.map((id) => {
      const own = texts.filter((text) => text.campaign_id === id && text.title !== '');
      const best = [ctx.locale, ...ctx.network.locales].map((locale) => own.find((text) => text.locale === locale));
      return [id, (best.find(Boolean) ?? own[0])?.title ?? ''];
    }),
  );
}
