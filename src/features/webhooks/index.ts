import { coordinates } from '../../platform/access/index.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { askForSending, endpointsWithDue, sendJob } from './announce.ts';
import { apiEvents } from './api.ts';
import { announceErasure } from './commands.ts';
import { forgetOldMessages, messagesAbout, stoppedEndpoints } from './queries.ts';
import { routes } from './routes.tsx';
import { sendDue } from './send.ts';

export { type Announcement, announce } from './announce.ts';
export type { EventType } from './events.ts';

const sweepJob = 'webhooks.sweep';

/** Tells other programs of a network what happened, where its coordinators asked for it. */
export const feature: Feature = {
  name: 'webhooks',
  apiEvents,
  routes,
  jobs: {
    [sendJob]: ({ deps, network, payload }) => sendDue(deps, network, String(payload.endpoint)),
    async [sweepJob]({ deps, network: id }) {
      const network = await deps.networks.byId(id);
      if (!network) return;
      await inNetwork(deps.db, id, async (trx) => {
        const ctx = {
          trx,
          actor: { kind: 'system' } as const,
          network,
          locale: network.locales[0]!,
          now: deps.clock(),
        };
        for (const endpoint of await endpointsWithDue(ctx)) await askForSending(ctx, endpoint);
      });
    },
  },
  recurring: [{ job: sweepJob, everyMinutes: 5 }],
  async dashboard(ctx, t) {
    if (!coordinates(ctx.actor)) return [];
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return (await stoppedEndpoints(ctx)).map(({ id, url, since }) => ({
      text: t('webhooks.today.stopped', { host: new URL(url).host }),
      why: t('webhooks.today.stopped.why'),
      since,
      href: urls.webhooks.one(at, id),
      action: t('webhooks.today.open'),
    }));
  },
  workDoors: (at, actor, t) =>
    coordinates(actor)
      ? [{ href: urls.webhooks.list(at), place: 'network', label: t('webhooks.title'), hint: t('webhooks.door') }]
      : [],
  erase: announceErasure,
  exportPerson: async (ctx, personId) => ({ told: await messagesAbout(ctx, personId) }),
  retain: forgetOldMessages,
};
