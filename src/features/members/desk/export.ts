import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { today } from '../queries.ts';

/** The columns of the members' list as a file. Nothing of profiles: those have a visibility of their own. */
export const exportColumns = [
  'name',
  'email',
  'username',
  'kind',
  'state',
  'from',
  'renewOn',
  'endedOn',
  'organisations',
] as const;

export type ExportRow = {
  id: string;
  name: string;
  email: string | null;
  username: string | null;
  kind: 'individual' | 'organisation';
  state: string;
  from: string;
  renewOn: string | null;
  endedOn: string | null;
  organisations: string | null;
};

const size = 500;

/** One page of all memberships, the oldest last; an individual with the organisations she works with now. */
export async function exportPage(ctx: Ctx, before?: string): Promise<{ rows: ExportRow[]; next: string | undefined }> {
  const day = today(ctx);
  const { rows } = await sql<ExportRow>`
    select m.id, coalesce(a.name, o.name, '') as name, coalesce(a.email, o.email) as email, a.username,
      case when m.organisation_id is null then 'individual' else 'organisation' end as kind, m.state,
      m.from_on::text as "from", m.renew_on::text as "renewOn", m.ended_on::text as "endedOn",
      (select string_agg(w.name, '; ' order by w.name) from affiliations f
         join organisations w on w.network_id = f.network_id and w.id = f.organisation_id
        where f.network_id = m.network_id and f.account_id = m.account_id and f.from_on <= ${day}::date
          and (f.until_on is null or f.until_on > ${day}::date)) as organisations
    from memberships m
      left join accounts a on a.network_id = m.network_id and a.id = m.account_id
      left join organisations o on o.network_id = m.network_id and o.id = m.organisation_id
    where m.network_id = ${ctx.network.id} ${before ? sql`and m.id < ${before}` : sql``}
    order by m.id desc limit ${size}`.execute(ctx.trx);
  return { rows, next: rows.length === size ? rows.at(-1)!.id : undefined };
}

/** One line of the file; the two words of our own in the reader's language. */
export const exportLine = (row: ExportRow, t: (key: string) => string): (string | null)[] => [
  row.name,
  row.email,
  row.username,
  t(`members.kind.${row.kind}`),
  t(`members.state.${row.state}`),
  row.from,
  row.renewOn,
  row.endedOn,
  row.organisations,
];
