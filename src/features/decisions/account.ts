import { sql } from 'kysely';
import type { Feature } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { openly } from '../groups/index.ts';

/**
 * What somebody leaves behind when she goes. What she proposed, asked and voted openly stays, so that what was decided can still be
 * understood; with her account, or where she wants it to be a former member's, the name she bore beside it goes. A ballot in an urn
 * cannot be found again.
 */
export async function departs(ctx: Ctx, accountId: string, how: { former: boolean; erased: boolean }): Promise<void> {
  if (!how.former && !how.erased) return;
  const { trx, network } = ctx;
  const written = [
    ['decision_rounds', 'account_id', 'alias'],
    ['decision_questions', 'account_id', 'alias'],
    ['decision_questions', 'answered_by', 'answered_alias'],
    ['decision_ballots', 'account_id', 'alias'],
  ] as const;
  for (const [table, account, alias] of written) {
    // Where she bore an alias nothing leads to her account: her name, should she come back, must not stand in its place.
    const kept = how.erased ? sql`null` : sql`case when ${sql.ref(alias)} is null then ${sql.ref(account)} end`;
    await sql`update ${sql.table(table)} set ${sql.ref(alias)} = null, ${sql.ref(account)} = ${kept}
      where network_id = ${network.id} and ${sql.ref(account)} = ${accountId}`.execute(trx);
  }
  if (how.erased)
    await sql`update decisions set proposed_by = null where network_id = ${network.id} and proposed_by = ${accountId}`.execute(
      trx,
    );
}

/** What she proposed, asked, answered and voted openly, and in which secret ballots she voted, for her own copy. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const { trx, network } = ctx;
  const rows = async (query: ReturnType<typeof sql<Record<string, unknown>>>) => (await query.execute(trx)).rows;
  return {
    proposals: await rows(
      sql`select d.title, r.proposal, r.at from decision_rounds r join decisions d on d.network_id = r.network_id and d.id = r.decision_id
        where r.network_id = ${network.id} and r.account_id = ${accountId} order by r.at`,
    ),
    questions: await rows(
      sql`select question, asked_at as "askedAt" from decision_questions where network_id = ${network.id} and account_id = ${accountId} order by asked_at`,
    ),
    answers: await rows(
      sql`select question, answer, answered_at as "answeredAt" from decision_questions
        where network_id = ${network.id} and answered_by = ${accountId} order by answered_at`,
    ),
    openVoices: await rows(
      sql`select d.title, b.choice, b.reason, b.at from decision_ballots b join decisions d on d.network_id = b.network_id and d.id = b.decision_id
        where b.network_id = ${network.id} and b.voter_id = ${accountId} order by b.at`,
    ),
    votedIn: await rows(
      sql`select d.title from decision_voters v join decisions d on d.network_id = v.network_id and d.id = v.decision_id
        where v.network_id = ${network.id} and v.voter_id = ${accountId} and v.voted order by d.created_at`,
    ),
  };
}

const openlyAsked = `t.alias is null and ${openly(`(select d.group_id from decisions d where d.network_id = t.network_id and d.id = t.decision_id)`)}`;

/**
 * What goes along when two accounts are one woman's: what she proposed, asked and answered under her own name. Electorates and ballots stay
 * as they were: who voted has voted.
 */
export const memberMerge: Feature['memberMerge'] = {
  rows: [
    {
      table: 'decision_rounds',
      column: 'account_id',
      key: ['decision_id', 'round'],
      only: openlyAsked,
      words: 'decisions.merged.proposals',
    },
    {
      table: 'decision_questions',
      column: 'account_id',
      key: ['id'],
      only: openlyAsked,
      words: 'decisions.merged.questions',
    },
    {
      table: 'decision_questions',
      column: 'answered_by',
      key: ['id'],
      only: openlyAsked.replace('t.alias', 't.answered_alias'),
      words: 'decisions.merged.questions',
    },
  ],
};
