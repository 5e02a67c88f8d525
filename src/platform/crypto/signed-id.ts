import type { Secret } from './ids.ts';

const shape = /^([0-9a-f]{32})\.([A-Za-z0-9_-]{22})$/;

/** The unguessable end of a private address: an id and its signature for one use in one network. Nothing of it is stored. */
export const signedId = (secret: Secret, use: string, network: string, id: string): string =>
  `${id.replaceAll('-', '')}.${secret.sign(use, network + id, 16)}`;

/** The id behind such an end, or undefined when we did not make it for this use and network. */
export function readSignedId(secret: Secret, use: string, network: string, text: string): string | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const id = match[1]!.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  return secret.verify(use, network + id, match[2]!, 16) ? id : undefined;
}
