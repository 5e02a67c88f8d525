import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { DistrictTable } from '../signature.ts';

export const ways = ['person', 'post', 'email', 'other'] as const;
export type Way = (typeof ways)[number];

/** One handover of a petition: its frozen papers, and where they went. Days are texts ('2026-11-21'). */
export type Handover = {
  id: string;
  campaignId: string;
  recipient: string;
  locale: string;
  title: string;
  heading: string;
  words: string;
  /** Of title, letter_subject and letter_body, what a machine had translated and nobody reviewed when they were frozen. */
  machine: string[];
  asOf: Date;
  confirmed: number;
  listed: number;
  waiting: number;
  withdrawn: number;
  districts: DistrictTable;
  state: 'preparing' | 'ready' | 'failed';
  csv: { sha256: string; bytes: number } | null;
  pdf: { sha256: string; pages: number } | null;
  /** When the paper was deleted, because somebody in it was erased or its time was over. */
  removedAt: Date | null;
  handedOn: string | null;
  way: Way | null;
  receivedBy: string;
  note: string;
  toldAt: Date | null;
  told: number | null;
};

const columns = [
  'id',
  'campaign_id',
  'recipient',
  'locale',
  'title',
  'heading',
  'words',
  'machine',
  'as_of',
  'confirmed',
  'listed',
  'waiting',
  'withdrawn',
  'districts',
  'state',
  'csv_sha256',
  'csv_bytes',
  'pdf_sha256',
  'pdf_pages',
  'removed_at',
  'handed_on',
  'way',
  'received_by',
  'note',
  'told_at',
  'told',
] as const;

const visibleHandovers = (ctx: Ctx) =>
  ctx.trx.selectFrom('handovers').select(columns).where('network_id', '=', ctx.network.id);

type Row = Awaited<ReturnType<ReturnType<typeof visibleHandovers>['execute']>>[number];

const handoverOf = (row: Row): Handover => ({
  id: row.id,
  campaignId: row.campaign_id,
  recipient: row.recipient,
  locale: row.locale,
  title: row.title,
  heading: row.heading,
  words: row.words,
  machine: row.machine,
  asOf: row.as_of,
  confirmed: row.confirmed,
  listed: row.listed,
  waiting: row.waiting,
  withdrawn: row.withdrawn,
  districts: row.districts as DistrictTable,
  state: row.state as Handover['state'],
  csv: row.csv_sha256 ? { sha256: row.csv_sha256, bytes: Number(row.csv_bytes) } : null,
  pdf: row.pdf_sha256 ? { sha256: row.pdf_sha256, pages: row.pdf_pages ?? 0 } : null,
  removedAt: row.removed_at,
  handedOn: row.handed_on,
  way: row.way as Way | null,
  receivedBy: row.received_by,
  note: row.note,
  toldAt: row.told_at,
  told: row.told,
});

/** A petition's handovers, the latest first. */
export async function listHandovers(ctx: Ctx, campaignId: string): Promise<Handover[]> {
  const rows = await visibleHandovers(ctx).where('campaign_id', '=', campaignId).orderBy('id', 'desc').execute();
  return rows.map(handoverOf);
}

/** One handover of this petition, or undefined. */
export async function findHandover(ctx: Ctx, campaignId: string, id: string): Promise<Handover | undefined> {
  const row = await visibleHandovers(ctx).where('campaign_id', '=', campaignId).where('id', '=', id).executeTakeFirst();
  return row && handoverOf(row);
}

/** One handover of the network, for its job. */
export async function handoverById(ctx: Ctx, id: string): Promise<Handover | undefined> {
  const row = await visibleHandovers(ctx).where('id', '=', id).executeTakeFirst();
  return row && handoverOf(row);
}

/** The paper, while it is kept. */
export async function paperOfHandover(ctx: Ctx, id: string): Promise<Buffer | undefined> {
  const row = await ctx.trx
    .selectFrom('handovers')
    .select('pdf')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.pdf ?? undefined;
}

export type ListedSigner = { position: number; name: string; district: string; comment: string; signedOn: string };

/** Those who agreed to be named, in the order in which they signed, after a position. */
export async function listedSigners(ctx: Ctx, id: string, after: number, limit: number): Promise<ListedSigner[]> {
  const rows = await ctx.trx
    .selectFrom('handover_signatures')
    .select(['position', 'name', 'district', 'comment', 'signed_on'])
    .where('network_id', '=', ctx.network.id)
    .where('handover_id', '=', id)
    .where('listed', '=', true)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    position: row.position,
    name: row.name ?? '',
    district: row.district ?? '',
    comment: row.comment ?? '',
    signedOn: row.signed_on,
  }));
}

/** How many may still be named in the list: fewer than at first once somebody was erased, or their time was over. */
export async function countListed(ctx: Ctx, id: string): Promise<number> {
  const row = await ctx.trx
    .selectFrom('handover_signatures')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('network_id', '=', ctx.network.id)
    .where('handover_id', '=', id)
    .where('listed', '=', true)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Shown comments of those whose signatures went with it, the latest first. */
export async function commentsOfHandover(ctx: Ctx, id: string, limit: number) {
  return ctx.trx
    .selectFrom('handover_signatures as h')
    .innerJoin('signatures as s', (join) =>
      join.onRef('s.network_id', '=', 'h.network_id').onRef('s.action_id', '=', 'h.action_id'),
    )
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.action_id'),
    )
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .select(['s.comment', 's.display', 's.taken_off_at', 'p.name'])
    .where('h.network_id', '=', ctx.network.id)
    .where('h.handover_id', '=', id)
    .where('s.comment_state', '=', 'shown')
    .where('p.erased_at', 'is', null)
    .orderBy('h.position', 'desc')
    .limit(limit)
    .execute();
}

/** Where a petition was handed over, as everybody may read it: the latest first. */
export async function publicHandovers(ctx: Ctx, campaignId: string) {
  const rows = await ctx.trx
    .selectFrom('handovers')
    .select(['recipient', 'handed_on', 'confirmed', 'way'])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .where('handed_on', 'is not', null)
    .orderBy('handed_on', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    recipient: row.recipient,
    on: row.handed_on!,
    count: row.confirmed,
    way: row.way as Way,
  }));
}

/** Where a person's signatures on this petition went: she may have signed twice, in other words. */
export async function handoversOfPerson(ctx: Ctx, campaignId: string, personId: string) {
  const rows = await ctx.trx
    .selectFrom('handover_signatures as h')
    .innerJoin('handovers as o', (join) =>
      join.onRef('o.network_id', '=', 'h.network_id').onRef('o.id', '=', 'h.handover_id'),
    )
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'h.network_id').onRef('a.id', '=', 'h.action_id'),
    )
    .select(['o.recipient', 'o.handed_on', 'h.listed'])
    .where('h.network_id', '=', ctx.network.id)
    .where('a.person_id', '=', personId)
    .where('a.campaign_id', '=', campaignId)
    .where('o.handed_on', 'is not', null)
    .orderBy('o.handed_on')
    .execute();
  return rows.map((row) => ({ recipient: row.recipient, on: row.handed_on!, named: row.listed }));
}

/** Petitions' handovers that want something: what failed, and papers that lie ready. With the highest count frozen so far. */
export async function handoverWork(
  ctx: Ctx,
): Promise<{ campaignId: string; frozen: number; failed: number; ready: Date | null }[]> {
  const rows = await ctx.trx
    .selectFrom('handovers')
    .select((eb) => [
      'campaign_id',
      eb.fn.max('confirmed').as('frozen'),
      eb.fn.countAll<number>().filterWhere('state', '=', 'failed').as('failed'),
      eb.fn.min('as_of').filterWhere('handed_on', 'is', null).filterWhere('state', '=', 'ready').as('ready'),
    ])
    .where('network_id', '=', ctx.network.id)
    .groupBy('campaign_id')
    .execute();
  return rows.map((row) => ({
    campaignId: row.campaign_id,
    frozen: Number(row.frozen ?? 0),
    failed: Number(row.failed),
    ready: row.ready as Date | null,
  }));
}
