import { coordinates, signedIn } from '../../platform/access/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** Today is for everybody who was entrusted with something. */
export const seesToday = (actor: Actor): boolean => signedIn(actor) && actor.roles.length > 0;

/** The figures of the week and the ways to the desk are a coordinator's. */
export const seesDesk = (actor: Actor): boolean => coordinates(actor);
