import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayReadInbox } from './access.ts';
import { dashboard } from './dashboard.ts';
import { inbound } from './inbound.ts';
import { clearSamples, loadKit } from './kit.ts';
import { eraseInquiries, eraseOfAccount, exportInquiries, exportOfAccount, retainInquiries } from './leaving.ts';
import { answerMail } from './mails/answer.ts';
import { filesOfInquiries } from './queries.ts';
import { routes } from './routes.tsx';
import { translatable } from './translatable.ts';

/** The contact page, and the inbox that coordinators share. */
export const feature: Feature = {
  name: 'inbox',
  routes,
  mails: { 'inquiry-answer': answerMail },
  inbound,
  dashboard,
  translatable: [translatable],
  workDoors: (at, actor, t) =>
    mayReadInbox(actor)
      ? [{ href: urls.inbox.list(at), place: 'people', first: true, label: t('inbox.title'), hint: t('inbox.door') }]
      : [],
  async fileAccess(ctx, ids) {
    const at = { network: ctx.network.slug, locale: ctx.locale };
    const owned = await filesOfInquiries(ctx, ids);
    return owned.map(({ fileId, inquiry, subject }) => ({
      fileId,
      title: subject,
      href: urls.inbox.one(at, inquiry),
    }));
  },
  erase: eraseInquiries,
  exportPerson: exportInquiries,
  async departs(ctx, accountId, { erased }) {
    if (erased) await eraseOfAccount(ctx, accountId);
  },
  exportAccount: exportOfAccount,
  retain: retainInquiries,
  loadKit,
  clearSamples,
};
