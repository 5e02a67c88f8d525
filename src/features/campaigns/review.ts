import { sql } from 'kysely';
import { record as audit } from '../../platform/audit/index.ts';
import { cancelMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Addressee, resumeDeliveries, setDeliveriesAside } from '../deliveries/index.ts';
import { lockPerson } from './locks.ts';
import { sendConfirmations } from './record.ts';
import { tellActions } from './told.ts';
import { countAnother } from './withdraw.ts';

/*
 * What a person decides about signatures that deserve a second look. Each decision can be taken back; the public is told
 * nothing of them but on the writer's own page.
 */

type Resolve = (postIds: string[]) => Promise<Map<string, Addressee>>;
const oneOf = (ids: readonly string[]) => sql<string>`any(${[...ids]}::uuid[])`;

/** The flagged actions among these, locked in one order; what is not flagged is left out. */
async function flagged(ctx: Ctx, actionIds: readonly string[]) {
  return ctx.trx
    .selectFrom('action_flags as f')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'f.network_id').onRef('a.id', '=', 'f.action_id'),
    )
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.campaign_id'),
    )
    .select(['a.id', 'a.state', 'a.counted', 'a.campaign_id', 'a.person_id', 'c.mode', 'f.state as flag'])
    .where('f.network_id', '=', ctx.network.id)
    .where('f.action_id', '=', oneOf(actionIds))
    .orderBy('a.id')
    .forUpdate(['f', 'a'])
    .execute();
}

async function decide(ctx: Ctx, actionIds: string[], state: 'released' | 'accepted' | 'aside'): Promise<void> {
  await ctx.trx
    .updateTable('action_flags')
    .set({ state, decided_at: ctx.now, decided_by: ctx.actor.kind === 'account' ? ctx.actor.id : null })
    .where('network_id', '=', ctx.network.id)
    .where('action_id', '=', oneOf(actionIds))
    .execute();
  const verb = state === 'aside' ? 'set-aside' : state;
  await audit(ctx, ...actionIds.map((id) => ({ verb, noun: 'action', id }) as const));
}

/** Lets held letters go on: their confirmation mails are sent. Returns how many there were. */
export async function releaseActions(ctx: Ctx, actionIds: readonly string[]): Promise<number> {
  const held = (await flagged(ctx, actionIds)).filter((one) => one.flag === 'held').map((one) => one.id);
  if (held.length === 0) return 0;
  await decide(ctx, held, 'released');
  await sendConfirmations(ctx.trx, ctx.network.id, held, ctx.now);
  return held.length;
}

/**
 * Sets signatures aside: they are not counted, and letters that have not left wait. What was sent stays sent. A confirmation
 * mail that has not left is stopped.
 */
export async function setAside(ctx: Ctx, actionIds: readonly string[]): Promise<number> {
  const them = (await flagged(ctx, actionIds)).filter((one) => one.flag !== 'aside');
  if (them.length === 0) return 0;
  const ids = them.map((one) => one.id);
  await decide(ctx, ids, 'aside');
  await setDeliveriesAside(ctx, ids);
  await cancelMails(ctx, ids);
  for (const one of them.filter(({ counted }) => counted)) {
    await lockPerson(ctx, one.person_id);
    await ctx.trx
      .updateTable('actions')
      .set({ counted: false })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', one.id)
      .execute();
    await countAnother(ctx, one.campaign_id, one.person_id);
  }
  const confirmed = them.filter(({ state }) => state === 'confirmed');
  await tellActions(ctx, 'withdrawn', confirmed, 'set-aside');
  return them.length;
}

/** Accepts signatures: what was set aside counts again, and its letters go on; what waits for its mail gets it. */
export async function acceptActions(ctx: Ctx, actionIds: readonly string[], resolve: Resolve): Promise<number> {
  const them = (await flagged(ctx, actionIds)).filter((one) => one.flag !== 'accepted');
  if (them.length === 0) return 0;
  await decide(
    ctx,
    them.map((one) => one.id),
    'accepted',
  );
  const back = them.filter((one) => one.flag === 'aside' && one.state === 'confirmed');
  for (const one of back) {
    await lockPerson(ctx, one.person_id);
    await countAnother(ctx, one.campaign_id, one.person_id);
  }
  await tellActions(ctx, 'confirmed', back, 'accepted');
  if (back.length > 0) await resumeDeliveries(ctx, { actionIds: back.map((one) => one.id) }, resolve);
  const pending = them.filter((one) => one.state === 'pending' && ['held', 'aside'].includes(one.flag));
  await sendConfirmations(
    ctx.trx,
    ctx.network.id,
    pending.map((one) => one.id),
    ctx.now,
  );
  return them.length;
}
