import { sql } from 'kysely';
import { machineMadeIn } from '../../../platform/db/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { agreed } from './commands.ts';

export type News = {
  id: string;
  actionId: string;
  email: string;
  locale: string;
  title: string;
  /** A machine translated the title, and nobody has reviewed that. */
  machine: boolean;
  recipient: string;
  confirmed: number;
  handedOn: string;
  words: string;
};

/** What is still to be said to whom: nobody who withdrew, was erased, or took her agreement back meanwhile. */
export async function newsToSend(ctx: Ctx, ids: string[]): Promise<News[]> {
  const { rows } = await sql<News>`
    select h.id, a.id as "actionId", p.email, a.locale, o.recipient, o.confirmed, o.handed_on as "handedOn", o.news as words,
      coalesce(t.title, o.title) as title,
      case when t.title is null then 'title' = any (o.machine)
        else cardinality(${machineMadeIn('campaign', 't.campaign_id', 't.locale', { title: 't.title' })}) > 0 end as machine
    from handover_signatures h
    join handovers o on o.network_id = h.network_id and o.id = h.handover_id and o.told_at is not null and o.handed_on is not null
    join actions a on a.network_id = h.network_id and a.id = h.action_id and a.state = 'confirmed'
    left join campaign_texts t on t.network_id = a.network_id and t.campaign_id = a.campaign_id and t.locale = a.locale and t.title <> ''
    join people p on p.network_id = a.network_id and p.id = a.person_id and p.erased_at is null
    where h.network_id = ${ctx.network.id} and h.id = any(${ids}::uuid[]) and ${agreed('handover')}`.execute(ctx.trx);
  return rows;
}
