import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { proposePlainSlug } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { inParts, type Place, partRows } from './parts.ts';
import type { Decided, Note } from './plan.ts';

/** The job that takes a list, part by part. */
export const importJob = 'members.import';
type Running = { rows: Decided[]; takenBy: string | null };
/** What is known of an account when its row's turn comes. */
type Standing = {
  id: string;
  emailKey: string | null;
  closed: boolean;
  erased?: boolean;
  member: boolean;
  organisations: string[];
};

/**
 * Takes a list that somebody decided about. A row that the database refuses is passed over and named; the others come.
 */
export const takeImports = inParts(takePart, passOver);

/** Takes the next rows of a list, or ends it; false once there is nothing to do. Nobody is written to. */
export async function takePart(ctx: Ctx, id: string, most = partRows, at: Place = {}): Promise<boolean> {
  const running = await hold(ctx, id, most);
  if (!running) return false;
  if (running.rows.length === 0) return end(ctx, id);
  const { rows, takenBy } = running;
  at.line = rows[0]!.line;
  // Foreign keys are looked up by plans that a connection keeps: made while the network was empty, they read every account for every row.
  await sql`set local plan_cache_mode = force_custom_plan`.execute(ctx.trx);
  const network_id = ctx.network.id;
  const standing = await standingOf(ctx, id, rows);
  const byEmail = new Map(
    [...standing.values()].flatMap((each) => (each.emailKey ? [[each.emailKey, each] as const] : [])),
  );
  const twins = await accountsOfLines(ctx, id, rows);
  const names = await usernames(ctx, rows);
  const made = {
    accounts: [] as object[],
    profiles: [] as object[],
    memberships: [] as object[],
    events: [] as object[],
  };
  const affiliations: object[] = [];
  const lines: object[] = [];
  const refused: Note[] = [];
  for (const row of rows) {
    const twin = row.twinLine === null ? undefined : twins.get(row.twinLine);
    const here = standing.get(twin ?? row.accountId ?? '') ?? (row.emailKey ? byEmail.get(row.emailKey) : undefined);
    const gone = !here && (row.accountId !== null || (row.twinLine !== null && !twin));
    // Her name and address are not written down again once she has deleted them.
    if (here?.erased) {
      refused.push({ line: row.line, key: 'members.import.refused.erased', values: {} });
      continue;
    }
    if (here?.closed || gone) {
      refused.push({ line: row.line, key: 'members.import.refused.closed', values: { value: row.email ?? row.name } });
      continue;
    }
    const account = here ?? { id: newId(), emailKey: row.emailKey, closed: false, member: false, organisations: [] };
    if (!here) {
      const username = row.email ? null : freeName(row.name, names);
      made.accounts.push({
        network_id,
        id: account.id,
        name: row.name,
        email: row.email,
        email_key: row.emailKey,
        username,
        username_key: username,
        locale: row.locale,
        made_by: takenBy,
        created_at: ctx.now,
      });
      standing.set(account.id, account);
      if (row.emailKey) byEmail.set(row.emailKey, account);
    }
    twins.set(row.line, account.id);
    if (row.country)
      made.profiles.push({ network_id, account_id: account.id, country: row.country, updated_at: ctx.now });
    const membership = account.member ? null : newId();
    if (membership) {
      made.memberships.push({
        network_id,
        id: membership,
        account_id: account.id,
        state: 'active',
        from_on: row.since,
        renew_on: row.renewOn,
        created_at: ctx.now,
      });
      made.events.push({
        network_id,
        id: newId(),
        membership_id: membership,
        at: ctx.now,
        by_account: takenBy,
        kind: 'imported',
      });
      account.member = true;
    }
    const affiliation = row.organisationId && !account.organisations.includes(row.organisationId) ? newId() : null;
    if (affiliation) {
      affiliations.push({
        network_id,
        id: affiliation,
        organisation_id: row.organisationId,
        account_id: account.id,
        position: row.position,
        from_on: row.since,
      });
      account.organisations.push(row.organisationId!);
    }
    lines.push({
      network_id,
      import_id: id,
      line: row.line,
      account_id: account.id,
      made_account: !here,
      membership_id: membership,
      affiliation_id: affiliation,
    });
  }
  await put(ctx, 'accounts', made.accounts);
  await put(ctx, 'profiles', made.profiles);
  await put(ctx, 'memberships', made.memberships);
  await put(ctx, 'membership_events', made.events);
  await put(ctx, 'affiliations', affiliations);
  await put(ctx, 'member_import_rows', lines);
  await goOn(ctx, id, rows.length, refused);
  return true;
}

type Table = 'accounts' | 'profiles' | 'memberships' | 'membership_events' | 'affiliations' | 'member_import_rows';

async function put(ctx: Ctx, table: Table, rows: object[]): Promise<void> {
  if (rows.length === 0) return;
  let insert = ctx.trx.insertInto(table).values(rows as never);
  // Her own page stands.
  if (table === 'profiles') insert = insert.onConflict((conflict) => conflict.doNothing());
  await insert.execute();
}

/** The next rows of a list that is being taken, held back for this part. */
async function hold(ctx: Ctx, id: string, most: number): Promise<Running | undefined> {
  const { rows } = await sql<Running>`
    select taken_by as "takenBy",
      coalesce((select jsonb_agg(e order by i) from jsonb_array_elements(plan) with ordinality as every (e, i)
        where i > done and i <= done + ${most}::integer), '[]') as rows
    from member_imports where network_id = ${ctx.network.id} and id = ${id} and state = 'running' for update`.execute(
    ctx.trx,
  );
  return rows[0];
}

/** The accounts that these rows may be of, closed ones too. */
async function standingOf(ctx: Ctx, id: string, rows: readonly Decided[]): Promise<Map<string, Standing>> {
  const ids = rows.flatMap(({ accountId }) => accountId ?? []);
  const keys = rows.flatMap(({ emailKey }) => emailKey ?? []);
  const lines = rows.flatMap(({ twinLine }) => twinLine ?? []);
  const found = await sql<Standing>`
    select a.id, a.email_key as "emailKey", a.disabled_at is not null as closed,
      a.disabled_at is not null and a.email is null and a.username like 'former-%' as erased,
      exists (select from memberships m where m.network_id = a.network_id and m.account_id = a.id
        and m.state in ('active', 'suspended')) as member,
      coalesce((select array_agg(f.organisation_id::text) from affiliations f
        where f.network_id = a.network_id and f.account_id = a.id), '{}') as organisations
    from accounts a where a.network_id = ${ctx.network.id}
      and (a.id = any(${ids}::uuid[]) or a.email_key = any(${keys}::text[]) or a.id in (
        select r.account_id from member_import_rows r where r.network_id = ${ctx.network.id} and r.import_id = ${id} and r.line = any(${lines}::integer[])))`.execute(
    ctx.trx,
  );
  return new Map(found.rows.map((each) => [each.id, each]));
}

/** Whose accounts earlier lines of the list are. */
async function accountsOfLines(ctx: Ctx, id: string, rows: readonly Decided[]): Promise<Map<number, string>> {
  const lines = rows.flatMap(({ twinLine }) => twinLine ?? []);
  if (lines.length === 0) return new Map();
  const found = await ctx.trx
    .selectFrom('member_import_rows')
    .select(['line', 'account_id'])
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id)
    .where('line', 'in', lines)
    .execute();
  return new Map(found.map(({ line, account_id }) => [line, account_id]));
}

/** Usernames that are taken, where somebody of these rows needs one. */
async function usernames(ctx: Ctx, rows: readonly Decided[]): Promise<Set<string>> {
  if (rows.every(({ email }) => email)) return new Set();
  const taken = await ctx.trx
    .selectFrom('accounts')
    .select('username_key')
    .where('network_id', '=', ctx.network.id)
    .where('username_key', 'is not', null)
    .execute();
  return new Set(taken.map(({ username_key }) => username_key!));
}

/** A username made of a name, for somebody without an address; it is taken from then on. */
export function freeName(name: string, taken: Set<string>): string {
  const wanted = proposePlainSlug(name, 'member').replaceAll('-', '.').slice(0, 30);
  let free = wanted.length < 3 ? `${wanted}.member` : wanted;
  for (let n = 2; taken.has(free); n += 1) free = `${wanted}.${n}`;
  taken.add(free);
  return free;
}

async function goOn(ctx: Ctx, id: string, rows: number, refused: readonly Note[]): Promise<void> {
  await sql`update member_imports set done = done + ${rows}::integer,
      refused = refused || ${JSON.stringify(refused)}::jsonb,
      counts = jsonb_set(counts, '{refused}', to_jsonb((counts ->> 'refused')::integer + ${refused.length}::integer))
    where network_id = ${ctx.network.id} and id = ${id}`.execute(ctx.trx);
}

/** Passes over the next row, which the database refuses. */
async function passOver(ctx: Ctx, id: string, line: number | undefined): Promise<boolean> {
  const row = (await hold(ctx, id, 1))?.rows[0];
  if (!row || row.line !== line) return true;
  await goOn(ctx, id, 1, [{ line: row.line, key: 'members.import.refused.failed', values: {} }]);
  return true;
}

/** Nothing is left to take: the list is taken, with what it made counted. */
async function end(ctx: Ctx, id: string): Promise<false> {
  const { rows } = await sql<{ counts: Record<string, number> }>`
    update member_imports m set state = 'taken', plan = null, taken_at = ${ctx.now}, counts = m.counts || (
      select jsonb_build_object('people', count(*) filter (where r.made_account), 'known', count(*) filter (where not r.made_account),
        'memberships', count(r.membership_id)) from member_import_rows r where r.network_id = m.network_id and r.import_id = m.id)
    where m.network_id = ${ctx.network.id} and m.id = ${id} returning m.counts`.execute(ctx.trx);
  await record(ctx, { verb: 'taken', noun: 'member-list', id, detail: rows[0]!.counts });
  return false;
}
