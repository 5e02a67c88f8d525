import type { ApiOperation } from '../../platform/openapi/index.ts';

/** What programs may read of practices. */
export const apiOperations: ApiOperation[] = [
  {
    path: '/practices.atom',
    id: 'practicesAtom',
    group: 'practices',
    summary: 'The practices that came last, as Atom.',
    reader: 'anyone',
    type: 'application/atom+xml',
    crossOrigin: true,
  },
];
