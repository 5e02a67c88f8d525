import type { At } from '../../platform/http/index.ts';
import { urls } from '../../urls.ts';
import type { ActionRow, CampaignRow, Kind, PersonRow } from './queries.ts';

/** Where links lead: the network's public origin, its address and the language. */
export type Place = { origin: string; at: At };

type Json = Record<string, unknown>;
const system = 'Casement';
/** The namespace of our identifiers, and of fields that OSDI does not know. */
const prefix = 'casement';
/** The consent by which an address counts as subscribed. */
export const subscribed = 'newsletter';

const curies = [{ name: 'osdi', href: 'https://opensupporter.github.io/osdi-docs/{rel}.html', templated: true }];
const identified = (id: string) => [`${prefix}:${id}`];
const link = (place: Place, path: string) => ({ href: place.origin + path });

/**
 * She wrote her name into one field. OSDI has two: the last word is taken for the family name, which is wrong in many
 * languages; so the whole stands beside them as she wrote it.
 */
export function namesOf(name: string): { given_name: string; family_name: string } {
  const at = name.trim().lastIndexOf(' ');
  return at < 0
    ? { given_name: name.trim(), family_name: '' }
    : { given_name: name.trim().slice(0, at).trim(), family_name: name.trim().slice(at + 1) };
}

/** A person as OSDI writes one, with links to what she did. */
export function personJson(place: Place, row: PersonRow): Json {
  return {
    identifiers: identified(row.id),
    origin_system: system,
    created_date: row.createdAt.toISOString(),
    modified_date: row.modifiedAt.toISOString(),
    ...namesOf(row.name),
    [`${prefix}:name`]: row.name,
    languages_spoken: [row.locale],
    // Who signed on paper may have no mailbox.
    email_addresses: row.email
      ? [
          {
            primary: true,
            address: row.email,
            address_type: 'Other',
            status: row.purposes.includes(subscribed) ? 'subscribed' : 'unsubscribed',
          },
        ]
      : [],
    [`${prefix}:consents`]: row.purposes,
    _links: {
      self: link(place, urls.osdi.person(place.at, row.id)),
      'osdi:signatures': link(place, urls.osdi.signaturesOf(place.at, row.id)),
      'osdi:outreaches': link(place, urls.osdi.outreachesOf(place.at, row.id)),
    },
  };
}

/** A campaign as OSDI writes a petition or an advocacy campaign. */
export function campaignJson(place: Place, row: CampaignRow): Json {
  const { at } = place;
  const petition = row.kind === 'petition';
  return {
    identifiers: identified(row.id),
    origin_system: system,
    created_date: row.createdAt.toISOString(),
    modified_date: row.modifiedAt.toISOString(),
    name: row.slug,
    title: row.title,
    description: row.summary,
    ...(row.machine ? { [`${prefix}:machine_translated`]: true } : {}),
    browser_url: place.origin + urls.campaigns.show(at, row.slug),
    ...(petition ? { total_signatures: row.actions } : { type: 'email', total_outreaches: row.actions }),
    _links: {
      self: link(place, petition ? urls.osdi.petition(at, row.id) : urls.osdi.advocacyCampaign(at, row.id)),
      ...(petition
        ? { 'osdi:signatures': link(place, urls.osdi.signatures(at, row.id)) }
        : { 'osdi:outreaches': link(place, urls.osdi.outreaches(at, row.id)) }),
    },
  };
}

/** How OSDI names the channels; of a letter that went by several, the first. */
const types: Record<string, string> = {
  email: 'email',
  mailto: 'email',
  form: 'web form',
  call: 'phone',
  letter: 'postal mail',
  print: 'postal mail',
};

/** A signature or an outreach. The words of a letter are between her and those she wrote to. */
export function actionJson(place: Place, kind: Kind, row: ActionRow): Json {
  const { at } = place;
  const { referrer, source, utm_source, ...more } = row.source;
  const common = {
    identifiers: identified(row.id),
    origin_system: system,
    created_date: row.at.toISOString(),
    modified_date: row.at.toISOString(),
    action_date: row.at.toISOString(),
    referrer_data: { source: source ?? utm_source ?? '', website: referrer ?? '', ...more },
  };
  const person = link(place, urls.osdi.person(at, row.personId));
  if (kind === 'petition') {
    return {
      ...common,
      ...(row.comment ? { comments: row.comment } : {}),
      _links: {
        self: link(place, urls.osdi.signature(at, row.campaignId, row.id)),
        'osdi:petition': link(place, urls.osdi.petition(at, row.campaignId)),
        'osdi:person': person,
      },
    };
  }
  return {
    ...common,
    type: types[row.targets[0]?.channel ?? ''] ?? 'email',
    subject: row.subject,
    ...(row.machine ? { [`${prefix}:machine_translated`]: true } : {}),
    targets: row.targets.map((target) => ({
      title: target.title,
      organization: target.organisation,
      ...namesOf(target.name),
      ...(target.division ? { ocdid: target.division } : {}),
    })),
    _links: {
      self: link(place, urls.osdi.outreach(at, row.campaignId, row.id)),
      'osdi:advocacy_campaign': link(place, urls.osdi.advocacyCampaign(at, row.campaignId)),
      'osdi:person': person,
    },
  };
}

/** The first page: what there is, for this key. */
export function entryJson(place: Place, name: string, scopes: readonly string[]): Json {
  const titled = (path: string, title: string) => ({ ...link(place, path), title });
  return {
    motd: name,
    vendor_name: system,
    product_name: system,
    osdi_version: '1.2.0',
    namespace: prefix,
    max_pagesize: mostPerPage,
    _links: {
      curies,
      self: titled(urls.osdi.entry(place.at), 'This entry point'),
      ...(scopes.includes('people') ? { 'osdi:people': titled(urls.osdi.people(place.at), 'People') } : {}),
      ...(scopes.includes('actions')
        ? {
            'osdi:petitions': titled(urls.osdi.petitions(place.at), 'Petitions, and their signatures'),
            'osdi:advocacy_campaigns': titled(
              urls.osdi.advocacyCampaigns(place.at),
              'Letter campaigns, and their outreaches',
            ),
          }
        : {}),
    },
  };
}

export const mostPerPage = 100;

export type Page = { page: number; perPage: number; total: number; more: boolean };

/**
 * One page of a collection. `next` carries the key of the last record beside the page's number: who follows it misses
 * nobody and reads nobody twice, however many come meanwhile.
 */
export function collectionJson(
  place: Place,
  rel: string,
  path: string,
  { page, perPage, total, more }: Page,
  records: Json[],
  query: Record<string, string> = {},
): Json {
  const address = (more: Record<string, string>) =>
    `${place.origin}${path}?${new URLSearchParams({ ...query, per_page: String(perPage), ...more })}`;
  const last = records.at(-1);
  return {
    total_pages: Math.ceil(total / perPage),
    per_page: perPage,
    page,
    total_records: total,
    _links: {
      curies,
      self: { href: address({ page: String(page) }) },
      ...(page > 1 ? { previous: { href: address({ page: String(page - 1) }) } } : {}),
      ...(more && last ? { next: { href: address({ page: String(page + 1), after: idOf(last) }) } } : {}),
      [rel]: records.map((record) => (record._links as { self: unknown }).self),
    },
    _embedded: { [rel]: records },
  };
}

const idOf = (record: Json): string => (record.identifiers as string[])[0]!.slice(prefix.length + 1);
