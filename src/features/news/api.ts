import { jsonFeedAnswer } from '../../platform/feeds/index.ts';
import type { ApiOperation } from '../../platform/openapi/index.ts';

const shared = { group: 'news', reader: 'anyone', crossOrigin: true } as const;

/** What programs may read of news. */
export const apiOperations: ApiOperation[] = [
  { ...shared, path: '/news.atom', id: 'newsAtom', summary: 'The newest news, as Atom.', type: 'application/atom+xml' },
  {
    ...shared,
    path: '/news.json',
    id: 'newsFeed',
    summary: 'The newest news, as JSON Feed 1.1.',
    type: 'application/feed+json',
    answer: jsonFeedAnswer,
  },
];
