import { coordinates } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { dashboard } from './dashboard.ts';
import { inbound } from './inbound.ts';
import { passed } from './mails/passed.ts';
import { eraseReplies, exportReplies, retainReplies } from './record.ts';
import { routes } from './routes.tsx';

/** What decision-makers answered: passed on by supporters, read by coordinators. */
export const feature: Feature = {
  name: 'replies',
  routes,
  mails: { reply: passed },
  inbound,
  dashboard,
  workDoors: (at, actor, t) =>
    coordinates(actor)
      ? [{ href: urls.replies.desk(at), place: 'act', label: t('replies.desk.title'), hint: t('replies.desk.text') }]
      : [],
  campaignDesk: (at, { id }, t) => [
    {
      place: 'people',
      href: urls.replies.deskOf(at, { campaign: id }),
      label: t('replies.desk.title'),
      hint: t('replies.desk.text'),
    },
  ],
  erase: eraseReplies,
  exportPerson: exportReplies,
  retain: retainReplies,
};
