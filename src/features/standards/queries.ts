import { sql } from 'kysely';
import type { Trx } from '../../platform/db/index.ts';
import type { Confidence, Source, Standards, Texts } from './files.ts';

export type Instrument = {
  id: string;
  kind: 'rules' | 'principles' | 'guidelines' | 'treaty';
  region: 'africa' | 'americas' | 'europe' | null;
  names: Texts;
  shortNames: Texts;
  adoptedBy: Texts;
  symbol: string | null;
  adoptedOn: string;
  sourceUrl: string;
  unit: Texts;
  /** Provisions of the version in force. */
  provisions: number;
};

export type Provision = {
  id: string;
  instrumentId: string;
  version: string;
  number: string;
  section: Texts;
  titles: Texts;
  summaries: Texts;
  checkedOn: string;
  confidence: Confidence;
  doubt: Texts | null;
  /** The texts it was compared with; empty where nobody has compared it yet. */
  readIn: Source[];
};

/** A provision that another one leads to, or that leads to it. */
export type Linked = {
  kind: 'supplements' | 'see' | 'renumbered';
  /** `to`: the other one is what this one names; `from`: the other one names this one. */
  way: 'to' | 'from';
  id: string;
  instrumentId: string;
  version: string;
  current: boolean;
  number: string;
  titles: Texts;
  confidence: Confidence;
  /** Where a number of an earlier version went: numbers of the version in force. */
  now: string[];
};

/** The page caches of every network forget what they hold: a provision shows in all of them. */
export async function announceToAll(trx: Trx): Promise<void> {
  await sql`select pg_notify('casement_edits', id::text) from networks`.execute(trx);
}

/**
 * Writes what is new or changed and returns how many provisions that are. A provision that left the files stays (things
 * may point to it); its links are those of the files.
 */
export async function putStandards(trx: Trx, given: Standards): Promise<number> {
  const rows = (list: unknown[]) => sql`${JSON.stringify(list)}::jsonb`;
  await sql`
    insert into instruments as i (id, kind, region, names, short_names, adopted_by, symbol, adopted_on, source_url, unit, position)
    select id, kind, region, names, short_names, adopted_by, symbol, adopted_on, source_url, unit, position
      from jsonb_to_recordset(${rows(given.instruments)}) as t(id text, kind text, region text, names jsonb, short_names jsonb,
        adopted_by jsonb, symbol text, adopted_on date, source_url text, unit jsonb, position integer)
    on conflict (id) do update set kind = excluded.kind, region = excluded.region, names = excluded.names,
      short_names = excluded.short_names, adopted_by = excluded.adopted_by, symbol = excluded.symbol,
      adopted_on = excluded.adopted_on, source_url = excluded.source_url, unit = excluded.unit, position = excluded.position`.execute(
    trx,
  );
  await sql`
    insert into instrument_versions (instrument_id, version, adopted_on, replaced_by)
    select instrument_id, version, adopted_on, replaced_by from jsonb_to_recordset(${rows(given.versions)})
      as t(instrument_id text, version text, adopted_on date, replaced_by text)
    on conflict (instrument_id, version) do update set adopted_on = excluded.adopted_on, replaced_by = excluded.replaced_by`.execute(
    trx,
  );
  const changed = await sql`
    insert into provisions as p (id, instrument_id, version, number, position, section, titles, summaries, checked_on, confidence, doubt, read_in)
    select id, instrument_id, version, number, position, section, titles, summaries, checked_on, confidence, doubt, read_in
      from jsonb_to_recordset(${rows(given.provisions)}) as t(id text, instrument_id text, version text, number text,
        position integer, section jsonb, titles jsonb, summaries jsonb, checked_on date, confidence text, doubt jsonb, read_in jsonb)
    on conflict (id) do update set position = excluded.position, section = excluded.section, titles = excluded.titles,
        summaries = excluded.summaries, checked_on = excluded.checked_on, confidence = excluded.confidence, doubt = excluded.doubt,
        read_in = excluded.read_in
      where (p.position, p.section, p.titles, p.summaries, p.checked_on, p.confidence, p.doubt, p.read_in) is distinct from
        (excluded.position, excluded.section, excluded.titles, excluded.summaries, excluded.checked_on, excluded.confidence, excluded.doubt, excluded.read_in)
    returning id`.execute(trx);
  await trx.deleteFrom('provision_links').execute();
  await sql`
    insert into provision_links (from_id, to_id, kind)
    select distinct from_id, to_id, kind from jsonb_to_recordset(${rows(given.links)}) as t(from_id text, to_id text, kind text)`.execute(
    trx,
  );
  return changed.rows.length;
}

/** All instruments in the order of the shelf. */
export async function listInstruments({ trx }: { trx: Trx }): Promise<Instrument[]> {
  const rows = await trx
    .selectFrom('instruments as i')
    .selectAll('i')
    .select((eb) =>
      eb
        .selectFrom('provisions as p')
        .innerJoin('instrument_versions as v', (join) =>
          join.onRef('v.instrument_id', '=', 'p.instrument_id').onRef('v.version', '=', 'p.version'),
        )
        .select((count) => count.fn.countAll<number>().as('n'))
        .whereRef('p.instrument_id', '=', 'i.id')
        .where('v.replaced_by', 'is', null)
        .as('provisions'),
    )
    .orderBy('i.position')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as Instrument['kind'],
    region: row.region as Instrument['region'],
    names: row.names as Texts,
    shortNames: row.short_names as Texts,
    adoptedBy: row.adopted_by as Texts,
    symbol: row.symbol,
    adoptedOn: row.adopted_on,
    sourceUrl: row.source_url,
    unit: row.unit as Texts,
    provisions: Number(row.provisions ?? 0),
  }));
}

const provisionColumns = [
  'p.id',
  'p.instrument_id',
  'p.version',
  'p.number',
  'p.section',
  'p.titles',
  'p.summaries',
  'p.checked_on',
  'p.confidence',
  'p.doubt',
  'p.read_in',
] as const;

/** The provisions in force, in order: of one instrument, or of all. */
export async function listProvisions({ trx }: { trx: Trx }, instrumentId?: string): Promise<Provision[]> {
  let query = trx
    .selectFrom('provisions as p')
    .innerJoin('instrument_versions as v', (join) =>
      join.onRef('v.instrument_id', '=', 'p.instrument_id').onRef('v.version', '=', 'p.version'),
    )
    .innerJoin('instruments as i', 'i.id', 'p.instrument_id')
    .select(provisionColumns)
    .where('v.replaced_by', 'is', null);
  if (instrumentId) query = query.where('p.instrument_id', '=', instrumentId);
  return (await query.orderBy('i.position').orderBy('p.position').execute()).map(provisionOf);
}

/** One provision by its id, of any version, or undefined. */
export async function findProvision({ trx }: { trx: Trx }, id: string): Promise<Provision | undefined> {
  const row = await trx
    .selectFrom('provisions as p')
    .select(provisionColumns)
    .where('p.id', '=', id)
    .executeTakeFirst();
  return row && provisionOf(row);
}

type Row = {
  id: string;
  instrument_id: string;
  version: string;
  number: string;
  section: unknown;
  titles: unknown;
  summaries: unknown;
  checked_on: string;
  confidence: string;
  doubt: unknown;
  read_in: unknown;
};

const provisionOf = (row: Row): Provision => ({
  id: row.id,
  instrumentId: row.instrument_id,
  version: row.version,
  number: row.number,
  section: row.section as Texts,
  titles: row.titles as Texts,
  summaries: row.summaries as Texts,
  checkedOn: row.checked_on,
  confidence: row.confidence as Confidence,
  doubt: row.doubt as Texts | null,
  readIn: row.read_in as Source[],
});

/** What a provision names, and what names it, in the order of the shelf. */
export async function linksOf({ trx }: { trx: Trx }, id: string): Promise<Linked[]> {
  type Found = Row & { kind: Linked['kind']; way: Linked['way']; replaced_by: string | null; now: string[] };
  const { rows } = await sql<Found>`
    select l.kind, l.way, p.*, v.replaced_by,
      array(select n.number from provision_links r join provisions n on n.id = r.to_id
        where r.from_id = p.id and r.kind = 'renumbered' order by n.position) as now
    from (
      select kind, 'to' as way, to_id as other from provision_links where from_id = ${id}
      union all select kind, 'from', from_id from provision_links where to_id = ${id}
    ) l
    join provisions p on p.id = l.other
    join instruments i on i.id = p.instrument_id
    join instrument_versions v on v.instrument_id = p.instrument_id and v.version = p.version
    order by i.position, p.version desc, p.position`.execute(trx);
  return rows.map((row) => ({
    kind: row.kind,
    way: row.way,
    id: row.id,
    instrumentId: row.instrument_id,
    version: row.version,
    current: row.replaced_by === null,
    number: row.number,
    titles: row.titles as Texts,
    confidence: row.confidence as Confidence,
    now: row.now,
  }));
}
