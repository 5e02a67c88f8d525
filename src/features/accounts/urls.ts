import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const account = (at: At) => `${base(at)}/account`;
const people = (at: At) => `${base(at)}/people`;
/** `next`: the page of this network to which what is done here leads back. */
const leading = (path: string, next?: string) => (next ? `${path}?next=${encodeURIComponent(next)}` : path);

export const accountUrls = {
  signIn: (at: At, next?: string) => leading(`${base(at)}/sign-in`, next),
  /** Posting an e-mail address here asks for a link; the page here says the same to everybody who did. */
  signInLinks: (at: At) => `${base(at)}/sign-in/links`,
  /** The page behind a mailed link; it needs a button. */
  signInLink: (at: At, token: string) => `${base(at)}/sign-in/links/${token}`,
  /** Where a second factor is asked for, after the passphrase or link was right. */
  second: (at: At, next?: string) => leading(`${base(at)}/sign-in/second-factor`, next),
  /** What a browser is asked to sign (JSON), and where its answer goes. */
  signInChallenge: (at: At) => `${base(at)}/sign-in/passkey/challenge`,
  signInPasskey: (at: At) => `${base(at)}/sign-in/passkey`,
  signOut: (at: At) => `${base(at)}/sign-out`,
  today: (at: At) => `${base(at)}/today`,
  /** Only what one room says. */
  todayOf: (at: At, room: string) => `${base(at)}/today?${new URLSearchParams({ room })}`,
  /** With what she set aside. */
  todayAside: (at: At) => `${base(at)}/today?aside=yes`,
  todayMarks: (at: At) => `${base(at)}/today/marks`,
  todayMarkRemoval: (at: At) => `${base(at)}/today/marks/removal`,
  account,
  passphrase: (at: At, next?: string) => leading(`${account(at)}/passphrase`, next),
  /** The clocks on which she reads times. */
  zone: (at: At) => `${account(at)}/time-zone`,
  /** Posting here ends every session but this one. */
  otherSessions: (at: At) => `${account(at)}/sessions/removal`,
  session: (at: At, id: string) => `${account(at)}/sessions/${id}/removal`,
  factors: (at: At, next?: string) => leading(`${account(at)}/second-factor`, next),
  totp: (at: At, next?: string) => leading(`${account(at)}/second-factor/app`, next),
  totpConfirmation: (at: At) => `${account(at)}/second-factor/app/confirmation`,
  totpRemoval: (at: At) => `${account(at)}/second-factor/app/removal`,
  paper: (at: At) => `${account(at)}/second-factor/codes`,
  passkeyChallenge: (at: At) => `${account(at)}/second-factor/passkeys/challenge`,
  passkeys: (at: At) => `${account(at)}/second-factor/passkeys`,
  passkeyRemoval: (at: At, id: string) => `${account(at)}/second-factor/passkeys/${id}/removal`,
  /** Asks again who she is, before a dangerous act. */
  proof: (at: At, next?: string) => leading(`${account(at)}/proof`, next),
  proofLink: (at: At) => `${account(at)}/proof/link`,
  proofChallenge: (at: At) => `${account(at)}/proof/challenge`,
  /** Her key: whether it is open here, and how to open it. */
  key: (at: At, next?: string) => leading(`${account(at)}/key`, next),
  newKey: (at: At) => `${account(at)}/key/replacement`,
  /** The printed recovery kit. */
  kit: (at: At, next?: string) => leading(`${account(at)}/recovery-kit`, next),
  kitTest: (at: At) => `${account(at)}/recovery-kit/test`,
  /** People with accounts: who may do what here. */
  people,
  person: (at: At, id: string) => `${people(at)}/${id}`,
  invite: (at: At) => `${people(at)}/new`,
  grants: (at: At, id: string) => `${people(at)}/${id}/grants`,
  grantEnd: (at: At, id: string, grant: string) => `${people(at)}/${id}/grants/${grant}/end`,
  restoration: (at: At, id: string) => `${people(at)}/${id}/restoration`,
  closure: (at: At, id: string) => `${people(at)}/${id}/closure`,
  reopening: (at: At, id: string) => `${people(at)}/${id}/reopening`,
  /** A new printed code for somebody who has not signed in yet. */
  newCode: (at: At, id: string) => `${people(at)}/${id}/code`,
};
