import { coordinates } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { eraseSignup, exportSignup, retainSignups } from './commands.ts';
import { signupMail } from './mails/signup.tsx';
import { routes } from './routes.tsx';

export { SignupFields } from './pages/signup.tsx';
export { wordsIn as signupWords } from './queries.ts';

/** The sign-up for the network's mails, and who is on the list. */
export const feature: Feature = {
  name: 'mailing-list',
  routes,
  publicPages: async () => [{ address: urls.mailingList.form }],
  mails: { 'mailing-list': signupMail },
  workDoors: (at, actor, t) =>
    coordinates(actor)
      ? [
          {
            href: urls.mailingList.desk(at),
            place: 'people',
            label: t('mailing.desk.title'),
            hint: t('mailing.desk.door'),
          },
        ]
      : [],
  erase: eraseSignup,
  exportPerson: exportSignup,
  retain: retainSignups,
};
