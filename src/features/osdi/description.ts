import { z } from 'zod';
import type { ApiOperation } from '../../platform/openapi/index.ts';

const link = z.looseObject({ href: z.string() });
const links = z.record(z.string(), z.union([link, z.array(link)]));
const common = {
  identifiers: z.array(z.string().regex(/^casement:/)),
  created_date: z.iso.datetime(),
  modified_date: z.iso.datetime(),
  _links: links,
};
const person = z.strictObject({
  ...common,
  origin_system: z.string(),
  given_name: z.string(),
  family_name: z.string(),
  'casement:name': z.string().describe('Her name as she wrote it'),
  languages_spoken: z.array(z.string()),
  email_addresses: z.array(
    z.strictObject({
      primary: z.boolean(),
      address: z.string(),
      address_type: z.string(),
      status: z.enum(['subscribed', 'unsubscribed']),
    }),
  ),
  'casement:consents': z.array(z.string()),
});
const campaign = z.strictObject({
  ...common,
  origin_system: z.string(),
  name: z.string(),
  title: z.string(),
  description: z.string(),
  'casement:machine_translated': z
    .literal(true)
    .optional()
    .describe('A machine translated the title or the description; nobody has reviewed it yet'),
  browser_url: z.url(),
  type: z.string().optional(),
  total_signatures: z.int().optional(),
  total_outreaches: z.int().optional(),
});
const action = z.looseObject({
  ...common,
  action_date: z.iso.datetime(),
  'casement:machine_translated': z
    .literal(true)
    .optional()
    .describe('A machine translated the subject, which was left as it stood; nobody has reviewed it yet'),
});
const page = (rel: string, record: z.ZodType) =>
  z.strictObject({
    total_pages: z.int(),
    per_page: z.int(),
    page: z.int(),
    total_records: z.int(),
    _links: links,
    _embedded: z.strictObject({ [`osdi:${rel}`]: z.array(record) }),
  });

const shared = { group: 'osdi', reader: 'key', type: 'application/hal+json' } as const;
const query = {
  per_page: 'How many at a time: 25, at most 100.',
  page: 'The number of the page, from 1.',
  after: "The key that the page before carried in its link 'next'.",
  filter: "modified_date gt|lt '…', joined by and; for people also email_address eq '…'.",
};

const kinds = [
  ['petitions', 'signatures', 'petition'],
  ['advocacy_campaigns', 'outreaches', 'letter campaign'],
] as const;

/** The OSDI interface, path by path. */
export const apiOperations: ApiOperation[] = [
  {
    ...shared,
    path: '/osdi',
    id: 'osdi',
    summary: 'The entry point: what there is for this key.',
    answer: z.looseObject({ motd: z.string(), osdi_version: z.string(), max_pagesize: z.int(), _links: links }),
  },
  {
    ...shared,
    path: '/osdi/people',
    id: 'osdiPeople',
    summary: 'Everybody who confirmed an action and was not erased.',
    query,
    answer: page('people', person),
  },
  { ...shared, path: '/osdi/people/:id', id: 'osdiPerson', summary: 'One person.', answer: person },
  ...kinds.flatMap(([name, parts, one]): ApiOperation[] => [
    {
      ...shared,
      path: `/osdi/${name}`,
      id: `osdi.${name}`,
      summary: `Every ${one}.`,
      query,
      answer: page(name, campaign),
    },
    { ...shared, path: `/osdi/${name}/:id`, id: `osdi.${name}.one`, summary: `One ${one}.`, answer: campaign },
    {
      ...shared,
      path: `/osdi/${name}/:id/${parts}`,
      id: `osdi.${parts}`,
      summary: `The ${parts} of one ${one}.`,
      query,
      answer: page(parts, action),
    },
    {
      ...shared,
      path: `/osdi/${name}/:id/${parts}/:action`,
      id: `osdi.${parts}.one`,
      summary: `One of the ${parts} of a ${one}.`,
      answer: action,
    },
    {
      ...shared,
      path: `/osdi/people/:id/${parts}`,
      id: `osdi.people.${parts}`,
      summary: `The ${parts} of one person.`,
      query,
      answer: page(parts, action),
    },
  ]),
];
