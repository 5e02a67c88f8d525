import type { Ctx } from '../../platform/tenancy/index.ts';
import { dayOf, type Lookup } from '../representatives/index.ts';

export type PostWords = {
  label: Record<string, string>;
  division: Record<string, string> | null;
  holder: string | null;
};

/** What these posts are called and who serves there, the network's own posts among them; unknown ones are left out. */
export function postWords(lookup: Lookup, postIds: readonly string[], on: Date): Map<string, PostWords> {
  const known = postIds.filter((id) => lookup.post(id));
  const roleIds = [...new Set(known.map((id) => lookup.post(id)!.roleId))];
  return new Map(
    lookup
      .serving(known, roleIds, dayOf(on))
      .flatMap(({ postId, label, division, official }) =>
        postId ? [[postId, { label, division: division?.name ?? null, holder: official?.name ?? null }] as const] : [],
      ),
  );
}

/** Letters of a campaign that wait to be bundled, or for their time. */
export async function waitingOf(ctx: Ctx, campaignId: string): Promise<number> {
  const row = await ctx.trx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
