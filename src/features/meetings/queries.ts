import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { readable, type Scope, within } from '../documents/index.ts';
import { belongsNow } from '../groups/index.ts';
import { currentMembers } from '../members/index.ts';
import type { Answer, Attendance, Meeting } from './meeting.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

// Wall times as they stand, without the driver's own idea of a zone.
const columns = sql`m.id, m.group_id as "groupId", g.name as "group", m.series_id as "seriesId", m.title,
  to_char(m.starts_at, 'YYYY-MM-DD"T"HH24:MI') as "startsAt", m.time_zone as "timeZone", m.starts_utc as at, m.minutes, m.place, m.link,
  m.about, m.agenda, m.attendance, m.sequence, m.cancelled_at as "cancelledAt", m.cancel_reason as "cancelReason",
  m.minutes_id as "minutesId", m.updated_at as "updatedAt"`;
const tables = sql`meetings m left join groups g on g.network_id = m.network_id and g.id = m.group_id`;

/** A meeting that the actor may come to. */
export async function findMeeting(ctx: Ctx, id: string): Promise<Meeting | undefined> {
  const { rows } = await sql<Meeting>`select ${columns} from ${tables}
    where m.network_id = ${ctx.network.id} and m.id = ${id} and ${readable(ctx, sql`m.group_id`)}`.execute(ctx.trx);
  return rows[0];
}

/** The titles of those of these meetings to which the actor may come. */
export async function meetingTitles(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; title: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`select m.id, m.title from meetings m
    where m.network_id = ${ctx.network.id} and m.id = any(${[...ids]}) and ${readable(ctx, sql`m.group_id`)}`.execute(
    ctx.trx,
  );
  return rows;
}

export const pageSize = 40;
export type Listed = Meeting & { mine: Answer | null };

/** The meetings of one scope, or (undefined) of all to which she may come: those ahead, the next first; or those that are over, the last first. */
export async function listMeetings(
  ctx: Ctx,
  scope: Scope | undefined,
  { past = false, after }: { past?: boolean; after?: { at: Date; id: string } } = {},
): Promise<Listed[]> {
  const ends = sql`m.starts_utc + make_interval(mins => m.minutes)`;
  // The first condition lets the index find them: nothing lasts longer than three days.
  const when = past
    ? sql`m.starts_utc < ${ctx.now} and ${ends} <= ${ctx.now}`
    : sql`m.starts_utc > ${new Date(ctx.now.getTime() - 3 * 86_400_000)} and ${ends} > ${ctx.now}`;
  const from = after
    ? past
      ? sql`and (m.starts_utc, m.id) < (${after.at}, ${after.id})`
      : sql`and (m.starts_utc, m.id) > (${after.at}, ${after.id})`
    : sql``;
  const order = past ? sql`m.starts_utc desc, m.id desc` : sql`m.starts_utc, m.id`;
  const { rows } = await sql<Listed>`select ${columns}, a.answer as mine from ${tables}
    left join meeting_answers a on a.network_id = m.network_id and a.meeting_id = m.id and a.account_id = ${accountOf(ctx)}
    where m.network_id = ${ctx.network.id} and ${within(ctx, scope, sql`m.group_id`)} and ${when} ${from}
    order by ${order} limit ${pageSize + 1}`.execute(ctx.trx);
  return rows;
}

/** What a scope keeps of who comes. */
export async function habitOf(ctx: Ctx, scope: Scope): Promise<Attendance> {
  const row = await ctx.trx
    .selectFrom('meeting_habits')
    .select('attendance')
    .where('network_id', '=', ctx.network.id)
    .where('scope_id', '=', scope.group?.id ?? ctx.network.id)
    .executeTakeFirst();
  return (row?.attendance as Attendance | undefined) ?? 'until-over';
}

/** Somebody's place in a meeting: an id that its pages use (in a group that of her place there, never her account's), and her name there. */
export type Place = { id: string; name: string | null; mine: boolean; answer: Answer | null; wasThere: boolean | null };

/** Who answered, and with `all` everybody in the group; by name, at most a thousand. */
export async function placesOf(ctx: Ctx, meeting: Meeting, all = false): Promise<Place[]> {
  const me = accountOf(ctx);
  const { rows } = meeting.groupId
    ? await sql<Place>`
        select p.id, coalesce(p.alias, a.name) as name, p.account_id = ${me} as mine, w.answer, w.was_there as "wasThere"
        from group_members p join accounts a on a.network_id = p.network_id and a.id = p.account_id
        ${all ? sql`left` : sql``} join meeting_answers w on w.network_id = p.network_id and w.account_id = p.account_id and w.meeting_id = ${meeting.id}
        where p.network_id = ${ctx.network.id} and p.group_id = ${meeting.groupId} and p.state = 'in'
        order by name, p.id limit 1000`.execute(ctx.trx)
    : await sql<Place>`
        select a.id, a.name, a.id = ${me} as mine, w.answer, w.was_there as "wasThere"
        from meeting_answers w join accounts a on a.network_id = w.network_id and a.id = w.account_id
        where w.network_id = ${ctx.network.id} and w.meeting_id = ${meeting.id} order by a.name, a.id limit 1000`.execute(
        ctx.trx,
      );
  return rows;
}

/** Documents that lie with a meeting. */
export async function attachedTo(ctx: Ctx, meetingId: string): Promise<string[]> {
  const rows = await ctx.trx
    .selectFrom('meeting_documents')
    .select('document_id')
    .where('network_id', '=', ctx.network.id)
    .where('meeting_id', '=', meetingId)
    .execute();
  return rows.map((row) => row.document_id);
}

export type ToApprove = { id: string; title: string; version: number };

/** Minutes of earlier meetings of the same scope that nobody has approved, the last first. */
export async function minutesToApprove(ctx: Ctx, meeting: Meeting): Promise<ToApprove[]> {
  const { rows } = await sql<ToApprove>`select d.id, d.title, d.version from meetings m
    join documents d on d.network_id = m.network_id and d.id = m.minutes_id
    where m.network_id = ${ctx.network.id} and m.group_id is not distinct from ${meeting.groupId}
      and m.starts_utc < ${meeting.at} and d.approved_version is null and d.archived_at is null
    order by m.starts_utc desc limit 10`.execute(ctx.trx);
  return rows;
}

export type Recipient = { id: string; email: string; locale: string };

/**
 * Who is told about a meeting by mail: in a group, everybody who did not say that she stays away; of the whole network, who said that she
 * comes, or may. Nobody of a demonstration, nobody without an address, and nobody who is suspended or does not belong any more.
 */
export async function recipientsOf(ctx: Ctx, meeting: Pick<Meeting, 'id' | 'groupId'>): Promise<Recipient[]> {
  const who = meeting.groupId
    ? sql`a.id in (select p.account_id from group_members p where p.network_id = ${ctx.network.id} and p.group_id = ${meeting.groupId} and p.state = 'in')
        and coalesce(w.answer, 'maybe') <> 'not'`
    : sql`w.answer in ('coming', 'maybe')`;
  const { rows } = await sql<Recipient>`select a.id, a.email, a.locale from accounts a
    left join meeting_answers w on w.network_id = a.network_id and w.account_id = a.id and w.meeting_id = ${meeting.id}
    where a.network_id = ${ctx.network.id} and a.email is not null and a.disabled_at is null and not a.sample and ${who}
      and ${belongsNow(ctx, sql.ref('a.id'))}`.execute(ctx.trx);
  return rows;
}

/** Meetings that begin within a day and of which nobody was reminded. */
export async function toRemind(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.trx
    .selectFrom('meetings')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('starts_utc', '>', ctx.now)
    .where('starts_utc', '<=', new Date(ctx.now.getTime() + 86_400_000))
    .where('reminded_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .orderBy('starts_utc')
    .limit(500)
    .execute();
  return rows.map((row) => row.id);
}

/** What a mail needs of each of these notices. */
export async function noticesToMail(ctx: Ctx, ids: string[]) {
  const { rows } = await sql<{
    id: string;
    kind: string;
    meetingId: string;
    name: string;
    email: string;
    locale: string;
  }>`
    select n.id, n.kind, n.meeting_id as "meetingId", a.name, a.email, a.locale
    from meeting_notices n join accounts a on a.network_id = n.network_id and a.id = n.account_id
    join meetings m on m.network_id = n.network_id and m.id = n.meeting_id
    where n.network_id = ${ctx.network.id} and n.id = any(${ids}) and a.email is not null and a.disabled_at is null
      and (n.kind = 'cancelled' or (m.cancelled_at is null and m.starts_utc > ${ctx.now}))`.execute(ctx.trx);
  return rows;
}

// Calendar addresses

export type Feed = {
  id: string;
  accountId: string;
  groupId: string | null;
  group: Record<string, string> | null;
  words: boolean;
  createdAt: Date;
};
const feedColumns = sql`f.id, f.account_id as "accountId", f.group_id as "groupId", g.name as "group", f.words, f.created_at as "createdAt"`;
/** The group of an address while she is in it: once she has left, nobody reads there how a hidden one is called by now. */
const ownGroup = sql`left join groups g on g.network_id = f.network_id and g.id = f.group_id and exists (select from group_members p
  where p.network_id = g.network_id and p.group_id = g.id and p.account_id = f.account_id and p.state = 'in')`;

/** Her own addresses. */
export async function myFeeds(ctx: Ctx): Promise<Feed[]> {
  const { rows } = await sql<Feed>`select ${feedColumns} from calendar_feeds f
    ${ownGroup}
    where f.network_id = ${ctx.network.id} and f.account_id = ${accountOf(ctx)} order by f.created_at, f.id`.execute(
    ctx.trx,
  );
  return rows;
}

/** An address and whose it is, as long as she has an account here that is not closed. */
export async function findFeed(
  ctx: Ctx,
  id: string,
): Promise<(Feed & { locale: string; zone: string | null }) | undefined> {
  const { rows } = await sql<Feed & { locale: string; zone: string | null }>`
    select ${feedColumns}, a.locale, a.time_zone as zone from calendar_feeds f
    join accounts a on a.network_id = f.network_id and a.id = f.account_id and a.disabled_at is null
    ${ownGroup}
    where f.network_id = ${ctx.network.id} and f.id = ${id}`.execute(ctx.trx);
  return rows[0];
}

/** The meetings behind an address: of groups in which she is now, and of the network while she belongs to it. */
export async function meetingsOfFeed(ctx: Ctx, feed: Feed): Promise<Meeting[]> {
  const mine = sql`m.group_id in (select p.group_id from group_members p
    where p.network_id = ${ctx.network.id} and p.account_id = ${feed.accountId} and p.state = 'in')`;
  const belongs = sql`(exists (${currentMembers(ctx, sql`${feed.accountId}::uuid`)}) or exists (select from grants r
    where r.network_id = ${ctx.network.id} and r.account_id = ${feed.accountId} and r.role in ('lead', 'coordinator')
      and r.from_at <= ${ctx.now} and (r.until_at is null or r.until_at > ${ctx.now})))`;
  const which = feed.groupId ? sql`m.group_id = ${feed.groupId} and ${mine}` : sql`(${mine} or m.group_id is null)`;
  const { rows } = await sql<Meeting>`select ${columns} from ${tables}
    where m.network_id = ${ctx.network.id} and ${belongs} and ${which}
      and m.starts_utc > ${new Date(ctx.now.getTime() - 180 * 86_400_000)} order by m.starts_utc, m.id limit 500`.execute(
    ctx.trx,
  );
  return rows;
}

export type Waiting = { id: string; title: string; at: Date; timeZone: string; what: 'answer' | 'minutes' };

/** What of meetings waits for the actor: her answer to those of her groups within two weeks; minutes of those that she runs. */
export async function waitingFor(ctx: Ctx): Promise<Waiting[]> {
  const me = accountOf(ctx);
  const days = (n: number) => new Date(ctx.now.getTime() + n * 86_400_000);
  const { rows } = await sql<Waiting>`
    select m.id, m.title, m.starts_utc as at, m.time_zone as "timeZone", 'answer' as what from meetings m
    join group_members p on p.network_id = m.network_id and p.group_id = m.group_id and p.account_id = ${me} and p.state = 'in'
    where m.network_id = ${ctx.network.id} and m.starts_utc between ${ctx.now} and ${days(14)} and m.cancelled_at is null and m.attendance <> 'never'
      and not exists (select from meeting_answers w where w.network_id = m.network_id and w.meeting_id = m.id and w.account_id = ${me})
    union all
    select m.id, m.title, m.starts_utc, m.time_zone, 'minutes' from meetings m
    join group_members p on p.network_id = m.network_id and p.group_id = m.group_id and p.account_id = ${me} and p.state = 'in' and p.lead
    where m.network_id = ${ctx.network.id} and m.starts_utc between ${days(-14)} and ${ctx.now} and m.cancelled_at is null and m.minutes_id is null
      and m.starts_utc + make_interval(mins => m.minutes) < ${ctx.now} and not m.sample
    order by at limit 40`.execute(ctx.trx);
  return rows;
}

/** The groups in which the actor is, by address. */
export const groupsToChoose = async (ctx: Ctx): Promise<{ slug: string; name: Record<string, string> }[]> =>
  (
    await sql<{ slug: string; name: Record<string, string> }>`select g.slug, g.name from groups g
      join group_members p on p.network_id = g.network_id and p.group_id = g.id and p.state = 'in' and p.account_id = ${accountOf(ctx)}
      where g.network_id = ${ctx.network.id} order by g.slug limit 200`.execute(ctx.trx)
  ).rows;

export type MeetingLink = { id: string; title: string; at: Date };

/** The next meetings of a scope, for what can be spoken of there; at most thirty. */
export async function meetingsToChoose(ctx: Ctx, scope: Scope): Promise<MeetingLink[]> {
  const { rows } = await sql<MeetingLink>`select m.id, m.title, m.starts_utc as at from meetings m
    where m.network_id = ${ctx.network.id} and ${within(ctx, scope, sql`m.group_id`)} and m.starts_utc > ${ctx.now}
      and m.cancelled_at is null order by m.starts_utc, m.id limit 30`.execute(ctx.trx);
  return rows;
}
