import type { Feature } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { setTags, tagsOf } from '../spine/index.ts';
import { subject } from './card.ts';

/**
 * Somebody leaves the network: what she said of herself goes with her profile, and so do the places she asked for and what she was asked to
 * confirm.
 */
export async function departs(ctx: Ctx, accountId: string): Promise<void> {
  for (const table of ['lived_experience', 'place_requests'] as const)
    await ctx.trx
      .deleteFrom(table)
      .where('network_id', '=', ctx.network.id)
      .where('account_id', '=', accountId)
      .execute();
  await ctx.trx
    .deleteFrom('place_requests')
    .where('network_id', '=', ctx.network.id)
    .where('verifier_id', '=', accountId)
    .where('state', '=', 'asked')
    .execute();
  await setTags(ctx, subject, accountId, { issues: [], places: [], provisions: [] });
}

/** What she said of herself beyond her profile's own row, for her own copy. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const livedExperience = await ctx.trx
    .selectFrom('lived_experience')
    .select(['words', 'level', 'uncounted'])
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .execute();
  const places = await ctx.trx
    .selectFrom('place_requests as p')
    .innerJoin('reservations as r', (join) =>
      join.onRef('r.network_id', '=', 'p.network_id').onRef('r.id', '=', 'p.reservation_id'),
    )
    .select(['r.body', 'r.kind', 'p.state', 'p.asked_at as askedAt', 'p.decided_at as decidedAt'])
    .where('p.network_id', '=', ctx.network.id)
    .where('p.account_id', '=', accountId)
    .execute();
  return { livedExperience, places, expertise: (await tagsOf(ctx, subject, accountId)).issues };
}

const neverSignedIn = `exists (select from accounts a where a.network_id = t.network_id and a.id = pair.from_id and a.first_signed_in_at is null)`;

/**
 * What goes along when two accounts are one woman's: a page that others filled in, where she has none yet. What she said of herself with
 * an account that she used stays with it, and so do a statement of lived experience and a reserved place.
 */
export const memberMerge: Feature['memberMerge'] = {
  rows: [
    {
      table: 'profiles',
      column: 'account_id',
      // Once she changed it, it is hers.
      key: ['updated_at'],
      once: [],
      only: neverSignedIn,
      words: 'directory.merged.profile',
    },
    {
      table: 'tags',
      column: 'subject_id',
      key: ['subject', 'noun', 'noun_id'],
      once: ['subject', 'noun', 'noun_id'],
      only: `t.subject = '${subject}' and ${neverSignedIn}`,
      words: 'directory.merged.tags',
    },
  ],
};
