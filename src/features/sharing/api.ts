import { z } from 'zod';
import type { ApiOperation } from '../../platform/openapi/index.ts';

const counts = z.strictObject({
  campaign: z.string().describe('Its slug, in letters of any script; the url has it percent-encoded'),
  url: z.url(),
  title: z.string(),
  machine_translated: z.literal(true).optional().describe('A machine translated the title; nobody has reviewed it yet'),
  language: z.string(),
  kind: z.string().describe('letter, petition, or another way of taking part'),
  state: z.enum(['open', 'closed']),
  count: z.int().min(0).describe('People, once each, after their confirmation'),
  reached: z.int().min(0).optional().describe('Decision-makers to whom a letter was sent'),
  goal: z.int().optional(),
  next_goal: z.int().nullish(),
  closes: z.iso.datetime().nullable(),
  updated: z.iso.datetime(),
});
const shared = { group: 'campaigns', reader: 'anyone', type: 'application/json', crossOrigin: true } as const;

/** What programs may read of campaigns. */
export const apiOperations: ApiOperation[] = [
  {
    ...shared,
    path: '/campaigns.json',
    id: 'campaigns',
    summary: 'All public campaigns with their counts; at most five seconds old.',
    answer: z.strictObject({
      network: z.string(),
      language: z.string(),
      updated: z.iso.datetime(),
      campaigns: z.array(counts),
    }),
  },
  {
    ...shared,
    path: '/campaigns/:slug/counts.json',
    id: 'campaignCounts',
    summary: 'The counts of one campaign; at most five seconds old.',
    answer: counts,
  },
];
