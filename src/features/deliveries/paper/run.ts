import { sql } from 'kysely';
import { record as audit } from '../../../platform/audit/index.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
import { dateIn } from '../../../platform/http/index.ts';
import { enqueue } from '../../../platform/jobs/index.ts';
import { NotSet, type Paper, paperOf } from '../../../platform/pdf/index.ts';
import type { JobHandler } from '../../../platform/registry/index.ts';
import { type Ctx, inLocale } from '../../../platform/tenancy/index.ts';
import { restingPosts } from '../quiet.ts';
import { forgetStreets } from '../settle.ts';
import { type PaperLetter, setLetters } from './letter.ts';

/*
 * A print run: the letters of a campaign that waited for paper, set in one file by the worker, printed and posted by hand.
 * The letters of a run are those deliveries that carry its id.
 */

export const printJob = 'print-runs.set';

/** More letters than this go into the next run: 200 letters of three pages each were set in 18 s and 155 MB on a busy 2-core machine. */
export const mostPerRun = 200;
/** The file holds people's letters and addresses: it is kept no longer than that. */
const fileDays = 14;

/** Letters of a campaign that wait for paper, the oldest first. Those to posts that rest (a quiet period) wait on. */
export async function lettersForPaper(
  ctx: Ctx,
  campaignId: string,
  states: readonly string[] = ['to-print'],
  runId?: string,
) {
  const { rows } = await sql<{
    id: string;
    post_id: string;
    name: string;
    official_name: string | null;
    address: string;
    country: string;
    state: string;
    since: Date;
    words: string;
  }>`
    select d.id, d.post_id, pe.name, d.official_name, d.address, b.country, d.state, d.state_at as since,
      a.subject || E'\n' || a.body || E'\n' || pe.name as words
    from deliveries d
    join actions a on a.network_id = d.network_id and a.id = d.action_id
    join people pe on pe.network_id = a.network_id and pe.id = a.person_id
    join known_posts p on p.id = d.post_id and (p.network_id is null or p.network_id = d.network_id)
    join known_roles r on r.id = p.role_id and (r.network_id is null or r.network_id = d.network_id)
    join known_bodies b on b.id = r.body_id and (b.network_id is null or b.network_id = d.network_id)
    where d.network_id = ${ctx.network.id} and d.campaign_id = ${campaignId} and d.state = any(${[...states]})
      and d.address is not null and pe.erased_at is null ${runId ? sql`and d.print_run_id = ${runId}` : sql``}
    order by d.state_at, d.id limit ${mostPerRun * 4}`.execute(ctx.trx);
  const resting = await restingPosts(ctx, [...new Set(rows.map((row) => row.post_id))]);
  return rows.map((row) => ({ ...row, paper: paperOf(row.country), rests: resting.get(row.post_id) }));
}

/**
 * Takes the letters that wait for this paper into a new run and asks the worker to set them. `id` comes with the form: sent
 * twice, it is one run. Returns how many letters it has; none makes no run.
 */
export async function askForRun(ctx: Ctx, campaignId: string, paper: Paper, id: string): Promise<number> {
  // Two coordinators who press at once take turns: the second finds what the first left.
  const campaign = await ctx.trx
    .selectFrom('campaigns')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', campaignId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const known = await findRun(ctx, campaignId, id);
  if (known) return known.letters;
  const waiting = (await lettersForPaper(ctx, campaignId)).filter((letter) => letter.paper === paper && !letter.rests);
  const taken = waiting.slice(0, mostPerRun).map((letter) => letter.id);
  if (!campaign || taken.length === 0) return 0;
  await ctx.trx
    .insertInto('print_runs')
    .values({
      network_id: ctx.network.id,
      id,
      campaign_id: campaignId,
      paper,
      letters: taken.length,
      asked_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      asked_at: ctx.now,
    })
    .execute();
  await ctx.trx
    .updateTable('deliveries')
    .set({ state: 'printed', state_at: ctx.now, print_run_id: id })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', sql<string>`any(${taken}::uuid[])`)
    .where('state', '=', 'to-print')
    .execute();
  await enqueue(ctx, printJob, { run: id });
  await audit(ctx, { verb: 'asked', noun: 'print-run', id, detail: { letters: taken.length, paper } });
  return taken.length;
}

/** A run of this campaign, without its file. */
export const findRun = (ctx: Ctx, campaignId: string, id: string) =>
  runs(ctx, campaignId).where('id', '=', id).executeTakeFirst();

/** The runs of a campaign, the newest first. */
export const listRuns = (ctx: Ctx, campaignId: string) =>
  runs(ctx, campaignId).orderBy('asked_at', 'desc').limit(50).execute();

const runs = (ctx: Ctx, campaignId: string) =>
  ctx.trx
    .selectFrom('print_runs')
    .select(['id', 'paper', 'state', 'letters', 'pages', 'file_until', 'asked_at', 'ready_at', 'posted_at'])
    .select(sql<boolean>`file is not null`.as('has_file'))
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId);

export type PrintRun = NonNullable<Awaited<ReturnType<typeof findRun>>>;

/** What is printed in a run, in its order, as it is written on paper. */
async function lettersOfRun(ctx: Ctx, runId: string): Promise<PaperLetter[]> {
  const { rows } = await sql<{
    name: string;
    street: string | null;
    official_name: string | null;
    label: Record<string, string>;
    division: Record<string, string> | null;
    address: string;
    country: string;
    locale: string;
    subject: string;
    body: string;
  }>`
    select pe.name, s.address as street, d.official_name, p.label, v.names || jsonb_build_object('en', coalesce(v.names->>'en', v.name)) as division,
      d.address, b.country, a.locale, a.subject, a.body
    from deliveries d
    join actions a on a.network_id = d.network_id and a.id = d.action_id
    join people pe on pe.network_id = a.network_id and pe.id = a.person_id
    left join action_addresses s on s.network_id = a.network_id and s.action_id = a.id
    join known_posts p on p.id = d.post_id and (p.network_id is null or p.network_id = d.network_id)
    join known_roles r on r.id = p.role_id and (r.network_id is null or r.network_id = d.network_id)
    join known_bodies b on b.id = r.body_id and (b.network_id is null or b.network_id = d.network_id)
    left join divisions v on v.id = p.division_id
    where d.network_id = ${ctx.network.id} and d.print_run_id = ${runId} and d.state = 'printed' and pe.erased_at is null
    order by d.post_id, d.id`.execute(ctx.trx);
  return rows.map((row) => ({
    paper: paperOf(row.country),
    name: row.name,
    street: row.street ?? '',
    officialName: row.official_name ?? '',
    postLabel: [inLocale(row.label, row.locale), row.division && inLocale(row.division, row.locale)]
      .filter(Boolean)
      .join(', '),
    address: row.address,
    date: dateIn(row.locale, ctx.network.timeZone, ctx.now, 'date'),
    subject: row.subject,
    body: row.body,
  }));
}

/** Sets a run's letters in one file. Run again after a crash it does the same; a run that is ready, or gone, is left alone. */
export const setRun: JobHandler = async ({ deps, network: id, payload }) => {
  const run = String(payload.run);
  const network = await deps.networks.byId(id);
  if (!network) return;
  const ctxIn = (trx: Ctx['trx']): Ctx => ({
    trx,
    actor: { kind: 'system' },
    network,
    locale: network.locales[0]!,
    now: deps.clock(),
  });
  const letters = await readNetwork(deps.db, id, async (trx) => {
    const row = await trx
      .selectFrom('print_runs')
      .select('state')
      .where('network_id', '=', id)
      .where('id', '=', run)
      .executeTakeFirst();
    return row?.state === 'asked' ? lettersOfRun(ctxIn(trx), run) : undefined;
  });
  if (!letters) return;
  const set = letters.length === 0 ? undefined : await setLetters(letters, true).catch((error) => error as Error);
  if (set instanceof Error) {
    deps.log.error({ run, error: set instanceof NotSet ? 'not set' : String(set) }, 'a print run could not be set');
    await inNetwork(deps.db, id, (trx) => endRun(ctxIn(trx), run, 'failed'));
    return;
  }
  await inNetwork(deps.db, id, async (trx) => {
    if (!set) return endRun(ctxIn(trx), run, 'dropped');
    const ctx = ctxIn(trx);
    await trx
      .updateTable('print_runs')
      .set({
        state: 'ready',
        letters: letters.length,
        pages: set.pages,
        file: set.bytes,
        file_until: new Date(ctx.now.getTime() + fileDays * 86_400_000),
        ready_at: ctx.now,
      })
      .where('network_id', '=', id)
      .where('id', '=', run)
      .where('state', '=', 'asked')
      .execute();
  });
};

/** Puts the letters of a run back where they waited, and forgets its file. */
async function endRun(ctx: Ctx, runId: string, state: 'failed' | 'dropped'): Promise<void> {
  await ctx.trx
    .updateTable('deliveries')
    .set({ state: 'to-print', state_at: ctx.now, print_run_id: null })
    .where('network_id', '=', ctx.network.id)
    .where('print_run_id', '=', runId)
    .where('state', '=', 'printed')
    .execute();
  await ctx.trx
    .updateTable('print_runs')
    .set({ state, file: null, file_until: null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', runId)
    .execute();
}

/** Locks a run of this campaign until the commit. */
export async function lockRun(ctx: Ctx, campaignId: string, id: string): Promise<PrintRun | undefined> {
  await ctx.trx
    .selectFrom('print_runs')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return findRun(ctx, campaignId, id);
}

/** The letters of a run went to the post, or (`posted` false) they did not after all. */
export async function markPosted(ctx: Ctx, run: PrintRun, posted: boolean): Promise<boolean> {
  if (run.state !== (posted ? 'ready' : 'posted')) return false;
  const moved = await ctx.trx
    .updateTable('deliveries')
    .set({ state: posted ? 'posted' : 'printed', state_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('print_run_id', '=', run.id)
    .where('state', '=', posted ? 'printed' : 'posted')
    .returning('action_id')
    .execute();
  await ctx.trx
    .updateTable('print_runs')
    .set({ state: posted ? 'posted' : 'ready', posted_at: posted ? ctx.now : null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', run.id)
    .execute();
  if (posted) await forgetStreets(ctx, [...new Set(moved.map((row) => row.action_id))]);
  await audit(ctx, {
    verb: posted ? 'posted' : 'unposted',
    noun: 'print-run',
    id: run.id,
    detail: { letters: moved.length },
  });
  return true;
}

/** The run is not printed after all: its letters wait again. */
export async function dropRun(ctx: Ctx, run: PrintRun): Promise<boolean> {
  if (run.state !== 'ready' && run.state !== 'asked') return false;
  await endRun(ctx, run.id, 'dropped');
  await audit(ctx, { verb: 'dropped', noun: 'print-run', id: run.id });
  return true;
}

/** One letter is kept out of the runs, or (`held` false) goes with the next one. Out of a run that is ready, the file is set anew. */
export async function holdLetter(ctx: Ctx, campaignId: string, deliveryId: string, held: boolean): Promise<boolean> {
  const delivery = await ctx.trx
    .selectFrom('deliveries')
    .select(['id', 'state', 'print_run_id'])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('id', '=', deliveryId)
    .forUpdate()
    .executeTakeFirst();
  if (!delivery || !(held ? ['to-print', 'printed'] : ['held']).includes(delivery.state)) return false;
  await ctx.trx
    .updateTable('deliveries')
    .set({ state: held ? 'held' : 'to-print', state_at: ctx.now, print_run_id: null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', deliveryId)
    .execute();
  if (delivery.print_run_id) await setAnew(ctx, [delivery.print_run_id]);
  await audit(ctx, { verb: held ? 'held' : 'released', noun: 'delivery', id: deliveryId });
  return true;
}

/** Letters left these runs: files that hold them go; what is not yet posted is set again without them. */
export async function setAnew(ctx: Ctx, runIds: readonly string[]): Promise<void> {
  for (const id of new Set(runIds)) {
    const run = await ctx.trx
      .updateTable('print_runs')
      .set((eb) => ({
        file: null,
        file_until: null,
        state: eb.case().when('state', '=', 'ready').then('asked').else(eb.ref('state')).end(),
      }))
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .returning('state')
      .executeTakeFirst();
    if (run?.state === 'asked') await enqueue(ctx, printJob, { run: id });
  }
}

/** A run's file, while it is kept. */
export async function fileOfRun(ctx: Ctx, campaignId: string, id: string): Promise<Buffer | undefined> {
  const row = await ctx.trx
    .selectFrom('print_runs')
    .select('file')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('id', '=', id)
    .where('file_until', '>', ctx.now)
    .executeTakeFirst();
  return row?.file ?? undefined;
}

const hourMs = 3_600_000;

/** Forgets files that are past their time; returns how many. Asks again for runs that stand still. */
export async function retainFiles(ctx: Ctx): Promise<number> {
  // A restored installation has the runs that were asked for, and not its queue.
  const still = await ctx.trx
    .selectFrom('print_runs')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'asked')
    .where('asked_at', '<', new Date(ctx.now.getTime() - hourMs))
    .execute();
  for (const { id } of still) await enqueue(ctx, printJob, { run: id }, { key: `${printJob}:${id}` });
  const gone = await ctx.trx
    .updateTable('print_runs')
    .set({ file: null, file_until: null })
    .where('network_id', '=', ctx.network.id)
    .where('file_until', '<=', ctx.now)
    .executeTakeFirst();
  return Number(gone.numUpdatedRows);
}
