import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { maySeeGroups } from './access.ts';
import { dashboard } from './dashboard.ts';
import { digestJob } from './digests/commands.ts';
import { inbound } from './digests/inbound.ts';
import { digestMail } from './digests/mail.tsx';
import { deleteOldDigests } from './digests/queries.ts';
import { clearSamples, loadKit } from './kit.ts';
import { copyOfGroups, forgetInGroups, memberMerge, openly } from './leaving.ts';
import { noticeMail } from './moderation/mail.ts';
import { deleteOld } from './moderation/queries.ts';
import { logNames } from './named.ts';
import { routes } from './routes.tsx';
import { filesInPosts } from './threads/queries.ts';
import { pageFrom } from './threads/thread.ts';

export { type Group, type GroupMember, isIn, isLead } from './group.ts';
export { asBorne } from './members/borne.ts';
export { GroupPage, groupTabs } from './pages/frame.tsx';
export { belongsNow, groupById, groupOf, inGroup, leads, visibleGroups } from './queries.ts';
export { copyOfGroups, forgetInGroups, openly };

/** How long what was settled, put away or never answered is kept. */
const keptMs = 365 * 86_400_000;

/** How long it is remembered what a digest told; that it was told stays with its threads. */
const digestsMs = 60 * 86_400_000;

/** Working groups: who is in them, what they write, what they are told. */
export const feature: Feature = {
  name: 'groups',
  logNames: [logNames],
  routes,
  mails: { 'group-notice': noticeMail, 'group-digest': digestMail },
  jobs: { 'groups.digests': digestJob },
  recurring: [{ job: 'groups.digests', everyMinutes: 15 }],
  inbound,
  dashboard,
  departs: (ctx, accountId, { former }) => forgetInGroups(ctx, accountId, !former),
  exportAccount: copyOfGroups,
  memberMerge,
  loadKit,
  clearSamples,
  retain: async (ctx) =>
    (await deleteOld(ctx, new Date(ctx.now.getTime() - keptMs))) +
    (await deleteOldDigests(ctx, new Date(ctx.now.getTime() - digestsMs))),
  async fileAccess(ctx, ids) {
    if (!maySeeGroups(ctx.actor)) return [];
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return (await filesInPosts(ctx, ids)).map(({ fileId, slug, thread, n, title }) => ({
      fileId,
      title,
      href: urls.groups.threadFrom(at, slug, thread, pageFrom(n), n),
    }));
  },
  workDoors: (at, actor, t) =>
    maySeeGroups(actor)
      ? [
          {
            href: urls.groups.list(at),
            place: 'together',
            first: true,
            label: t('groups.title'),
            hint: t('groups.door.text'),
          },
        ]
      : [],
};
