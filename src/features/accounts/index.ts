import { signedIn } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { commands } from './commands.ts';
import { exportAccount } from './departure.ts';
import { deleteExpiredFactors } from './factors/queries.ts';
import { noticeMail } from './mails/notice.ts';
import { invitationMail, signInMail } from './mails/sign-in.tsx';
import { logNames } from './named.ts';
import { noticesMs } from './notices.ts';
import { rolesToGive } from './people/people.ts';
import { deleteExpiredLinks, deleteOldNotices } from './queries.ts';
import { routes } from './routes.tsx';
import { forgetSessions } from './sessions/session.ts';
import { deleteOldMarks } from './today/queries.ts';

export { type Day, isMemberOn, membersOn } from './belonging/queries.ts';
export { eraseAccount, renameAccount } from './departure.ts';
export { hasKit, publicKeys, requireUnlocked, unlockedKey } from './keys/keys.ts';
export { localeOf, mailInvitation, oneTimeSignInLinks } from './links.ts';
export { notify } from './notices.ts';
export { addPerson, codeMs, issueCode, type NewCode, type NewPerson, newCode } from './people/people.ts';
export { PrintedCodePage } from './people/person.tsx';
export { askForProof } from './proof/proof.tsx';
export {
  type Account,
  accountByEmail,
  accountById,
  accountByUsername,
  disableAccount,
  endGrants,
  rolesNow,
} from './queries.ts';
export { endSessions } from './sessions/queries.ts';
export { actorOf, sessionCookie, startSession } from './sessions/session.ts';
export { isUsername, usernameKey } from './username.ts';

export { readerZone } from './zone/zone.ts';

export const feature: Feature = {
  name: 'accounts',
  logNames: [logNames],
  routes,
  commands,
  mails: { 'sign-in': signInMail, invitation: invitationMail, 'account-notice': noticeMail },
  workDoors: (at, actor, t) => [
    ...(rolesToGive(actor).length > 0
      ? [
          {
            href: urls.accounts.people(at),
            place: 'network' as const,
            label: t('accounts.people.title'),
            hint: t('accounts.people.door'),
          },
        ]
      : []),
    ...(signedIn(actor)
      ? [
          {
            href: urls.accounts.account(at),
            place: 'own' as const,
            label: t('accounts.door'),
            hint: t('accounts.door.text'),
          },
        ]
      : []),
  ],
  exportAccount,
  async retain(ctx) {
    const gone = [
      await forgetSessions(ctx),
      await deleteExpiredLinks(ctx),
      await deleteExpiredFactors(ctx),
      await deleteOldMarks(ctx),
      await deleteOldNotices(ctx, new Date(ctx.now.getTime() - noticesMs)),
    ];
    return gone.reduce((sum, count) => sum + count);
  },
};
