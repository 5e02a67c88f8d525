import type { Secret } from '../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../platform/crypto/signed-id.ts';

/** The unguessable end of a supporter's private address: her action's id and its signature. Nothing of it is stored. */
export const actionRef = (secret: Secret, network: string, actionId: string): string =>
  signedId(secret, 'action', network, actionId);

/** The action's id behind a private address, or undefined when it was not made by us for this network. */
export const readActionRef = (secret: Secret, network: string, ref: string): string | undefined =>
  readSignedId(secret, 'action', network, ref);
