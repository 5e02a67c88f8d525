import type { Ctx } from '../../platform/tenancy/index.ts';
import { removeInquiries } from './commands.ts';
import { isPast } from './inquiry.ts';

const dayMs = 86_400_000;

/** The ids of what a person wrote: linked to her, or from her address. */
async function ofPerson(ctx: Ctx, personId: string): Promise<string[]> {
  const rows = await ctx.trx
    .selectFrom('inquiries as q')
    .select('q.id')
    .where('q.network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([
        eb('q.person_id', '=', personId),
        eb.and([
          // A family may share one address: what was linked to somebody else stays hers.
          eb('q.person_id', 'is', null),
          eb('q.email_key', '!=', ''),
          eb(
            'q.email_key',
            'in',
            eb
              .selectFrom('people')
              .select('email_key')
              .where('network_id', '=', ctx.network.id)
              .where('id', '=', personId)
              .where('email_key', '!=', ''),
          ),
        ]),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** Removes what a person wrote. */
export const eraseInquiries = async (ctx: Ctx, personId: string): Promise<void> =>
  void (await removeInquiries(ctx, await ofPerson(ctx, personId)));

/** The ids of what somebody with an account wrote: linked to it, or from its address and linked to nobody. */
async function ofAccount(ctx: Ctx, accountId: string): Promise<string[]> {
  const rows = await ctx.trx
    .selectFrom('inquiries as q')
    .innerJoin('accounts as a', (join) => join.onRef('a.network_id', '=', 'q.network_id').on('a.id', '=', accountId))
    .select('q.id')
    .where('q.network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([
        eb('q.account_id', '=', accountId),
        eb.and([
          eb('q.account_id', 'is', null),
          eb('q.person_id', 'is', null),
          eb('q.email_key', '!=', ''),
          eb('q.email_key', '=', eb.ref('a.email_key')),
        ]),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** Her account is deleted, and before its address: what she wrote to the network goes with it. */
export const eraseOfAccount = async (ctx: Ctx, accountId: string): Promise<void> =>
  void (await removeInquiries(ctx, await ofAccount(ctx, accountId)));

/** What a person wrote and was answered, for her own copy. */
export const exportInquiries = async (ctx: Ctx, personId: string): Promise<Record<string, unknown>> =>
  copyOf(ctx, await ofPerson(ctx, personId));

/** The same for somebody with an account. */
export const exportOfAccount = async (ctx: Ctx, accountId: string): Promise<Record<string, unknown>> =>
  copyOf(ctx, await ofAccount(ctx, accountId));

async function copyOf(ctx: Ctx, ids: string[]): Promise<Record<string, unknown>> {
  if (ids.length === 0) return { inquiries: [] };
  const inquiries = await ctx.trx
    .selectFrom('inquiries')
    .select([
      'id',
      'way',
      'received_on',
      'name',
      'email',
      'phone',
      'address',
      'subject',
      'may',
      'may_note',
      'sender',
      'words_of',
      'safe',
      'safe_note',
      'state',
    ])
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  const parts = await ctx.trx
    .selectFrom('inquiry_parts')
    .select(['inquiry_id', 'kind', 'at', 'subject', 'body'])
    .where('network_id', '=', ctx.network.id)
    .where('inquiry_id', 'in', ids)
    .orderBy('id')
    .execute();
  return {
    inquiries: inquiries.map(({ id, ...inquiry }) => ({
      ...inquiry,
      parts: parts.filter((part) => part.inquiry_id === id).map(({ inquiry_id: _, ...part }) => part),
    })),
  };
}

/** Deletes what is past its time, at most a thousand at once. */
export async function retainInquiries(ctx: Ctx): Promise<number> {
  const rows = await ctx.trx
    .selectFrom('inquiries as q')
    .leftJoin('inbox_topics as t', (join) =>
      join.onRef('t.network_id', '=', 'q.network_id').onRef('t.id', '=', 'q.topic_id'),
    )
    .select(['q.id', 'q.state', 'q.state_at as stateAt', 't.keep_days as keepDays'])
    .where('q.network_id', '=', ctx.network.id)
    // No topic keeps anything for less than a week.
    .where('q.state_at', '<', new Date(ctx.now.getTime() - 7 * dayMs))
    .orderBy('q.state_at')
    .limit(5_000)
    .execute();
  const past = rows.filter((row) => isPast(row, row.keepDays, ctx.now)).map((row) => row.id);
  return removeInquiries(ctx, past.slice(0, 1_000));
}
