import { dateIn } from '../../platform/http/index.ts';
import type { DashboardItem } from '../../platform/registry/index.ts';
import { type Ctx, inLocale } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from './access.ts';
import {
  campaignsAskingDeparted,
  campaignsOnEndedLines,
  campaignsOnOldLists,
  campaignsWithGaps,
  changedHands,
  closingCampaigns,
  forgottenDrafts,
} from './attention/queries.ts';
import { deskUrls } from './urls.ts';

const day = 86_400_000;
/** A draft may lie so long before somebody is reminded of it. */
const draftDays = 3;
/** A list of people older than this is worth asking for again: somewhere somebody was elected since. */
const oldDays = 365;
/** How long before its closing date a campaign is named. */
const closingDays = 3;

/** What the campaigns want of a coordinator today. */
export async function dashboard(
  ctx: Ctx,
  t: (key: string, values?: Record<string, unknown>) => string,
): Promise<DashboardItem[]> {
  if (!mayRunCampaigns(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const date = (when: Date | string) => dateIn(ctx.locale, ctx.network.timeZone, when, 'date');
  const [closing, ended, gaps, changed, departed, old, drafts] = await Promise.all([
    closingCampaigns(ctx, new Date(ctx.now.getTime() + closingDays * day)),
    campaignsOnEndedLines(ctx),
    campaignsWithGaps(ctx),
    changedHands(ctx),
    campaignsAskingDeparted(ctx),
    campaignsOnOldLists(ctx, new Date(ctx.now.getTime() - oldDays * day).toISOString().slice(0, 10)),
    forgottenDrafts(ctx, new Date(ctx.now.getTime() - draftDays * day)),
  ]);
  return [
    ...closing.map(({ id, title, closesAt }): DashboardItem => {
      const past = closesAt <= ctx.now;
      return {
        text: t(past ? 'desk.today.past' : 'desk.today.closing', { title }),
        why: t(past ? 'desk.today.past.why' : 'desk.today.closing.why', { date: date(closesAt) }),
        since: past ? closesAt : null,
        href: past ? urls.campaigns.closure(at, id) : urls.campaigns.edit(at, id),
        action: t(past ? 'desk.today.past.action' : 'desk.today.closing.action'),
        kind: 'closing',
        urgency: past ? 'now' : 'soon',
      };
    }),
    ...ended.map(
      ({ id, title, endedOn }): DashboardItem => ({
        text: t('desk.today.lines', { title }),
        why: t('desk.today.lines.why', { date: date(endedOn) }),
        since: null,
        href: urls.campaigns.targets(at, id),
        action: t('desk.today.targets.action'),
        kind: 'lines',
      }),
    ),
    ...gaps.map(
      ({ id, title, posts, empty }): DashboardItem => ({
        text: t('desk.today.gaps', { title }),
        why: t('desk.today.gaps.why', { empty, posts }),
        since: null,
        href: urls.campaigns.targets(at, id),
        action: t('desk.today.targets.action'),
        kind: 'gaps',
      }),
    ),
    ...changed.map(
      ({ id, title, seat, holder, letters, since }): DashboardItem => ({
        text: t(holder ? 'desk.today.changed' : 'desk.today.vacated', {
          seat: inLocale(seat, ctx.locale),
          holder,
          count: letters,
          date: date(since),
        }),
        why: t('desk.today.changed.why', { title }),
        since,
        href: deskUrls.changes(at, id),
        action: t('desk.today.changed.action'),
        kind: 'changed',
      }),
    ),
    ...departed.map(
      ({ id, title, name }): DashboardItem => ({
        text: t('desk.today.departed', { title, name }),
        why: t('desk.today.departed.why'),
        since: null,
        href: urls.campaigns.targets(at, id),
        action: t('desk.today.targets.action'),
        kind: 'departed',
      }),
    ),
    ...old.map(
      ({ title, endedOn }): DashboardItem => ({
        text: t('desk.today.old', { title, date: date(endedOn) }),
        why: t('desk.today.old.why'),
        since: null,
        href: urls.representatives.desk(at),
        action: t('desk.today.old.action'),
        kind: 'old',
        urgency: 'later',
      }),
    ),
    ...drafts.map(
      ({ id, title, since }): DashboardItem => ({
        text: t('desk.today.draft', { title }),
        why: t('desk.today.draft.why'),
        since,
        href: urls.campaigns.edit(at, id),
        action: t('desk.today.draft.action'),
        kind: 'draft',
        urgency: 'later',
      }),
    ),
  ];
}
