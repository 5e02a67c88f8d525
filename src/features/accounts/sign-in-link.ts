import type { Secret } from '../../platform/crypto/ids.ts';

/** How long a link is good that was asked for by mail, that was printed for the operator, and that invites somebody. */
export const mailedLinkMs = 30 * 60_000;
export const printedLinkMs = 24 * 3_600_000;
export const invitationMs = 7 * 24 * 3_600_000;

/**
 * The token of a sign-in link: a signature and the link's id. It can be made again from the id, so nothing secret is stored:
 * a mail is composed after the fact, and who reads the database alone cannot make one.
 */
export const linkToken = (secret: Secret, id: string): string => secret.sign('sign-in', id) + id;

/** The id of a genuine token; undefined for any other text. */
export function linkIdOf(secret: Secret, token: string): string | undefined {
  const id = token.slice(-36);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
  return secret.verify('sign-in', id, token.slice(0, -36)) ? id : undefined;
}
