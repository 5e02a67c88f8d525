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

export async function writeSeals(trx: Trx, network: string, sealed: (ChainHead & { id: string })[]): Promise<void> {
  const ids = sealed.map(({ id }) => id);
  const positions = sealed.map(({ position }) => position);
  const seals = sealed.map(({ seal }) => seal);
  await sql`
    update audit set position = s.position, seal = s.seal
      from unnest(${ids}::uuid[], ${positions}::bigint[], ${seals}::bytea[]) as s (id, position, seal)
     where audit.network_id = ${network} and audit.id = s.id`.execute(trx);
}

export async function writeHead(trx: Trx, network: string, head: ChainHead, headSeal: Buffer): Promise<void> {
  await trx
    .insertInto('audit_heads')
    .values({ network_id: network, position: head.position, seal: head.seal, head_seal: headSeal })
    .onConflict((oc) =>
      oc.column('network_id').doUpdateSet({ position: head.position, seal: head.seal, head_seal: headSeal }),
    )
    .execute();
}
