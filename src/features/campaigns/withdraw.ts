import { record as audit } from '../../platform/audit/index.ts';
import { newId, sha256 } from '../../platform/crypto/ids.ts';
import { eraseMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { standingConsents } from '../consents/index.ts';
import { stopDeliveries } from '../deliveries/index.ts';
import { announce } from '../webhooks/index.ts';
import { eraseLinkMails } from './links.ts';
import { lockAction, lockPerson } from './locks.ts';
import { tellActions } from './told.ts';

/** A hash that no letter has: what was withdrawn does not stand in the way of writing the same again. */
const noContent = () => sha256(newId());

/**
 * She takes the letter back. What has not left is stopped; what was sent stays sent. Counted no more; if another
 * confirmed letter of hers stands on the campaign, that one is counted. Withdrawing twice changes nothing.
 */
export async function withdrawAction(ctx: Ctx, actionId: string): Promise<boolean> {
  const action = await lockAction(ctx, actionId);
  if (!action || action.state === 'withdrawn') return false;
  await lockPerson(ctx, action.person_id);
  await stopDeliveries(ctx, [actionId]);
  await ctx.trx
    .updateTable('actions')
    .set({ state: 'withdrawn', counted: false, withdrawn_at: ctx.now, content_hash: noContent() })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', actionId)
    .execute();
  await withdrawGiven(ctx, actionId, action.person_id);
  if (action.counted) await countAnother(ctx, action.campaign_id, action.person_id);
  await audit(ctx, { verb: 'withdrawn', noun: 'action', id: actionId });
  // Nobody was told of one that was never confirmed.
  if (action.state === 'confirmed') {
    await tellActions(ctx, 'withdrawn', [{ ...action, id: actionId }]);
  }
  return true;
}

/** Counts the oldest confirmed letter of the person on the campaign that nobody set aside, where none is counted. Under her lock. */
export async function countAnother(ctx: Ctx, campaignId: string, personId: string): Promise<void> {
  const own = ctx.trx
    .selectFrom('actions as a')
    .select('a.id')
    .where('a.network_id', '=', ctx.network.id)
    .where('a.campaign_id', '=', campaignId)
    .where('a.person_id', '=', personId);
  if (await own.where('a.counted', '=', true).executeTakeFirst()) return;
  const other = await own
    .where('a.state', '=', 'confirmed')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('action_flags as f')
            .select('f.action_id')
            .whereRef('f.network_id', '=', 'a.network_id')
            .whereRef('f.action_id', '=', 'a.id')
            .where('f.state', '=', 'aside'),
        ),
      ),
    )
    .orderBy('a.confirmed_at')
    // One that is being withdrawn at this instant waits for our lock, and must not be counted.
    .forUpdate()
    .skipLocked()
    .limit(1)
    .executeTakeFirst();
  if (!other) return;
  await ctx.trx
    .updateTable('actions')
    .set({ counted: true })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', other.id)
    .execute();
}

/** An action never confirmed takes its consents with it, but not what she confirmed with another letter. */
async function withdrawGiven(ctx: Ctx, actionId: string, personId: string): Promise<void> {
  const all = await ctx.trx
    .selectFrom('consents')
    .select(['purpose', 'event', 'action_id'])
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const own = all.filter((row) => row.action_id === actionId);
  if (own.some((row) => row.event === 'confirmed')) return;
  for (const purpose of new Set(own.map((row) => row.purpose))) {
    const last = all.findLast((row) => row.purpose === purpose && row.event !== 'given');
    if (last?.event !== 'confirmed') await withdrawConsent(ctx, personId, purpose);
  }
}

/** She takes back one consent; the ledger keeps both the giving and the taking back. */
export async function withdrawConsent(ctx: Ctx, personId: string, purpose: string): Promise<void> {
  const stood = (await standingConsents(ctx, [personId])).get(personId)?.has(purpose);
  await ctx.trx
    .insertInto('consents')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      person_id: personId,
      purpose,
      event: 'withdrawn',
      source: 'form',
      at: ctx.now,
    })
    .execute();
  await audit(ctx, { verb: 'withdrawn', noun: 'consent', id: personId, detail: { purpose } });
  if (stood) await announce(ctx, { type: 'person.withdrew', facts: { purpose }, person: personId });
}

/**
 * Removes what campaigns hold about a person: letters that have not left are stopped, words, name and address are
 * blanked, devices forgotten. The count of letters and the ledger's bare events stay, without anything that names her.
 */
export async function eraseSupporter(ctx: Ctx, personId: string): Promise<void> {
  const before = await eraseLetters(ctx, personId, []);
  await eraseLinkMails(ctx, personId);
  await ctx.trx
    .deleteFrom('trusted_devices')
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .execute();
  await ctx.trx
    .updateTable('people')
    // A key that no address folds to keeps the row unique and unfindable.
    .set({ name: '', email: '', email_key: `erased:${newId()}`, name_key: '', erased_at: ctx.now, keep_until: null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', personId)
    .execute();
  // A letter that was being recorded meanwhile held her row until it was written; from here on there is none.
  await eraseLetters(ctx, personId, before);
}

/** Blanks a person's letters, but for those named; returns the ids of those it blanked. */
async function eraseLetters(ctx: Ctx, personId: string, done: string[]): Promise<string[]> {
  let query = ctx.trx
    .selectFrom('actions')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .forUpdate();
  if (done.length > 0) query = query.where('id', 'not in', done);
  const actionIds = (await query.execute()).map((action) => action.id);
  if (actionIds.length === 0) return [];
  await stopDeliveries(ctx, actionIds);
  const deliveries = await ctx.trx
    .selectFrom('deliveries')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('action_id', 'in', actionIds)
    .execute();
  await eraseMails(ctx, [...actionIds, ...deliveries.map((delivery) => delivery.id)]);
  for (const id of actionIds) {
    await ctx.trx
      .updateTable('actions')
      .set({ subject: '', body: '', source: '{}', post_ids: [], content_hash: noContent() })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .execute();
  }
  await ctx.trx
    .updateTable('actions')
    .set({ state: 'withdrawn', withdrawn_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', actionIds)
    .where('state', '=', 'pending')
    .execute();
  return actionIds;
}
