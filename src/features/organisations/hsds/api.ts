import { z } from 'zod';
import type { ApiOperation } from '../../../platform/openapi/index.ts';

// What a directory brought in other fields goes out again as it came; those that all have are named.
const organisation = z.looseObject({
  id: z.string().optional(),
  name: z.string(),
  description: z.string().optional(),
  email: z.string().optional(),
  website: z.string().optional(),
  services: z.array(z.looseObject({ name: z.string().optional() })).optional(),
  locations: z.array(z.looseObject({ name: z.string().optional() })).optional(),
});
const shared = { group: 'organisations', reader: 'anyone', type: 'application/json', crossOrigin: true } as const;

/** What programs may read of organisations. */
export const apiOperations: ApiOperation[] = [
  {
    ...shared,
    path: '/organisations/hsds.json',
    id: 'organisations',
    summary: 'Organisations with their services and places, in Open Referral HSDS 3, fifty at a time.',
    query: { page: 'The number of the page, from 1.' },
    answer: z.strictObject({
      total_items: z.int(),
      total_pages: z.int(),
      page_number: z.int(),
      size: z.int(),
      first_page: z.boolean(),
      last_page: z.boolean(),
      empty: z.boolean(),
      contents: z.array(organisation),
    }),
  },
  {
    ...shared,
    path: '/organisations/:slug/hsds.json',
    id: 'organisation',
    summary: 'One organisation, in Open Referral HSDS 3.',
    answer: organisation,
  },
];
