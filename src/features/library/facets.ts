import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { facilitiesSeenWider } from '../facilities/index.ts';
import type { Filters } from './filters.ts';
import { filtered } from './queries.ts';

const facetOf = {
  kind: 'kind',
  access: 'access',
  year: 'year',
  language: 'language',
  issue: 'issue',
  country: 'country',
} as const;

/** How many visible works each choice of a filter would give beside the other filters, and how many pass them all. One query. */
export async function facets(ctx: Ctx, filters: Filters): Promise<Facets> {
  const set = (given: Filters) => filtered(ctx, given).select(['w.id', 'w.kind', 'w.access', 'w.dated']);
  const arms = Object.values(facetOf).map((facet) => {
    // A filter that is set does not narrow its own choices.
    const from = filters[facet] ? sql`(${set({ ...filters, [facet]: undefined })})` : sql`seen`;
    if (facet === 'kind') return sql`select 'kind', kind, count(*)::integer from ${from} s group by kind`;
    if (facet === 'access')
      return sql`select 'access', case when access = 'public' then 'public' else 'members' end, count(*)::integer from ${from} s group by 2`;
    if (facet === 'year')
      return sql`select 'year', left(dated, 4), count(*)::integer from ${from} s where dated <> '' group by 2`;
    if (facet === 'language')
      return sql`select 'language', v.locale, count(*)::integer from ${from} s
        join library_versions v on v.network_id = ${ctx.network.id} and v.work_id = s.id group by v.locale`;
    const tagged = (noun: string) =>
      sql`${from} s join tags t on t.network_id = ${ctx.network.id} and t.subject = 'library' and t.subject_id = s.id and t.noun = ${noun}`;
    if (facet === 'issue')
      return sql`select 'issue', t.noun_id, count(*)::integer from ${tagged('issue')} group by t.noun_id`;
    // With what is about facilities that the actor knows only as a wider place, as the filter finds it; each work once.
    return sql`select 'country', place, count(*)::integer from (
        select s.id, t.noun_id as place from ${tagged('place')}
        union select s.id, w.place from ${tagged('facility')} join (${facilitiesSeenWider(ctx)}) w on w.id = t.noun_id) each
      group by place`;
  });
  const { rows } = await sql<{ facet: string; value: string; n: number }>`
    with seen as materialized (${set(filters)})
    select 'total' as facet, '' as value, count(*)::integer as n from seen
    union all ${sql.join(arms, sql` union all `)}`.execute(ctx.trx);
  const of = (facet: string) => new Map(rows.filter((row) => row.facet === facet).map((row) => [row.value, row.n]));
  return {
    total: of('total').get('') ?? 0,
    kind: of('kind'),
    access: of('access'),
    year: of('year'),
    language: of('language'),
    issue: of('issue'),
    country: of('country'),
  };
}
export type Facets = { total: number } & Record<
  'kind' | 'access' | 'year' | 'language' | 'issue' | 'country',
  Map<string, number>
>;
