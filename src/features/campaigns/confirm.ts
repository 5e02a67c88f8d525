import { record as audit } from '../../platform/audit/index.ts';
import { newId, newToken, sha256 } from '../../platform/crypto/ids.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Addressee, makeDeliveries, type Wish } from '../deliveries/index.ts';
import { announce } from '../webhooks/index.ts';
import { lockAction } from './locks.ts';
import { tellActions } from './told.ts';

export const deviceDays = 180;
const deviceMs = deviceDays * 86_400_000;

export type Confirmed =
  | { outcome: 'confirmed'; mode: string; deviceToken: string | undefined }
  | { outcome: 'already' | 'withdrawn'; deviceToken?: undefined };

/**
 * She says that the letter is hers: it is counted (once per person and campaign) and its letters are queued to whoever
 * serves in each post now, by the way she wishes where it is open. `resolve` gives the serving person of a post. A second call changes nothing.
 */
export async function confirmAction(
  ctx: Ctx,
  actionId: string,
  resolve: (postIds: string[]) => Promise<Map<string, Addressee>>,
  wish?: Wish | null,
  by: 'mail' | 'paper' = 'mail',
): Promise<Confirmed> {
  const action = await lockAction(ctx, actionId);
  if (!action) return { outcome: 'withdrawn' };
  if (action.state !== 'pending') return { outcome: action.state === 'confirmed' ? 'already' : 'withdrawn' };

  // The person's row is the lock under which "counted once" is decided.
  await ctx.trx
    .updateTable('people')
    .set({ keep_until: null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', action.person_id)
    .execute();
  const aside = await isSetAside(ctx, actionId);
  const counted = await ctx.trx
    .selectFrom('actions')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', action.campaign_id)
    .where('person_id', '=', action.person_id)
    .where('counted', '=', true)
    .executeTakeFirst();
  await ctx.trx
    .updateTable('actions')
    .set({ state: 'confirmed', counted: !counted && !aside, confirmed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', actionId)
    .execute();
  const purposes = await confirmConsents(ctx, actionId, by);
  await makeDeliveries(
    ctx,
    {
      id: actionId,
      campaignId: action.campaign_id,
      personId: action.person_id,
      postIds: action.post_ids,
      locale: action.locale,
      wish: (wish === undefined ? action.wish : wish) as Wish | null,
    },
    resolve,
    aside,
  );
  await audit(ctx, { verb: 'confirmed', noun: 'action', id: actionId });
  const mode = action.mode ?? 'letter';
  if (!aside) await tellActions(ctx, 'confirmed', [{ ...action, id: actionId }]);
  await announce(
    ctx,
    ...purposes.map((purpose) => ({
      type: 'person.consented' as const,
      facts: { purpose },
      person: action.person_id,
      purpose,
    })),
  );
  return {
    outcome: 'confirmed',
    mode,
    deviceToken: action.remember_device ? await rememberDevice(ctx, action.person_id) : undefined,
  };
}

/** Whether a coordinator set it aside. One that was only held is not any more: she has shown that the mailbox is hers. */
async function isSetAside(ctx: Ctx, actionId: string): Promise<boolean> {
  await ctx.trx
    .updateTable('action_flags')
    .set({ state: 'released', decided_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('action_id', '=', actionId)
    .where('state', '=', 'held')
    .execute();
  const flag = await ctx.trx
    .selectFrom('action_flags')
    .select('state')
    .where('network_id', '=', ctx.network.id)
    .where('action_id', '=', actionId)
    .executeTakeFirst();
  return flag?.state === 'aside';
}

/** What she ticked counts from the moment her address is proved, or a witness says that she signed. Returns the purposes. */
async function confirmConsents(ctx: Ctx, actionId: string, by: 'mail' | 'paper'): Promise<string[]> {
  const given = await ctx.trx
    .selectFrom('consents')
    .select(['person_id', 'purpose', 'wording_id'])
    .where('network_id', '=', ctx.network.id)
    .where('action_id', '=', actionId)
    .where('event', '=', 'given')
    .execute();
  if (given.length === 0) return [];
  await ctx.trx
    .insertInto('consents')
    .values(
      given.map((consent) => ({
        network_id: ctx.network.id,
        id: newId(),
        person_id: consent.person_id,
        purpose: consent.purpose,
        event: 'confirmed',
        wording_id: consent.wording_id,
        source: by,
        action_id: actionId,
        at: ctx.now,
      })),
    )
    .execute();
  return given.map((consent) => consent.purpose);
}

async function rememberDevice(ctx: Ctx, personId: string): Promise<string> {
  const token = newToken();
  await ctx.trx
    .insertInto('trusted_devices')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      token_hash: sha256(token),
      person_id: personId,
      created_at: ctx.now,
      expires_at: new Date(ctx.now.getTime() + deviceMs),
    })
    .execute();
  return token;
}

/** The person who asked this device to be remembered, while that lasts. */
export async function personOfDevice(ctx: Ctx, token: string): Promise<string | undefined> {
  const row = await ctx.trx
    .selectFrom('trusted_devices')
    .select('person_id')
    .where('network_id', '=', ctx.network.id)
    .where('token_hash', '=', sha256(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return row?.person_id;
}
