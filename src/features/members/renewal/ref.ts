import type { Secret } from '../../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../../platform/crypto/signed-id.ts';

/** The unguessable end of a membership's renewal page. It opens nothing else. */
export const renewalRef = (secret: Secret, network: string, id: string): string =>
  signedId(secret, 'membership-renewal', network, id);

export const readRenewalRef = (secret: Secret, network: string, ref: string): string | undefined =>
  readSignedId(secret, 'membership-renewal', network, ref);
