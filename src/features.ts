import { feature as networks } from './features/networks/index.ts';
import type { Feature } from './platform/registry/index.ts';

/** The whole program is the list of its features. Order: pages and dashboard items appear in it. */
export const features: Feature[] = [networks];
