import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayReadOutbox } from './access.ts';
import { dashboard } from './dashboard.ts';
import { inboundCommand } from './inbound.ts';
import { forgetMailsTo, forgetMailsToAccount, mailsTo, mailsToAccount, removeExpired } from './queries.ts';
import { returned } from './returned.ts';
import { routes } from './routes.tsx';
import { sendMails, wakeMails } from './sending/send.ts';

export { sendMails, wakeMails } from './sending/send.ts';

export const feature: Feature = {
  name: 'outbox',
  routes,
  dashboard,
  workDoors: (at, actor, t) =>
    mayReadOutbox(actor)
      ? [{ href: urls.outbox.list(at), place: 'act', label: t('outbox.door'), hint: t('outbox.door.text') }]
      : [],
  commands: [inboundCommand],
  inbound: returned,
  jobs: {
    'mails.send': ({ deps, network, payload }) => sendMails(deps, network, payload.asked as string | undefined),
    'mails.wake': ({ deps, network }) => wakeMails(deps, network),
  },
  recurring: [{ job: 'mails.wake', everyMinutes: 1 }],
  retain: removeExpired,
  erase: forgetMailsTo,
  async departs(ctx, accountId, { erased }) {
    if (erased) await forgetMailsToAccount(ctx, accountId);
  },
  exportAccount: async (ctx, accountId) => ({ mails: await mailsToAccount(ctx, accountId) }),
  exportPerson: async (ctx, personId) => ({ mails: await mailsTo(ctx, personId) }),
};
