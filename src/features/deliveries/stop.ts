import { cancelMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { takeOutOfDigests } from './pacing/plan.ts';
import { setAnew } from './paper/run.ts';

/** Letters that have not begun to leave are cancelled, here and in the outbox; the street address goes with them. */
export async function stopDeliveries(ctx: Ctx, actionIds: string[]): Promise<void> {
  const open = await ctx.trx
    .selectFrom('deliveries')
    .select(['id', 'state'])
    .where('network_id', '=', ctx.network.id)
    .where('action_id', 'in', actionIds)
    .where('state', 'in', ['composed', 'queued', 'kept'])
    .execute();
  const waiting = open.filter((delivery) => delivery.state === 'composed').map((delivery) => delivery.id);
  const cancelled = await cancelMails(
    ctx,
    open.map((delivery) => delivery.id),
  );
  const unbundled = await takeOutOfDigests(
    ctx,
    open.map((delivery) => delivery.id),
  );
  const stopped = [...waiting, ...cancelled, ...unbundled];
  // What lies with her, or waits for a printer, simply does not happen any more.
  await ctx.trx
    .updateTable('deliveries')
    .set({ state: 'withdrawn', state_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('action_id', 'in', actionIds)
    .where('state', 'in', ['waiting', 'to-print', 'printed', 'held'])
    .execute();
  // A file for the printer that holds her letter goes, also where the letter was posted already.
  const runs = await ctx.trx
    .selectFrom('deliveries')
    .select('print_run_id')
    .distinct()
    .where('network_id', '=', ctx.network.id)
    .where('action_id', 'in', actionIds)
    .where('print_run_id', 'is not', null)
    .execute();
  await setAnew(
    ctx,
    runs.map((run) => run.print_run_id!),
  );
  if (stopped.length > 0) {
    await ctx.trx
      .updateTable('deliveries')
      .set({ state: 'withdrawn', note: null, state_at: ctx.now })
      .where('network_id', '=', ctx.network.id)
      .where('id', 'in', stopped)
      .execute();
  }
  await cancelMails(ctx, actionIds);
  await ctx.trx
    .deleteFrom('action_addresses')
    .where('network_id', '=', ctx.network.id)
    .where('action_id', 'in', actionIds)
    .execute();
}
