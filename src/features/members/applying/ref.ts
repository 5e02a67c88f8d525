import type { Secret } from '../../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../../platform/crypto/signed-id.ts';

/** The unguessable end of an applicant's private address. Nothing of it is stored (decision 3). */
export const applicationRef = (secret: Secret, network: string, id: string): string =>
  signedId(secret, 'application', network, id);

/** The application behind a private address, or undefined when it was not made by us for this network. */
export const readApplicationRef = (secret: Secret, network: string, ref: string): string | undefined =>
  readSignedId(secret, 'application', network, ref);
