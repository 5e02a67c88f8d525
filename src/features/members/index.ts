import { signedIn } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayAdmit } from './access.ts';
import { addingRoutes } from './adding/routes.tsx';
import { agreementRoutes } from './agreements/routes.tsx';
import { applicationMailKind, confirmationMailKind } from './applying/commands.ts';
import { applyingRoutes } from './applying/routes.tsx';
import { dashboard } from './dashboard.ts';
import { deskRoutes } from './desk/routes.tsx';
import { retainImports, undoJob } from './import/commands.ts';
import { importRoutes } from './import/routes.tsx';
import { importJob, takeImports } from './import/taking.ts';
import { undoImports } from './import/undoing.ts';
import { invitationMailKind, invitationRoutes } from './invitations/routes.tsx';
import { renewalsRun } from './jobs.ts';
import { clearSamples, loadKit } from './kit.ts';
import { applicationMail, confirmationMail, invitationMail, noticeMail, reminderMail } from './mails.ts';
import { retainMerges } from './merge/commands.ts';
import { mergeRoutes } from './merge/routes.tsx';
import { joinMemberships, partMemberships } from './merging.ts';
import { exportMember } from './own/departure.ts';
import { ownRoutes } from './own/routes.tsx';
import { questionRoutes } from './questions/routes.tsx';
import { reminderMailKind, renewalsJob } from './renewal/commands.ts';
import { renewalRoutes } from './renewal/routes.tsx';
import { retain } from './retention.ts';
import { reviewingRoutes } from './reviewing/routes.tsx';
import { noticeMailKind } from './telling.ts';

export { currentMembers } from './queries.ts';

export const feature: Feature = {
  name: 'members',
  memberMerge: {
    rows: [
      { table: 'memberships', column: 'account_id', key: ['id'], words: 'members.merged.memberships' },
      {
        table: 'agreement_consents',
        column: 'account_id',
        key: ['id'],
        once: ['version_id'],
        words: 'members.merged.agreements',
      },
    ],
  },
  organisationMerge: { join: joinMemberships, part: partMemberships },
  routes(app, deps) {
    applyingRoutes(app, deps);
    reviewingRoutes(app, deps);
    questionRoutes(app, deps);
    agreementRoutes(app, deps);
    invitationRoutes(app, deps);
    renewalRoutes(app, deps);
    importRoutes(app, deps);
    mergeRoutes(app, deps);
    addingRoutes(app, deps);
    ownRoutes(app, deps);
    // Last: a membership's id stands where the other pages have a word.
    deskRoutes(app, deps);
  },
  mails: {
    [confirmationMailKind]: confirmationMail,
    [applicationMailKind]: applicationMail,
    [invitationMailKind]: invitationMail,
    [reminderMailKind]: reminderMail,
    [noticeMailKind]: noticeMail,
  },
  jobs: { [renewalsJob]: renewalsRun, [importJob]: takeImports, [undoJob]: undoImports },
  recurring: [{ job: renewalsJob, everyMinutes: 6 * 60 }],
  retain: async (ctx) => (await retain(ctx)) + (await retainImports(ctx)) + (await retainMerges(ctx)),
  exportAccount: exportMember,
  dashboard,
  loadKit,
  clearSamples,
  workDoors: (at, actor, t) => [
    ...(mayAdmit(actor)
      ? [
          {
            href: urls.members.list(at),
            place: 'people' as const,
            label: t('members.desk.title'),
            hint: t('members.door.desk'),
          },
        ]
      : []),
    ...(signedIn(actor)
      ? [
          {
            href: urls.members.own(at),
            place: 'own' as const,
            label: t('members.own.title'),
            hint: t('members.door.own'),
          },
        ]
      : []),
  ],
};
