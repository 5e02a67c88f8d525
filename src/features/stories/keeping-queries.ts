import { sql } from 'kysely';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { StoryText, Use, Way } from './story.ts';

export type Identity = {
  realName: string;
  way: Way;
  email: string | null;
  note: string;
  accountId: string | null;
  accountName: string | null;
  signsInWith: string | null;
};

/** Who she is and how she is reached: for a coordinator who said what for, and for herself. */
export async function identityOf(ctx: Ctx, storyId: string): Promise<Identity | undefined> {
  const row = await ctx.trx
    .selectFrom('stories as s')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.account_id'),
    )
    .select([
      's.real_name',
      's.way',
      's.contact_email',
      's.contact_note',
      's.account_id',
      'a.name',
      'a.email',
      'a.username',
    ])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.id', '=', storyId)
    .executeTakeFirst();
  return (
    row && {
      realName: row.real_name,
      way: row.way as Way,
      email: row.contact_email,
      note: row.contact_note,
      accountId: row.account_id,
      accountName: row.name,
      signsInWith: row.email ?? row.username,
    }
  );
}

export type StoryEvent = {
  approvalId: string;
  use: Use;
  place: string;
  locale: string;
  at: Date;
  event: string;
  by: 'account' | 'link' | 'coordinator' | 'time';
  coordinator: string | null;
  way: string | null;
  witness: string;
  note: string;
  handed: boolean;
  version: string | null;
  expiresAt: Date | null;
};

/** What happened to its approvals, or to one of them, newest first. */
export async function eventsOf(ctx: Ctx, storyId: string, approvalId?: string): Promise<StoryEvent[]> {
  const rows = await ctx.trx
    .selectFrom('story_events as e')
    .innerJoin('story_approvals as a', (join) =>
      join.onRef('a.network_id', '=', 'e.network_id').onRef('a.id', '=', 'e.approval_id'),
    )
    .leftJoin('accounts as c', (join) =>
      join.onRef('c.network_id', '=', 'e.network_id').onRef('c.id', '=', 'e.coordinator_id'),
    )
    .select([
      'e.approval_id',
      'a.use',
      'a.place',
      'a.locale',
      'e.at',
      'e.event',
      'e.by',
      'c.name',
      'e.way',
      'e.witness',
      'e.note',
      'e.handed',
      'e.version',
      'e.expires_at',
    ])
    .where('e.network_id', '=', ctx.network.id)
    .where('e.story_id', '=', storyId)
    .$if(approvalId !== undefined, (query) => query.where('e.approval_id', '=', approvalId!))
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    approvalId: row.approval_id,
    use: row.use as Use,
    place: row.place,
    locale: row.locale,
    at: row.at,
    event: row.event,
    by: row.by as StoryEvent['by'],
    coordinator: row.name,
    way: row.way,
    witness: row.witness,
    note: row.note,
    handed: row.handed,
    version: row.version,
    expiresAt: row.expires_at,
  }));
}

export type SavedVersion = StoryText & { version: string; publicName: string; madeAt: Date };

/** What she saw when she answered, by digest; blank words after an erasure. */
export async function versionsOf(ctx: Ctx, storyId: string): Promise<SavedVersion[]> {
  const rows = await ctx.trx
    .selectFrom('story_versions')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where('story_id', '=', storyId)
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map(({ version, locale, title, summary, body, picture_alt, public_name, made_at }) => ({
    version,
    locale,
    title,
    summary,
    body,
    picture_alt,
    publicName: public_name,
    madeAt: made_at,
  }));
}

export type Payment = {
  id: string;
  kind: 'paid' | 'declined' | 'none';
  amount: string | null;
  currency: string | null;
  paidOn: string;
  purpose: string;
  how: string;
};

/** What she was paid, newest first. */
export async function paymentsOf(ctx: Ctx, storyId: string): Promise<Payment[]> {
  const rows = await ctx.trx
    .selectFrom('story_payments')
    .select(['id', 'kind', 'amount', 'currency', 'purpose', 'how', sql<string>`paid_on::text`.as('paid_on')])
    .where('network_id', '=', ctx.network.id)
    .where('story_id', '=', storyId)
    .orderBy('paid_on', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ kind, amount, paid_on, ...row }) => ({
    ...row,
    kind: kind as Payment['kind'],
    amount: amount === null ? null : String(amount),
    paidOn: paid_on,
  }));
}
