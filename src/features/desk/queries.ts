import { sql } from 'kysely';
import { machineMadeIn } from '../../platform/db/index.ts';
import type { BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { type CampaignMode, type CampaignText, isReady } from '../campaigns/index.ts';
import { taggedWith } from '../spine/index.ts';
import { referencesOf } from '../vocabularies/index.ts';
import { type CampaignState, type DeskCampaign, textIn } from './campaign.ts';
import { textFields } from './forms.ts';
import type { DeskTarget } from './targets.ts';

type Texts = Record<string, string>;

/** Every campaign of the network: the desk's people see all of them, drafts too. */
const visibleCampaigns = (ctx: Ctx) =>
  ctx.trx.selectFrom('campaigns').where('campaigns.network_id', '=', ctx.network.id);

export type DeskLine = {
  id: string;
  slug: string;
  state: CampaignState;
  mode: CampaignMode;
  closesAt: Date | null;
  sample: boolean;
  title: string;
  ready: string[];
  /** Letters that count, and those that wait for their writer. */
  confirmed: number;
  waiting: number;
  sent: number;
  failed: number;
};

const deskPage = 20;

/** The campaigns, newest first, from below the key `before`; `next` is the key of the following page. */
export async function listForDesk(ctx: Ctx, before?: string): Promise<{ lines: DeskLine[]; next: string | undefined }> {
  let query = visibleCampaigns(ctx)
    .select(['id', 'slug', 'state', 'mode', 'closes_at', 'sample'])
    .orderBy('id', 'desc')
    .limit(deskPage + 1);
  if (before) query = query.where('id', '<', before);
  const found = await query.execute();
  const rows = found.slice(0, deskPage);
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return { lines: [], next: undefined };
  const [texts, actions, deliveries] = await Promise.all([
    textBeginnings(ctx, ids),
    ctx.trx
      .selectFrom('actions')
      .select((eb) => [
        'campaign_id',
        eb.fn.countAll<number>().filterWhere('counted', '=', true).as('confirmed'),
        eb.fn.countAll<number>().filterWhere('state', '=', 'pending').as('waiting'),
      ])
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', 'in', ids)
      .groupBy('campaign_id')
      .execute(),
    ctx.trx
      .selectFrom('deliveries')
      .select((eb) => ['campaign_id', 'state', eb.fn.countAll<number>().as('count')])
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', 'in', ids)
      .where('state', 'in', ['sent', 'answered', 'failed', 'bounced'])
      .groupBy(['campaign_id', 'state'])
      .execute(),
  ]);
  const lines = rows.map((row): DeskLine => {
    const own = texts.filter((text) => text.campaign_id === row.id);
    const counted = actions.find((one) => one.campaign_id === row.id);
    const letters = (state: string) =>
      Number(deliveries.find((one) => one.campaign_id === row.id && one.state === state)?.count ?? 0);
    return {
      id: row.id,
      slug: row.slug,
      state: row.state as CampaignState,
      mode: row.mode as CampaignMode,
      closesAt: row.closes_at,
      sample: row.sample,
      title: textIn(own, ctx.locale, ctx.network.locales)?.title ?? row.slug,
      ready: ctx.network.locales.filter((locale) => isReady(own.find((text) => text.locale === locale))),
      confirmed: Number(counted?.confirmed ?? 0),
      waiting: Number(counted?.waiting ?? 0),
      sent: letters('sent') + letters('answered'),
      failed: letters('failed') + letters('bounced'),
    };
  });
  return { lines, next: found.length > deskPage ? ids.at(-1) : undefined };
}

/** Titles and the beginnings of the long texts: enough to tell whether a language is ready. */
async function textBeginnings(
  ctx: Ctx,
  ids: string[],
): Promise<(CampaignText & { campaign_id: string; machine: string[] })[]> {
  return ctx.trx
    .selectFrom('campaign_texts')
    .select((eb) => [
      'campaign_id',
      'locale',
      'title',
      'summary',
      'asks',
      'addressees',
      'letter_subject',
      'thanks',
      'picture_alt',
      machineMadeIn('campaign', 'campaign_id', 'locale', { title: 'title' }).as('machine'),
      eb.fn<string>('left', ['story', eb.val(500)]).as('story'),
      eb.fn<string>('left', ['letter_body', eb.val(500)]).as('letter_body'),
    ])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', 'in', ids)
    .execute();
}

/** The ids of one noun that a campaign points to. */
async function pointedAt(ctx: Ctx, campaignId: string, noun: 'issue' | 'place' | 'provision'): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select ${sql.ref(`${noun}_id`)} as id from ${sql.table(`campaign_${noun}s`)}
    where network_id = ${ctx.network.id} and campaign_id = ${campaignId}`.execute(ctx.trx);
  return rows.map((row) => row.id);
}

/** One campaign with all that the edit pages show, or undefined. */
export async function findForDesk(ctx: Ctx, id: string): Promise<DeskCampaign | undefined> {
  const row = await visibleCampaigns(ctx).selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const network = ctx.network.id;
  const [texts, targets, issues, places, provisions, actions] = await Promise.all([
    ctx.trx
      .selectFrom('campaign_texts')
      .select(['locale', ...textFields])
      .where('network_id', '=', network)
      .where('campaign_id', '=', id)
      .execute(),
    targetsOf(ctx, id),
    pointedAt(ctx, id, 'issue'),
    pointedAt(ctx, id, 'place'),
    pointedAt(ctx, id, 'provision'),
    ctx.trx
      .selectFrom('actions')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('network_id', '=', network)
      .where('campaign_id', '=', id)
      .executeTakeFirstOrThrow(),
  ]);
  return {
    id,
    slug: row.slug,
    state: row.state as CampaignState,
    mode: row.mode as CampaignMode,
    districtRoleId: row.district_role_id,
    goal: row.goal,
    closesAt: row.closes_at,
    pictureId: row.picture_id,
    sample: row.sample,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    texts,
    targets,
    issues,
    places,
    provisions,
    actions: Number(actions.count),
  };
}

// A district by language; one that has a single name bears it in every language.
const divisionNames = sql`case when d.id is not null then jsonb_build_object('en', d.name) || d.names end`;

async function targetsOf(ctx: Ctx, campaignId: string): Promise<DeskTarget[]> {
  const rows = await ctx.trx
    .selectFrom('campaign_targets')
    .select(['id', 'role_id', 'post_id', 'body_id', 'official_id'])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    roleId: row.role_id,
    postId: row.post_id,
    bodyId: row.body_id,
    officialId: row.official_id,
  }));
}

/** What becomes of a campaign's letters when a seat changes hands: 'hold' or 'forward'. */
export async function onChangeOf(ctx: Ctx, id: string): Promise<string> {
  const row = await visibleCampaigns(ctx).select('on_change').where('id', '=', id).executeTakeFirstOrThrow();
  return row.on_change;
}

/** What happens to letters whose seat changes hands: they wait, or go to whoever follows. */
export async function setOnChange(ctx: Ctx, id: string, onChange: 'hold' | 'forward'): Promise<void> {
  await ctx.trx
    .updateTable('campaigns')
    .set({ on_change: onChange })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

export type TargetDeliveries = {
  postId: string;
  label: Texts;
  division: Texts | null;
  body: Texts;
  name: string | null;
  composed: number;
  queued: number;
  sent: number;
  answered: number;
  bounced: number;
  kept: number;
  failed: number;
  uncertain: number;
  unreachable: number;
  /** Ways that supporters go themselves: the next step is theirs, or they say that they took it. */
  waiting: number;
  reported: number;
  /** On the office's paper and not yet posted; posted. */
  paper: number;
  posted: number;
};

const deliveryPage = 50;

/** Letters of a campaign by the post they go to, from behind the key `after`; withdrawn and repeated ones are left out. */
export async function deliveriesByTarget(
  ctx: Ctx,
  campaignId: string,
  after = '',
): Promise<{ lines: TargetDeliveries[]; next: string | undefined }> {
  const { rows } = await sql<TargetDeliveries>`
    select l.post_id as "postId", p.label, ${divisionNames} as division, b.name as body,
      (array_agg(l.official_name order by l.state_at desc) filter (where l.official_name is not null))[1] as name,
      count(*) filter (where l.state = 'composed') as composed, count(*) filter (where l.state = 'queued') as queued,
      count(*) filter (where l.state = 'answered') as answered,
      count(*) filter (where l.state = 'bounced') as bounced, count(*) filter (where l.state = 'sent') as sent, count(*) filter (where l.state = 'kept') as kept,
      count(*) filter (where l.state = 'failed') as failed, count(*) filter (where l.state = 'uncertain') as uncertain,
      count(*) filter (where l.state = 'unreachable') as unreachable, count(*) filter (where l.state = 'waiting') as waiting,
      count(*) filter (where l.state = 'reported') as reported, count(*) filter (where l.state = 'posted') as posted,
      count(*) filter (where l.state in ('to-print', 'printed', 'held')) as paper
    from (
      select post_id, state, official_name, state_at from deliveries
      where network_id = ${ctx.network.id} and campaign_id = ${campaignId} and post_id > ${after}
      union all
      -- A letter that waits for its confirmation has no deliveries yet.
      select post_id, 'composed', null, a.created_at from actions a cross join unnest(a.post_ids) as u (post_id)
      where a.network_id = ${ctx.network.id} and a.campaign_id = ${campaignId} and a.state = 'pending' and post_id > ${after}
    ) l
    join known_posts p on p.id = l.post_id and (p.network_id is null or p.network_id = ${ctx.network.id})
    join known_roles r on r.id = p.role_id and (r.network_id is null or r.network_id = ${ctx.network.id})
    join known_bodies b on b.id = r.body_id and (b.network_id is null or b.network_id = ${ctx.network.id})
    left join divisions d on d.id = p.division_id
    group by l.post_id, p.label, d.id, b.name
    order by l.post_id
    limit ${deliveryPage + 1}`.execute(ctx.trx);
  const lines = rows.slice(0, deliveryPage);
  return { lines, next: rows.length > deliveryPage ? lines.at(-1)?.postId : undefined };
}

/** Published campaigns about this issue, place, provision or facility: the open ones first, then the newest. */
export async function campaignsPointingTo(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  if (noun.kind === 'organisation') return [];
  const pointing = visibleCampaigns(ctx)
    .select('campaigns.id')
    .where('state', '!=', 'draft')
    .where('campaigns.id', 'in', (eb) =>
      noun.kind === 'facility'
        ? taggedWith(ctx, 'campaign', noun)
        : noun.kind === 'provision'
          ? eb
              .selectFrom('campaign_provisions as r')
              .select('r.campaign_id')
              .where('r.network_id', '=', ctx.network.id)
              .where('r.provision_id', '=', noun.id)
          : noun.kind === 'issue'
            ? eb
                .selectFrom('campaign_issues as i')
                .select('i.campaign_id')
                .where('i.network_id', '=', ctx.network.id)
                .where('i.issue_id', '=', noun.id)
            : eb
                .selectFrom('campaign_places as p')
                .select('p.campaign_id')
                .where('p.network_id', '=', ctx.network.id)
                .where('p.place_id', '=', noun.id)
                // What is about a facility that this reader knows only as this place.
                .unionAll(taggedWith(ctx, 'campaign', noun).$castTo<{ campaign_id: string }>()),
    );
  return referencesOf(ctx, page, 'campaign', pointing, async () => {
    let query = pointing.select(['slug', 'state']).orderBy('state', 'desc').orderBy('campaigns.id', 'desc');
    if (page.after)
      query = query.where(
        sql<boolean>`(campaigns.state, campaigns.id) < (
          select a.state, a.id from campaigns a where a.network_id = ${ctx.network.id} and a.id = ${page.after} and a.id in ${pointing})`,
      );
    const rows = await query.limit(page.limit).execute();
    if (rows.length === 0) return [];
    const texts = (
      await textBeginnings(
        ctx,
        rows.map((row) => row.id),
      )
    ).filter(isReady);
    return rows.flatMap(({ id, slug }) => {
      const own = texts.filter((one) => one.campaign_id === id);
      // In the reader's language, or else in the first that the campaign is offered in.
      const text = textIn(own, ctx.locale, ctx.network.locales);
      const href = text && urls.campaigns.show({ network: ctx.network.slug, locale: text.locale }, slug);
      return text && href
        ? [{ id, title: text.title, locale: text.locale, href, machine: text.machine.length > 0 }]
        : [];
    });
  });
}
