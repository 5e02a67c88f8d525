import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { AccountRows } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { recordIn, type Scope } from '../documents/index.ts';
import { openly } from '../groups/index.ts';
import type { MeetingForm } from './forms.ts';
import { type Answer, type Attendance, isOver, type Meeting, settle, shifted } from './meeting.ts';
import { habitOf, recipientsOf } from './queries.ts';

/** The kind of mail that says that a meeting waits, was changed or will not take place; never which. */
export const noticeKind = 'meeting-notice';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);
const meetings = (ctx: Ctx) => ctx.trx.updateTable('meetings').where('network_id', '=', ctx.network.id);

const columnsOf = (form: MeetingForm) => ({
  title: form.title,
  time_zone: form.timeZone,
  minutes: form.minutes,
  place: form.place,
  link: form.link,
  about: form.about,
  agenda: JSON.stringify(form.agenda),
});

/**
 * Calls a meeting, or each one of a series: each day at the same time on the clocks of its zone. `id` comes with the form and is the
 * first one's (and the series'): sent twice, they are called once.
 */
export async function callMeeting(
  ctx: Ctx,
  scope: Scope,
  id: string,
  form: MeetingForm & { days: string[] },
): Promise<void> {
  const attendance = await habitOf(ctx, scope);
  const rows = form.days.flatMap((day, n) => {
    const settled = settle(`${day}${form.startsAt.slice(10)}`, form.timeZone);
    return settled
      ? [
          {
            network_id: ctx.network.id,
            id: n === 0 ? id : newId(),
            group_id: scope.group?.id ?? null,
            series_id: form.days.length > 1 ? id : null,
            ...columnsOf(form),
            starts_at: settled.wall,
            starts_utc: settled.at,
            attendance,
            created_by: accountOf(ctx),
            created_at: ctx.now,
            updated_at: ctx.now,
          },
        ]
      : [];
  });
  const [first, ...later] = rows;
  const made = await ctx.trx
    .insertInto('meetings')
    .values(first!)
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  if (later.length > 0) await ctx.trx.insertInto('meetings').values(later).execute();
  await recordIn(ctx, scope.group?.id ?? null, {
    verb: 'called',
    noun: 'meeting',
    id,
    detail: { meetings: rows.length },
  });
}

/** The later meetings of a series that still stand, from this one on. */
async function laterOf(ctx: Ctx, meeting: Meeting): Promise<{ id: string; startsAt: string }[]> {
  if (!meeting.seriesId) return [];
  const { rows } = await sql<{ id: string; startsAt: string }>`
    select id, to_char(starts_at, 'YYYY-MM-DD"T"HH24:MI') as "startsAt" from meetings
    where network_id = ${ctx.network.id} and series_id = ${meeting.seriesId} and starts_utc > ${meeting.at}
      and cancelled_at is null order by starts_utc for update`.execute(ctx.trx);
  return rows;
}

/** Changes a meeting, and with `later` those of its series after it by as much. Who may come is told of a new time or place. */
export async function changeMeeting(ctx: Ctx, meeting: Meeting, form: MeetingForm, later: boolean): Promise<void> {
  const moved =
    form.at.getTime() !== meeting.at.getTime() ||
    form.place !== meeting.place ||
    form.link !== meeting.link ||
    form.timeZone !== meeting.timeZone;
  const all = [{ id: meeting.id, startsAt: meeting.startsAt }, ...(later ? await laterOf(ctx, meeting) : [])];
  for (const one of all) {
    const settled = settle(shifted(one.startsAt, meeting.startsAt, form.startsAt), form.timeZone);
    if (!settled) continue;
    await meetings(ctx)
      .where('id', '=', one.id)
      .set({
        ...columnsOf(form),
        starts_at: settled.wall,
        starts_utc: settled.at,
        updated_at: ctx.now,
        // Whoever was reminded of the old time is reminded of the new one.
        ...(moved ? { reminded_at: null } : {}),
      })
      .set((eb) => ({ sequence: eb('sequence', '+', 1) }))
      .execute();
  }
  await recordIn(ctx, meeting.groupId, {
    verb: 'edited',
    noun: 'meeting',
    id: meeting.id,
    detail: { meetings: all.length, moved },
  });
  if (moved && !isOver(meeting, ctx.now)) await notify(ctx, meeting, 'changed');
}

/** Cancels a meeting, and with `later` those of its series after it; who may come is told by one mail. Twice changes nothing. */
export async function cancelMeeting(ctx: Ctx, meeting: Meeting, reason: string, later: boolean): Promise<void> {
  const ids = [meeting.id, ...(later ? (await laterOf(ctx, meeting)).map((one) => one.id) : [])];
  const done = await meetings(ctx)
    .where('id', 'in', ids)
    .where('cancelled_at', 'is', null)
    .set({ cancelled_at: ctx.now, cancel_reason: reason, updated_at: ctx.now })
    .set((eb) => ({ sequence: eb('sequence', '+', 1) }))
    .returning('id')
    .execute();
  if (done.length === 0) return;
  await recordIn(ctx, meeting.groupId, {
    verb: 'cancelled',
    noun: 'meeting',
    id: meeting.id,
    detail: { meetings: done.length },
  });
  if (!isOver(meeting, ctx.now)) await notify(ctx, meeting, 'cancelled');
}

/** Notes for each who may come that something about this meeting waits, and puts the mails into the outbox. */
export async function notify(
  ctx: Ctx,
  meeting: Pick<Meeting, 'id' | 'groupId'>,
  kind: 'reminder' | 'cancelled' | 'changed',
): Promise<void> {
  const people = (await recipientsOf(ctx, meeting)).filter(({ id }) => id !== accountOf(ctx));
  if (people.length === 0) return;
  const notices = people.map((person) => ({ ...person, notice: newId() }));
  await ctx.trx
    .insertInto('meeting_notices')
    .values(
      notices.map(({ id, notice }) => ({
        network_id: ctx.network.id,
        id: notice,
        meeting_id: meeting.id,
        account_id: id,
        kind,
        created_at: ctx.now,
      })),
    )
    .execute();
  await queueMails(
    ctx,
    notices.map(({ notice, email, locale }) => ({
      kind: noticeKind,
      subjectId: notice,
      to: email,
      locale: ctx.network.locales.includes(locale) ? locale : ctx.network.locales[0]!,
      priority: 6,
    })),
  );
}

/** Reminds of a meeting once: whoever comes second finds that it is done. */
export async function remind(ctx: Ctx, id: string): Promise<boolean> {
  const row = await meetings(ctx)
    .where('id', '=', id)
    .where('reminded_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .set({ reminded_at: ctx.now })
    .returning(['id', 'group_id as groupId'])
    .executeTakeFirst();
  if (!row) return false;
  await notify(ctx, row, 'reminder');
  return true;
}

/** Says whether she comes. Nothing is written where it is not kept, or when it is too late. */
export async function answerMeeting(ctx: Ctx, meeting: Meeting, answer: Answer): Promise<void> {
  await ctx.trx
    .insertInto('meeting_answers')
    .values({
      network_id: ctx.network.id,
      meeting_id: meeting.id,
      account_id: accountOf(ctx)!,
      answer,
      answered_at: ctx.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'meeting_id', 'account_id']).doUpdateSet({ answer, answered_at: ctx.now }),
    )
    .execute();
}

/** Notes who was there, by their places in the group (or, of the network, their accounts). */
export async function noteAttendance(ctx: Ctx, meeting: Meeting, places: readonly string[]): Promise<void> {
  const accounts = meeting.groupId
    ? sql`select p.account_id from group_members p where p.network_id = ${ctx.network.id} and p.group_id = ${meeting.groupId}
        and p.state = 'in' and p.id = any(${[...places]}::uuid[])`
    : sql`select w.account_id from meeting_answers w where w.network_id = ${ctx.network.id} and w.meeting_id = ${meeting.id}
        and w.account_id = any(${[...places]}::uuid[])`;
  await sql`update meeting_answers set was_there = false where network_id = ${ctx.network.id} and meeting_id = ${meeting.id}`.execute(
    ctx.trx,
  );
  await sql`insert into meeting_answers (network_id, meeting_id, account_id, was_there, answered_at)
    select ${ctx.network.id}, ${meeting.id}, x.account_id, true, ${ctx.now} from (${accounts}) x
    on conflict (network_id, meeting_id, account_id) do update set was_there = true`.execute(ctx.trx);
  await recordIn(ctx, meeting.groupId, { verb: 'noted', noun: 'attendance', id: meeting.id });
}

/** What a scope keeps of who comes from now on; meetings ahead follow, and what may not be kept any more is deleted now. */
export async function setHabit(ctx: Ctx, scope: Scope, attendance: Attendance): Promise<void> {
  const scopeId = scope.group?.id ?? ctx.network.id;
  await ctx.trx
    .insertInto('meeting_habits')
    .values({ network_id: ctx.network.id, scope_id: scopeId, attendance, changed_at: ctx.now })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'scope_id']).doUpdateSet({ attendance, changed_at: ctx.now }),
    )
    .execute();
  const groupId = scope.group?.id ?? null;
  // Past ones keep what they were held under, unless less is kept now.
  await sql`update meetings set attendance = ${attendance} where network_id = ${ctx.network.id}
    and group_id is not distinct from ${groupId} and (starts_utc > ${ctx.now} or ${attendance} <> 'kept')`.execute(
    ctx.trx,
  );
  if (attendance === 'never') {
    await sql`delete from meeting_answers w using meetings m where w.network_id = ${ctx.network.id} and m.network_id = w.network_id
      and m.id = w.meeting_id and m.group_id is not distinct from ${groupId}`.execute(ctx.trx);
  }
  if (attendance === 'until-over') await forgetAnswers(ctx);
  await recordIn(ctx, scope.group?.id ?? null, {
    verb: 'changed',
    noun: 'meeting-habits',
    id: scopeId,
    detail: { attendance },
  });
}

/** Deletes the answers to meetings that are over where they are kept until then. Returns how many. */
export async function forgetAnswers(ctx: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`delete from meeting_answers w using meetings m
    where w.network_id = ${ctx.network.id} and m.network_id = w.network_id and m.id = w.meeting_id
      and m.attendance = 'until-over' and m.starts_utc < ${ctx.now} and m.starts_utc + make_interval(mins => m.minutes) <= ${ctx.now}`.execute(
    ctx.trx,
  );
  return Number(numAffectedRows ?? 0);
}

/** Who was there is kept so long, in years; notices so many days. */
const attendanceYears = 2;
const noticeDays = 30;

/** Deletes what is past its time. Returns how many rows. */
export async function retain(ctx: Ctx): Promise<number> {
  const years = new Date(ctx.now);
  years.setUTCFullYear(years.getUTCFullYear() - attendanceYears);
  const days = new Date(ctx.now.getTime() - noticeDays * 86_400_000);
  const answers = await sql`delete from meeting_answers w using meetings m where w.network_id = ${ctx.network.id}
    and m.network_id = w.network_id and m.id = w.meeting_id and m.starts_utc < ${years}`.execute(ctx.trx);
  const notices = await ctx.trx
    .deleteFrom('meeting_notices')
    .where('network_id', '=', ctx.network.id)
    .where('created_at', '<', days)
    .executeTakeFirst();
  return (await forgetAnswers(ctx)) + Number(answers.numAffectedRows ?? 0) + Number(notices.numDeletedRows);
}

/** Lays documents with a meeting: exactly these. */
export async function attachDocuments(
  ctx: Ctx,
  { id: meetingId, groupId }: Pick<Meeting, 'id' | 'groupId'>,
  documentIds: readonly string[],
): Promise<void> {
  await ctx.trx
    .deleteFrom('meeting_documents')
    .where('network_id', '=', ctx.network.id)
    .where('meeting_id', '=', meetingId)
    .execute();
  if (documentIds.length > 0) {
    await ctx.trx
      .insertInto('meeting_documents')
      .values(documentIds.map((document_id) => ({ network_id: ctx.network.id, meeting_id: meetingId, document_id })))
      // The same form twice at once.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await recordIn(ctx, groupId, {
    verb: 'attached',
    noun: 'meeting',
    id: meetingId,
    detail: { documents: documentIds.length },
  });
}

/** Gives a meeting its minutes; false where it has some already. */
export async function setMinutes(ctx: Ctx, meetingId: string, documentId: string): Promise<boolean> {
  const done = await meetings(ctx)
    .where('id', '=', meetingId)
    .where('minutes_id', 'is', null)
    .set({ minutes_id: documentId })
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

/** Makes a calendar address of her own; of one group, or (null) of all. */
export async function makeFeed(ctx: Ctx, id: string, groupId: string | null, words: boolean): Promise<void> {
  const made = await ctx.trx
    .insertInto('calendar_feeds')
    .values({
      network_id: ctx.network.id,
      id,
      account_id: accountOf(ctx)!,
      group_id: groupId,
      words,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await record(ctx, { verb: 'made', noun: 'calendar-address', id, detail: { words } });
}

/** Revokes one of her addresses: it leads nowhere from now on. False: it is not hers, or gone. */
export async function removeFeed(ctx: Ctx, id: string): Promise<boolean> {
  const gone = await ctx.trx
    .deleteFrom('calendar_feeds')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountOf(ctx)!)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (gone) await record(ctx, { verb: 'revoked', noun: 'calendar-address', id });
  return gone !== undefined;
}

/** When somebody goes, her answers, notices and calendar addresses go at once. */
export async function departs(ctx: Ctx, accountId: string): Promise<void> {
  for (const table of ['meeting_answers', 'meeting_notices', 'calendar_feeds'] as const) {
    await ctx.trx
      .deleteFrom(table)
      .where('network_id', '=', ctx.network.id)
      .where('account_id', '=', accountId)
      .execute();
  }
}

/** Her answers to meetings, for her own copy. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const answers = await ctx.trx
    .selectFrom('meeting_answers as w')
    .innerJoin('meetings as m', (join) =>
      join.onRef('m.network_id', '=', 'w.network_id').onRef('m.id', '=', 'w.meeting_id'),
    )
    .select(['m.title', 'm.starts_utc as at', 'w.answer', 'w.was_there as wasThere'])
    .where('w.network_id', '=', ctx.network.id)
    .where('w.account_id', '=', accountId)
    .orderBy('m.starts_utc')
    .execute();
  return { answers };
}

/** Answers and attendance that go along when two accounts are one woman's; where both answered, hers stands. */
export const mergedAnswers: AccountRows = {
  table: 'meeting_answers',
  column: 'account_id',
  key: ['meeting_id'],
  once: ['meeting_id'],
  double: 'aside',
  only: openly('(select m.group_id from meetings m where m.network_id = t.network_id and m.id = t.meeting_id)'),
  words: 'meetings.merged.answers',
};
