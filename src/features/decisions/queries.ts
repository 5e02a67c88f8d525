import { type RawBuilder, sql } from 'kysely';
import { coordinates } from '../../platform/access/index.ts';
import { dayOf } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { readable, type Scope, within } from '../documents/index.ts';
import { currentMembers } from '../members/index.ts';
import { readerOf, showsField } from '../organisations/index.ts';
import type { Decision, State } from './decision.ts';
import { fewestSecret, type Tally, type Voice } from './outcome.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);
const today = (ctx: Ctx): string => dayOf(ctx.now, ctx.network.timeZone);

const columns = sql`d.id, d.group_id as "groupId", g.name as "group", d.title, d.state, d.way, d.voice, d.options, d.secret, d.quorum, d.majority,
  d.keep_ballots as "keepBallots", d.round, r.proposal, r.reason, d.questions_until as "questionsUntil", d.opened_at as "openedAt",
  d.closes_at as "closesAt", d.closed_at as "closedAt", d.electorate, d.result, d.recorded, d.proposed_by as "proposedBy",
  coalesce(f.alias, a.name) as proposer, case when t.id is null then null else json_build_object('id', t.id, 'title', t.title) end as meeting, d.created_at as "createdAt"`;
const tables = sql`decisions d
  join decision_rounds r on r.network_id = d.network_id and r.decision_id = d.id and r.round = d.round
  join decision_rounds f on f.network_id = d.network_id and f.decision_id = d.id and f.round = 1
  left join accounts a on a.network_id = f.network_id and a.id = f.account_id
  left join meetings t on t.network_id = d.network_id and t.id = d.meeting_id
  left join groups g on g.network_id = d.network_id and g.id = d.group_id`;

/** A decision that the actor may read. */
export async function findDecision(ctx: Ctx, id: string): Promise<Decision | undefined> {
  const { rows } = await sql<Decision>`select ${columns} from ${tables}
    where d.network_id = ${ctx.network.id} and d.id = ${id} and ${readable(ctx, sql`d.group_id`)}`.execute(ctx.trx);
  return rows[0];
}

/** The titles of those of these decisions that the actor may read. */
export async function decisionTitles(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; title: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`select d.id, d.title from decisions d
    where d.network_id = ${ctx.network.id} and d.id = any(${[...ids]}) and ${readable(ctx, sql`d.group_id`)}`.execute(
    ctx.trx,
  );
  return rows;
}

export const pageSize = 40;
export type Listed = Pick<
  Decision,
  | 'id'
  | 'title'
  | 'state'
  | 'way'
  | 'secret'
  | 'closesAt'
  | 'closedAt'
  | 'result'
  | 'createdAt'
  | 'group'
  | 'options'
  | 'questionsUntil'
>;

/** The decisions of one scope, or (undefined) of all that she reads: the newest first, in some states. */
export async function listDecisions(
  ctx: Ctx,
  scope: Scope | undefined,
  states: readonly State[],
  after?: { at: Date; id: string },
): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    select d.id, d.title, d.state, d.way, d.secret, d.closes_at as "closesAt", d.closed_at as "closedAt", d.result,
      d.created_at as "createdAt", g.name as "group", d.options, d.questions_until as "questionsUntil"
    from decisions d left join groups g on g.network_id = d.network_id and g.id = d.group_id
    where d.network_id = ${ctx.network.id} and ${within(ctx, scope, sql`d.group_id`)} and d.state = any(${[...states]})
      ${after ? sql`and (d.created_at, d.id) < (${after.at}, ${after.id})` : sql``}
    order by d.created_at desc, d.id desc limit ${pageSize + 1}`.execute(ctx.trx);
  return rows;
}

export type Question = {
  id: string;
  question: string;
  asker: string | null;
  askedAt: Date;
  answer: string;
  answerer: string | null;
  answeredAt: Date | null;
};

/** What was asked about it, the first first; at most three hundred. */
export async function questionsOf(ctx: Ctx, id: string): Promise<Question[]> {
  const { rows } = await sql<Question>`
    select q.id, q.question, coalesce(q.alias, a.name) as asker, q.asked_at as "askedAt", q.answer,
      coalesce(q.answered_alias, b.name) as answerer, q.answered_at as "answeredAt"
    from decision_questions q
    left join accounts a on a.network_id = q.network_id and a.id = q.account_id
    left join accounts b on b.network_id = q.network_id and b.id = q.answered_by
    where q.network_id = ${ctx.network.id} and q.decision_id = ${id} order by q.asked_at, q.id limit 300`.execute(
    ctx.trx,
  );
  return rows;
}

export type Round = { round: number; proposal: string; reason: string; author: string | null; at: Date };

/** The texts that were proposed before this one, the last first. */
export async function roundsBefore(ctx: Ctx, decision: Decision): Promise<Round[]> {
  if (decision.round === 1) return [];
  const { rows } = await sql<Round>`
    select r.round, r.proposal, r.reason, coalesce(r.alias, a.name) as author, r.at
    from decision_rounds r left join accounts a on a.network_id = r.network_id and a.id = r.account_id
    where r.network_id = ${ctx.network.id} and r.decision_id = ${decision.id} and r.round < ${decision.round}
    order by r.round desc limit 50`.execute(ctx.trx);
  return rows;
}

/** The name of an organisation (`o`) for whoever may know of it; of which she may not, null. */
const shownName = (ctx: Ctx) => sql`case when ${showsField('name', readerOf(ctx.actor))} then o.name end`;

export type Ballot = { round: number; name: string | null; choice: number; reason: string };

/**
 * The open voices of a round by name: of members as they are called here, of organisations by theirs. At most a thousand. Whoever gave a
 * voice under an alias and deleted her account is nobody here: her name must not come back in the alias's place.
 */
export async function ballotsOf(ctx: Ctx, decision: Decision): Promise<Ballot[]> {
  if (decision.secret) return [];
  const { rows } = await sql<Ballot>`
    select b.round, ${decision.voice === 'organisation' ? shownName(ctx) : sql`coalesce(b.alias, a.name)`} as name, b.choice, b.reason
    from decision_ballots b
    left join accounts a on a.network_id = b.network_id and a.id = b.account_id
    left join organisations o on o.network_id = b.network_id and o.id = b.voter_id
    where b.network_id = ${ctx.network.id} and b.decision_id = ${decision.id} and b.round = ${decision.round}
    order by b.choice desc, name nulls last limit 1000`.execute(ctx.trx);
  return rows;
}

/** How many voices were heard so far. */
export async function heardSoFar(ctx: Ctx, id: string): Promise<number> {
  const row = await ctx.trx
    .selectFrom('decision_voters')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('network_id', '=', ctx.network.id)
    .where('decision_id', '=', id)
    .where('voted', '=', true)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Who voted in a secret ballot, by name and in the order of names alone; at most a thousand. Null: no longer here. */
export async function whoVoted(ctx: Ctx, decision: Decision): Promise<(string | null)[]> {
  // Of a group the name she bears there now, and none once she has left: her own may be another's secret.
  const name =
    decision.voice === 'organisation'
      ? shownName(ctx)
      : decision.groupId === null
        ? sql`a.name`
        : sql`case when m.account_id is null then null else coalesce(m.alias, a.name) end`;
  const { rows } = await sql<{ name: string | null }>`
    select ${name} as name from decision_voters v
    left join accounts a on a.network_id = v.network_id and a.id = v.voter_id
    left join organisations o on o.network_id = v.network_id and o.id = v.voter_id
    left join group_members m on m.network_id = v.network_id and m.account_id = v.voter_id
      and m.group_id = ${decision.groupId} and m.state = 'in'
    where v.network_id = ${ctx.network.id} and v.decision_id = ${decision.id} and v.voted
    order by 1 nulls last limit 1000`.execute(ctx.trx);
  return rows.map((row) => row.name);
}

export type MyVoice = {
  voterId: string;
  /** The organisation's name; null: her own voice. */
  organisation: string | null;
  voted: boolean;
  choice: number | null;
  reason: string;
};

/** The voices that the actor can give: her own, or those of organisations for which she speaks now. */
export async function myVoices(ctx: Ctx, decision: Pick<Decision, 'id' | 'voice' | 'round'>): Promise<MyVoice[]> {
  const me = accountOf(ctx);
  if (decision.voice === 'member') {
    const { rows } = await sql<MyVoice>`
      select v.voter_id as "voterId", null as organisation, v.voted, b.choice, coalesce(b.reason, '') as reason
      from decision_voters v left join decision_ballots b on b.network_id = v.network_id and b.decision_id = v.decision_id
        and b.voter_id = v.voter_id and b.round = ${decision.round}
      where v.network_id = ${ctx.network.id} and v.decision_id = ${decision.id} and v.voter_id = ${me}
        and not ${isSilent(ctx, 'member', sql`v.voter_id`)}`.execute(ctx.trx);
    return rows;
  }
  const { rows } = await sql<MyVoice>`
    select v.voter_id as "voterId", o.name as organisation, v.voted, b.choice, coalesce(b.reason, '') as reason
    from decision_voters v join organisations o on o.network_id = v.network_id and o.id = v.voter_id
    left join decision_ballots b on b.network_id = v.network_id and b.decision_id = v.decision_id
      and b.voter_id = v.voter_id and b.round = ${decision.round}
    where v.network_id = ${ctx.network.id} and v.decision_id = ${decision.id} and ${speaksFor(ctx, sql`v.voter_id`)}
      and not ${isSilent(ctx, 'organisation', sql`v.voter_id`)} and not ${isSilent(ctx, 'member', sql`${me}::uuid`)}
    order by o.name, o.id`.execute(ctx.trx);
  return rows;
}

/** Whether the actor speaks for an organisation (an expression) today. */
const speaksFor = (ctx: Ctx, organisation: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (
  select from affiliations f where f.network_id = ${ctx.network.id} and f.organisation_id = ${organisation}
    and f.account_id = ${accountOf(ctx)} and f.represents
    and f.from_on <= ${today(ctx)}::date and (f.until_on is null or f.until_on > ${today(ctx)}::date))`;

/** Whether a voice (an expression: a member's account or an organisation) is suspended, and so not heard. */
const isSilent = (ctx: Ctx, voice: Voice, voter: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (
  select from memberships s where s.network_id = ${ctx.network.id} and s.state = 'suspended'
    and ${voice === 'member' ? sql`s.account_id` : sql`s.organisation_id`} = ${voter})`;

/**
 * How many of those who could be heard when a decision (`d` of the query around it) was opened count at its end: all but those who are
 * suspended now and gave no voice. A voice that was given before stays, and she with it: of an urn nobody could take it out again, and no
 * suspension takes back a vote.
 */
const electorateAtEnd = (ctx: Ctx): RawBuilder<number> => sql<number>`(select count(*)::integer from decision_voters v
  where v.network_id = d.network_id and v.decision_id = d.id and (v.voted or not case d.voice
    when 'member' then ${isSilent(ctx, 'member', sql`v.voter_id`)} else ${isSilent(ctx, 'organisation', sql`v.voter_id`)} end))`;

/** How many ballots lie in the urn of a decision (`d` of the query around it); never which. */
const ballotsInUrn = sql<number>`(select coalesce(sum(u.votes), 0)::integer from decision_urns u
  where u.network_id = d.network_id and u.decision_id = d.id)`;

/** What can be said of a decision at its end without counting. */
export type AtEnd = { ballots: number; electorate: number };

/** How many ballots lie in its urn (of a secret one), and how many voices count for the quorum now. */
export async function atEnd(ctx: Ctx, id: string): Promise<AtEnd> {
  const { rows } = await sql<AtEnd>`select ${ballotsInUrn} as ballots, ${electorateAtEnd(ctx)} as electorate
    from decisions d where d.network_id = ${ctx.network.id} and d.id = ${id}`.execute(ctx.trx);
  return rows[0]!;
}

/** As `atEnd`, for the page of an urn that waits: and how many of those who have not voted could do so today. */
export async function waitingUrn(
  ctx: Ctx,
  { id, groupId, voice }: Pick<Decision, 'id' | 'groupId' | 'voice'>,
): Promise<AtEnd & { able: number }> {
  const { rows } = await sql<
    AtEnd & { able: number }
  >`select ${ballotsInUrn} as ballots, ${electorateAtEnd(ctx)} as electorate,
    (select count(*)::integer from decision_voters v where v.network_id = d.network_id and v.decision_id = d.id and not v.voted
      and v.voter_id in (${electorateNow(ctx, groupId, voice)})) as able
    from decisions d where d.network_id = ${ctx.network.id} and d.id = ${id}`.execute(ctx.trx);
  return rows[0]!;
}

/** Whose voices would be heard if it were opened now: a query of ids. */
export function electorateNow(ctx: Ctx, groupId: string | null, voice: Voice): RawBuilder<{ id: string }> {
  const inGroup = sql`select m.account_id from group_members m
    where m.network_id = ${ctx.network.id} and m.group_id = ${groupId} and m.state = 'in'
      and not ${isSilent(ctx, 'member', sql`m.account_id`)}`;
  if (voice === 'member') {
    if (groupId === null)
      return sql<{ id: string }>`select distinct a.id from accounts a where a.network_id = ${ctx.network.id}
        and a.disabled_at is null and a.id in (${currentMembers(ctx)})`;
    return sql<{ id: string }>`select a.id from accounts a
      where a.network_id = ${ctx.network.id} and a.disabled_at is null and a.id in (${inGroup})`;
  }
  return sql<{ id: string }>`select o.id from organisations o
    join memberships m on m.network_id = o.network_id and m.organisation_id = o.id and m.state = 'active' and m.from_on <= ${today(ctx)}::date
    where o.network_id = ${ctx.network.id} and o.closed_at is null and exists (
      select from affiliations f where f.network_id = o.network_id and f.organisation_id = o.id and f.represents
        and f.from_on <= ${today(ctx)}::date and (f.until_on is null or f.until_on > ${today(ctx)}::date)
        and ${groupId === null ? sql`not ${isSilent(ctx, 'member', sql`f.account_id`)}` : sql`f.account_id in (${inGroup})`})`;
}

/** How many voices would be heard if it were opened now, by whose voice it is. */
export async function electorateSizes(ctx: Ctx, groupId: string | null): Promise<Record<Voice, number>> {
  const { rows } = await sql<{ member: number; organisation: number }>`select
    (select count(*)::integer from (${electorateNow(ctx, groupId, 'member')}) x) as member,
    (select count(*)::integer from (${electorateNow(ctx, groupId, 'organisation')}) y) as organisation`.execute(
    ctx.trx,
  );
  return rows[0]!;
}

/** The open voices of its round, counted; of a secret ballot the urn. For counting out alone. */
export async function tallyOf(ctx: Ctx, id: string, secret: boolean, round: number): Promise<Tally> {
  const { rows } = secret
    ? await sql<{ choice: number; n: number }>`select choice, votes as n from decision_urns
        where network_id = ${ctx.network.id} and decision_id = ${id} and votes > 0`.execute(ctx.trx)
    : await sql<{ choice: number; n: number }>`select choice, count(*)::integer as n from decision_ballots
        where network_id = ${ctx.network.id} and decision_id = ${id} and round = ${round} group by choice`.execute(
        ctx.trx,
      );
  return new Map(rows.map(({ choice, n }) => [choice, n]));
}

/** Decisions whose time is over; and urns that waited and hold enough by now, because who was suspended does not count any more. */
export async function dueDecisions(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    (select id from decisions where network_id = ${ctx.network.id} and state = 'open' and closes_at <= ${ctx.now}
      order by closes_at limit 500)
    union all
    (select d.id from decisions d where d.network_id = ${ctx.network.id} and d.state = 'waiting' and ${ballotsInUrn} >= ${fewestSecret}
      limit 500)`.execute(ctx.trx);
  return rows.map((row) => row.id);
}

/** Urns that have waited since before an instant. */
export async function urnsWaitingSince(ctx: Ctx, before: Date): Promise<string[]> {
  const rows = await ctx.trx
    .selectFrom('decisions')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'waiting')
    .where('closes_at', '<', before)
    .limit(500)
    .execute();
  return rows.map((row) => row.id);
}

export type Waiting = {
  id: string;
  title: string;
  what: 'vote' | 'more' | 'urn' | 'answer' | 'open' | 'amend' | 'record';
  at: Date | null;
  /** Of an urn that waits: what is said of it, and by which quorum. */
  urn: (AtEnd & { quorum: number }) | null;
};

/**
 * What waits for the actor: a voice that she has not given (`more`: in an urn that waits), an urn that she may end, and what the proposer
 * has to do next.
 */
export async function waitingFor(ctx: Ctx): Promise<Waiting[]> {
  const me = accountOf(ctx);
  const unvoted = sql`exists (select from decision_voters v where v.network_id = d.network_id and v.decision_id = d.id and not v.voted
    and case when d.voice = 'member' then v.voter_id = ${me} else ${speaksFor(ctx, sql`v.voter_id`)} end)`;
  const runs = sql`case when d.group_id is null then ${coordinates(ctx.actor)} else exists (select from group_members m
    join groups g on g.network_id = m.network_id and g.id = m.group_id and g.closed_at is null
    where m.network_id = d.network_id and m.group_id = d.group_id and m.account_id = ${me} and m.state = 'in' and m.lead) end`;
  const { rows } = await sql<Waiting>`
    select d.id, d.title, 'vote' as what, d.closes_at as at, null::json as urn from decisions d
    where d.network_id = ${ctx.network.id} and d.state = 'open' and d.closes_at > ${ctx.now} and ${readable(ctx, sql`d.group_id`)}
      and ${unvoted}
    union all
    select d.id, d.title, case when ${unvoted} then 'more' else 'urn' end, d.closes_at,
      json_build_object('ballots', ${ballotsInUrn}, 'electorate', ${electorateAtEnd(ctx)}, 'quorum', d.quorum)
    from decisions d
    where d.network_id = ${ctx.network.id} and d.state = 'waiting' and ${readable(ctx, sql`d.group_id`)}
      and (${unvoted} or d.proposed_by = ${me} or ${runs})
    union all
    select d.id, d.title, case
        when d.state = 'questions' and exists (select from decision_questions q where q.network_id = d.network_id and q.decision_id = d.id and q.answered_at is null) then 'answer'
        when d.state = 'questions' then 'open'
        when d.result->>'is' = 'blocked' then 'amend'
        else 'record' end, d.created_at, null::json
    from decisions d
    where d.network_id = ${ctx.network.id} and d.proposed_by = ${me} and ${readable(ctx, sql`d.group_id`)} and (
      (d.state = 'questions' and (d.questions_until <= ${ctx.now}
        or exists (select from decision_questions q where q.network_id = d.network_id and q.decision_id = d.id and q.answered_at is null)))
      or (d.state = 'closed' and d.recorded = '' and not d.sample and d.closed_at > ${new Date(ctx.now.getTime() - 30 * 86_400_000)}))
    order by at nulls last limit 50`.execute(ctx.trx);
  return rows;
}
