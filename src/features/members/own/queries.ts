import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { type AgreementVersion, agreementsInForce, consentsOf } from '../agreements/queries.ts';
import { renewable } from '../membership.ts';
import { currentMembers, eventsOf, inheritedBy, membershipsOfAccount, today } from '../queries.ts';
import { settingsOf } from '../settings.ts';

/** What is in force and not agreed to by this account. */
export async function missingAgreements(ctx: Ctx, accountId: string): Promise<AgreementVersion[]> {
  const inForce = await agreementsInForce(ctx);
  if (inForce.length === 0) return [];
  const agreed = await ctx.trx
    .selectFrom('agreement_consents')
    .select('version_id')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where(
      'version_id',
      'in',
      inForce.map(({ id }) => id),
    )
    .execute();
  const has = new Set(agreed.map(({ version_id }) => version_id));
  return inForce.filter(({ id }) => !has.has(id));
}

/** Whether an account is a member now, by whatever way. */
async function isMember(ctx: Ctx, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select exists (${currentMembers(ctx, sql`${accountId}::uuid`)}) as yes`.execute(ctx.trx);
  return rows[0]!.yes;
}

/** All that her own page shows. */
export async function ownMembership(ctx: Ctx, accountId: string) {
  const memberships = await membershipsOfAccount(ctx, accountId);
  const { graceDays } = await settingsOf(ctx);
  const own = memberships[0];
  const belongs = await isMember(ctx, accountId);
  return {
    memberships,
    belongs,
    inherited: await inheritedBy(ctx, accountId),
    consents: await consentsOf(ctx, { account: accountId }),
    missing: belongs ? await missingAgreements(ctx, accountId) : [],
    events: own ? await eventsOf(ctx, own.id) : [],
    renewable: own?.state === 'active' && renewable(own.renewOn, today(ctx), graceDays),
  };
}
