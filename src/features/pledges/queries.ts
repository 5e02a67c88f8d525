import { sql } from 'kysely';
import type { BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import { type Ctx, inLocale } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { labelsIn, referencesOf } from '../vocabularies/index.ts';
import { type Invitation, latestStep, type Step, type StepKind } from './pledge.ts';

const visibleInvitations = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('invitations as i')
    .leftJoin('places as p', 'p.id', 'i.place_id')
    .select([
      'i.id',
      'i.campaign_id',
      'i.kind',
      'i.post_id',
      'i.official_id',
      'i.name',
      'i.label',
      'i.address',
      'i.place_id',
      'i.place',
      labelsIn('place', 'p.labels', 'p.id').as('labels'),
      'i.asked_on',
      'i.source',
      'i.source_url',
      'i.note',
      'i.sample',
      'i.recorded_at',
      'i.retracted_at',
      'i.retraction_reason',
    ])
    .where('i.network_id', '=', ctx.network.id);

type Row = Awaited<ReturnType<ReturnType<typeof visibleInvitations>['execute']>>[number];

async function withSteps(ctx: Ctx, rows: Row[]): Promise<Invitation[]> {
  if (rows.length === 0) return [];
  const found = await ctx.trx
    .selectFrom('invitation_steps')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where(
      'invitation_id',
      'in',
      rows.map((row) => row.id),
    )
    .execute();
  const steps = Map.groupBy(found, (step) => step.invitation_id);
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaign_id,
    kind: row.kind as Invitation['kind'],
    postId: row.post_id,
    officialId: row.official_id,
    name: row.name,
    label: row.label as Record<string, string>,
    address: row.address,
    placeId: row.place_id,
    place: row.labels ? inLocale(row.labels, ctx.locale) : row.place,
    askedOn: row.asked_on,
    source: row.source,
    sourceUrl: row.source_url,
    note: row.note,
    sample: row.sample,
    recordedAt: row.recorded_at,
    retractedAt: row.retracted_at,
    retractionReason: row.retraction_reason,
    steps: (steps.get(row.id) ?? [])
      .map(
        (step): Step => ({
          id: step.id,
          kind: step.kind as StepKind,
          on: step.on_day,
          plannedOn: step.planned_on,
          words: step.words,
          wordsOf: step.words_of as Step['wordsOf'],
          source: step.source,
          sourceUrl: step.source_url,
          recordedAt: step.recorded_at,
          retractedAt: step.retracted_at,
          retractionReason: step.retraction_reason,
        }),
      )
      .sort(latestStep),
  }));
}

/** Everything recorded for a campaign, the latest invitation first; what was taken back too. */
export async function invitationsOf(ctx: Ctx, campaignId: string): Promise<Invitation[]> {
  const rows = await visibleInvitations(ctx)
    .where('i.campaign_id', '=', campaignId)
    .orderBy('i.asked_on', 'desc')
    .orderBy('i.id', 'desc')
    .execute();
  return withSteps(ctx, rows);
}

/** One invitation of this campaign, or undefined. */
export async function findInvitation(ctx: Ctx, campaignId: string, id: string): Promise<Invitation | undefined> {
  const rows = await visibleInvitations(ctx).where('i.campaign_id', '=', campaignId).where('i.id', '=', id).execute();
  return (await withSteps(ctx, rows))[0];
}

/** Visits to one place that were made, the latest invitation first. An invitation alone says nothing of the place yet. */
export async function visitsPointingTo(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  if (noun.kind !== 'place') return [];
  const pointing = ctx.trx
    .selectFrom('invitations as i')
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.network_id', '=', 'i.network_id').onRef('c.id', '=', 'i.campaign_id'),
    )
    .select('i.id')
    .where('i.network_id', '=', ctx.network.id)
    .where('i.place_id', '=', noun.id)
    .where('i.retracted_at', 'is', null)
    .where('c.state', '!=', 'draft')
    // As `currentStep` says it.
    .where(
      sql<boolean>`(
        select s.kind from invitation_steps s
         where s.network_id = i.network_id and s.invitation_id = i.id and s.retracted_at is null
         order by s.on_day desc, s.recorded_at desc, s.id desc limit 1) = 'visited'`,
    );
  return referencesOf(ctx, page, 'visit', pointing, async () => {
    let query = pointing.select(['i.name', 'c.slug']).orderBy('i.asked_on', 'desc').orderBy('i.id', 'desc');
    if (page.after)
      query = query.where(
        sql<boolean>`(i.asked_on, i.id) < (
          select a.asked_on, a.id from invitations a where a.network_id = ${ctx.network.id} and a.id = ${page.after} and a.id in ${pointing})`,
      );
    const at = { network: ctx.network.slug, locale: ctx.locale };
    const rows = await query.limit(page.limit).execute();
    return rows.map(({ id, name, slug }) => ({ id, title: name, href: urls.pledges.show(at, slug) }));
  });
}

/** Whether anybody was invited for the campaign. */
export async function hasInvitations(ctx: Ctx, campaignId: string): Promise<boolean> {
  const row = await ctx.trx
    .selectFrom('invitations')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('retracted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Invitations of the network that were accepted at some time, for what is overdue. */
export async function acceptedInvitations(ctx: Ctx): Promise<Invitation[]> {
  const rows = await visibleInvitations(ctx)
    .where('i.retracted_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('invitation_steps as s')
          .select('s.id')
          .where('s.network_id', '=', ctx.network.id)
          .whereRef('s.invitation_id', '=', 'i.id')
          .where('s.kind', '=', 'accepted'),
      ),
    )
    .orderBy('i.id')
    .execute();
  return withSteps(ctx, rows);
}
