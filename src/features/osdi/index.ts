import { coordinates } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { apiRoutes } from './api.ts';
import { apiOperations } from './description.ts';
import { exportCommand } from './export.ts';
import { routes } from './routes.tsx';

/** A network's data for its other programs, and for the day it leaves: OSDI over HTTP, and as files. */
export const feature: Feature = {
  name: 'osdi',
  apiOperations,
  routes(app, deps) {
    apiRoutes(app, deps);
    routes(app, deps);
  },
  commands: [exportCommand],
  workDoors: (at, actor, t) =>
    coordinates(actor)
      ? [{ href: urls.osdi.desk(at), place: 'network', label: t('osdi.title'), hint: t('osdi.door') }]
      : [],
};
