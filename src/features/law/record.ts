import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { enqueue } from '../../platform/jobs/enqueue.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { quietJobName } from '../deliveries/index.ts';
import type { BillForm, PeriodForm, WorkForm } from './forms.ts';
import type { LegalForm, LobbyingMark } from './law.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** Says what the network is before the law; null: not said. */
export async function setLegalForm(ctx: Ctx, form: LegalForm | null, words: string): Promise<void> {
  await ctx.trx
    .updateTable('networks')
    .set({
      settings: sql`settings || ${JSON.stringify({ legalForm: form, legalFormWords: form === 'other' ? words : null })}::jsonb`,
    })
    .where('id', '=', ctx.network.id)
    .execute();
  await record(ctx, { verb: 'changed', noun: 'legal-form', id: ctx.network.id, detail: { form } });
}

/** Marks the campaign as direct or grassroots lobbying, or neither. */
export async function setMark(ctx: Ctx, campaignId: string, lobbying: LobbyingMark): Promise<void> {
  const changed = await ctx.trx
    .updateTable('campaigns')
    .set({ lobbying, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', campaignId)
    .where('lobbying', '!=', lobbying)
    .returning('id')
    .executeTakeFirst();
  if (changed) await record(ctx, { verb: 'edited', noun: 'campaign-lobbying', id: campaignId, detail: { lobbying } });
}

/** Names a bill. `id` comes with the form: sent twice, it stands once. */
export async function addBill(ctx: Ctx, campaignId: string, id: string, bill: BillForm): Promise<void> {
  const made = await ctx.trx
    .insertInto('campaign_bills')
    .values({ network_id: ctx.network.id, id, campaign_id: campaignId, ...bill, created_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made)
    await record(ctx, { verb: 'added', noun: 'campaign-bill', id: campaignId, detail: { number: bill.number } });
}

/** Takes a bill off a campaign; one that is not there changes nothing. */
export async function removeBill(ctx: Ctx, campaignId: string, id: string): Promise<void> {
  const gone = await ctx.trx
    .deleteFrom('campaign_bills')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('id', '=', id)
    .returning('number')
    .executeTakeFirst();
  if (gone)
    await record(ctx, { verb: 'removed', noun: 'campaign-bill', id: campaignId, detail: { number: gone.number } });
}

/** Writes into the log. `id` comes with the form: sent twice, it stands once. */
export async function logWork(ctx: Ctx, campaignId: string, id: string, work: WorkForm): Promise<void> {
  const made = await ctx.trx
    .insertInto('campaign_work')
    .values({
      network_id: ctx.network.id,
      id,
      campaign_id: campaignId,
      worked_on: work.workedOn,
      who: work.who,
      what: work.what,
      minutes: work.minutes,
      cost: work.cost?.amount ?? null,
      currency: work.cost?.currency ?? null,
      lobbying: work.lobbying,
      recorded_by: accountOf(ctx),
      recorded_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await record(ctx, { verb: 'recorded', noun: 'campaign-work', id, detail: { campaign: campaignId } });
}

/** Takes an entry out of the log, or puts it back. */
export async function markRemoved(ctx: Ctx, campaignId: string, id: string, removed: boolean): Promise<void> {
  const changed = await ctx.trx
    .updateTable('campaign_work')
    .set({ removed_at: removed ? ctx.now : null })
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('id', '=', id)
    .where('removed_at', removed ? 'is' : 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (changed) {
    const verb = removed ? 'removed' : 'restored';
    await record(ctx, { verb, noun: 'campaign-work', id, detail: { campaign: campaignId } });
  }
}

/** Sets a quiet period. `id` comes with the form: sent twice, it stands once. */
export async function addPeriod(ctx: Ctx, id: string, period: PeriodForm): Promise<void> {
  const made = await ctx.trx
    .insertInto('quiet_periods')
    .values({
      network_id: ctx.network.id,
      id,
      name: period.name,
      body_id: period.bodyId,
      country: period.country,
      from_day: period.from,
      until_day: period.until,
      mode: period.mode,
      created_by: accountOf(ctx),
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) {
    const { name: _, ...detail } = period;
    await record(ctx, { verb: 'added', noun: 'quiet-period', id, detail });
    await enqueue(ctx, quietJobName, {}, { key: quietJobName });
  }
}

/** Takes a quiet period away; what waited for its end goes out. */
export async function removePeriod(ctx: Ctx, id: string): Promise<void> {
  const gone = await ctx.trx
    .updateTable('quiet_periods')
    .set({ removed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!gone) return;
  await record(ctx, { verb: 'removed', noun: 'quiet-period', id });
  await enqueue(ctx, quietJobName, {}, { key: quietJobName });
}

/** How long the log is kept after the day of the work: as long as tax offices ask for books. */
const workYears = 7;

/** Deletes entries of the log, and quiet periods, that are older than that. Returns how many. */
export async function retainWork(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now);
  before.setUTCFullYear(before.getUTCFullYear() - workYears);
  const day = before.toISOString().slice(0, 10);
  const work = await ctx.trx
    .deleteFrom('campaign_work')
    .where('network_id', '=', ctx.network.id)
    .where('worked_on', '<', day)
    .executeTakeFirst();
  return Number(work.numDeletedRows);
}
