import { sql } from 'kysely';
import { machineMadeIn } from '../../platform/db/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import {
  channelsOf,
  type Delivery,
  deliveriesOf,
  intendedDeliveries,
  letterText,
  networkDay,
  type Wish,
} from '../deliveries/index.ts';
import { labelsIn } from '../vocabularies/index.ts';
import type { Campaign, CampaignMode, Rest } from './campaign.ts';
import { type Share, shareOf, shareWords } from './share.ts';
import { isMachineLetter, isReady } from './texts.ts';

const asksText = (column: string) => sql<string>`array_to_string(${sql.ref(column)}, E'\\n')`;
const machineFields = {
  ...Object.fromEntries(
    ['title', 'summary', 'story', 'addressees', 'letter_subject', 'letter_body', 'thanks', 'picture_alt'].map(
      (name) => [name, name],
    ),
  ),
  asks: asksText('asks'),
};

/** A campaign that the public may read, in `ctx.locale` or else in the first of its languages. */
export async function findCampaign(ctx: Ctx, slug: string): Promise<Campaign | undefined> {
  const row = await ctx.trx
    .selectFrom('campaigns')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where('slug', '=', slug)
    .where('state', '!=', 'draft')
    .executeTakeFirst();
  if (!row) return undefined;
  const [written, targets, issues, places, picture, channels, shares, rests] = await Promise.all([
    ctx.trx
      .selectFrom('campaign_texts')
      .selectAll()
      .select(machineMadeIn('campaign', 'campaign_id', 'locale', machineFields).as('machine'))
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', '=', row.id)
      .execute(),
    ctx.trx
      .selectFrom('campaign_targets')
      .select(['role_id', 'post_id', 'body_id', 'official_id'])
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', '=', row.id)
      .orderBy('position')
      .execute(),
    ctx.trx
      .selectFrom('campaign_issues as c')
      .innerJoin('issues as i', 'i.id', 'c.issue_id')
      .select(['i.id', labelsIn('issue', 'i.labels', 'i.id').as('label')])
      .where('c.network_id', '=', ctx.network.id)
      .where('c.campaign_id', '=', row.id)
      .orderBy('i.position')
      .execute(),
    ctx.trx
      .selectFrom('campaign_places as c')
      .innerJoin('places as p', 'p.id', 'c.place_id')
      .select(['p.id', labelsIn('place', 'p.labels', 'p.id').as('label')])
      .where('c.network_id', '=', ctx.network.id)
      .where('c.campaign_id', '=', row.id)
      .orderBy('p.id')
      .execute(),
    row.picture_id
      ? ctx.trx
          .selectFrom('files')
          .select(['key', 'width', 'height'])
          .where('network_id', '=', ctx.network.id)
          .where('id', '=', row.picture_id)
          .executeTakeFirst()
      : undefined,
    channelsOf(ctx, row.id),
    shareWords(ctx, row.id),
    restsOf(ctx),
  ]);
  // A language that is half translated is not offered.
  const texts = written.filter(isReady);
  const text = [ctx.locale, ...ctx.network.locales]
    .map((locale) => texts.find((one) => one.locale === locale))
    .find(Boolean);
  if (!text) return undefined;
  return {
    id: row.id,
    slug: row.slug,
    state: row.state as Campaign['state'],
    mode: row.mode as Campaign['mode'],
    districtRoleId: row.district_role_id,
    goal: row.goal,
    closesAt: row.closes_at,
    digest: row.digest,
    sample: row.sample,
    picture: picture
      ? { key: picture.key, width: picture.width ?? 0, height: picture.height ?? 0, alt: text.picture_alt }
      : null,
    locale: text.locale,
    title: text.title,
    summary: text.summary,
    story: text.story,
    asks: text.asks,
    addressees: text.addressees,
    letterSubject: text.letter_subject,
    letterBody: text.letter_body,
    thanks: text.thanks,
    channels,
    targets: targets.map((target) => ({
      roleId: target.role_id,
      postId: target.post_id,
      bodyId: target.body_id,
      officialId: target.official_id,
    })),
    issues,
    places,
    machine: text.machine,
    locales: ctx.network.locales.filter((locale) => texts.some((one) => one.locale === locale)),
    share: shareOf(ctx, text, shares),
    rests,
  };
}

/** Quiet periods for which the coordinator chose that the form is closed, not over before today. */
async function restsOf(ctx: Ctx): Promise<Rest[]> {
  const { rows } = await sql<Rest>`
    select q.name, q.from_day as "from", q.until_day as until, array_agg(r.id) as "roleIds"
    from quiet_periods q
    join known_bodies b on (b.id = q.body_id or b.country = q.country) and (b.network_id is null or b.network_id = q.network_id)
    join known_roles r on r.body_id = b.id and (r.network_id is null or r.network_id = q.network_id)
    where q.network_id = ${ctx.network.id} and q.removed_at is null and q.mode = 'close'
      and q.until_day >= ${networkDay(ctx)}::date
    group by q.id, q.name, q.from_day, q.until_day`.execute(ctx.trx);
  return rows;
}

/** How many letters count, and how many different posts they were sent to. */
export async function campaignFigures(ctx: Ctx, campaignId: string): Promise<{ letters: number; reached: number }> {
  const [letters, reached] = await Promise.all([
    ctx.trx
      .selectFrom('actions')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', '=', campaignId)
      .where('counted', '=', true)
      .executeTakeFirstOrThrow(),
    ctx.trx
      .selectFrom('deliveries')
      .select((eb) => eb.fn.count<number>('post_id').distinct().as('n'))
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', '=', campaignId)
      .where('state', 'in', ['sent', 'answered', 'posted'])
      .executeTakeFirstOrThrow(),
  ]);
  return { letters: Number(letters.n), reached: Number(reached.n) };
}

export type CampaignLine = {
  id: string;
  slug: string;
  /** Of the title and the summary. */
  locale: string;
  title: string;
  summary: string;
  state: 'open' | 'closed';
  mode: CampaignMode;
  closesAt: Date | null;
  letters: number;
  /** Of title and summary, what a machine translated and nobody has reviewed. */
  machine: string[];
};

/** Open campaigns first, then closed ones, newest first; in `ctx.locale` where there is a text, else the first language. */
export async function listCampaigns(ctx: Ctx): Promise<CampaignLine[]> {
  const rows = await ctx.trx
    .selectFrom('campaigns as c')
    .innerJoin('campaign_texts as t', (join) =>
      join.onRef('t.network_id', '=', 'c.network_id').onRef('t.campaign_id', '=', 'c.id'),
    )
    .select((eb) => [
      'c.id',
      'c.slug',
      'c.state',
      'c.mode',
      'c.closes_at',
      't.locale',
      't.title',
      't.summary',
      't.story',
      't.asks',
      't.letter_subject',
      't.letter_body',
      't.addressees',
      't.thanks',
      't.picture_alt',
      machineMadeIn('campaign', 'c.id', 't.locale', { title: 't.title', summary: 't.summary' }).as('machine'),
      eb
        .selectFrom('actions as a')
        .select((count) => count.fn.countAll<number>().as('n'))
        .whereRef('a.network_id', '=', 'c.network_id')
        .whereRef('a.campaign_id', '=', 'c.id')
        .where('a.counted', '=', true)
        .as('letters'),
    ])
    .where('c.network_id', '=', ctx.network.id)
    .where('c.state', '!=', 'draft')
    .orderBy('c.state', 'desc')
    .orderBy('c.created_at', 'desc')
    .execute();
  const preference = [ctx.locale, ...ctx.network.locales];
  const best = new Map<string, (typeof rows)[number]>();
  for (const row of rows.filter(isReady)) {
    const held = best.get(row.id);
    if (!held || preference.indexOf(row.locale) < preference.indexOf(held.locale)) best.set(row.id, row);
  }
  return [...best.values()].map((row) => ({
    id: row.id,
    slug: row.slug,
    locale: row.locale,
    title: row.title,
    summary: row.summary,
    state: row.state as 'open' | 'closed',
    mode: row.mode as CampaignMode,
    closesAt: row.closes_at,
    letters: Number(row.letters ?? 0),
    machine: row.machine,
  }));
}

export type ActionView = {
  id: string;
  state: 'pending' | 'confirmed' | 'withdrawn';
  personId: string;
  name: string;
  email: string;
  erased: boolean;
  remember: boolean;
  campaignId: string;
  mode: CampaignMode;
  campaignSlug: string;
  campaignTitle: string;
  /** The language of the campaign's words here. */
  campaignLocale: string;
  share: Share;
  thanks: string;
  subject: string;
  body: string;
  locale: string;
  wish: Wish | null;
  /** Her street address, while a letter may still need it; else empty. */
  street: string;
  /** The letter as its reader gets it. */
  text: string;
  /** What of the campaign's words a machine translated and nobody has reviewed; and whether she left the letter as the machine made it. */
  machine: string[];
  machineLetter: boolean;
  createdAt: Date;
  confirmedAt: Date | null;
  deliveries: Delivery[];
  consents: { purpose: string; event: 'given' | 'confirmed' | 'withdrawn'; text: string; at: Date }[];
};

/** Everything her private page shows about one action. */
export async function findAction(ctx: Ctx, actionId: string): Promise<ActionView | undefined> {
  const row = await ctx.trx
    .selectFrom('actions as a')
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.campaign_id'),
    )
    .select([
      'a.id',
      'a.state',
      'a.person_id',
      'p.name',
      'p.email',
      'p.erased_at',
      'a.remember_device',
      'a.campaign_id',
      'c.mode',
      'c.slug',
      'a.subject',
      'a.body',
      'a.locale',
      'a.post_ids',
      'a.wish',
      'a.created_at',
      'a.confirmed_at',
      'a.withdrawn_at',
    ])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.id', '=', actionId)
    .executeTakeFirst();
  if (!row) return undefined;
  const [texts, deliveries, consents, address, shares] = await Promise.all([
    ctx.trx
      .selectFrom('campaign_texts')
      .select(['locale', 'title', 'summary', 'thanks', 'letter_subject', 'letter_body'])
      .select(
        machineMadeIn('campaign', 'campaign_id', 'locale', {
          title: 'title',
          summary: 'summary',
          thanks: 'thanks',
          letter_subject: 'letter_subject',
          letter_body: 'letter_body',
        }).as('machine'),
      )
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', '=', row.campaign_id)
      .execute(),
    row.confirmed_at
      ? deliveriesOf(ctx, actionId)
      : intendedDeliveries(ctx, row.post_ids, row.state, row.withdrawn_at ?? row.created_at),
    ctx.trx
      .selectFrom('consents as c')
      .leftJoin('consent_wordings as w', (join) =>
        join.onRef('w.network_id', '=', 'c.network_id').onRef('w.id', '=', 'c.wording_id'),
      )
      .select(['c.purpose', 'c.event', 'w.text', 'c.at'])
      .where('c.network_id', '=', ctx.network.id)
      .where('c.person_id', '=', row.person_id)
      .orderBy('c.at')
      .orderBy('c.id')
      .execute(),
    ctx.trx
      .selectFrom('action_addresses')
      .select('address')
      .where('network_id', '=', ctx.network.id)
      .where('action_id', '=', actionId)
      .executeTakeFirst(),
    shareWords(ctx, row.campaign_id),
  ]);
  const text = [ctx.locale, ...ctx.network.locales]
    .map((locale) => texts.find((one) => one.locale === locale))
    .find(Boolean);
  const street = address?.address ?? '';
  // The ledger holds every event; what counts is the last one of each purpose.
  const latest = new Map<string, ActionView['consents'][number]>();
  for (const consent of consents) {
    const before = latest.get(consent.purpose);
    // Ticked once more on a form that nobody confirmed (anybody may send one in her name) takes nothing away.
    if (consent.event === 'given' && before?.event === 'confirmed') continue;
    latest.set(consent.purpose, {
      purpose: consent.purpose,
      event: consent.event as 'given' | 'confirmed' | 'withdrawn',
      text: consent.text ?? before?.text ?? '',
      at: consent.at,
    });
  }
  return {
    id: row.id,
    state: row.state as ActionView['state'],
    personId: row.person_id,
    name: row.name,
    email: row.email,
    erased: row.erased_at !== null,
    remember: row.remember_device,
    campaignId: row.campaign_id,
    mode: row.mode as CampaignMode,
    campaignSlug: row.slug,
    campaignTitle: text?.title ?? row.slug,
    campaignLocale: text?.locale ?? ctx.locale,
    share: shareOf(ctx, text ?? { locale: ctx.locale, title: row.slug, summary: '', machine: [] }, shares),
    thanks: text?.thanks ?? '',
    subject: row.subject,
    body: row.body,
    locale: row.locale,
    wish: row.wish as Wish | null,
    street,
    text: letterText({ body: row.body, name: row.name, street }),
    machine: text?.machine ?? [],
    machineLetter: texts.some((one) => isMachineLetter(one, row)),
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    deliveries,
    consents: [...latest.values()],
  };
}
