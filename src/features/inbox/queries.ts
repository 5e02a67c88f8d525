import { sql } from 'kysely';
import { machineMadeIn } from '../../platform/db/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { mayReadInbox } from './access.ts';
import {
  type Caution,
  folded,
  type Inquiry,
  type InquiryState,
  type Part,
  type Permission,
  type Sender,
  type Voice,
  type Way,
} from './inquiry.ts';

const pageSize = 30;

/** What the actor may read: everything for coordinators and for the program itself, nothing for anybody else. */
const visible = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('inquiries as q')
    .where('q.network_id', '=', ctx.network.id)
    .where((eb) => eb.lit(mayReadInbox(ctx.actor) || ctx.actor.kind === 'system'));

const whole = (query: ReturnType<typeof visible>) =>
  query
    .leftJoin('accounts as o', (join) =>
      join.onRef('o.network_id', '=', 'q.network_id').onRef('o.id', '=', 'q.owner_id'),
    )
    .selectAll('q')
    .select('o.name as owner');

type Row = Awaited<ReturnType<ReturnType<typeof whole>['executeTakeFirstOrThrow']>>;

const inquiryOf = (row: Row): Inquiry => ({
  id: row.id,
  way: row.way as Way,
  state: row.state as InquiryState,
  stateAt: row.state_at,
  topicId: row.topic_id,
  ownerId: row.owner_id,
  owner: row.owner,
  sender: row.sender as Sender,
  name: row.name,
  email: row.email,
  phone: row.phone,
  address: row.address,
  placeId: row.place_id,
  locale: row.locale,
  subject: row.subject,
  receivedOn: row.received_on as unknown as string,
  may: row.may as Permission,
  mayNote: row.may_note,
  wordsOf: row.words_of as Voice,
  safe: row.safe as Caution[],
  safeNote: row.safe_note,
  personId: row.person_id,
  accountId: row.account_id,
  sample: row.sample,
  createdAt: row.created_at,
});

/** What narrows the list. `state` may be `open`: somebody has something to do. `owner` may be `nobody`. */
export type Filters = { state?: string; topic?: string; owner?: string; way?: string; q?: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Inquiries, the newest first; without a state everything but spam. `before` is the id at which the page before ended. */
export async function listInquiries(
  ctx: Ctx,
  { state, topic, owner, way, q }: Filters,
  before?: string,
): Promise<{ inquiries: Inquiry[]; next: string | undefined }> {
  let query = visible(ctx);
  if (state === 'open') query = query.where('q.state', 'in', ['new', 'taken']);
  else if (state) query = query.where('q.state', '=', state);
  else query = query.where('q.state', '!=', 'spam');
  if (topic) query = uuid.test(topic) ? query.where('q.topic_id', '=', topic) : query.where((eb) => eb.lit(false));
  if (owner === 'nobody') query = query.where('q.owner_id', 'is', null);
  else if (owner) query = uuid.test(owner) ? query.where('q.owner_id', '=', owner) : query.where((eb) => eb.lit(false));
  if (way) query = query.where('q.way', '=', way);
  for (const word of folded(q ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, 8))
    query = query.where(sql<boolean>`position(${word} in q.search_key) > 0`);
  if (before) query = query.where('q.id', '<', before);
  const rows = await whole(query)
    .orderBy('q.id', 'desc')
    .limit(pageSize + 1)
    .execute();
  const inquiries = rows.slice(0, pageSize).map(inquiryOf);
  return { inquiries, next: rows.length > pageSize ? inquiries.at(-1)?.id : undefined };
}

/** How many there are in each state. */
export async function countsByState(ctx: Ctx): Promise<Map<string, number>> {
  const rows = await visible(ctx)
    .select((eb) => ['q.state', eb.fn.countAll<number>().as('count')])
    .groupBy('q.state')
    .execute();
  return new Map(rows.map((row) => [row.state, Number(row.count)]));
}

/** One inquiry. With `lock` nobody else changes it until the commit. */
export async function findInquiry(ctx: Ctx, id: string, lock = false): Promise<Inquiry | undefined> {
  let query = whole(visible(ctx)).where('q.id', '=', id);
  if (lock) query = query.forUpdate('q');
  const row = await query.executeTakeFirst();
  return row && inquiryOf(row);
}

/** Everything that was said about an inquiry which the caller has found, oldest first. */
export async function partsOf(ctx: Ctx, inquiryId: string): Promise<Part[]> {
  const rows = await ctx.trx
    .selectFrom('inquiry_parts as p')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'p.network_id').onRef('a.id', '=', 'p.account_id'),
    )
    .selectAll('p')
    .select('a.name as author')
    .where('p.network_id', '=', ctx.network.id)
    .where('p.inquiry_id', '=', inquiryId)
    .orderBy('p.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as Part['kind'],
    at: row.at,
    author: row.author,
    subject: row.subject,
    body: row.body,
    fileId: row.file_id,
    outcome: row.outcome,
    dropped: row.dropped,
    automatic: row.automatic,
  }));
}

export type Topic = {
  id: string;
  labels: Record<string, string>;
  position: number;
  keepDays: number;
  ownerId: string | null;
  offered: boolean;
  closed: boolean;
  /** A machine translated its name into the reader's language, and nobody has reviewed that. */
  machine: boolean;
};

/** All topics, in their order; those that were closed last. */
export async function listTopics(ctx: Ctx): Promise<Topic[]> {
  const rows = await ctx.trx
    .selectFrom('inbox_topics')
    .selectAll()
    .select(
      machineMadeIn('topic', 'id', sql`${ctx.locale}::text`, {
        label: sql<string>`(labels ->> ${ctx.locale}::text)`,
      }).as('machine'),
    )
    .where('network_id', '=', ctx.network.id)
    .orderBy(sql`closed_at is not null`)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    labels: row.labels as Record<string, string>,
    position: row.position,
    keepDays: row.keep_days,
    ownerId: row.owner_id,
    offered: row.offered,
    closed: row.closed_at !== null,
    machine: row.machine.length > 0,
  }));
}

export type ContactPageSettings = {
  open: boolean;
  phone: string;
  hours: Record<string, string>;
  intro: Record<string, string>;
  answerDays: number;
};

/** What the contact page shows; of a network that never said anything, nothing. */
export async function contactPage(ctx: Pick<Ctx, 'trx' | 'network'>): Promise<ContactPageSettings> {
  const row = await ctx.trx
    .selectFrom('contact_pages')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .executeTakeFirst();
  return {
    open: row?.open ?? false,
    phone: row?.phone ?? '',
    hours: (row?.hours ?? {}) as Record<string, string>,
    intro: (row?.intro ?? {}) as Record<string, string>,
    answerDays: row?.answer_days ?? 7,
  };
}

export type Template = { id: string; name: string; texts: Record<string, { subject: string; body: string }> };

/** Words to begin an answer with, by name. */
export async function listTemplates(ctx: Ctx): Promise<Template[]> {
  const rows = await ctx.trx
    .selectFrom('inbox_templates')
    .select(['id', 'name', 'texts'])
    .where('network_id', '=', ctx.network.id)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, texts: row.texts as Template['texts'] }));
}

/** Those to whom an inquiry can be given: who coordinates now, by name. */
export async function listOwners(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return ctx.trx
    .selectFrom('accounts as a')
    .innerJoin('grants as g', (join) =>
      join.onRef('g.network_id', '=', 'a.network_id').onRef('g.account_id', '=', 'a.id'),
    )
    .select(['a.id', 'a.name'])
    .distinct()
    .where('a.network_id', '=', ctx.network.id)
    .where('a.disabled_at', 'is', null)
    .where('g.role', '=', 'coordinator')
    .where('g.from_at', '<=', ctx.now)
    .where((eb) => eb.or([eb('g.until_at', 'is', null), eb('g.until_at', '>', ctx.now)]))
    .orderBy('a.name')
    .execute();
}

export type Known = { kind: 'supporter' | 'member'; id: string; name: string };

/** Whom we know under an address: people who acted on a campaign, and people with an account. Ten at most. */
export async function knownBy(ctx: Ctx, emailKey: string): Promise<Known[]> {
  if (emailKey === '') return [];
  const { rows } = await sql<Known>`
    (select 'member' as kind, id, name from accounts where network_id = ${ctx.network.id} and email_key = ${emailKey})
    union all
    (select 'supporter', id, name from people
      where network_id = ${ctx.network.id} and email_key = ${emailKey} and erased_at is null limit 9)`.execute(ctx.trx);
  return rows;
}

/** Other inquiries from the same address or of the same person, the newest first; ten at most. */
export async function othersOf(ctx: Ctx, inquiry: Inquiry, emailKey: string): Promise<Inquiry[]> {
  const { personId, accountId } = inquiry;
  if (!personId && !accountId && emailKey === '') return [];
  const rows = await whole(visible(ctx))
    .where('q.id', '!=', inquiry.id)
    .where((eb) =>
      eb.or([
        ...(personId ? [eb('q.person_id', '=', personId)] : []),
        ...(accountId ? [eb('q.account_id', '=', accountId)] : []),
        ...(emailKey ? [eb('q.email_key', '=', emailKey)] : []),
      ]),
    )
    .orderBy('q.id', 'desc')
    .limit(10)
    .execute();
  return rows.map(inquiryOf);
}

/** What waits for whoever asks: taken or new ones that are hers, and new ones that nobody has taken. */
export async function waiting(ctx: Ctx, accountId: string) {
  return visible(ctx)
    .select((eb) => ['q.owner_id as owner', eb.fn.countAll<number>().as('count'), eb.fn.min('q.state_at').as('since')])
    .where('q.state', 'in', ['new', 'taken'])
    .where((eb) => eb.or([eb('q.owner_id', '=', accountId), eb('q.owner_id', 'is', null)]))
    .groupBy('q.owner_id')
    .execute();
}

/** What a mail needs of each of these answers. */
export async function answersToMail(ctx: Ctx, ids: string[]) {
  return ctx.trx
    .selectFrom('inquiry_parts as p')
    .innerJoin('inquiries as q', (join) =>
      join.onRef('q.network_id', '=', 'p.network_id').onRef('q.id', '=', 'p.inquiry_id'),
    )
    .select(['p.id', 'p.subject', 'p.body', 'q.id as inquiry', 'q.name', 'q.email', 'q.locale'])
    .where('p.network_id', '=', ctx.network.id)
    .where('p.id', 'in', ids)
    .where('p.kind', '=', 'mail')
    .execute();
}

/** Of these files, those that belong to an inquiry which the actor may read. */
export async function filesOfInquiries(
  ctx: Ctx,
  ids: string[],
): Promise<{ fileId: string; inquiry: string; subject: string }[]> {
  if (ids.length === 0 || !mayReadInbox(ctx.actor)) return [];
  const rows = await visible(ctx)
    .innerJoin('inquiry_parts as p', (join) =>
      join.onRef('p.network_id', '=', 'q.network_id').onRef('p.inquiry_id', '=', 'q.id'),
    )
    .select(['p.file_id as fileId', 'q.id as inquiry', 'q.subject'])
    .where('p.file_id', 'in', ids)
    .execute();
  return rows.flatMap(({ fileId, ...row }) => (fileId ? [{ fileId, ...row }] : []));
}
