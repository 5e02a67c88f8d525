import type { ApiOperation } from '../../platform/openapi/index.ts';

/** What programs may read of the directory. Cards of people are for address books, not for scripts of other sites. */
export const apiOperations: ApiOperation[] = [
  {
    path: '/directory/people/:id/card.vcf',
    id: 'personCard',
    group: 'directory',
    summary: 'A person as a vCard: what she shows to whoever asks.',
    reader: 'anyone',
    type: 'text/vcard',
  },
];
