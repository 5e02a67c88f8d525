import { sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import { found, Problem } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { recordIn, type Scope } from '../documents/index.ts';
import { closeDecision, deleteFrom, update } from './counting.ts';
import { type Decision, isOpen, mayAmend, running, type Settings } from './decision.ts';
import type { OpeningForm, ProposalForm } from './forms.ts';
import { choicesOf, fewestSecret } from './outcome.ts';
import { electorateNow, findDecision, myVoices } from './queries.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

const columnsOf = (settings: Settings) => ({
  way: settings.way,
  voice: settings.voice,
  options: settings.options,
  secret: settings.secret,
  quorum: settings.quorum,
  majority: settings.majority,
  keep_ballots: settings.keepBallots,
});

const insertRound = (ctx: Ctx, scope: Scope, id: string, round: number, proposal: string, reason: string) =>
  ctx.trx
    .insertInto('decision_rounds')
    .values({
      network_id: ctx.network.id,
      decision_id: id,
      round,
      proposal,
      reason,
      account_id: accountOf(ctx),
      alias: scope.alias,
      at: ctx.now,
    })
    .execute();

/** Makes a proposal; questions can be asked from now on. `id` comes with the form: sent twice, it is one. */
export async function propose(
  ctx: Ctx,
  scope: Scope,
  id: string,
  form: ProposalForm,
  meetingId: string | null,
): Promise<void> {
  const made = await ctx.trx
    .insertInto('decisions')
    .values({
      network_id: ctx.network.id,
      id,
      group_id: scope.group?.id ?? null,
      title: form.title,
      state: 'questions',
      ...columnsOf(form.settings),
      questions_until: form.questionsUntil,
      meeting_id: meetingId,
      proposed_by: accountOf(ctx),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await insertRound(ctx, scope, id, 1, form.proposal, '');
  await recordIn(ctx, scope.group?.id ?? null, {
    verb: 'proposed',
    noun: 'decision',
    id,
    detail: { way: form.settings.way },
  });
}

/** Holds the decision until the commit, and reads it as it is now. Whoever writes about it waits for the others. */
export async function held(ctx: Ctx, id: string): Promise<Decision> {
  await ctx.trx
    .selectFrom('decisions')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return found(await findDecision(ctx, id));
}

/** Asks a question, as long as it is neither closed nor withdrawn. */
export async function ask(ctx: Ctx, scope: Scope, decision: Decision, question: string): Promise<boolean> {
  if (!running.includes(decision.state)) return false;
  const id = newId();
  await ctx.trx
    .insertInto('decision_questions')
    .values({
      network_id: ctx.network.id,
      id,
      decision_id: decision.id,
      question,
      account_id: accountOf(ctx),
      alias: scope.alias,
      asked_at: ctx.now,
    })
    .execute();
  await recordIn(ctx, decision.groupId, { verb: 'asked', noun: 'decision', id: decision.id });
  return true;
}

/** Answers a question; a later answer replaces the one before. Throws `not-found` for one that is not this decision's. */
export async function answer(ctx: Ctx, scope: Scope, decision: Decision, id: string, text: string): Promise<void> {
  const done = await ctx.trx
    .updateTable('decision_questions')
    .set({ answer: text, answered_by: accountOf(ctx), answered_alias: scope.alias, answered_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('decision_id', '=', decision.id)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  found(done);
  await recordIn(ctx, decision.groupId, { verb: 'answered', noun: 'decision', id: decision.id });
}

/**
 * Opens it: who can be heard is frozen, and nothing of how it is decided changes from here on. 'nobody': nobody could be heard;
 * 'too-few': a secret ballot of so few would be none. 'gone': it is open or settled already.
 */
export async function openDecision(
  ctx: Ctx,
  decision: Decision,
  form: OpeningForm,
): Promise<'opened' | 'nobody' | 'too-few' | 'gone'> {
  if (decision.state !== 'questions') return 'gone';
  const frozen = await sql`insert into decision_voters (network_id, decision_id, voter_id)
    select ${ctx.network.id}, ${decision.id}, x.id from (${electorateNow(ctx, decision.groupId, form.settings.voice)}) x
    order by x.id`.execute(ctx.trx);
  const electorate = Number(frozen.numAffectedRows ?? 0);
  const refused =
    electorate === 0 ? 'nobody' : form.settings.secret && electorate < fewestSecret ? 'too-few' : undefined;
  if (refused) {
    await deleteFrom(ctx, 'decision_voters', decision.id);
    return refused;
  }
  if (form.settings.secret) await makeUrn(ctx, decision.id, form.settings);
  await update(ctx, decision.id)
    .set({
      ...columnsOf(form.settings),
      state: 'open',
      opened_at: ctx.now,
      closes_at: form.closesAt,
      electorate,
      updated_at: ctx.now,
    })
    .execute();
  await recordIn(ctx, decision.groupId, {
    verb: 'opened',
    noun: 'decision',
    id: decision.id,
    detail: { electorate, way: form.settings.way, secret: form.settings.secret },
  });
  return 'opened';
}

/** An empty urn: a row for each choice, so that every ballot finds all of them. */
const makeUrn = (ctx: Ctx, id: string, settings: Settings) =>
  ctx.trx
    .insertInto('decision_urns')
    .values(choicesOf(settings).map((choice) => ({ network_id: ctx.network.id, decision_id: id, choice, votes: 0 })))
    .execute();

export type Cast = 'given' | 'counted' | 'changed' | 'again' | 'over';

/**
 * Gives a voice that is the actor's to give. An open one may be changed until the end; a secret one falls into the urn, where nothing
 * tells it from the others, and cannot: 'again'. 'over': its time is past. 'counted': it was the last for which an urn waited, and all are
 * counted together. Throws `not-found` for a voice that is not hers.
 */
export async function castBallot(
  ctx: Ctx,
  scope: Scope,
  decision: Decision,
  ballot: { choice: number; voter: string; reason: string },
): Promise<Cast> {
  if (!isOpen(decision, ctx.now)) return 'over';
  const voices = await myVoices(ctx, decision);
  const voice = voices.find(({ voterId }) => voterId === ballot.voter) ?? (voices.length === 1 ? voices[0] : undefined);
  if (!voice) throw new Problem('not-found');
  if (decision.secret) {
    if (voice.voted) return 'again';
    // All rows of the urn are written anew, whichever grows: see the migration.
    await sql`update decision_urns set votes = votes + case when choice = ${ballot.choice} then 1 else 0 end
      where network_id = ${ctx.network.id} and decision_id = ${decision.id}`.execute(ctx.trx);
  } else {
    const row = {
      choice: ballot.choice,
      reason: ballot.reason,
      account_id: accountOf(ctx),
      alias: scope.alias,
      at: ctx.now,
    };
    await ctx.trx
      .insertInto('decision_ballots')
      .values({
        network_id: ctx.network.id,
        decision_id: decision.id,
        round: decision.round,
        voter_id: voice.voterId,
        ...row,
      })
      .onConflict((conflict) => conflict.columns(['network_id', 'decision_id', 'round', 'voter_id']).doUpdateSet(row))
      .execute();
  }
  await ctx.trx
    .updateTable('decision_voters')
    .set({ voted: true })
    .where('network_id', '=', ctx.network.id)
    .where('decision_id', '=', decision.id)
    .where('voter_id', '=', voice.voterId)
    .execute();
  const changed = voice.voted;
  // That a voice was given is on record; which, never.
  await recordIn(ctx, decision.groupId, {
    verb: changed ? 'changed' : 'cast',
    noun: 'ballot',
    id: decision.id,
    detail: {},
  });
  // The program counts, and not who happened to come last.
  if (decision.state === 'waiting' && (await closeDecision({ ...ctx, actor: { kind: 'system' } }, decision.id)))
    return 'counted';
  return changed ? 'changed' : 'given';
}

/**
 * A new text, and why. Before opening it is only that; of a consent it begins a round in which everybody is asked again.
 * False: it is too late for that.
 */
export async function amend(
  ctx: Ctx,
  scope: Scope,
  decision: Decision,
  form: { proposal: string; reason: string; closesAt: Date | null },
): Promise<boolean> {
  if (!mayAmend(decision)) return false;
  const round = decision.round + 1;
  await insertRound(ctx, scope, decision.id, round, form.proposal, form.reason);
  const again = decision.state !== 'questions';
  await update(ctx, decision.id)
    .set({
      round,
      updated_at: ctx.now,
      ...(again
        ? { state: 'open', closes_at: form.closesAt, closed_at: null, result: null, recorded: '', recorded_at: null }
        : {}),
    })
    .execute();
  if (again) {
    await ctx.trx
      .updateTable('decision_voters')
      .set({ voted: false })
      .where('network_id', '=', ctx.network.id)
      .where('decision_id', '=', decision.id)
      .execute();
  }
  await recordIn(ctx, decision.groupId, { verb: 'amended', noun: 'decision', id: decision.id, detail: { round } });
  return true;
}

/** Takes a proposal back, with the reason; what was voted so far is deleted. False: it is settled, or its urn waits. */
export async function withdraw(ctx: Ctx, decision: Decision, reason: string): Promise<boolean> {
  if (decision.state !== 'questions' && decision.state !== 'open') return false;
  for (const table of ['decision_ballots', 'decision_urns', 'decision_voters'] as const)
    await deleteFrom(ctx, table, decision.id);
  await update(ctx, decision.id)
    .set({ state: 'withdrawn', recorded: reason, recorded_at: ctx.now, closed_at: ctx.now, updated_at: ctx.now })
    .execute();
  await recordIn(ctx, decision.groupId, { verb: 'withdrawn', noun: 'decision', id: decision.id });
  return true;
}

/** Writes down what was decided and why, in the group's words. */
export async function writeRecord(ctx: Ctx, decision: Decision, words: string): Promise<boolean> {
  if (decision.state !== 'closed') return false;
  await update(ctx, decision.id).set({ recorded: words, recorded_at: ctx.now, updated_at: ctx.now }).execute();
  await recordIn(ctx, decision.groupId, { verb: 'recorded', noun: 'decision', id: decision.id });
  return true;
}
