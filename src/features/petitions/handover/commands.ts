import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { machineMadeOf } from '../../../platform/db/index.ts';
import { enqueue } from '../../../platform/jobs/index.ts';
import { eraseMails, queueMails } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { petitionFigures } from '../queries.ts';
import { type DistrictCount, districtTable } from '../signature.ts';
import type { Way } from './queries.ts';

export const papersJob = 'petitions.papers';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** Whether she agreed, with the action in `a`, to `purpose`, proved her address, and has not taken it back since. */
export const agreed = (purpose: string) => sql<boolean>`exists (
  select from consents c where c.network_id = a.network_id and c.person_id = a.person_id and c.purpose = ${purpose}
    and c.event = 'confirmed' and c.action_id = a.id
    and not exists (select from consents w where w.network_id = c.network_id and w.person_id = c.person_id
      and w.purpose = c.purpose and w.event = 'withdrawn' and w.at >= c.at))`;

export type Preparing = {
  /** Comes with the form: sent twice, it is one handover. */
  id: string;
  campaignId: string;
  recipient: string;
  postId: string | null;
  locale: string;
  text: { title: string; heading: string; words: string };
};

/**
 * Freezes a petition as it is now: who has signed, who of them may be named and with what, the counts and the words. The
 * papers are made of this by a job. False: nobody has signed yet.
 */
export async function prepareHandover(ctx: Ctx, given: Preparing): Promise<boolean> {
  const { id, campaignId, text } = given;
  const figures = await petitionFigures(ctx, campaignId);
  if (figures.confirmed === 0) return false;
  const { title, heading, words } = text;
  const texts = { title, letter_subject: heading, letter_body: words };
  const machine = await machineMadeOf(ctx.trx, 'campaign', [{ id: campaignId, locale: given.locale, texts }]);
  const own = { network_id: ctx.network.id, id, campaign_id: campaignId, recipient: given.recipient };
  const made = await ctx.trx
    .insertInto('handovers')
    .values({
      ...own,
      post_id: given.postId,
      locale: given.locale,
      ...text,
      machine: machine.get(campaignId) ?? [],
      as_of: ctx.now,
      confirmed: 0,
      listed: 0,
      waiting: figures.waiting,
      withdrawn: figures.withdrawn,
      districts: '{}',
      prepared_by: accountOf(ctx),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return true;
  await freezeSignatures(ctx, given);
  const counts = await sql<{ confirmed: string; listed: string }>`
    select count(*) as confirmed, count(*) filter (where listed) as listed from handover_signatures
    where network_id = ${ctx.network.id} and handover_id = ${id}`.execute(ctx.trx);
  const districts = await sql<DistrictCount>`
    select c."divisionId", coalesce(d.names ->> ${given.locale}, d.name, c."divisionId") as name, c.count::int as count from (
      select s.division_id as "divisionId", count(*) as count from handover_signatures h
      join signatures s on s.network_id = h.network_id and s.action_id = h.action_id
      where h.network_id = ${ctx.network.id} and h.handover_id = ${id} and s.division_id is not null group by s.division_id
    ) c left join divisions d on d.id = c."divisionId"`.execute(ctx.trx);
  await ctx.trx
    .updateTable('handovers')
    .set({
      confirmed: Number(counts.rows[0]!.confirmed),
      listed: Number(counts.rows[0]!.listed),
      districts: JSON.stringify(districtTable(districts.rows)),
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await enqueue(ctx, papersJob, { handover: id });
  await record(ctx, { verb: 'prepared', noun: 'handover', id, detail: { campaign: campaignId } });
  return true;
}

async function freezeSignatures(ctx: Ctx, { id, campaignId, locale }: Preparing): Promise<void> {
  await sql`insert into handover_signatures (network_id, handover_id, action_id, position, listed, name, district, comment, signed_on)
    select a.network_id, ${id}::uuid, a.id, row_number() over (order by a.confirmed_at, a.id), l.listed,
      case when l.listed then p.name end,
      case when l.listed then coalesce(d.names ->> ${locale}, d.name, s.division_id) end,
      case when l.listed and s.comment_state = 'shown' then s.comment end,
      (a.confirmed_at at time zone ${ctx.network.timeZone})::date
    from actions a
    join signatures s on s.network_id = a.network_id and s.action_id = a.id
    join people p on p.network_id = a.network_id and p.id = a.person_id
    left join divisions d on d.id = s.division_id
    cross join lateral (select p.erased_at is null and ${agreed('listing')} as listed) l
    where a.network_id = ${ctx.network.id} and a.campaign_id = ${campaignId} and a.counted`.execute(ctx.trx);
}

/** What the job made of the frozen petition. */
export type Papers = { csv: { sha256: string; bytes: number }; pdf: { bytes: Buffer; sha256: string; pages: number } };

const handover = (ctx: Ctx, id: string) =>
  ctx.trx.updateTable('handovers').where('network_id', '=', ctx.network.id).where('id', '=', id);

/** Papers are begun. An erasure from here on marks them (`eraseFromHandovers`). */
export async function beginPapers(ctx: Ctx, id: string): Promise<void> {
  await handover(ctx, id).set({ removed_at: null }).where('state', '=', 'preparing').execute();
}

/**
 * The papers are there; null: they could not be made. Papers that are there already stay. False: somebody who may stand in
 * them was erased since they were begun; they are not kept, and are to be made again.
 */
export async function keepPapers(ctx: Ctx, id: string, papers: Papers | null): Promise<boolean> {
  let query = handover(ctx, id)
    .set(
      papers
        ? {
            state: 'ready',
            csv_sha256: papers.csv.sha256,
            csv_bytes: papers.csv.bytes,
            pdf: papers.pdf.bytes,
            pdf_sha256: papers.pdf.sha256,
            pdf_pages: papers.pdf.pages,
          }
        : { state: 'failed', removed_at: null },
    )
    .where('state', '!=', 'ready');
  if (papers) query = query.where('removed_at', 'is', null);
  if (await query.returning('id').executeTakeFirst()) return true;
  const marked = await ctx.trx
    .selectFrom('handovers')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '!=', 'ready')
    .where('removed_at', 'is not', null)
    .executeTakeFirst();
  return marked === undefined;
}

/** Asks for the papers once more. */
export async function retryPapers(ctx: Ctx, id: string): Promise<void> {
  const again = await handover(ctx, id)
    .set({ state: 'preparing' })
    .where('state', '=', 'failed')
    .returning('id')
    .executeTakeFirst();
  if (again) await enqueue(ctx, papersJob, { handover: id });
}

export type Delivery = { handed_on: string; way: Way; received_by: string; note: string };

/** Writes down that the papers were handed over, or corrects it. Signers read it on their own pages from now on. */
export async function recordDelivery(ctx: Ctx, id: string, delivery: Delivery): Promise<void> {
  await handover(ctx, id)
    .set({ ...delivery, recorded_by: accountOf(ctx), recorded_at: ctx.now })
    .execute();
  await record(ctx, { verb: 'delivered', noun: 'handover', id, detail: { on: delivery.handed_on, way: delivery.way } });
}

/** Deletes papers that were never handed over, with everything frozen in them. */
export async function discardHandover(ctx: Ctx, id: string): Promise<boolean> {
  const gone = await ctx.trx
    .deleteFrom('handovers')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('handed_on', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (gone) await record(ctx, { verb: 'discarded', noun: 'handover', id });
  return gone !== undefined;
}

const wantToKnow = (ctx: Ctx, id: string) => sql<{ id: string; email: string; locale: string }>`
  select h.id, p.email, a.locale from handover_signatures h
  join actions a on a.network_id = h.network_id and a.id = h.action_id and a.state = 'confirmed'
  join people p on p.network_id = a.network_id and p.id = a.person_id and p.erased_at is null
  where h.network_id = ${ctx.network.id} and h.handover_id = ${id} and ${agreed('handover')}`;

/** How many of those who signed asked to be told. */
export async function countWantingToKnow(ctx: Ctx, id: string): Promise<number> {
  return (await wantToKnow(ctx, id).execute(ctx.trx)).rows.length;
}

/** Writes once to those who asked to be told, and to nobody else. A second call changes nothing. */
export async function tellSigners(ctx: Ctx, id: string, words: string): Promise<void> {
  const first = await handover(ctx, id)
    .set({ news: words, told_at: ctx.now })
    .where('told_at', 'is', null)
    .where('handed_on', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (!first) return;
  const { rows } = await wantToKnow(ctx, id).execute(ctx.trx);
  await queueMails(
    ctx,
    rows.map((row) => ({ kind: 'handover', subjectId: row.id, to: row.email, locale: row.locale, priority: 9 })),
  );
  await handover(ctx, id).set({ told: rows.length }).execute();
  await record(ctx, { verb: 'told', noun: 'handover', id, detail: { people: rows.length } });
}

/** Her signatures stay in the counts of what was handed over; her name, and every paper with it, is gone. */
export async function eraseFromHandovers(ctx: Ctx, personId: string): Promise<void> {
  const { rows } = await sql<{ id: string; handover_id: string }>`
    update handover_signatures h set listed = false, name = null, district = null, comment = null
    from actions a where a.network_id = h.network_id and a.id = h.action_id
      and h.network_id = ${ctx.network.id} and a.person_id = ${personId}
    returning h.id, h.handover_id`.execute(ctx.trx);
  if (rows.length === 0) return;
  await eraseMails(
    ctx,
    rows.map((row) => row.id),
  );
  await ctx.trx
    .updateTable('handovers')
    .set({ pdf: null, removed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where(
      'id',
      'in',
      rows.map((row) => row.handover_id),
    )
    // Papers that are just being made hold her as she was read before.
    .where((eb) => eb.or([eb('pdf', 'is not', null), eb('state', '=', 'preparing')]))
    .execute();
}

/** Names in papers are kept for a year after they were frozen. */
const keptDays = 365;

const hourMs = 3_600_000;

/** Deletes names and papers whose time is over; counts and checksums stay. Asks again for papers that stand still. Returns how many rows. */
export async function retainHandovers(ctx: Ctx): Promise<number> {
  const still = await ctx.trx
    .selectFrom('handovers')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'preparing')
    .where('as_of', '<', new Date(ctx.now.getTime() - hourMs))
    .execute();
  for (const { id } of still) await enqueue(ctx, papersJob, { handover: id }, { key: `${papersJob}:${id}` });
  const before = new Date(ctx.now.getTime() - keptDays * 86_400_000);
  const old = ctx.trx
    .selectFrom('handovers')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('as_of', '<', before);
  const names = await ctx.trx
    .updateTable('handover_signatures')
    .set({ listed: false, name: null, district: null, comment: null })
    .where('network_id', '=', ctx.network.id)
    .where('handover_id', 'in', old)
    .where('listed', '=', true)
    .executeTakeFirst();
  const papers = await ctx.trx
    .updateTable('handovers')
    .set({ pdf: null, removed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('as_of', '<', before)
    .where('pdf', 'is not', null)
    .executeTakeFirst();
  return Number(names.numUpdatedRows) + Number(papers.numUpdatedRows);
}
