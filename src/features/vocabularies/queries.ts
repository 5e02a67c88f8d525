import { sql } from 'kysely';
import { machineMadeIn, type Trx } from '../../platform/db/index.ts';
import type { IssueTerm, PlaceTerm, Strand } from './files.ts';

export type Issue = {
  id: string;
  strand: Strand;
  /** In the reader's language, or else in the one that stands beside it. */
  label: string;
  labelIn: string;
  summary: string;
  summaryIn: string;
  /** The wider issue it belongs to. */
  broader: string | null;
  /** Codes of LIST, the Legal Issues Taxonomy. */
  list: string[];
  /** Of the network's own words, what a machine translated and nobody has reviewed. */
  machine: string[];
};
export type Place = {
  id: string;
  kind: PlaceTerm['kind'];
  /** As of an issue. */
  label: string;
  labelIn: string;
  parentId: string | null;
  /** Invented, for the starter kits: every page that names it says so. */
  sample: boolean;
  /** As of an issue. */
  machine: string[];
};

/** Writes new and changed terms alone; returns how many. A term that left the file stays: things may point to it. */
export async function putIssues(trx: Trx, terms: IssueTerm[]): Promise<number> {
  const { rows } = await sql`
    insert into issues as i (id, strand, labels, summaries, broader, list_codes, position)
    select id, strand, labels, summaries, broader, list, position
      from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb)
        as t(id text, strand text, labels jsonb, summaries jsonb, broader text, list text[], position integer)
    on conflict (id) do update
      set strand = excluded.strand, labels = excluded.labels, summaries = excluded.summaries,
          broader = excluded.broader, list_codes = excluded.list_codes, position = excluded.position
      where (i.strand, i.labels, i.summaries, i.broader, i.list_codes, i.position) is distinct from
        (excluded.strand, excluded.labels, excluded.summaries, excluded.broader, excluded.list_codes, excluded.position)
    returning id`.execute(trx);
  return rows.length;
}

/** As `putIssues`. An invented place never takes the row of a real one. */
export async function putPlaces(trx: Trx, places: PlaceTerm[]): Promise<number> {
  const { rows } = await sql`
    insert into places as p (id, kind, parent_id, labels, sample)
    select id, kind, parent, labels, sample
      from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
        as t(id text, kind text, parent text, labels jsonb, sample boolean)
    on conflict (id) do update
      set kind = excluded.kind, parent_id = excluded.parent_id, labels = excluded.labels
      where p.sample = excluded.sample
        and (p.kind, p.parent_id, p.labels) is distinct from (excluded.kind, excluded.parent_id, excluded.labels)
    returning id`.execute(trx);
  return rows.length;
}

/** The page caches of every network forget what they hold: a term shows in all of them. */
export async function announceToAll(trx: Trx): Promise<void> {
  await sql`select pg_notify('casement_edits', id::text) from networks`.execute(trx);
}

/** Removes those of the invented places that nothing points to (a place below, a campaign of any network). Returns how many. */
export async function removeSamplePlaces(trx: Trx, ids: string[]): Promise<number> {
  let removed = 0;
  // From the leaves up: each round frees the places above.
  for (;;) {
    const gone = await trx
      .deleteFrom('places')
      .where('sample', '=', true)
      .where('id', 'in', ids.length > 0 ? ids : [''])
      .where((eb) =>
        eb.not(
          eb.exists(eb.selectFrom('places as below').select('below.id').whereRef('below.parent_id', '=', 'places.id')),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('campaign_places as used')
              .select('used.place_id')
              .whereRef('used.place_id', '=', 'places.id'),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb.selectFrom('invitations as invited').select('invited.id').whereRef('invited.place_id', '=', 'places.id'),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('facilities as lying')
              .select('lying.id')
              .where((inner) =>
                inner.or([
                  inner('lying.country_id', '=', inner.ref('places.id')),
                  inner('lying.region_id', '=', inner.ref('places.id')),
                  inner('lying.district_id', '=', inner.ref('places.id')),
                  inner('lying.place_id', '=', inner.ref('places.id')),
                ]),
              ),
          ),
        ),
      )
      .returning('id')
      .execute();
    if (gone.length === 0) return removed;
    removed += gone.length;
  }
}

/** In the reader's language: the network's own words, else the project's, else its English ones. */
const inLanguage = (column: string, locale: string, own: string) =>
  sql<string>`coalesce(nullif(${sql.ref(own)}, ''), ${sql.ref(column)} ->> ${locale}, ${sql.ref(column)} ->> 'en', '')`;
/** Which language that is. */
const languageIn = (column: string, locale: string, own: string) =>
  sql<string>`case when coalesce(nullif(${sql.ref(own)}, ''), ${sql.ref(column)} ->> ${locale}) is null then 'en' else ${locale} end`;
/** The transaction's network: whoever reads the lists need not name it. */
const currentNetwork = sql<string>`public.current_network()`;

/** All issues in the order of the list, in the reader's language (English where that is missing). */
export async function listIssues({ trx, locale }: { trx: Trx; locale: string }): Promise<Issue[]> {
  const rows = await trx
    .selectFrom('issues as i')
    .leftJoin('vocabulary_words as own', (join) =>
      join
        .on('own.network_id', '=', currentNetwork)
        .on('own.noun', '=', 'issue')
        .onRef('own.noun_id', '=', 'i.id')
        .on('own.locale', '=', locale),
    )
    .select([
      'i.id',
      'i.strand',
      'i.broader',
      'i.list_codes as list',
      inLanguage('i.labels', locale, 'own.label').as('label'),
      languageIn('i.labels', locale, 'own.label').as('labelIn'),
      inLanguage('i.summaries', locale, 'own.summary').as('summary'),
      languageIn('i.summaries', locale, 'own.summary').as('summaryIn'),
      machineMadeIn('issue', 'i.id', 'own.locale', { label: 'own.label', summary: 'own.summary' }).as('machine'),
    ])
    .orderBy('i.position')
    .execute();
  return rows.map((row) => ({ ...row, strand: row.strand as Strand }));
}

/**
 * Places in the reader's language, sorted as that language sorts. `parent` narrows to what lies directly in one
 * place, `kind` to one kind, `ids` to these places.
 */
export async function listPlaces(
  { trx, locale }: { trx: Trx; locale: string },
  filter: { kind?: Place['kind']; parent?: string; ids?: string[] } = {},
): Promise<Place[]> {
  let query = trx
    .selectFrom('places as p')
    .leftJoin('vocabulary_words as own', (join) =>
      join
        .on('own.network_id', '=', currentNetwork)
        .on('own.noun', '=', 'place')
        .onRef('own.noun_id', '=', 'p.id')
        .on('own.locale', '=', locale),
    )
    .select([
      'p.id',
      'p.kind',
      'p.parent_id as parentId',
      'p.sample',
      inLanguage('p.labels', locale, 'own.label').as('label'),
      languageIn('p.labels', locale, 'own.label').as('labelIn'),
      machineMadeIn('place', 'p.id', 'own.locale', { label: 'own.label' }).as('machine'),
    ]);
  if (filter.kind) query = query.where('p.kind', '=', filter.kind);
  if (filter.parent) query = query.where('p.parent_id', '=', filter.parent);
  if (filter.ids) query = query.where('p.id', 'in', filter.ids.length > 0 ? filter.ids : ['']);
  const rows = await query.execute();
  const places = rows.map((row) => ({ ...row, kind: row.kind as Place['kind'] }));
  const collator = new Intl.Collator(locale);
  return places.sort((a, b) => collator.compare(a.label, b.label));
}

/** One place, or undefined. */
export async function findPlace(ctx: { trx: Trx; locale: string }, id: string): Promise<Place | undefined> {
  return (await listPlaces(ctx, { ids: [id] }))[0];
}

/** The place and all above it, widest first: country, region, …; empty for an unknown id. */
export async function placeAndAbove(ctx: { trx: Trx; locale: string }, id: string): Promise<Place[]> {
  const line: Place[] = [];
  for (let next: string | null = id; next !== null; ) {
    const place: Place | undefined = await findPlace(ctx, next);
    if (!place) break;
    line.unshift(place);
    next = place.parentId;
  }
  return line;
}
