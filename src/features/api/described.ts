import { z } from 'zod';
import type { Deps } from '../../platform/http/index.ts';
import { type ApiDocument, type ApiEvent, type ApiOperation, apiDocument } from '../../platform/openapi/index.ts';

/** What this room answers itself. */
export const apiOperations: ApiOperation[] = [
  {
    path: '/api',
    root: true,
    id: 'api',
    group: 'api',
    summary: 'This document.',
    reader: 'anyone',
    type: 'application/json',
    answer: z.looseObject({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.looseObject({})) }),
    crossOrigin: true,
  },
];

type Described = Pick<Deps, 'features'>;
/** Everything that programs may read, in the order of the features. */
export const operationsOf = (deps: Described): ApiOperation[] =>
  deps.features.flatMap((feature) => feature.apiOperations ?? []);
/** Everything that others are told. */
export const eventsOf = (deps: Described): ApiEvent[] => deps.features.flatMap((feature) => feature.apiEvents ?? []);

/** The installation's OpenAPI document. */
export const documentOf = (deps: Pick<Deps, 'features' | 'config'>): ApiDocument =>
  apiDocument({
    title: 'Casement',
    description: 'What programs may read of the networks of this installation. Nothing here sets a cookie.',
    servers: deps.config.origins,
    operations: operationsOf(deps),
    events: eventsOf(deps),
  });
