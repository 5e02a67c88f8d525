import { sql } from 'kysely';
import type { MailOutcome } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { needsStreet } from './ladder.ts';
import { refuseLetter } from './pacing/faults.ts';

/** Whether she agreed, with this letter, that replies come to an address of ours, and has not taken that back. */
export const agreedToReplies = sql<boolean>`exists (
  select from consents c where c.network_id = a.network_id and c.action_id = a.id and c.purpose = 'replies' and c.event = 'confirmed'
    and not exists (select from consents w where w.network_id = c.network_id and w.person_id = c.person_id
      and w.purpose = 'replies' and w.event = 'withdrawn' and w.at >= c.at))`;

/** Letters that wait to leave, with everything that stands in them. */
export async function queuedLetters(ctx: Ctx, deliveryIds: string[]) {
  const rows = await ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .leftJoin('action_addresses as s', (join) =>
      join.onRef('s.network_id', '=', 'a.network_id').onRef('s.action_id', '=', 'a.id'),
    )
    .select([
      'd.id',
      'd.address',
      'd.official_name',
      'a.locale',
      'a.subject',
      'a.body',
      'p.name',
      'p.email',
      's.address as street',
      agreedToReplies.as('replies'),
    ])
    .where('d.network_id', '=', ctx.network.id)
    .where('d.id', 'in', deliveryIds)
    .where('d.state', 'in', ['queued', 'kept', 'uncertain', 'failed'])
    .where('a.state', '=', 'confirmed')
    .where('p.erased_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    ...row,
    address: row.address ?? '',
    officialName: row.official_name ?? '',
    street: row.street ?? '',
  }));
}

/** Writes each letter's honest state, and deletes a street address once none of the action's letters can still need it. */
export async function settleLetters(ctx: Ctx, outcomes: MailOutcome[]): Promise<void> {
  for (const outcome of outcomes) {
    await ctx.trx
      .updateTable('deliveries')
      .set({ state: outcome.state === 'cancelled' ? 'withdrawn' : outcome.state, state_at: outcome.at, note: null })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', outcome.subjectId)
      // She may have taken another way meanwhile; what the mail server says of the old one changes nothing then.
      .where('channel', '=', 'email')
      .where('state', 'not in', ['composed', 'withdrawn', 'repeated', 'answered', 'bounced'])
      .execute();
    if (outcome.state === 'failed') await refuseLetter(ctx, outcome.subjectId, outcome.response);
  }
  const actions = await ctx.trx
    .selectFrom('deliveries')
    .select('action_id')
    .distinct()
    .where('network_id', '=', ctx.network.id)
    .where(
      'id',
      'in',
      outcomes.map((outcome) => outcome.subjectId),
    )
    .execute();
  await forgetStreets(
    ctx,
    actions.map((row) => row.action_id),
  );
}

/** Deletes the street addresses of these letters as soon as no delivery of theirs can still need it. */
export async function forgetStreets(ctx: Ctx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.trx
    .deleteFrom('action_addresses as s')
    .where('s.network_id', '=', ctx.network.id)
    .where('s.action_id', 'in', ids)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('deliveries as d')
            .select('d.id')
            .whereRef('d.network_id', '=', 's.network_id')
            .whereRef('d.action_id', '=', 's.action_id')
            .where('d.state', 'in', [...needsStreet]),
        ),
      ),
    )
    .execute();
}
