import { newId } from '../../platform/crypto/ids.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { localeOf } from '../accounts/index.ts';
import { type Membership, peopleOf } from './queries.ts';

export const noticeMailKind = 'membership-notice';

/** Somebody who is written to about a membership. */
export type Reached = { accountId: string; email: string; locale: string };

/** Where a membership is written to: hers, or those who speak for the organisation. */
export async function reachedBy(ctx: Ctx, membership: Membership): Promise<Reached[]> {
  if (membership.organisationId) {
    const people = await peopleOf(ctx, membership.organisationId);
    return people.flatMap(({ id, email, locale, represents }) =>
      email && represents ? [{ accountId: id, email, locale }] : [],
    );
  }
  const row = await ctx.trx
    .selectFrom('accounts')
    .select(['id', 'email', 'locale'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', membership.accountId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return row?.email ? [{ accountId: row.id, email: row.email, locale: row.locale }] : [];
}

/** Mails that something happened to a membership; the event says what, the mail does not. */
export async function tell(ctx: Ctx, eventId: string, reached: readonly Reached[]): Promise<void> {
  for (const { accountId, email, locale } of reached) {
    const id = newId();
    await ctx.trx
      .insertInto('membership_notices')
      .values({ network_id: ctx.network.id, id, event_id: eventId, account_id: accountId, at: ctx.now })
      .execute();
    await queueMails(ctx, [
      { kind: noticeMailKind, subjectId: id, to: email, locale: localeOf(ctx.network, locale), priority: 0 },
    ]);
  }
}
