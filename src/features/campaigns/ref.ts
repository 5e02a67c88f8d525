import type { Secret } from '../../platform/crypto/ids.ts';

const shape = /^([0-9a-f]{32})\.([A-Za-z0-9_-]{22})$/;

/** The unguessable end of a supporter's private address: her action's id and its signature. Nothing of it is stored. */
export function actionRef(secret: Secret, network: string, actionId: string): string {
  return `${actionId.replaceAll('-', '')}.${secret.sign('action', network + actionId, 16)}`;
}

/** The action's id behind a private address, or undefined when it was not made by us for this network. */
export function readActionRef(secret: Secret, network: string, ref: string): string | undefined {
  const match = shape.exec(ref);
  if (!match) return undefined;
  const id = match[1]!.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  return secret.verify('action', network + id, match[2]!, 16) ? id : undefined;
}
