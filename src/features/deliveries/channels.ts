import { record as audit } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Channel, ladder, offeredAtFirst } from './ladder.ts';

/** The ways that a campaign offers, the first one first. */
export async function channelsOf(ctx: Ctx, campaignId: string): Promise<Channel[]> {
  const row = await ctx.trx
    .selectFrom('campaign_channels')
    .select('channels')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst();
  return row ? ladder.filter((one) => row.channels.includes(one)).sort(inOrderOf(row.channels)) : [...offeredAtFirst];
}

const inOrderOf = (order: readonly string[]) => (a: string, b: string) => order.indexOf(a) - order.indexOf(b);

/** Sets the ways that a campaign offers from now on; letters that are on their way go on as they are. */
export async function saveChannels(ctx: Ctx, campaignId: string, channels: readonly Channel[]): Promise<void> {
  await ctx.trx
    .insertInto('campaign_channels')
    .values({ network_id: ctx.network.id, campaign_id: campaignId, channels: [...channels] })
    .onConflict((conflict) => conflict.columns(['network_id', 'campaign_id']).doUpdateSet({ channels: [...channels] }))
    .execute();
  await audit(ctx, { verb: 'edited', noun: 'campaign-channels', id: campaignId, detail: { channels } });
}

/** The branches of a call, in the order in which they may come. */
export const branches = ['opening', 'staff', 'voicemail', 'address', 'thanks'] as const;
export type Branch = (typeof branches)[number];
export type CallScript = Record<Branch, string>;

/** A campaign's script in `ctx.locale`; a blank branch is said in our own words, as is every branch where nothing was written. */
export async function scriptOf(ctx: Ctx, campaignId: string, locale = ctx.locale): Promise<CallScript> {
  const row = await ctx.trx
    .selectFrom('call_scripts')
    .select([...branches])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('locale', '=', locale)
    .executeTakeFirst();
  return row ?? { opening: '', staff: '', voicemail: '', address: '', thanks: '' };
}

/** Writes a campaign's script in one language. */
export async function saveScript(ctx: Ctx, campaignId: string, locale: string, script: CallScript): Promise<void> {
  await ctx.trx
    .insertInto('call_scripts')
    .values({ network_id: ctx.network.id, campaign_id: campaignId, locale, ...script })
    .onConflict((conflict) => conflict.columns(['network_id', 'campaign_id', 'locale']).doUpdateSet(script))
    .execute();
  await audit(ctx, { verb: 'edited', noun: 'call-script', id: campaignId, detail: { locale } });
}
