import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { SettingsForm, WordsForm } from './forms.ts';
import type { SourceCode } from './queries.ts';

/** Writes the words of these languages; one that was left empty altogether has no row. */
export async function saveWords(ctx: Ctx, campaignId: string, words: WordsForm): Promise<void> {
  for (const [locale, own] of Object.entries(words)) {
    await ctx.trx
      .insertInto('campaign_shares')
      .values({ network_id: ctx.network.id, campaign_id: campaignId, locale, ...own })
      .onConflict((conflict) => conflict.columns(['network_id', 'campaign_id', 'locale']).doUpdateSet(own))
      .execute();
  }
  await record(ctx, { verb: 'edited', noun: 'share-words', id: campaignId, detail: { locales: Object.keys(words) } });
}

/** Adds a code; false when the campaign has it already. */
export async function addCode(ctx: Ctx, campaignId: string, { code, note }: SourceCode): Promise<boolean> {
  const added = await ctx.trx
    .insertInto('campaign_sources')
    .values({
      network_id: ctx.network.id,
      campaign_id: campaignId,
      code,
      note,
      created_by: 'id' in ctx.actor ? ctx.actor.id : null,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'campaign_id', 'code']).doNothing())
    .executeTakeFirst();
  if (Number(added.numInsertedOrUpdatedRows) === 0) return false;
  await record(ctx, { verb: 'added', noun: 'source-code', id: campaignId, detail: { code } });
  return true;
}

/** Takes a code off the list. Links that carry it work on, and those who came by it stay counted. */
export async function removeCode(ctx: Ctx, campaignId: string, code: string): Promise<void> {
  const removed = await ctx.trx
    .deleteFrom('campaign_sources')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('code', '=', code)
    .executeTakeFirst();
  if (Number(removed.numDeletedRows) > 0)
    await record(ctx, { verb: 'removed', noun: 'source-code', id: campaignId, detail: { code } });
}

/** Writes what holds for the whole network beside its other settings. */
export async function saveSettings(ctx: Ctx, form: SettingsForm): Promise<void> {
  const row = await ctx.trx
    .selectFrom('networks')
    .select('settings')
    .where('id', '=', ctx.network.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await ctx.trx
    .updateTable('networks')
    .set({ settings: JSON.stringify({ ...(row.settings as object), ...form }) })
    .where('id', '=', ctx.network.id)
    .execute();
  await record(ctx, { verb: 'changed', noun: 'network', id: ctx.network.id, detail: { fields: Object.keys(form) } });
}
