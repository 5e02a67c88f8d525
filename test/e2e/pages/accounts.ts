import { b, d, page, type Room, state } from './opening.ts';

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
  ],
};
