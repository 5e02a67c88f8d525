import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { maySeeGroups } from './access.ts';
import { routes } from './routes.tsx';

export { authorName, type Group, type GroupMember, isIn, isLead } from './group.ts';
export { GroupPage, groupTabs } from './pages/frame.tsx';
export { groupById, groupOf, inGroup, leads } from './queries.ts';

/** Working groups: who is in them, what they write, what they are told. */
export const feature: Feature = {
  name: 'groups',
  routes,
  workDoors: (at, actor, t) =>
    maySeeGroups(actor) ? [{ href: urls.groups.list(at), label: t('groups.title'), hint: t('groups.door.text') }] : [],
};
