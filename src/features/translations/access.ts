import { belongs, coordinates } from '../../platform/access/index.ts';
import type { TranslatableThing } from '../../platform/registry/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';
import { type Assignment, covers } from './translation.ts';

/** What somebody may do with a text: hand in a draft of it, or put it before the readers. */
export type May = 'translate' | 'review';

/** Who gives work to others, imports and exports: coordinators. */
export const mayDirect = coordinates;

/** What the actor may do with a thing in a language; undefined: for her it does not exist. `own` are her standing assignments. */
export function mayWith(
  actor: Actor,
  own: readonly Assignment[],
  kind: string,
  thing: Pick<TranslatableThing, 'id' | 'readers'>,
  locale: string,
): May | undefined {
  if (coordinates(actor)) return 'review';
  // Who left the network has no work in it, even before her assignments are ended.
  if (!belongs(actor)) return undefined;
  const hers = own.filter((one) => covers(one, kind, thing, locale));
  if (hers.length === 0) return undefined;
  return hers.some((one) => one.reviews) ? 'review' : 'translate';
}
