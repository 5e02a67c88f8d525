import { newId } from '../../../platform/crypto/ids.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { MemberKind } from '../membership.ts';
import { actorId } from '../queries.ts';
import type { Answers } from '../questions/question.ts';

export type ApplicationState = 'unconfirmed' | 'waiting' | 'asked' | 'seconded' | 'admitted' | 'declined' | 'withdrawn';

/** What an application tells, whatever becomes of it. */
type Told = {
  id: string;
  kind: MemberKind;
  name: string;
  organisation: string | null;
  website: string | null;
  email: string | null;
  emailKey: string | null;
  country: string | null;
  why: string;
  locale: string;
  formId: string | null;
  answers: Answers;
};

export type Application = Told & {
  state: ApplicationState;
  enteredBy: string | null;
  createdAt: Date;
  confirmedAt: Date | null;
  firstBy: string | null;
  firstFinding: 'admit' | 'decline' | null;
  decidedAt: Date | null;
  membershipId: string | null;
};

/** Applications that still wait for somebody. */
export const openStates = ['unconfirmed', 'waiting', 'asked', 'seconded'] as const;

const applications = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('applications')
    .select([
      'id',
      'kind',
      'state',
      'name',
      'organisation',
      'website',
      'email',
      'email_key as emailKey',
      'country',
      'why',
      'locale',
      'form_id as formId',
      'answers',
      'entered_by as enteredBy',
      'created_at as createdAt',
      'confirmed_at as confirmedAt',
      'first_by as firstBy',
      'first_finding as firstFinding',
      'decided_at as decidedAt',
      'membership_id as membershipId',
    ])
    .where('network_id', '=', ctx.network.id);

/** An application; `lock` holds back whoever else decides about it. */
export async function findApplication(ctx: Ctx, id: string, lock = false): Promise<Application | undefined> {
  let query = applications(ctx).where('id', '=', id);
  if (lock) query = query.forUpdate();
  return (await query.executeTakeFirst()) as Application | undefined;
}

/** The application of this address that is not decided yet. */
export const openApplicationOf = async (
  ctx: Ctx,
  emailKey: string,
  kind: MemberKind,
): Promise<Application | undefined> =>
  (await applications(ctx)
    .where('email_key', '=', emailKey)
    .where('kind', '=', kind)
    .where('state', 'in', openStates)
    .orderBy('id', 'desc')
    .executeTakeFirst()) as Application | undefined;

/** Every application of these ids, for their mails. */
export const applicationsAmong = async (ctx: Ctx, ids: string[]): Promise<Application[]> =>
  (await applications(ctx).where('id', 'in', ids).execute()) as Application[];

const pageSize = 30;

/** One page of applications in a state, the oldest first: they wait in a queue. */
export async function listApplications(
  ctx: Ctx,
  states: readonly ApplicationState[],
  after?: string,
): Promise<{ lines: Application[]; next: string | undefined }> {
  let query = applications(ctx)
    .where('state', 'in', states)
    .orderBy('id')
    .limit(pageSize + 1);
  if (after) query = query.where('id', '>', after);
  const rows = (await query.execute()) as Application[];
  const lines = rows.slice(0, pageSize);
  return { lines, next: rows.length > pageSize ? lines.at(-1)!.id : undefined };
}

/** How many applications there are in each state, and since when the oldest waits. */
export async function applicationCounts(ctx: Ctx): Promise<{ counts: Record<string, number>; oldest: Date | null }> {
  const rows = await ctx.trx
    .selectFrom('applications')
    .select((eb) => ['state', eb.fn.countAll<number>().as('n'), eb.fn.min('confirmed_at').as('since')])
    .where('network_id', '=', ctx.network.id)
    .groupBy('state')
    .execute();
  const waiting = rows.filter(({ state }) => state === 'waiting' || state === 'seconded');
  const dates = waiting.map(({ since }) => since as Date | null).filter((each): each is Date => each !== null);
  return {
    counts: Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)])),
    oldest: dates.length > 0 ? new Date(Math.min(...dates.map((each) => each.getTime()))) : null,
  };
}

export type NewApplication = Told & { state: 'unconfirmed' | 'waiting' };

/** Writes an application; false when it is there already (the form was sent twice). */
export async function insertApplication(ctx: Ctx, application: NewApplication): Promise<boolean> {
  const entered = application.state === 'waiting';
  const row = await ctx.trx
    .insertInto('applications')
    .values({
      network_id: ctx.network.id,
      id: application.id,
      kind: application.kind,
      state: application.state,
      name: application.name,
      organisation: application.organisation,
      website: application.website,
      email: application.email,
      email_key: application.emailKey,
      country: application.country,
      why: application.why,
      locale: application.locale,
      form_id: application.formId,
      answers: JSON.stringify(application.answers),
      entered_by: entered ? actorId(ctx) : null,
      confirmed_at: entered ? ctx.now : null,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Sets some columns of an application. */
export async function updateApplication(
  ctx: Ctx,
  id: string,
  set: {
    state?: ApplicationState;
    confirmed_at?: Date;
    first_by?: string | null;
    first_finding?: string | null;
    decided_at?: Date;
    decided_by?: string | null;
    membership_id?: string;
  },
): Promise<void> {
  await ctx.trx
    .updateTable('applications')
    .set(set)
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

export type ApplicationEventKind =
  | 'confirmed'
  | 'question'
  | 'answer'
  | 'finding'
  | 'disagreed'
  | 'admitted'
  | 'declined'
  | 'withdrawn';
export type ApplicationEvent = { id: string; at: Date; kind: ApplicationEventKind; words: string; by: string | null };

/** What an applicant reads of it: the questions and her answers, and a decision. */
export const openKinds: readonly ApplicationEventKind[] = [
  'confirmed',
  'question',
  'answer',
  'admitted',
  'declined',
  'withdrawn',
];

/** What was said and done about an application, in order. */
export const applicationEvents = async (ctx: Ctx, applicationId: string): Promise<ApplicationEvent[]> =>
  (await ctx.trx
    .selectFrom('application_events as e')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'e.network_id').onRef('a.id', '=', 'e.by_account'),
    )
    .select(['e.id', 'e.at', 'e.kind', 'e.words', 'a.name as by'])
    .where('e.network_id', '=', ctx.network.id)
    .where('e.application_id', '=', applicationId)
    .orderBy('e.id')
    .execute()) as ApplicationEvent[];

/** Notes what was done with an application, by whom and with which words; gives the id. */
export async function insertApplicationEvent(
  ctx: Ctx,
  applicationId: string,
  kind: ApplicationEventKind,
  words = '',
): Promise<string> {
  const id = newId();
  await ctx.trx
    .insertInto('application_events')
    .values({
      network_id: ctx.network.id,
      id,
      application_id: applicationId,
      at: ctx.now,
      by_account: actorId(ctx),
      kind,
      words,
    })
    .execute();
  return id;
}

/** For mails: the application of each of these events. */
export const applicationsOfEvents = (ctx: Ctx, eventIds: string[]) =>
  ctx.trx
    .selectFrom('application_events as e')
    .innerJoin('applications as a', (join) =>
      join.onRef('a.network_id', '=', 'e.network_id').onRef('a.id', '=', 'e.application_id'),
    )
    .select(['e.id', 'e.kind', 'a.id as applicationId', 'a.name', 'a.email', 'a.locale'])
    .where('e.network_id', '=', ctx.network.id)
    .where('e.id', 'in', eventIds)
    .execute();
