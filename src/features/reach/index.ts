import type { Feature } from '../../platform/registry/index.ts';
import { routes } from './routes.tsx';

export const feature: Feature = { name: 'reach', routes };
