import { z } from 'zod';
import { record } from '../../../platform/audit/index.ts';
import { found } from '../../../platform/http/index.ts';
import { queueMails } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { keeps, todayOf, visibleFacilities } from '../access.ts';
import { stopReasons } from '../facility.ts';

/** Why, and what its organisation should know; the words are for its people alone. */
export const stopForm = z.object({
  reason: z.enum(stopReasons, 'field.choose'),
  note: z.string().max(1_000, 'field.long'),
});
export type StopForm = z.output<typeof stopForm>;

/** Another organisation's facility that the actor sees, by name; she keeps none of those. */
export async function findForStop(ctx: Ctx, id: string): Promise<{ id: string; names: Record<string, string> }> {
  const row = await visibleFacilities(ctx)
    .select(['f.id', 'f.names', keeps(ctx).as('kept')])
    .where('f.id', '=', id)
    .executeTakeFirst();
  const { names } = found(row?.kept ? undefined : row);
  return { id, names: names as Record<string, string> };
}

/**
 * For a coordinator: takes every release of another organisation's facility back, also those that lie ahead, and tells its people by mail that
 * something changed. From then on she does not see it either; they alone release it again. Sent twice it is one. Throws `not-found` for
 * one that she does not see, or keeps herself.
 */
export async function stopReleases(ctx: Ctx, id: string, { reason, note }: StopForm): Promise<void> {
  const by = ctx.actor.kind === 'account' ? ctx.actor.id : null;
  const row = found(
    await ctx.trx
      .selectFrom('facilities as f')
      .select(['f.id', 'f.organisation_id', 'f.stopped_by'])
      .where('f.network_id', '=', ctx.network.id)
      .where('f.id', '=', id)
      .forUpdate('f')
      .executeTakeFirst(),
  );
  if (by !== null && row.stopped_by === by) return;
  await findForStop(ctx, id);
  await ctx.trx
    .updateTable('facilities')
    .set({
      network_from: null,
      network_precision: null,
      public_from: null,
      public_precision: null,
      stopped_at: ctx.now,
      stopped_by: by,
      stop_reason: reason,
      stop_note: note,
      updated_at: ctx.now,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  // The log, which many read, has the reason's word and not what she wrote.
  await record(ctx, { verb: 'withdrew', noun: 'facility', id, detail: { audience: 'all', urgent: true, reason } });
  await tellPeople(ctx, row.organisation_id!);
}

/** A mail to each who works with the organisation today; one for each way in which she does. */
async function tellPeople(ctx: Ctx, organisationId: string): Promise<void> {
  const people = await peopleOf(ctx).where('a.organisation_id', '=', organisationId).execute();
  const each = new Map(people.map((one) => [one.account, one]));
  await queueMails(
    ctx,
    [...each.values()].map(({ id, email, locale }) => ({
      kind: 'facility-stopped',
      subjectId: id,
      to: email!,
      locale: ctx.network.locales.includes(locale) ? locale : ctx.network.locales[0]!,
      priority: 3,
    })),
  );
}

/** Who works with an organisation today and can be written to, by the id of that. */
export function peopleOf(ctx: Ctx) {
  const today = todayOf(ctx);
  return ctx.trx
    .selectFrom('affiliations as a')
    .innerJoin('accounts as who', (join) =>
      join.onRef('who.network_id', '=', 'a.network_id').onRef('who.id', '=', 'a.account_id'),
    )
    .select(['a.id', 'who.id as account', 'who.name', 'who.email', 'who.locale'])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.from_on', '<=', today)
    .where((eb) => eb.or([eb('a.until_on', 'is', null), eb('a.until_on', '>', today)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('memberships as m')
            .select('m.account_id')
            .whereRef('m.network_id', '=', 'a.network_id')
            .whereRef('m.account_id', '=', 'a.account_id')
            .where('m.state', '=', 'suspended'),
        ),
      ),
    )
    .where('who.disabled_at', 'is', null)
    .where('who.email', 'is not', null)
    .orderBy('a.id');
}
