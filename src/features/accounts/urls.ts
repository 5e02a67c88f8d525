import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;

export const accountUrls = {
  /** `next`: the page of this network to which signing in leads back. */
  signIn: (at: At, next?: string) => `${base(at)}/sign-in${next ? `?next=${encodeURIComponent(next)}` : ''}`,
  /** Posting an e-mail address here asks for a link; the page here says the same to everybody who did. */
  signInLinks: (at: At) => `${base(at)}/sign-in/links`,
  /** The page behind a mailed link; it needs a button. */
  signInLink: (at: At, token: string) => `${base(at)}/sign-in/links/${token}`,
  signOut: (at: At) => `${base(at)}/sign-out`,
  today: (at: At) => `${base(at)}/today`,
  account: (at: At) => `${base(at)}/account`,
  passphrase: (at: At) => `${base(at)}/account/passphrase`,
  /** Posting here ends every session but this one. */
  otherSessions: (at: At) => `${base(at)}/account/sessions/removal`,
};
