import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { recordIn } from '../documents/index.ts';
import { type Decision, type Result, rulesOf, type Settings, type State } from './decision.ts';
import { ballotsNeeded, fewestSecret, heard, outcomeOf } from './outcome.ts';
import { type AtEnd, atEnd, tallyOf, urnsWaitingSince } from './queries.ts';

/** A change of one decision. */
export const update = (ctx: Ctx, id: string) =>
  ctx.trx.updateTable('decisions').where('network_id', '=', ctx.network.id).where('id', '=', id);

/** Removes what is kept of a decision's voices in one of its tables. */
export const deleteFrom = (ctx: Ctx, table: 'decision_voters' | 'decision_urns' | 'decision_ballots', id: string) =>
  ctx.trx.deleteFrom(table).where('network_id', '=', ctx.network.id).where('decision_id', '=', id).execute();

/**
 * Counts out a decision whose time is over, once: killed in the middle nothing has happened, done twice nothing more does. A secret urn
 * is emptied into the result. One in which fewer ballots lie than may be shown is not looked into: it waits, and is counted when the
 * ballot comes that was missing. Answers whether it is counted now.
 */
export async function closeDecision(ctx: Ctx, id: string): Promise<boolean> {
  const decision = await lockedForCounting(ctx, id);
  if (!decision) return false;
  const end = await atEnd(ctx, id);
  const least = decision.state === 'waiting' ? ballotsNeeded(end.electorate, decision.quorum) : fewestSecret;
  if (decision.secret && end.ballots < least) {
    if (decision.state === 'open') {
      await update(ctx, id).set({ state: 'waiting', updated_at: ctx.now }).execute();
      await record(ctx, { verb: 'kept-closed', noun: 'urn', id });
    }
    return false;
  }
  const tally = await tallyOf(ctx, id, decision.secret, decision.round);
  const outcome = outcomeOf(rulesOf(decision), tally, end.electorate);
  const counts = [...tally].sort(([a], [b]) => a - b);
  await settle(ctx, id, decision.keepBallots, { ...outcome, heard: heard(tally), counts }, end.electorate);
  await record(ctx, { verb: 'closed', noun: 'decision', id, detail: { outcome: outcome.is } });
  return true;
}

/** Writes down what came of it, and takes away what must not be kept of the voices. */
async function settle(ctx: Ctx, id: string, keepBallots: boolean, result: Result, electorate: number): Promise<void> {
  await deleteFrom(ctx, 'decision_urns', id);
  // A blocked consent can begin another round: who may be heard stays frozen until then.
  if (!keepBallots) {
    await deleteFrom(ctx, 'decision_ballots', id);
    if (result.is !== 'blocked') await deleteFrom(ctx, 'decision_voters', id);
  }
  await update(ctx, id)
    .set({ state: 'closed', closed_at: ctx.now, electorate, result: JSON.stringify(result), updated_at: ctx.now })
    .execute();
}

/** What came of an urn that nobody looked into: too few ballots to be shown, or fewer than the quorum asks for. */
const uncounted = ({ ballots }: AtEnd): Result => ({
  is: ballots < fewestSecret ? 'too-few' : 'no-quorum',
  heard: ballots,
});

/** Ends an urn that waits without a count: the ballots are destroyed, the reason stays. False: it does not wait any more. */
export async function endUncounted(ctx: Ctx, decision: Decision, reason: string): Promise<boolean> {
  if (decision.state !== 'waiting') return false;
  const end = await atEnd(ctx, decision.id);
  await settle(ctx, decision.id, decision.keepBallots, uncounted(end), end.electorate);
  await update(ctx, decision.id).set({ recorded: reason, recorded_at: ctx.now }).execute();
  await recordIn(ctx, decision.groupId, { verb: 'destroyed', noun: 'urn', id: decision.id });
  return true;
}

/** The decision, held, if its time is over and it is not counted yet. Of any group: the clock asks, not a person. */
async function lockedForCounting(ctx: Ctx, id: string) {
  const row = await ctx.trx
    .selectFrom('decisions')
    .select([
      'state',
      'way',
      'options',
      'secret',
      'quorum',
      'majority',
      'round',
      'voice',
      'keep_ballots as keepBallots',
    ])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', 'in', ['open', 'waiting'])
    .where('closes_at', '<=', ctx.now)
    .forUpdate()
    .executeTakeFirst();
  return row as (Settings & { state: State; round: number }) | undefined;
}

/** Names stand beside voices so long after the end, in years; totals and what was decided stay. */
const ballotYears = 5;
/** A blocked consent of which no voice is kept waits so long for its next round, in days. */
const blockedDays = 60;
const dayMs = 86_400_000;
/** An urn waits so long for the ballots that are missing. */
const waitingMs = 90 * dayMs;

/** When an urn that waits is destroyed uncounted. */
export const waitsUntil = (closesAt: Date): Date => new Date(closesAt.getTime() + waitingMs);

/** Destroys urns that have waited too long, and voices whose time is over. Returns how many rows. */
export async function retain(ctx: Ctx): Promise<number> {
  let gone = 0;
  for (const id of await urnsWaitingSince(ctx, new Date(ctx.now.getTime() - waitingMs))) {
    const decision = await lockedForCounting(ctx, id);
    if (decision?.state !== 'waiting') continue;
    const end = await atEnd(ctx, id);
    await settle(ctx, id, decision.keepBallots, uncounted(end), end.electorate);
    await record(ctx, { verb: 'destroyed', noun: 'urn', id });
    gone += 1;
  }
  const years = new Date(ctx.now);
  years.setUTCFullYear(years.getUTCFullYear() - ballotYears);
  const days = new Date(ctx.now.getTime() - blockedDays * dayMs);
  for (const table of ['decision_ballots', 'decision_voters'] as const) {
    const { numAffectedRows } = await sql`delete from ${sql.table(table)} b using decisions d
      where b.network_id = ${ctx.network.id} and d.network_id = b.network_id and d.id = b.decision_id and d.state = 'closed'
        and (d.closed_at < ${years} or (not d.keep_ballots and d.closed_at < ${days}))`.execute(ctx.trx);
    gone += Number(numAffectedRows ?? 0);
  }
  return gone;
}
