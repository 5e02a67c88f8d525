import { sql } from 'kysely';
import { belongs, coordinates } from '../../platform/access/index.ts';
import { dateIn, dayOf } from '../../platform/http/index.ts';
import { languageIn } from '../../platform/i18n/index.ts';
import type { DashboardItem, Feature, TranslatableThing, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { thingsNamed, translatableOf } from './things.ts';

/** Drafts of one thing in one language. */
type HandedIn = { kind: string; thingId: string; locale: string; fields: string[]; since: Date };

/** Whether a thing can be translated into this language now. */
const isWork = ({ network }: Pick<Ctx, 'network'>, thing: TranslatableThing, locale: string): boolean =>
  network.locales.includes(locale) && thing.source !== locale;

/** What waits for whoever looks: work that was given to her; for coordinators what was handed in. Nothing of what is gone. */
export async function dashboard(ctx: Ctx, t: Words, features: readonly Feature[] = []): Promise<DashboardItem[]> {
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
      ? sql<HandedIn>`
          select kind, thing_id as "thingId", locale, array_agg(field) as fields, min(at) as since from translation_drafts
          where network_id = ${network} group by kind, thing_id, locale`.execute(ctx.trx)
      : undefined,
  ]);
  const waits = await thingsNamed(ctx, translatableOf(features), [
    ...given.rows.flatMap(({ kind, thing }) => (kind && thing ? [{ kind, thingId: thing }] : [])),
    ...(handed?.rows ?? []),
  ]);
  const isThere = ({ kind, thing, locale }: (typeof given.rows)[number]): boolean => {
    if (!kind || !thing) return ctx.network.locales.includes(locale);
    const known = waits(kind, thing);
    return known !== undefined && isWork(ctx, known, locale);
  };
  const today = dayOf(ctx.now, ctx.network.timeZone);
  const items = given.rows.filter(isThere).map(({ id, kind, thing, locale, due, since }): DashboardItem => {
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
  const waiting = (handed?.rows ?? []).filter(({ kind, thingId, locale, fields }) => {
    const thing = waits(kind, thingId);
    return thing && isWork(ctx, thing, locale) && fields.some((field) => thing.texts[thing.source]?.[field]);
  });
  if (waiting.length > 0)
    items.push({
      text: t('translations.today.handed', { count: waiting.length }),
      why: t('translations.today.handed.why'),
      since: new Date(Math.min(...waiting.map(({ since }) => new Date(since).getTime()))),
      href: urls.translations.list(at, { state: 'waiting' }),
      action: t('translations.today.handed.action'),
      kind: 'handed',
      key: 'translations:handed',
    });
  return items;
}
