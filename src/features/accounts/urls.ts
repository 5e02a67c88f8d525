import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;

export const accountUrls = {
  signIn: (at: At) => `${base(at)}/sign-in`,
  /** Posting an e-mail address here asks for a link. */
  signInLinks: (at: At) => `${base(at)}/sign-in/links`,
  /** The page behind a mailed link; it needs a button. */
  signInLink: (at: At, token: string) => `${base(at)}/sign-in/links/${token}`,
  signOut: (at: At) => `${base(at)}/sign-out`,
  today: (at: At) => `${base(at)}/today`,
  account: (at: At) => `${base(at)}/account`,
  passphrase: (at: At) => `${base(at)}/account/passphrase`,
};
