import { sql } from 'kysely';
import type { Actor, Ctx } from '../../platform/tenancy/index.ts';
import { type Level, showsTo, type Viewer, viewerOf, visibleFields } from '../directory/index.ts';
import type { Organisation, OrganisationOffer } from './organisation.ts';

/**
 * What an organisation shows, each with a level of its own. `name` is the organisation as a whole: whoever may not see its name
 * does not know of it.
 */
export const organisationFields = [
  'name',
  'kind',
  'about',
  'issues',
  'offers',
  'languages',
  'country',
  'place',
  'services',
  'people',
  'website',
  'email',
  'phone',
  'postal_address',
  'contacts',
] as const;
export type OrganisationField = (typeof organisationFields)[number];

/** To whom each is shown until the organisation chooses: what it stands for to everybody, how it is reached to members. */
export const organisationDefaults: Record<OrganisationField, Level> = {
  name: 'public',
  kind: 'public',
  about: 'public',
  issues: 'public',
  offers: 'public',
  languages: 'public',
  country: 'public',
  place: 'members',
  services: 'public',
  people: 'members',
  website: 'public',
  email: 'members',
  phone: 'members',
  postal_address: 'coordinators',
  contacts: 'coordinators',
};

type Values = {
  name: string;
  kind: string;
  about: Record<string, string>;
  issues: true;
  offers: OrganisationOffer[];
  languages: string[];
  country: string | null;
  place: string | null;
  services: true;
  people: true;
  website: string | null;
  email: string | null;
  phone: string | null;
  postal_address: string | null;
  contacts: true;
};

/** What one reader is given of an organisation: a field that she may not see is not there. */
export type ShownOrganisation = Pick<Organisation, 'id' | 'slug' | 'sample' | 'closedAt'> &
  Partial<Values> & { name: string };

/** As whom the actor reads it; `represents`: she answers for it. */
export const readerOf = (actor: Actor, represents = false): Viewer => viewerOf(actor, represents);

/** The organisation as this reader sees it, or undefined where she may not know of it. Everything that is shown is taken from here. */
export function shownTo(organisation: Organisation, viewer: Viewer): ShownOrganisation | undefined {
  const values: Values = {
    name: organisation.name,
    kind: organisation.kind,
    about: organisation.about,
    issues: true,
    offers: organisation.offers,
    languages: organisation.languages,
    country: organisation.country,
    place: organisation.placeId,
    services: true,
    people: true,
    website: organisation.website,
    email: organisation.email,
    phone: organisation.phone,
    postal_address: organisation.postalAddress,
    contacts: true,
  };
  const seen = visibleFields<Values>(
    { values, visibility: organisation.visibility, defaults: organisationDefaults },
    viewer,
  );
  if (seen.name === undefined) return undefined;
  const { id, slug, sample, closedAt } = organisation;
  return { id, slug, sample, closedAt, ...seen, name: seen.name };
}

/** The twin of `shownTo` in SQL, for lists and counts over `organisations as o`: may this reader see the field? */
export const showsField = (field: OrganisationField, viewer: Viewer) =>
  showsTo(sql.ref('o.visibility'), field, organisationDefaults, viewer);

/** Organisations (`as o`) that are there now and that the actor may know of. */
export const visibleOrganisations = (ctx: Ctx, viewer: Viewer = viewerOf(ctx.actor)) =>
  ctx.trx
    .selectFrom('organisations as o')
    .where('o.network_id', '=', ctx.network.id)
    .where('o.closed_at', 'is', null)
    .where(showsField('name', viewer));
