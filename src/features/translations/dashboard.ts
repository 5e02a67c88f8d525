import { sql } from 'kysely';
import { belongs, coordinates } from '../../platform/access/index.ts';
import { dateIn, dayOf } from '../../platform/http/index.ts';
import { languageIn } from '../../platform/i18n/index.ts';
import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';

/** What waits for whoever looks: work that was given to her; for coordinators what was handed in. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || !belongs(actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const network = ctx.network.id;
  const [given, handed] = await Promise.all([
    sql<{ id: string; kind: string | null; thing: string | null; locale: string; due: string | null; since: Date }>`
      select id, kind, thing_id as thing, locale, due_on::text as due, created_at as since from translation_assignments
      where network_id = ${network} and account_id = ${actor.id} and ended_at is null order by due_on nulls last, id limit 20`.execute(
      ctx.trx,
    ),
    coordinates(actor)
      ? sql<{ count: number; since: Date | null }>`
          select count(distinct (kind, thing_id, locale))::integer as count, min(at) as since from translation_drafts
          where network_id = ${network}`.execute(ctx.trx)
      : undefined,
  ]);
  const today = dayOf(ctx.now, ctx.network.timeZone);
  const items = given.rows.map(({ id, kind, thing, locale, due, since }): DashboardItem => {
    return {
      text: t('translations.today.given', { language: languageIn(ctx.locale, locale) }),
      why: due
        ? t(due < today ? 'translations.today.over' : 'translations.today.due', {
            date: dateIn(ctx.locale, ctx.network.timeZone, due, 'date'),
          })
        : t('translations.today.given.why'),
      since,
      href:
        kind && thing
          ? urls.translations.text(at, kind, thing, locale)
          : urls.translations.list(at, { language: locale, kind: kind ?? '', state: 'open' }),
      action: t('translations.today.action'),
      kind: 'given',
      key: `translations:${id}`,
      urgency: due && due < today ? 'now' : 'soon',
      mine: true,
    };
  });
  const waiting = handed?.rows[0];
  if (waiting && waiting.count > 0)
    items.push({
      text: t('translations.today.handed', { count: waiting.count }),
      why: t('translations.today.handed.why'),
      since: waiting.since && new Date(waiting.since),
      href: urls.translations.list(at, { state: 'waiting' }),
      action: t('translations.today.handed.action'),
      kind: 'handed',
      key: 'translations:handed',
    });
  return items;
}
