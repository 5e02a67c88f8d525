import { dayOf } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { nameKey, type Organisation, type OrganisationKind, type OrganisationOffer } from './organisation.ts';
import { readerOf, type ShownOrganisation, shownTo, visibleOrganisations } from './shown.ts';

const pageSize = 25;

/** The columns of an organisation, under the names of `Organisation`. */
export const organisationColumns = [
  'o.id',
  'o.slug',
  'o.name',
  'o.kind',
  'o.about',
  'o.country',
  'o.place_id as placeId',
  'o.languages',
  'o.offers',
  'o.website',
  'o.email',
  'o.phone',
  'o.postal_address as postalAddress',
  'o.visibility',
  'o.sample',
  'o.closed_at as closedAt',
  'o.merged_into as mergedInto',
  'o.updated_at as updatedAt',
] as const;

type Row = Omit<Organisation, 'kind' | 'about' | 'offers' | 'visibility'> & {
  kind: string;
  about: unknown;
  offers: string[];
  visibility: unknown;
};

export const organisationOf = (row: Row): Organisation => ({
  ...row,
  kind: row.kind as OrganisationKind,
  about: row.about as Record<string, string>,
  offers: row.offers as OrganisationOffer[],
  visibility: row.visibility as Record<string, string>,
});

const organisations = (ctx: Ctx) => ctx.trx.selectFrom('organisations as o').where('o.network_id', '=', ctx.network.id);

type Listed = { organisations: Organisation[]; next?: string };

/** Those that this reader may know of, by name, each as she sees it. `after` is the key that the page before gave. */
export async function listOrganisations(
  ctx: Ctx,
  after?: string,
): Promise<{ organisations: ShownOrganisation[]; next?: string }> {
  const viewer = readerOf(ctx.actor);
  const { organisations, next } = await pageOf(visibleOrganisations(ctx, viewer), after);
  return { organisations: organisations.flatMap((one) => shownTo(one, viewer) ?? []), next };
}

/** All of them by name, closed ones too; `words`: those whose name holds them. */
export async function listForDesk(ctx: Ctx, words: string, after?: string): Promise<Listed> {
  const part = `%${nameKey(words).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const query = organisations(ctx);
  return pageOf(words ? query.where('o.name_key', 'like', part) : query, after);
}

async function pageOf(query: ReturnType<typeof organisations>, after: string | undefined): Promise<Listed> {
  const key = after ? /^([0-9a-f-]{36})_([\s\S]*)$/.exec(after.replaceAll('\0', '')) : null;
  const from = key
    ? query.where((eb) =>
        eb.or([eb('o.name_key', '>', key[2]!), eb.and([eb('o.name_key', '=', key[2]!), eb('o.id', '>', key[1]!)])]),
      )
    : query;
  const rows = await from
    .select(organisationColumns)
    .select('o.name_key')
    .orderBy('o.name_key')
    .orderBy('o.id')
    .limit(pageSize + 1)
    .execute();
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    organisations: shown.map(({ name_key, ...row }) => organisationOf(row)),
    next: rows.length > pageSize && last ? `${last.id}_${last.name_key}` : undefined,
  };
}

/** The organisation at an address, closed ones too; undefined where there is none. */
export async function organisationBySlug(ctx: Ctx, slug: string): Promise<Organisation | undefined> {
  const row = await organisations(ctx).select(organisationColumns).where('o.slug', '=', slug).executeTakeFirst();
  return row && organisationOf(row);
}

/** One organisation by its id, or undefined. With `lock` nobody else changes it until the commit. */
export async function findOrganisation(ctx: Ctx, id: string, lock = false): Promise<Organisation | undefined> {
  let query = organisations(ctx).select(organisationColumns).where('o.id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row && organisationOf(row);
}

/** The present address of an organisation that had this one before, or was merged into another. */
export async function movedTo(ctx: Ctx, slug: string): Promise<string | undefined> {
  const row = await organisations(ctx)
    .innerJoin('organisation_slugs as s', (join) =>
      join.onRef('s.network_id', '=', 'o.network_id').onRef('s.organisation_id', '=', 'o.id'),
    )
    .select('o.slug')
    .where('s.slug', '=', slug)
    .executeTakeFirst();
  return row?.slug;
}

/** Names and addresses of these organisations, by id; closed ones too. */
export async function organisationNames(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, { slug: string; name: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await organisations(ctx)
    .select(['o.id', 'o.slug', 'o.name'])
    .where('o.id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, ...named }) => [id, named]));
}

/** All that are there now, for a form's list: id and name, by name; at most 2,000. */
export async function organisationChoices(ctx: Ctx): Promise<{ id: string; slug: string; name: string }[]> {
  return visibleOrganisations(ctx).select(['o.id', 'o.slug', 'o.name']).orderBy('o.name_key').limit(2000).execute();
}

/** How a woman and an organisation belong together. */
export type Affiliation = {
  id: string;
  organisationId: string;
  accountId: string;
  position: string;
  /** Edits its page, casts its vote. */
  represents: boolean;
  /** Days, YYYY-MM-DD; `until` is the first on which it no longer holds. */
  from: string;
  until: string | null;
};

/** Affiliations that hold on a day (YYYY-MM-DD, by default today in the network's time zone). */
async function runningAffiliations(
  ctx: Ctx,
  of: { accountIds?: readonly string[]; organisationIds?: readonly string[] },
  on = today(ctx),
): Promise<Affiliation[]> {
  if (of.accountIds?.length === 0 || of.organisationIds?.length === 0) return [];
  let query = ctx.trx
    .selectFrom('affiliations as a')
    .where('a.network_id', '=', ctx.network.id)
    .where('a.from_on', '<=', on)
    .where((eb) => eb.or([eb('a.until_on', 'is', null), eb('a.until_on', '>', on)]));
  if (of.accountIds) query = query.where('a.account_id', 'in', [...of.accountIds]);
  if (of.organisationIds) query = query.where('a.organisation_id', 'in', [...of.organisationIds]);
  return query.select(affiliationColumns).orderBy('a.from_on').orderBy('a.id').execute();
}

/** The columns of an affiliation, under the names of `Affiliation`. */
export const affiliationColumns = [
  'a.id',
  'a.organisation_id as organisationId',
  'a.account_id as accountId',
  'a.position',
  'a.represents',
  'a.from_on as from',
  'a.until_on as until',
] as const;

/** May this account answer for the organisation today: edit its page, cast its vote? */
export async function representsOrganisation(ctx: Ctx, accountId: string, organisationId: string): Promise<boolean> {
  const held = await runningAffiliations(ctx, { accountIds: [accountId], organisationIds: [organisationId] });
  if (!held.some((one) => one.represents)) return false;
  // Whoever is suspended speaks for nobody meanwhile.
  const suspended = await ctx.trx
    .selectFrom('memberships')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('state', '=', 'suspended')
    .executeTakeFirst();
  return suspended === undefined;
}

/** Today in the network's time zone, YYYY-MM-DD. */
export const today = (ctx: Pick<Ctx, 'now' | 'network'>): string => dayOf(ctx.now, ctx.network.timeZone);
