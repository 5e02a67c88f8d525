import { b, d, type Opening, page, type Reader, type Room, state } from './opening.ts';

const r = '/:network/:locale';
const sent = (name: string, as: Reader, action: string, fields = {}, status = 200): Opening => ({
  ...page(name, `${d}/account`, as, status),
  form: { action: `${d}${action}`, fields },
});

/** Second factors, people and the log. */
const behindTheDoor: Room['pages'] = {
  [`${r}/sign-in/second-factor`]: [page('second factor', `${d}/sign-in/second-factor`, 'half')],
  [`${r}/account/second-factor`]: [
    page('second factors, none', `${d}/account/second-factor`, 'weak'),
    page('second factors', `${d}/account/second-factor`, 'setUp'),
  ],
  [`${r}/account/second-factor/app`]: [page('authenticator app', `${d}/account/second-factor/app`, 'setUp')],
  [`${r}/account/time-zone`]: [page('time zone', `${d}/account/time-zone`, 'setUp')],
  [`${r}/account/proof`]: [
    page('proof', `${d}/account/proof?next=${d}/people`, 'setUp'),
    page('proof by link', `${d}/account/proof`, 'weak'),
  ],
  [`${r}/account/key`]: [
    page('key, open', `${d}/account/key`, 'setUp'),
    page('key, none', `${d}/account/key`, 'nobody'),
  ],
  [`${r}/account/recovery-kit`]: [
    page('recovery kit, untested', `${d}/account/recovery-kit`, 'setUp'),
    page('recovery kit, none', `${d}/account/recovery-kit`, 'nobody'),
  ],
  [`${r}/people`]: [
    page('people', `${d}/people`, 'administrator'),
    page('people, by role', `${d}/people?role=lead`, 'administrator'),
    page('people whom she let in, none', `${b}/people`, 'bare'),
  ],
  [`${r}/people/new`]: [page('somebody new', `${d}/people/new`, 'administrator')],
  [`${r}/people/:id`]: [
    page('a person', (content) => `${d}/people/${content.accounts.person}`, 'administrator'),
    page('a person with a printed code', (content) => `${d}/people/${content.accounts.waiting}`, 'administrator'),
  ],
  [`${r}/log`]: [
    page('the log', `${d}/log`, 'auditor'),
    page('the log, nothing fits', `${d}/log?verb=nothing`, 'auditor'),
  ],
};

const answersBehind: Opening[] = [
  sent('second factor, wrong', 'half', '/sign-in/second-factor', { code: '000000' }, 422),
  sent('a sheet of codes', 'weak', '/account/second-factor/codes'),
  sent('app, wrong code', 'setUp', '/account/second-factor/app/confirmation', { code: '1' }, 422),
  sent('proof, wrong', 'setUp', '/account/proof', { proof_passphrase: 'x' }, 422),
  sent('kit, wrong letters', 'setUp', '/account/recovery-kit/test', { letters: 'x' }, 422),
  sent('a recovery kit', 'setUp', '/account/recovery-kit'),
  sent('somebody new, with mistakes', 'administrator', '/people', { name: '' }, 422),
  sent('a printed code', 'administrator', '/people', {
    name: 'Uma Invented',
    username: 'uma',
    locale: 'en',
    role: 'member',
    reason: 'joined',
  }),
  {
    ...page('a grant with mistakes', `${d}/account`, 'administrator', 422),
    form: { action: (content) => `${d}/people/${content.accounts.person}/grants`, fields: { role: 'lead' } },
  },
  {
    ...page('closing without a reason', `${d}/account`, 'administrator', 422),
    form: { action: (content) => `${d}/people/${content.accounts.person}/closure`, fields: {} },
  },
  sent('the log, verified', 'auditor', '/log/verification'),
];

/** The pages of the room accounts. */
export const accounts: Room = {
  pages: {
    '/:network/:locale/sign-in': [
      page('sign in', `${d}/sign-in`),
      page('sign in, and back', `${d}/sign-in?next=${d}/outbox`),
    ],
    '/:network/:locale/sign-in/links': [page('link sent', `${d}/sign-in/links`)],
    '/:network/:locale/sign-in/links/:token': [
      state('sign-in link', (content) => content.signInLink, 'public', 'This button signs you in'),
      page('sign-in link, over', `${d}/sign-in/links/nothing`, 'public', 404),
    ],
    '/:network/:locale/sign-out': [page('sign out', `${d}/sign-out`, 'coordinator')],
    '/:network/:locale/today': [
      page('today', `${d}/today`, 'coordinator'),
      state('today, nothing', `${b}/today`, 'bare', 'What waits for you will appear here'),
      state('today, no role', `${d}/today`, 'nobody', 'Nothing has been entrusted to you in this network yet'),
    ],
    '/:network/:locale/account': [
      page('account', `${d}/account`, 'coordinator'),
      page('account, no role', `${d}/account`, 'nobody'),
    ],
    '/:network/:locale/account/passphrase': [page('passphrase', `${d}/account/passphrase`, 'coordinator')],
    ...behindTheDoor,
  },
  answers: [
    {
      ...page('sign in with mistakes', `${d}/sign-in`, 'public', 422),
      form: { action: `${d}/sign-in`, fields: { email: 'nora@daylight.invalid', passphrase: 'not this one' } },
    },
    {
      ...page('passphrase with mistakes', `${d}/account/passphrase`, 'coordinator', 422),
      form: { action: `${d}/account/passphrase`, fields: { passphrase: 'short', again: 'other' } },
    },
    ...answersBehind,
  ],
};

/** Work that waits for a second factor. */
export const accountErrors: Opening[] = [page('403 without a second factor', `${d}/desk/campaigns`, 'weak', 403)];
