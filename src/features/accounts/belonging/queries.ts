import { type RawBuilder, sql } from 'kysely';

/** The network, the moment and its calendar day on the network's clocks. */
export type Day = { network: string; now: Date; today: string };

/**
 * A query fragment: the account ids of everybody who is a member now, as a set (an id may come more than once). By a grant; by
 * her own active membership; or by a running affiliation with an organisation whose membership is active. Whoever is
 * suspended is no member, however she came to be one. `account` (an expression) narrows every part of it to one account.
 */
export function membersOn(
  { network, now, today }: Day,
  account?: RawBuilder<string>,
): RawBuilder<{ account_id: string }> {
  const only = (column: string) => (account ? sql`and ${sql.ref(column)} = ${account}` : sql``);
  return sql`
    select m.account_id from (
      select g.account_id from grants g
       where g.network_id = ${network} and g.role = 'member' ${only('g.account_id')}
         and g.from_at <= ${now} and (g.until_at is null or g.until_at > ${now})
      union all
      select o.account_id from memberships o
       where o.network_id = ${network} and o.state = 'active' and o.account_id is not null ${only('o.account_id')}
         and o.from_on <= ${today}::date
      union all
      select f.account_id from affiliations f
        join memberships o on o.network_id = f.network_id and o.organisation_id = f.organisation_id
       where f.network_id = ${network} and o.state = 'active' and o.from_on <= ${today}::date ${only('f.account_id')}
         and f.from_on <= ${today}::date and (f.until_on is null or f.until_on > ${today}::date)
    ) m
    where not exists (
      select from memberships s
       where s.network_id = ${network} and s.account_id = m.account_id and s.state = 'suspended'
    )`;
}

/** Whether an account (an expression) is a member now. */
export const isMemberOn = (day: Day, account: RawBuilder<string>): RawBuilder<boolean> =>
  sql<boolean>`exists (${membersOn(day, account)})`;

/** Whether an account's own membership is suspended. */
export const isSuspended = (network: string, account: RawBuilder<string>): RawBuilder<boolean> => sql<boolean>`exists (
  select from memberships s where s.network_id = ${network} and s.account_id = ${account} and s.state = 'suspended')`;
