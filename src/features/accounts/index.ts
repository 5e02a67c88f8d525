import { signedIn } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { commands } from './commands.ts';
import { signInMail } from './mails/sign-in.tsx';
import { deleteExpired } from './queries.ts';
import { routes } from './routes.tsx';
import { absoluteMs } from './session.ts';

export { oneTimeSignInLinks } from './links.ts';
export { actorOf, sessionCookie, startSession } from './session.ts';

export const feature: Feature = {
  name: 'accounts',
  routes,
  commands,
  workDoors: (at, actor, t) =>
    signedIn(actor)
      ? [{ href: urls.accounts.account(at), label: t('accounts.door'), hint: t('accounts.door.text') }]
      : [],
  mails: { 'sign-in': signInMail },
  retain: (ctx) => deleteExpired(ctx, new Date(ctx.now.getTime() - absoluteMs)),
};
