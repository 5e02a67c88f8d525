import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Issue, listIssues, listPlaces } from '../vocabularies/index.ts';
import { type EntryType, type Filter, queryOf } from './filter.ts';
import type { OfferKind } from './profile.ts';
import type { Viewer } from './visibility.ts';

/** The lines that each reader is given: what she herself may see of others is what a member or the public sees. */
const entryLevel = (viewer: Exclude<Viewer, 'herself'>): 'public' | 'members' | 'coordinators' =>
  viewer === 'public' ? 'public' : viewer === 'member' ? 'members' : 'coordinators';

/** One line of the directory, as one level sees it. */
export type Entry = {
  kind: EntryType;
  id: string;
  name: string;
  sortKey: string;
  /** An organisation's address. */
  slug: string | null;
  sample: boolean;
  /** 'country:ke', 'language:es' … */
  facets: string[];
};

type Page = { entries: Entry[]; more: boolean };

/** The lines that fit, sorted by name, `many` of them after a key. One query. */
export async function findEntries(
  ctx: Ctx,
  viewer: Exclude<Viewer, 'herself'>,
  filter: Filter,
  after?: { sortKey: string; id: string },
  many = 30,
): Promise<Page> {
  const level = entryLevel(viewer);
  // The limit tells the planner how few lines are joined back under the policies.
  const { rows } = await sql<Entry>`
    select e.kind, e.subject_id as id, e.name, e.sort_key as "sortKey", e.slug, e.sample, e.facets
    from (select * from directory_found(${level}, ${filter.type ?? null}, ${queryOf(filter)}, ${ctx.now},
      ${after?.sortKey ?? null}, ${after?.id ?? null}::uuid, ${many + 1})
      limit ${sql.lit(many + 1)}) f
    join directory_entries e on e.network_id = ${ctx.network.id} and e.level = ${level} and e.kind = f.kind
      and e.subject_id = f.subject_id
    order by e.sort_key, e.subject_id`.execute(ctx.trx);
  return { entries: rows.slice(0, many), more: rows.length > many };
}

/** How many lines there are for each facet among those that fit; 'all' counts every one. One query. */
export async function countFacets(
  ctx: Ctx,
  viewer: Exclude<Viewer, 'herself'>,
  filter: Filter,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ term: string; n: string }>`
    select term, n from directory_counts(${entryLevel(viewer)}, ${filter.type ?? null}, ${queryOf(filter)}, ${ctx.now})`.execute(
    ctx.trx,
  );
  return new Map(rows.map(({ term, n }) => [term, Number(n)]));
}

/** Notes whether everybody may see somebody in the directory: the public navigation names it then. */
export async function noteInNavigation(ctx: Pick<Ctx, 'trx'> & { network: { id: string } }): Promise<void> {
  await sql`
    with seen as (select exists (
      select from directory_entries where network_id = ${ctx.network.id} and level = 'public') as now)
    update networks set settings = settings || jsonb_build_object('directory', seen.now) from seen
    where id = ${ctx.network.id} and coalesce((settings ->> 'directory')::boolean, false) <> seen.now`.execute(ctx.trx);
}

/** What is stored of a woman's profile, and who she is. */
export type Profile = {
  id: string;
  name: string;
  email: string | null;
  sample: boolean;
  pronounced: string;
  pronouns: string;
  about: string;
  country: string | null;
  placeId: string | null;
  languages: string[];
  offers: OfferKind[];
  seeks: OfferKind[];
  safeContact: string;
  phone: string;
  website: string;
  /** As stored. */
  visibility: unknown;
  lived: { words: string; level: string; uncounted: boolean } | null;
};

/** Whether a line of this woman stands at a level now: what is not in the list has no page either. */
const stands = (ctx: Ctx, viewer: Exclude<Viewer, 'herself'>): RawBuilder<boolean> => sql<boolean>`exists (
  select from directory_entries e
  where e.network_id = a.network_id and e.level = ${entryLevel(viewer)} and e.kind = 'person' and e.subject_id = a.id
    and e.windows @> ${ctx.now}::timestamptz)`;

/**
 * The profile of an account with everything in it: callers give out what `visibleFields` leaves. With `viewer`: only of somebody whom
 * that reader may find in the directory.
 */
export async function findProfile(
  ctx: Ctx,
  id: string,
  viewer?: Exclude<Viewer, 'herself'>,
): Promise<Profile | undefined> {
  const row = await ctx.trx
    .selectFrom('accounts as a')
    .leftJoin('profiles as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.account_id', '=', 'a.id'),
    )
    .leftJoin('lived_experience as l', (join) =>
      join.onRef('l.network_id', '=', 'a.network_id').onRef('l.account_id', '=', 'a.id'),
    )
    .select([
      'a.id',
      'a.name',
      'a.email',
      'a.sample',
      'p.pronounced',
      'p.pronouns',
      'p.about',
      'p.country',
      'p.place_id',
      'p.languages',
      'p.offers',
      'p.seeks',
      'p.safe_contact',
      'p.phone',
      'p.website',
      'p.visibility',
      'l.words',
      'l.level',
      'l.uncounted',
    ])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.id', '=', id)
    .where('a.disabled_at', 'is', null)
    .$if(viewer !== undefined, (query) => query.where(stands(ctx, viewer!)))
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    sample: row.sample,
    pronounced: row.pronounced ?? '',
    pronouns: row.pronouns ?? '',
    about: row.about ?? '',
    country: row.country,
    placeId: row.place_id,
    languages: row.languages ?? [],
    offers: (row.offers ?? []) as OfferKind[],
    seeks: (row.seeks ?? []) as OfferKind[],
    safeContact: row.safe_contact ?? '',
    phone: row.phone ?? '',
    website: row.website ?? '',
    visibility: row.visibility ?? {},
    lived: row.level === null ? null : { words: row.words!, level: row.level, uncounted: row.uncounted! },
  };
}

export type Affiliation = { name: string; slug: string; position: string };

/** The organisations she works with today, as far as this reader may know of them. */
export async function affiliationsOf(
  ctx: Ctx,
  accountId: string,
  today: string,
  viewer: Exclude<Viewer, 'herself'>,
): Promise<Affiliation[]> {
  const rows = await ctx.trx
    .selectFrom('affiliations as f')
    .innerJoin('directory_entries as e', (join) =>
      join
        .onRef('e.network_id', '=', 'f.network_id')
        .onRef('e.subject_id', '=', 'f.organisation_id')
        .on('e.kind', '=', 'organisation')
        .on('e.level', '=', entryLevel(viewer)),
    )
    .select(['e.name', 'e.slug', 'f.position'])
    .where('f.network_id', '=', ctx.network.id)
    .where('f.account_id', '=', accountId)
    .where('f.from_on', '<=', today)
    .where((eb) => eb.or([eb('f.until_on', 'is', null), eb('f.until_on', '>', today)]))
    .orderBy('e.sort_key')
    .execute();
  return rows.map((row) => ({ name: row.name, slug: row.slug!, position: row.position }));
}

/** The labels of places by id, in the reader's language. */
export async function placeLabels(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  return new Map(ids.length > 0 ? (await listPlaces(ctx, { ids })).map(({ id, label }) => [id, label]) : []);
}

/** Issues by id, with their labels in the reader's language, in the order of the list. */
export async function issuesOf(ctx: Ctx, ids: string[]): Promise<Map<string, Issue>> {
  const issues = ids.length > 0 ? await listIssues(ctx) : [];
  return new Map(issues.filter(({ id }) => ids.includes(id)).map((issue) => [issue.id, issue]));
}
