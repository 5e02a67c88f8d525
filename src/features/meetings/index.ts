import { belongs } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { apiOperations } from './api.ts';
import { dashboard } from './dashboard.ts';
import { clockJob, keepTime } from './jobs.ts';
import { clearSamples, loadKit } from './kit.ts';
import { noticeMail } from './mails/notice.ts';
import { logNames } from './named.ts';
import { departs, exportAccount, mergedAnswers, noticeKind, retain } from './record.ts';
import { routes } from './routes.tsx';

export { type MeetingLink, meetingsToChoose } from './queries.ts';

/** Meetings of a group or of the whole network: on each one's own clocks, with agenda, minutes and calendar addresses. */
export const feature: Feature = {
  name: 'meetings',
  logNames: [logNames],
  apiOperations,
  routes,
  dashboard,
  retain,
  departs,
  exportAccount,
  memberMerge: { rows: [mergedAnswers] },
  loadKit,
  clearSamples,
  mails: { [noticeKind]: noticeMail },
  jobs: { [clockJob]: keepTime },
  recurring: [{ job: clockJob, everyMinutes: 10 }],
  groupDoors: (at, { slug }, t) => [{ href: urls.meetings.list(at, slug), label: t('meetings.title') }],
  workDoors: (at, actor, t) =>
    belongs(actor)
      ? [{ href: urls.meetings.list(at), place: 'together', label: t('meetings.title'), hint: t('meetings.door') }]
      : [],
};
