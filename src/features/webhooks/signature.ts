import { hmacWith } from '../../platform/crypto/hmac.ts';
import type { Secret } from '../../platform/crypto/ids.ts';

/** Which secret of which endpoint. A new version makes the old one worthless. */
export type SecretName = { network: string; endpoint: string; version: number };

const keyOf = (secret: Secret, { network, endpoint, version }: SecretName): Buffer =>
  secret.key(`webhook ${network} ${endpoint} ${version}`);

/** The secret as its holder is shown it, after Standard Webhooks: whsec_ and 32 bytes in base64. */
export const shownSecret = (secret: Secret, name: SecretName): string =>
  `whsec_${keyOf(secret, name).toString('base64')}`;

/**
 * The headers of one attempt (Standard Webhooks 1.0, symmetric): the signature is of id, time and body, so that neither can
 * be changed nor an old message be sent again later.
 */
export function signedHeaders(
  secret: Secret,
  name: SecretName,
  id: string,
  at: Date,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = hmacWith(keyOf(secret, name))(`${id}.${timestamp}.${body}`);
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Casement-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature.toString('base64')}`,
  };
}
