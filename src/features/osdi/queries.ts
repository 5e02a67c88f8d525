import { sql } from 'kysely';
import { machineMadeIn } from '../../platform/db/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import { type Ctx, inLocale } from '../../platform/tenancy/index.ts';
import { standingConsents } from '../consents/index.ts';

/** Which part of a list: from behind a key, or after so many; and only what the filter leaves. */
export type Slice = { limit: number; after?: string; skip?: number; filter?: Filter };
export type Filter = { modifiedAfter?: Date; modifiedBefore?: Date; email?: string };

/** Petitions gather signatures; every other campaign writes to somebody. */
export type Kind = 'petition' | 'letter';

export type PersonRow = {
  id: string;
  name: string;
  email: string;
  locale: string;
  createdAt: Date;
  modifiedAt: Date;
  purposes: string[];
};

/** People whose address was proved and who are not erased: nobody else leaves this house. */
const visiblePeople = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('people as p')
    .where('p.network_id', '=', ctx.network.id)
    .where('p.erased_at', 'is', null)
    .where('p.keep_until', 'is', null);

/** When something about her changed last: she came, or gave or took back a consent. */
const personModified = sql<Date>`greatest(p.created_at, (select max(c.at) from consents c
  where c.network_id = p.network_id and c.person_id = p.id and c.event <> 'given'))`;

function people(ctx: Ctx, filter: Filter = {}) {
  let query = visiblePeople(ctx);
  if (filter.email !== undefined) query = query.where('p.email_key', '=', emailKey(filter.email));
  if (filter.modifiedAfter) query = query.where(personModified, '>', filter.modifiedAfter);
  if (filter.modifiedBefore) query = query.where(personModified, '<', filter.modifiedBefore);
  return query;
}

/** People in the order of their ids, as many as the slice says. */
export async function listPeople(ctx: Ctx, { limit, after, skip, filter }: Slice): Promise<PersonRow[]> {
  let query = people(ctx, filter)
    .select(['p.id', 'p.name', 'p.email', 'p.locale', 'p.created_at', personModified.as('modified_at')])
    .orderBy('p.id')
    .limit(limit);
  if (after) query = query.where('p.id', '>', after);
  if (skip) query = query.offset(skip);
  return withPurposes(ctx, await query.execute());
}

/** One person, with what she agreed to. */
export async function findPerson(ctx: Ctx, id: string): Promise<PersonRow | undefined> {
  const rows = await visiblePeople(ctx)
    .select(['p.id', 'p.name', 'p.email', 'p.locale', 'p.created_at', personModified.as('modified_at')])
    .where('p.id', '=', id)
    .execute();
  return (await withPurposes(ctx, rows))[0];
}

async function withPurposes(
  ctx: Ctx,
  rows: { id: string; name: string; email: string; locale: string; created_at: Date; modified_at: Date }[],
): Promise<PersonRow[]> {
  const standing = await standingConsents(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.map(({ created_at, modified_at, ...row }) => ({
    ...row,
    createdAt: created_at,
    modifiedAt: modified_at,
    purposes: [...(standing.get(row.id) ?? [])].sort(),
  }));
}

export const countPeople = (ctx: Ctx, filter?: Filter): Promise<number> => counted(people(ctx, filter));

export type CampaignRow = {
  id: string;
  slug: string;
  kind: Kind;
  title: string;
  summary: string;
  /** A machine translated one of them, and nobody has reviewed that. */
  machine: boolean;
  createdAt: Date;
  modifiedAt: Date;
  actions: number;
};

/** Campaigns that the public knows. */
const visibleCampaigns = (ctx: Ctx, kind: Kind) =>
  ctx.trx
    .selectFrom('campaigns as c')
    .where('c.network_id', '=', ctx.network.id)
    .where('c.state', '!=', 'draft')
    .where(campaignKind, '=', kind);

const campaignKind = sql<Kind>`case c.mode when 'petition' then 'petition' else 'letter' end`;

function campaigns(ctx: Ctx, kind: Kind, filter: Filter = {}) {
  let query = visibleCampaigns(ctx, kind);
  if (filter.modifiedAfter) query = query.where('c.updated_at', '>', filter.modifiedAfter);
  if (filter.modifiedBefore) query = query.where('c.updated_at', '<', filter.modifiedBefore);
  return query;
}

/** Campaigns of one kind in the order of their ids, as many as the slice says. */
export async function listCampaigns(ctx: Ctx, kind: Kind, slice: Slice): Promise<CampaignRow[]> {
  let query = campaigns(ctx, kind, slice.filter)
    .select(['c.id', 'c.slug', 'c.created_at', 'c.updated_at'])
    .orderBy('c.id')
    .limit(slice.limit);
  if (slice.after) query = query.where('c.id', '>', slice.after);
  if (slice.skip) query = query.offset(slice.skip);
  return withTexts(ctx, kind, await query.execute());
}

/** One campaign, if it is of this kind. */
export async function findCampaignOf(ctx: Ctx, kind: Kind, id: string): Promise<CampaignRow | undefined> {
  const rows = await visibleCampaigns(ctx, kind)
    .select(['c.id', 'c.slug', 'c.created_at', 'c.updated_at'])
    .where('c.id', '=', id)
    .execute();
  return (await withTexts(ctx, kind, rows))[0];
}

async function withTexts(
  ctx: Ctx,
  kind: Kind,
  rows: { id: string; slug: string; created_at: Date; updated_at: Date }[],
): Promise<CampaignRow[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const texts = await ctx.trx
    .selectFrom('campaign_texts')
    .select(['campaign_id', 'locale', 'title', 'summary'])
    .select(machineMadeIn('campaign', 'campaign_id', 'locale', { title: 'title', summary: 'summary' }).as('machine'))
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', 'in', ids)
    .execute();
  const counts = await actionsVisible(ctx, kind)
    .select((eb) => ['a.campaign_id', eb.fn.countAll<number>().as('n')])
    .where('a.campaign_id', 'in', ids)
    .groupBy('a.campaign_id')
    .execute();
  return rows.map((row) => {
    const own = texts.filter((text) => text.campaign_id === row.id);
    const by = (part: 'title' | 'summary') => Object.fromEntries(own.map((text) => [text.locale, text[part]]));
    const shown = { title: inLocale(by('title'), ctx.locale), summary: inLocale(by('summary'), ctx.locale) };
    return {
      id: row.id,
      slug: row.slug,
      kind,
      ...shown,
      // Where the words are another language's, so is what is known of them.
      machine: (['title', 'summary'] as const).some((part) =>
        own.some((text) => text[part] === shown[part] && text.machine.includes(part)),
      ),
      createdAt: row.created_at,
      modifiedAt: row.updated_at,
      actions: Number(counts.find((one) => one.campaign_id === row.id)?.n ?? 0),
    };
  });
}

export const countCampaigns = (ctx: Ctx, kind: Kind, filter?: Filter): Promise<number> =>
  counted(campaigns(ctx, kind, filter));

export type ActionRow = {
  id: string;
  campaignId: string;
  personId: string;
  at: Date;
  subject: string;
  /** She left the subject as a machine had translated it, and nobody has reviewed that. */
  machine: boolean;
  source: Record<string, string>;
  /** What she said in public beside her signature, once a coordinator let it stand. */
  comment: string;
  targets: { title: string; organisation: string; name: string; division: string | null; channel: string }[];
};

/** Confirmed actions of people who are there; what a person who looked set aside is not among them. */
const actionsVisible = (ctx: Ctx, kind: Kind) =>
  ctx.trx
    .selectFrom('actions as a')
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.campaign_id'),
    )
    .where('a.network_id', '=', ctx.network.id)
    .where('a.state', '=', 'confirmed')
    .where('p.erased_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('action_flags as f')
            .select('f.action_id')
            .whereRef('f.network_id', '=', 'a.network_id')
            .whereRef('f.action_id', '=', 'a.id')
            .where('f.state', '=', 'aside'),
        ),
      ),
    )
    .where(campaignKind, '=', kind);

/** Of one campaign, of one person, or all. */
export type Of = { campaign?: string; person?: string };

function actions(ctx: Ctx, kind: Kind, of: Of, filter: Filter = {}) {
  let query = actionsVisible(ctx, kind);
  if (of.campaign) query = query.where('a.campaign_id', '=', of.campaign);
  if (of.person) query = query.where('a.person_id', '=', of.person);
  if (filter.modifiedAfter) query = query.where('a.confirmed_at', '>', filter.modifiedAfter);
  if (filter.modifiedBefore) query = query.where('a.confirmed_at', '<', filter.modifiedBefore);
  return query;
}

const actionColumns = [
  'a.id',
  'a.campaign_id',
  'a.person_id',
  'a.confirmed_at',
  'a.created_at',
  'a.subject',
  'a.source',
] as const;

const machineSubject = machineMadeIn('campaign', 'a.campaign_id', 'a.locale', { letter_subject: 'a.subject' }).as(
  'machine',
);

/** Signatures or letters of a campaign or a person in the order of their ids, as many as the slice says. */
export async function listActions(ctx: Ctx, kind: Kind, of: Of, slice: Slice): Promise<ActionRow[]> {
  let query = actions(ctx, kind, of, slice.filter)
    .select(actionColumns)
    .select(machineSubject)
    .orderBy('a.id')
    .limit(slice.limit);
  if (slice.after) query = query.where('a.id', '>', slice.after);
  if (slice.skip) query = query.offset(slice.skip);
  return withParts(ctx, kind, await query.execute());
}

/** One signature or letter of a campaign. */
export async function findActionOf(ctx: Ctx, kind: Kind, campaign: string, id: string): Promise<ActionRow | undefined> {
  const rows = await actions(ctx, kind, { campaign })
    .select(actionColumns)
    .select(machineSubject)
    .where('a.id', '=', id)
    .execute();
  return (await withParts(ctx, kind, rows))[0];
}

export const countActions = (ctx: Ctx, kind: Kind, of: Of, filter?: Filter): Promise<number> =>
  counted(actions(ctx, kind, of, filter));

type Bare = {
  id: string;
  campaign_id: string;
  person_id: string;
  confirmed_at: Date | null;
  created_at: Date;
  subject: string;
  machine: string[];
  source: unknown;
};

async function withParts(ctx: Ctx, kind: Kind, rows: Bare[]): Promise<ActionRow[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const targets = kind === 'letter' ? await targetsOf(ctx, ids) : new Map<string, ActionRow['targets']>();
  const comments = kind === 'petition' ? await commentsOf(ctx, ids) : new Map<string, string>();
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaign_id,
    personId: row.person_id,
    at: row.confirmed_at ?? row.created_at,
    subject: row.subject,
    machine: row.machine.length > 0,
    source: row.source as Record<string, string>,
    comment: comments.get(row.id) ?? '',
    targets: targets.get(row.id) ?? [],
  }));
}

/** To whom each letter is: the post, and who was written down when it was queued. */
async function targetsOf(ctx: Ctx, actionIds: string[]): Promise<Map<string, ActionRow['targets']>> {
  const rows = await ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('known_posts as p', 'p.id', 'd.post_id')
    .innerJoin('known_roles as r', 'r.id', 'p.role_id')
    .innerJoin('known_bodies as b', 'b.id', 'r.body_id')
    .select(['d.action_id', 'd.official_name', 'r.name as role', 'b.name as body', 'p.division_id', 'd.channel'])
    .where('d.network_id', '=', ctx.network.id)
    // The operator's rows, or the network's own.
    .where((eb) => eb.or([eb('p.network_id', 'is', null), eb('p.network_id', '=', ctx.network.id)]))
    .where((eb) => eb.or([eb('r.network_id', 'is', null), eb('r.network_id', '=', ctx.network.id)]))
    .where((eb) => eb.or([eb('b.network_id', 'is', null), eb('b.network_id', '=', ctx.network.id)]))
    .where('d.action_id', 'in', actionIds)
    .orderBy('d.id')
    .execute();
  const found = new Map<string, ActionRow['targets']>();
  for (const row of rows) {
    const target = {
      title: inLocale(row.role as Record<string, string>, ctx.locale),
      organisation: inLocale(row.body as Record<string, string>, ctx.locale),
      name: row.official_name ?? '',
      channel: row.channel,
      division: row.division_id?.startsWith('ocd-division/') ? row.division_id : null,
    };
    found.set(row.action_id, [...(found.get(row.action_id) ?? []), target]);
  }
  return found;
}

/** Comments that stand on the petition's page. */
async function commentsOf(ctx: Ctx, actionIds: string[]): Promise<Map<string, string>> {
  const rows = await ctx.trx
    .selectFrom('signatures')
    .select(['action_id', 'comment'])
    .where('network_id', '=', ctx.network.id)
    .where('action_id', 'in', actionIds)
    .where('comment_state', '=', 'shown')
    .execute();
  return new Map(rows.map((row) => [row.action_id, row.comment]));
}

async function counted(query: { select: unknown }): Promise<number> {
  const counting = query as unknown as ReturnType<typeof visiblePeople>;
  const row = await counting.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return Number(row.n);
}
