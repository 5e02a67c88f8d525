import { sql } from 'kysely';
import type { ChainHead, ChainRow } from '../../platform/audit/index.ts';
import type { Trx } from '../../platform/db/index.ts';

const columns = sql<ChainRow>`
  network_id::text as network, id::text as id,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  actor_kind as "actorKind", actor_id::text as "actorId", verb, noun, noun_id as "nounId", detail::text as detail`;

/** One sealer at a time in a network, until its transaction ends. */
export async function lockChain(trx: Trx, network: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit chain ${network}`}, 0))`.execute(trx);
}

/** The rows that are not sealed yet, oldest first. */
export async function unsealedRows(trx: Trx, network: string, limit: number): Promise<ChainRow[]> {
  const { rows } = await sql<ChainRow>`
    select ${columns} from audit where network_id = ${network} and seal is null order by id limit ${limit}`.execute(
    trx,
  );
  return rows;
}

/** How many rows of a network's log have no seal yet. */
export async function countUnsealed(trx: Trx, network: string): Promise<number> {
  const { n } = await trx
    .selectFrom('audit')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', network)
    .where('seal', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** The rows that are sealed, in the order of their places, after the given one. */
export async function sealedRows(
  trx: Trx,
  network: string,
  after: number,
  limit: number,
): Promise<(ChainRow & ChainHead)[]> {
  const { rows } = await sql<ChainRow & ChainHead>`
    select ${columns}, position, seal from audit
     where network_id = ${network} and position > ${after} order by position limit ${limit}`.execute(trx);
  return rows;
}

/** Where the chain ends by its rows. */
export async function lastSealed(trx: Trx, network: string): Promise<ChainHead | undefined> {
  const row = await trx
    .selectFrom('audit')
    .select(['position', 'seal'])
    .where('network_id', '=', network)
    .where('position', 'is not', null)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seal ? { position: row.position!, seal: row.seal } : undefined;
}

/** Where the chain ends by its head. */
export async function readHead(trx: Trx, network: string): Promise<(ChainHead & { headSeal: Buffer }) | undefined> {
  const row = await trx.selectFrom('audit_heads').selectAll().where('network_id', '=', network).executeTakeFirst();
  return row && { position: row.position, seal: row.seal, headSeal: row.head_seal };
}

/** Gives rows of the log their place in the chain and their seal. */
export async function writeSeals(trx: Trx, network: string, sealed: (ChainHead & { id: string })[]): Promise<void> {
  const ids = sealed.map(({ id }) => id);
  const positions = sealed.map(({ position }) => position);
  const seals = sealed.map(({ seal }) => seal);
  await sql`
    update audit set position = s.position, seal = s.seal
      from unnest(${ids}::uuid[], ${positions}::bigint[], ${seals}::bytea[]) as s (id, position, seal)
     where audit.network_id = ${network} and audit.id = s.id`.execute(trx);
}

/** Keeps the end of a network's chain, with a seal of its own. */
export async function writeHead(trx: Trx, network: string, head: ChainHead, headSeal: Buffer): Promise<void> {
  await trx
    .insertInto('audit_heads')
    .values({ network_id: network, position: head.position, seal: head.seal, head_seal: headSeal })
    .onConflict((oc) =>
      oc.column('network_id').doUpdateSet({ position: head.position, seal: head.seal, head_seal: headSeal }),
    )
    .execute();
}

// What the auditor reads

export type LogLine = {
  id: string;
  at: Date;
  actorKind: string;
  /** The name of the account that acted, where there is one still. */
  actorName: string | null;
  actorId: string | null;
  verb: string;
  noun: string;
  nounId: string | null;
  detail: Record<string, unknown>;
  position: number | null;
};

export type LogFilter = { noun?: string; verb?: string; actor?: string; since?: Date; until?: Date; before?: string };

/** Lines of a network's log, the newest first, before the given key. */
export async function logLines(trx: Trx, network: string, filter: LogFilter, limit: number): Promise<LogLine[]> {
  let query = trx
    .selectFrom('audit as l')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'l.network_id').onRef('a.id', '=', 'l.actor_id'),
    )
    .select([
      'l.id',
      'l.at',
      'l.actor_kind as actorKind',
      'a.name as actorName',
      'l.actor_id as actorId',
      'l.verb',
      'l.noun',
      'l.noun_id as nounId',
      'l.detail',
      'l.position',
    ])
    .where('l.network_id', '=', network)
    .orderBy('l.id', 'desc')
    .limit(limit);
  if (filter.noun) query = query.where('l.noun', '=', filter.noun);
  if (filter.verb) query = query.where('l.verb', '=', filter.verb);
  if (filter.actor) query = query.where('l.actor_kind', '=', 'account').where('l.actor_id', '=', filter.actor);
  if (filter.since) query = query.where('l.at', '>=', filter.since);
  if (filter.until) query = query.where('l.at', '<', filter.until);
  if (filter.before) query = query.where('l.id', '<', filter.before);
  return (await query.execute()) as LogLine[];
}

/** The kinds of things that the log speaks of; each found by a step along the index, not by reading every row. */
export async function nounsOf(trx: Trx, network: string): Promise<string[]> {
  const { rows } = await sql<{ noun: string }>`
    with recursive step as (
      (select noun from audit where network_id = ${network} order by noun limit 1)
      union all
      select (select noun from audit where network_id = ${network} and noun > step.noun order by noun limit 1)
        from step where step.noun is not null
    )
    select noun from step where noun is not null`.execute(trx);
  return rows.map((row) => row.noun);
}

/** Those who stand in the log as themselves, for choosing who acted: whoever hides her name and did nothing is in no list. */
export const accountNames = (trx: Trx, network: string) =>
  trx
    .selectFrom('accounts as a')
    .select(['a.id', 'a.name'])
    .where('a.network_id', '=', network)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('audit as l')
          .select('l.id')
          .whereRef('l.network_id', '=', 'a.network_id')
          .whereRef('l.actor_id', '=', 'a.id')
          .where('l.actor_kind', '=', 'account'),
      ),
    )
    .orderBy('a.id')
    .limit(500)
    .execute();
