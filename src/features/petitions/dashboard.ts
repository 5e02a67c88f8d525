import type { DashboardItem, Words } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { mayRunCampaigns } from '../desk/index.ts';
import { handoverWork } from './handover/queries.ts';
import { listPetitions, reachedAt, waitingComments } from './queries.ts';
import { milestonesReached } from './signature.ts';

/** What petitions want of a coordinator today: comments to read, a milestone to hand over, papers that lie ready. */
export async function dashboard(ctx: Ctx, t: Words): Promise<DashboardItem[]> {
  if (!mayRunCampaigns(ctx.actor)) return [];
  const at = { network: ctx.network.slug, locale: ctx.locale };
  const [petitions, comments_, work_] = await Promise.all([
    listPetitions(ctx),
    waitingComments(ctx),
    handoverWork(ctx),
  ]);
  const waiting = new Map(comments_.map((one) => [one.campaignId, one]));
  const work = new Map(work_.map((one) => [one.campaignId, one]));
  const items: DashboardItem[] = [];
  const milestones: Promise<void>[] = [];
  for (const { id, title, goal, count } of petitions) {
    const comments = waiting.get(id);
    if (comments) {
      items.push({
        text: t('petitions.today.comments', { count: comments.count, title }),
        why: t('petitions.today.comments.why'),
        since: comments.since,
        href: urls.petitions.queue(at, id),
        action: t('petitions.today.comments.action'),
      });
    }
    const papers = work.get(id);
    if (papers && (papers.failed > 0 || papers.ready)) {
      const state = papers.failed > 0 ? 'failed' : 'ready';
      items.push({
        text: t(`petitions.today.${state}`, { title }),
        why: t(`petitions.today.${state}.why`),
        since: papers.ready,
        href: urls.petitions.handovers(at, id),
        action: t('petitions.today.handover.action'),
      });
      continue;
    }
    // A milestone is news until the petition was frozen with as many signatures.
    const reached = milestonesReached(count, goal).at(-1);
    if (reached && (papers?.frozen ?? 0) < reached) {
      const milestone: DashboardItem = {
        text: t('petitions.today.milestone', { title, number: reached }),
        why: t('petitions.today.milestone.why'),
        since: null,
        href: urls.petitions.handovers(at, id),
        action: t('petitions.today.milestone.action'),
        kind: 'milestone',
      };
      items.push(milestone);
      // All of them at once.
      milestones.push(
        reachedAt(ctx, id, [reached]).then(([when]) => {
          milestone.since = when?.at ?? null;
        }),
      );
    }
  }
  await Promise.all(milestones);
  return items;
}
