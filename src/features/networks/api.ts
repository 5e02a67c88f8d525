import type { ApiOperation } from '../../platform/openapi/index.ts';

/** What search engines may read. */
export const apiOperations: ApiOperation[] = [
  {
    path: '/:network/sitemap.xml',
    root: true,
    id: 'sitemap',
    group: 'pages',
    summary: 'Every page that everybody may read, in its languages.',
    query: { part: 'The number of the part, where the map has several.' },
    reader: 'anyone',
    type: 'application/xml',
  },
  {
    path: '/robots.txt',
    root: true,
    id: 'robots',
    group: 'pages',
    summary: 'Where the maps of the pages are.',
    reader: 'anyone',
    type: 'text/plain',
  },
];
