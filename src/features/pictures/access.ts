import type { Actor } from '../../platform/tenancy/index.ts';

/** Who may upload pictures, and see those that no public page shows. */
export const mayHandlePictures = (actor: Actor): boolean =>
  actor.kind === 'account' && actor.roles.some((role) => role === 'coordinator' || role === 'administrator');
