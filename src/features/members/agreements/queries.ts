import { sql } from 'kysely';
import { newId } from '../../../platform/crypto/ids.ts';
import { dayOf } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Texts } from '../membership.ts';

/** One version of an agreement, as it is read and agreed to. */
export type AgreementVersion = {
  id: string;
  agreementId: string;
  name: Texts;
  version: number;
  body: Texts;
  publishedOn: string;
};

const today = (ctx: Ctx) => dayOf(ctx.now, ctx.network.timeZone);

const versions = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('agreement_versions as v')
    .innerJoin('agreements as a', (join) =>
      join.onRef('a.network_id', '=', 'v.network_id').onRef('a.id', '=', 'v.agreement_id'),
    )
    .select([
      'v.id',
      'v.agreement_id as agreementId',
      'a.name',
      'v.version',
      'v.body',
      sql<string>`v.published_on::text`.as('publishedOn'),
    ])
    .where('v.network_id', '=', ctx.network.id);

/** What is asked for now: of each agreement that is not closed the latest version whose day has come. */
export const agreementsInForce = async (ctx: Ctx): Promise<AgreementVersion[]> =>
  (await versions(ctx)
    .distinctOn('v.agreement_id')
    .where('a.closed_at', 'is', null)
    .where('v.published_on', '<=', today(ctx))
    .orderBy('v.agreement_id')
    .orderBy('v.version', 'desc')
    .execute()) as AgreementVersion[];

export type Agreement = { id: string; name: Texts; closedAt: Date | null };

export const listAgreements = async (ctx: Ctx): Promise<Agreement[]> =>
  (await ctx.trx
    .selectFrom('agreements')
    .select(['id', 'name', 'closed_at as closedAt'])
    .where('network_id', '=', ctx.network.id)
    .orderBy('id')
    .execute()) as Agreement[];

export const findAgreement = async (ctx: Ctx, id: string, lock = false): Promise<Agreement | undefined> => {
  let query = ctx.trx
    .selectFrom('agreements')
    .select(['id', 'name', 'closed_at as closedAt'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id);
  if (lock) query = query.forUpdate();
  return (await query.executeTakeFirst()) as Agreement | undefined;
};

/** Every version of an agreement, the newest first, with how many members agreed to it. */
export async function versionsOf(ctx: Ctx, agreementId: string): Promise<(AgreementVersion & { agreed: number })[]> {
  const rows = await versions(ctx)
    .select((eb) =>
      eb
        .selectFrom('agreement_consents as c')
        .select((each) => each.fn.countAll<number>().as('n'))
        .whereRef('c.network_id', '=', 'v.network_id')
        .whereRef('c.version_id', '=', 'v.id')
        .where('c.account_id', 'is not', null)
        .as('agreed'),
    )
    .where('v.agreement_id', '=', agreementId)
    .orderBy('v.version', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, agreed: Number(row.agreed) })) as (AgreementVersion & { agreed: number })[];
}

/** A new agreement, without a text yet. */
export async function insertAgreement(ctx: Ctx, id: string, name: Texts): Promise<void> {
  await ctx.trx
    .insertInto('agreements')
    .values({ network_id: ctx.network.id, id, name: JSON.stringify(name), created_at: ctx.now })
    .execute();
}

/** Adds the next version of an agreement. */
export async function insertVersion(ctx: Ctx, agreementId: string, body: Texts, publishedOn: string): Promise<string> {
  const id = newId();
  await ctx.trx
    .insertInto('agreement_versions')
    .values((eb) => ({
      network_id: ctx.network.id,
      id,
      agreement_id: agreementId,
      version: eb
        .selectFrom('agreement_versions')
        .select(sql<number>`coalesce(max(version), 0) + 1`.as('next'))
        .where('network_id', '=', ctx.network.id)
        .where('agreement_id', '=', agreementId),
      body: JSON.stringify(body),
      published_on: publishedOn,
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    }))
    .execute();
  return id;
}

/** Asks nobody for it any more; false where it was closed already. */
export async function closeAgreement(ctx: Ctx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('agreements')
    .set({ closed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Notes that an applicant or a member agrees to these versions; what she agreed to before stays as it was. */
export async function noteConsents(
  ctx: Ctx,
  who: { application: string } | { account: string },
  versionIds: readonly string[],
  locale: string,
): Promise<void> {
  if (versionIds.length === 0) return;
  await ctx.trx
    .insertInto('agreement_consents')
    .values(
      versionIds.map((version_id) => ({
        network_id: ctx.network.id,
        id: newId(),
        version_id,
        application_id: 'application' in who ? who.application : null,
        account_id: 'account' in who ? who.account : null,
        locale,
        agreed_at: ctx.now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What an applicant agreed to is, from her admission on, what the member agreed to. */
export async function consentsToAccount(ctx: Ctx, applicationId: string, accountId: string): Promise<void> {
  await ctx.trx
    .updateTable('agreement_consents as c')
    .set({ account_id: accountId })
    .where('c.network_id', '=', ctx.network.id)
    .where('c.application_id', '=', applicationId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('agreement_consents as o')
            .select('o.id')
            .whereRef('o.network_id', '=', 'c.network_id')
            .whereRef('o.version_id', '=', 'c.version_id')
            .where('o.account_id', '=', accountId),
        ),
      ),
    )
    .execute();
}

export type Consent = { versionId: string; name: Texts; version: number; agreedAt: Date };

/** What an applicant or a member agreed to, the newest first. */
export const consentsOf = async (ctx: Ctx, who: { application: string } | { account: string }): Promise<Consent[]> => {
  const query = ctx.trx
    .selectFrom('agreement_consents as c')
    .innerJoin('agreement_versions as v', (join) =>
      join.onRef('v.network_id', '=', 'c.network_id').onRef('v.id', '=', 'c.version_id'),
    )
    .innerJoin('agreements as a', (join) =>
      join.onRef('a.network_id', '=', 'v.network_id').onRef('a.id', '=', 'v.agreement_id'),
    )
    .select(['v.id as versionId', 'a.name', 'v.version', 'c.agreed_at as agreedAt'])
    .where('c.network_id', '=', ctx.network.id)
    .orderBy('c.id', 'desc');
  const rows = await ('application' in who
    ? query.where('c.application_id', '=', who.application)
    : query.where('c.account_id', '=', who.account)
  ).execute();
  return rows as Consent[];
};
