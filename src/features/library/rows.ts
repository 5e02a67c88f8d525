import type { ConsentWay, Identifier, Kind, Licence, Maker, Work } from './work.ts';

/** The columns of a work, as its queries select them. */
export const workColumns = [
  'w.id',
  'w.slug',
  'w.kind',
  'w.state',
  'w.publish_at',
  'w.access',
  'w.group_id',
  'w.creators',
  'w.contributors',
  'w.publisher',
  'w.publisher_id',
  'w.published_in',
  'w.dated',
  'w.identifiers',
  'w.source',
  'w.link',
  'w.covers',
  'w.licence',
  'w.rights_note',
  'w.court',
  'w.court_country',
  'w.docket',
  'w.outcome',
  'w.poster_id',
  'w.consent_by',
  'w.consent_on',
  'w.consent_how',
  'w.position',
  'w.revision',
  'w.sample',
  'w.updated_at',
  'w.deleted_at',
] as const;

export type WorkRow = {
  id: string;
  slug: string;
  kind: string;
  state: string;
  publish_at: Date | null;
  access: string;
  group_id: string | null;
  creators: unknown;
  contributors: unknown;
  publisher: string;
  publisher_id: string | null;
  published_in: string;
  dated: string;
  identifiers: unknown;
  source: string;
  link: string;
  covers: string;
  licence: string;
  rights_note: string;
  court: string;
  court_country: string | null;
  docket: string;
  outcome: string;
  poster_id: string | null;
  consent_by: string | null;
  consent_on: Date | string | null;
  consent_how: string | null;
  position: number | null;
  revision: number;
  sample: boolean;
  updated_at: Date;
  deleted_at: Date | null;
};

export const workOf = (row: WorkRow): Work => ({
  id: row.id,
  slug: row.slug,
  kind: row.kind as Kind,
  state: row.state as Work['state'],
  publishAt: row.publish_at,
  access: row.access as Work['access'],
  groupId: row.group_id,
  creators: row.creators as Maker[],
  contributors: row.contributors as Maker[],
  publisher: row.publisher,
  publisherId: row.publisher_id,
  publishedIn: row.published_in,
  dated: row.dated,
  identifiers: row.identifiers as Identifier[],
  source: row.source,
  link: row.link,
  covers: row.covers,
  licence: row.licence as Licence,
  rightsNote: row.rights_note,
  court: row.court,
  courtCountry: row.court_country,
  docket: row.docket,
  outcome: row.outcome,
  posterId: row.poster_id,
  consentBy: row.consent_by,
  consentOn: row.consent_on === null ? null : String(row.consent_on),
  consentHow: row.consent_how as ConsentWay | null,
  position: row.position,
  revision: row.revision,
  sample: row.sample,
  updatedAt: row.updated_at,
  deletedAt: row.deleted_at,
});

export const versionColumns = [
  'id',
  'work_id',
  'locale',
  'title',
  'subtitle',
  'abstract',
  'body',
  'original',
  'translators',
] as const;

/** The words of a version that stand in lists, by their columns: of each is known whether a machine made it. */
export const lineFields = { title: 'title', subtitle: 'subtitle', abstract: 'abstract' };
