import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { loadKit } from './load.ts';
import { listInstruments, listProvisions } from './queries.ts';
import { routes } from './routes.tsx';

export { loadStandards } from './load.ts';
export { findProvision, type Instrument, listInstruments, listProvisions, type Provision } from './queries.ts';

/** Must stand before every feature whose part of a kit points to a provision. */
export const feature: Feature = {
  name: 'standards',
  routes,
  publicPages: async (ctx) => [
    { address: urls.standards.list },
    ...(await listInstruments(ctx)).map(({ id }) => ({ address: (at: At) => urls.standards.instrument(at, id) })),
    ...(await listProvisions(ctx)).map(({ id }) => ({ address: (at: At) => urls.standards.provision(at, id) })),
  ],
  loadKit,
};
