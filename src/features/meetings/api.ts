import type { ApiOperation } from '../../platform/openapi/index.ts';

/** What programs may read of meetings. A meeting's own file is for who is signed in, and no part of this. */
export const apiOperations: ApiOperation[] = [
  {
    path: '/calendar/:file',
    id: 'calendar',
    group: 'meetings',
    summary: 'Meetings for a calendar program, at an address that a member made for herself.',
    reader: 'address',
    type: 'text/calendar',
  },
];
