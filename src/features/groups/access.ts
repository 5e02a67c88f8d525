import { belongs, coordinates } from '../../platform/access/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';
import { type Group, isLead } from './group.ts';

/** Who sees the list of groups, and those that are not hidden: everybody who belongs. */
export const maySeeGroups = belongs;

/** Who founds groups: coordinators. */
export const mayFound = coordinates;

/** Who changes a group, admits and closes it: its leads, and coordinators where the group is not hidden. */
export const mayRun = (actor: Actor, group: Group): boolean =>
  isLead(group) || (coordinates(actor) && group.entry !== 'hidden');
