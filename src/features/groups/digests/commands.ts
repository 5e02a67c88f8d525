import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import { queueMails } from '../../../platform/mail/index.ts';
import type { JobHandler } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { nextDigest, type Rhythm, usualRhythm } from './digest.ts';
import { dueReaders, newLines } from './queries.ts';

const dayMs = 86_400_000;
/** Digests of so many are made in one transaction. */
const atOnce = 100;
/** Older news than this is told by nobody: she finds it marked when she comes. */
const newsMs = 15 * dayMs;

/** Begins to tell somebody who came into a group, as is usual, unless she chose before. */
export async function beginTelling(ctx: Ctx, accountId: string): Promise<void> {
  const account = await ctx.trx
    .selectFrom('accounts')
    .select('time_zone')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .executeTakeFirst();
  const rhythm = usualRhythm(account?.time_zone ?? ctx.network.timeZone);
  await ctx.trx
    .insertInto('group_digest_readers')
    .values({
      network_id: ctx.network.id,
      account_id: accountId,
      cadence: rhythm.cadence,
      hour: rhythm.hour,
      weekday: rhythm.weekday,
      time_zone: rhythm.timeZone,
      next_at: nextDigest(ctx.now, rhythm),
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id']).doNothing())
    .execute();
}

/** How often and when she is told from now on. */
export async function setRhythm(ctx: Ctx, accountId: string, rhythm: Rhythm): Promise<void> {
  const values = {
    cadence: rhythm.cadence,
    hour: rhythm.hour,
    weekday: rhythm.weekday,
    time_zone: rhythm.timeZone,
    next_at: nextDigest(ctx.now, rhythm),
  };
  await ctx.trx
    .insertInto('group_digest_readers')
    .values({ network_id: ctx.network.id, account_id: accountId, ...values })
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id']).doUpdateSet(values))
    .execute();
  await record(ctx, { verb: 'set', noun: 'group-digest', id: accountId, detail: { cadence: rhythm.cadence } });
}

/** Nothing is told any more. Pressed twice it stays so. */
export async function stopTelling(ctx: Ctx, accountId: string): Promise<void> {
  const done = await ctx.trx
    .updateTable('group_digest_readers')
    .set({ cadence: 'never', next_at: null })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('cadence', '!=', 'never')
    .returning('account_id')
    .executeTakeFirst();
  if (done) await record(ctx, { verb: 'stopped', noun: 'group-digest', id: accountId });
}

/**
 * Writes the digests of some whose time has come: what each tells, that it was told, the mail, and when the next one is due, in one
 * transaction. Whatever ends the program between leaves either all of it or nothing; no post is told twice. Returns how many
 * readers it dealt with.
 */
export async function writeDigests(ctx: Ctx): Promise<number> {
  const readers = await dueReaders(ctx, atOnce);
  if (readers.length === 0) return 0;
  const told = readers.filter((reader) => reader.email !== null);
  const lines = await newLines(
    ctx,
    told.map((reader) => reader.accountId),
    new Date(ctx.now.getTime() - newsMs),
  );
  const byReader = Map.groupBy(lines, (line) => line.account_id);
  const digests = told.flatMap((reader) => {
    const own = byReader.get(reader.accountId);
    return own ? [{ id: newId(), reader, lines: own.slice(0, 100) }] : [];
  });
  if (digests.length > 0) {
    await ctx.trx
      .insertInto('group_digests')
      .values(
        digests.map(({ id, reader }) => ({
          network_id: ctx.network.id,
          id,
          account_id: reader.accountId,
          at: ctx.now,
        })),
      )
      .execute();
    for (const digest of digests) {
      await ctx.trx
        .insertInto('group_digest_lines')
        .values(
          digest.lines.map(({ thread_id, from_n, to_n, named }) => ({
            network_id: ctx.network.id,
            digest_id: digest.id,
            thread_id,
            from_n,
            to_n,
            named,
          })),
        )
        .execute();
      await ctx.trx
        .insertInto('thread_readers')
        .values(
          digest.lines.map(({ thread_id, to_n }) => ({
            network_id: ctx.network.id,
            account_id: digest.reader.accountId,
            thread_id,
            told_n: to_n,
          })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['network_id', 'account_id', 'thread_id'])
            .doUpdateSet({ told_n: sql`greatest(thread_readers.told_n, excluded.told_n)` }),
        )
        .execute();
    }
    await queueMails(
      ctx,
      digests.map(({ id, reader }) => ({
        kind: 'group-digest',
        subjectId: id,
        to: reader.email!,
        locale: reader.locale,
        priority: 9,
      })),
    );
  }
  for (const reader of readers) {
    await ctx.trx
      .updateTable('group_digest_readers')
      .set({ next_at: nextDigest(ctx.now, reader.rhythm) })
      .where('network_id', '=', ctx.network.id)
      .where('account_id', '=', reader.accountId)
      .execute();
  }
  return readers.length;
}

/** Every quarter of an hour: the digests that are due, some at a time. */
export const digestJob: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (!network) return;
  for (;;) {
    const done = await inNetwork(deps.db, id, (trx) =>
      writeDigests({ trx, network, actor: { kind: 'system' }, locale: network.locales[0]!, now: deps.clock() }),
    );
    if (done < atOnce) return;
  }
};
