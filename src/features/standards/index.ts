import type { Feature } from '../../platform/registry/index.ts';
import { loadKit } from './load.ts';
import { routes } from './routes.tsx';

export { loadStandards } from './load.ts';
export { findProvision, type Instrument, listInstruments, listProvisions, type Provision } from './queries.ts';

/** Must stand before every feature whose part of a kit points to a provision. */
export const feature: Feature = { name: 'standards', routes, loadKit };
