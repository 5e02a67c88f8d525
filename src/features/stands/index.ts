import type { Feature } from '../../platform/registry/index.ts';
import { clearSamples, loadKit } from './kit.ts';
import { routes } from './routes.tsx';

/** Where decision-makers stand on a campaign: recorded by coordinators, read by everybody. */
export const feature: Feature = { name: 'stands', routes, loadKit, clearSamples };
