import type { RawBuilder } from 'kysely';
import { dayOf } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { membersOn } from '../accounts/index.ts';

/**
 * A query fragment: the account ids of everybody who is a member now, for `account_id in (…)`; an id may come more than once.
 * `account` (an expression, like `sql.ref('a.id')`) narrows it to one account, for `exists (…)`.
 */
export const currentMembers = (
  ctx: Pick<Ctx, 'network' | 'now'>,
  account?: RawBuilder<string>,
): RawBuilder<{ account_id: string }> =>
  membersOn({ network: ctx.network.id, now: ctx.now, today: dayOf(ctx.now, ctx.network.timeZone) }, account);
