import { newId } from '../../../platform/crypto/ids.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { actorId } from '../queries.ts';

export type InvitationState = 'sent' | 'joined' | 'withdrawn';
export type Invitation = {
  id: string;
  email: string;
  name: string;
  locale: string;
  words: string;
  state: InvitationState;
  createdAt: Date;
  mailedAt: Date;
  by: string | null;
};

const invitations = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('membership_invitations as i')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'i.network_id').onRef('a.id', '=', 'i.invited_by'),
    )
    .select([
      'i.id',
      'i.email',
      'i.name',
      'i.locale',
      'i.words',
      'i.state',
      'i.created_at as createdAt',
      'i.mailed_at as mailedAt',
      'a.name as by',
    ])
    .where('i.network_id', '=', ctx.network.id);

const pageSize = 50;

/** One page of invitations, the newest first, from below the key `before`. */
export async function listInvitations(
  ctx: Ctx,
  before?: string,
): Promise<{ lines: Invitation[]; next: string | undefined }> {
  let query = invitations(ctx)
    .orderBy('i.id', 'desc')
    .limit(pageSize + 1);
  if (before) query = query.where('i.id', '<', before);
  const rows = (await query.execute()) as Invitation[];
  const lines = rows.slice(0, pageSize);
  return { lines, next: rows.length > pageSize ? lines.at(-1)!.id : undefined };
}

export const findInvitation = async (ctx: Ctx, id: string, lock = false): Promise<Invitation | undefined> => {
  let query = invitations(ctx).where('i.id', '=', id);
  if (lock) query = query.forUpdate('i');
  return (await query.executeTakeFirst()) as Invitation | undefined;
};

/** For mails: those of these invitations that still hold. */
export const invitationsAmong = async (ctx: Ctx, ids: string[]): Promise<Invitation[]> =>
  (await invitations(ctx).where('i.id', 'in', ids).where('i.state', '=', 'sent').execute()) as Invitation[];

/** Of these folded addresses those that an invitation, a member's or anybody's account, or an open application has already. */
export async function knownAddresses(
  ctx: Ctx,
  keys: readonly string[],
): Promise<Map<string, 'invited' | 'account' | 'applied'>> {
  if (keys.length === 0) return new Map();
  const invited = await ctx.trx
    .selectFrom('membership_invitations')
    .select('email_key')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'sent')
    .where('email_key', 'in', keys)
    .execute();
  const accounts = await ctx.trx
    .selectFrom('accounts')
    .select('email_key')
    .where('network_id', '=', ctx.network.id)
    .where('email_key', 'in', keys)
    .execute();
  const applied = await ctx.trx
    .selectFrom('applications')
    .select('email_key')
    .where('network_id', '=', ctx.network.id)
    .where('email_key', 'in', keys)
    .where('state', 'in', ['waiting', 'asked', 'seconded'])
    .execute();
  return new Map([
    ...applied.map((row) => [row.email_key!, 'applied'] as const),
    ...accounts.map((row) => [row.email_key!, 'account'] as const),
    ...invited.map((row) => [row.email_key, 'invited'] as const),
  ]);
}

/** Writes an invitation; undefined when the address is invited already. */
export async function insertInvitation(
  ctx: Ctx,
  invitation: { email: string; emailKey: string; name: string; locale: string; words: string },
): Promise<string | undefined> {
  const row = await ctx.trx
    .insertInto('membership_invitations')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      email: invitation.email,
      email_key: invitation.emailKey,
      name: invitation.name,
      locale: invitation.locale,
      words: invitation.words,
      state: 'sent',
      invited_by: actorId(ctx),
      created_at: ctx.now,
      mailed_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Notes that an invitation left. */
export async function noteMailed(ctx: Ctx, id: string): Promise<void> {
  await ctx.trx
    .updateTable('membership_invitations')
    .set({ mailed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** Takes an invitation back; false when it is not open any more. */
export async function endInvitation(ctx: Ctx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('membership_invitations')
    .set({ state: 'withdrawn', settled_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Whoever has this folded address has applied or was admitted: the invitation is answered. */
export async function invitationAnswered(ctx: Ctx, emailKey: string): Promise<void> {
  await ctx.trx
    .updateTable('membership_invitations')
    .set({ state: 'joined', settled_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('email_key', '=', emailKey)
    .where('state', '=', 'sent')
    .execute();
}
