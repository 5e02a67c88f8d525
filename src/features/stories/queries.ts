import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Approval, askAgainDays, type StoryText, type Use, type Way } from './story.ts';

const pageSize = 20;

/** A story as its keepers see it; who she is stands apart (`identityOf`). */
export type Story = {
  id: string;
  slug: string;
  publicName: string;
  alias: boolean;
  way: Way;
  pictureId: string | null;
  pictureKey: string | null;
  picture: { key: string; width: number; height: number } | null;
  sample: boolean;
  erasedAt: Date | null;
  texts: (StoryText & { version: string })[];
  approvals: Approval[];
};

type StoryRow = {
  id: string;
  slug: string;
  public_name: string;
  alias: boolean;
  way: string;
  picture_id: string | null;
  sample: boolean;
  erased_at: Date | null;
  key: string | null;
  width: number | null;
  height: number | null;
};

async function assemble(ctx: Ctx, rows: StoryRow[]): Promise<Story[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const texts = await ctx.trx
    .selectFrom('story_texts')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where('story_id', 'in', ids)
    .execute();
  const approvals = await ctx.trx
    .selectFrom('story_approvals')
    .selectAll()
    .where('network_id', '=', ctx.network.id)
    .where('story_id', 'in', ids)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    publicName: row.public_name,
    alias: row.alias,
    way: row.way as Way,
    pictureId: row.picture_id,
    pictureKey: row.key,
    picture: row.key && row.width ? { key: row.key, width: row.width, height: row.height ?? 0 } : null,
    sample: row.sample,
    erasedAt: row.erased_at,
    texts: texts
      .filter((text) => text.story_id === row.id)
      .map(({ locale, title, summary, body, picture_alt, version }) => ({
        locale,
        title,
        summary,
        body,
        picture_alt,
        version,
      })),
    approvals: approvals
      .filter((one) => one.story_id === row.id)
      .map((one) => ({
        id: one.id,
        use: one.use as Use,
        place: one.place,
        locale: one.locale,
        state: one.state as Approval['state'],
        version: one.version,
        expiresAt: one.expires_at,
        askedAt: one.asked_at,
        answeredAt: one.answered_at,
        remindedAt: one.reminded_at,
      })),
  }));
}

const kept = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('stories as s')
    .leftJoin('files as f', (join) =>
      join.onRef('f.network_id', '=', 's.network_id').onRef('f.id', '=', 's.picture_id'),
    )
    .select([
      's.id',
      's.slug',
      's.public_name',
      's.alias',
      's.way',
      's.picture_id',
      's.sample',
      's.erased_at',
      'f.key',
      'f.width',
      'f.height',
    ])
    .where('s.network_id', '=', ctx.network.id);

/** What a coordinator looks for in the list. */
export const lists = ['all', 'waiting', 'ending', 'shown'] as const;
export type List = (typeof lists)[number];

/** Stories for their keepers, newest first: all of them, or those of which something is needed. */
export async function listForDesk(ctx: Ctx, list: List, before?: string): Promise<{ stories: Story[]; next?: string }> {
  const soon = new Date(ctx.now.getTime() + askAgainDays * 86_400_000);
  let query = kept(ctx);
  if (list === 'all') query = query.where('s.erased_at', 'is', null);
  else
    query = query.where('s.erased_at', 'is', null).where((eb) =>
      eb.exists(
        eb
          .selectFrom('story_approvals as a')
          .leftJoin('story_texts as t', (join) =>
            join
              .onRef('t.network_id', '=', 'a.network_id')
              .onRef('t.story_id', '=', 'a.story_id')
              .onRef('t.locale', '=', 'a.locale'),
          )
          .select('a.id')
          .whereRef('a.network_id', '=', 's.network_id')
          .whereRef('a.story_id', '=', 's.id')
          .where((w) => {
            const agreed = w.and([w('a.state', '=', 'approved'), w('a.expires_at', '>', ctx.now)]);
            const same = w('t.version', '=', w.ref('a.version'));
            if (list === 'shown') return w.and([agreed, same]);
            if (list === 'ending') return w.and([agreed, same, w('a.expires_at', '<=', soon)]);
            return w.or([w('a.state', '=', 'asked'), w.and([agreed, w.not(same)])]);
          }),
      ),
    );
  if (before) query = query.where('s.id', '<', before);
  const rows = await query
    .orderBy('s.id', 'desc')
    .limit(pageSize + 1)
    .execute();
  const page = rows.slice(0, pageSize);
  return { stories: await assemble(ctx, page), next: rows.length > pageSize ? page.at(-1)?.id : undefined };
}

/** One story for its keepers, or for herself. With `lock` nobody else changes it until the commit. */
export async function findKept(ctx: Ctx, id: string, lock = false): Promise<Story | undefined> {
  let query = kept(ctx).where('s.id', '=', id);
  if (lock) query = query.forUpdate('s');
  const row = await query.executeTakeFirst();
  return row && (await assemble(ctx, [row]))[0];
}

/** Whether the account is the one she signs in with. */
export async function isHers(ctx: Ctx, storyId: string, accountId: string): Promise<boolean> {
  const row = await ctx.trx
    .selectFrom('stories')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', storyId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The stories of an account, newest first. */
export async function storiesOfAccount(ctx: Ctx, accountId: string): Promise<Story[]> {
  return assemble(ctx, await kept(ctx).where('s.account_id', '=', accountId).orderBy('s.id', 'desc').execute());
}

export type Link = { id: string; storyId: string; kind: 'mail' | 'handed' };

/** The link as long as it holds. */
export async function findLink(ctx: Ctx, id: string): Promise<Link | undefined> {
  const row = await ctx.trx
    .selectFrom('story_links')
    .select(['id', 'story_id', 'kind'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row && { id: row.id, storyId: row.story_id, kind: row.kind as Link['kind'] };
}

/** How many private links hold. */
export async function countLinks(ctx: Ctx, storyId: string): Promise<number> {
  const { count } = await ctx.trx
    .selectFrom('story_links')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('network_id', '=', ctx.network.id)
    .where('story_id', '=', storyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** For the mails that say that something waits: where each goes, as long as its link holds. */
export async function readersOf(
  ctx: Ctx,
  linkIds: string[],
): Promise<{ linkId: string; way: Way; email: string; locale: string | null }[]> {
  if (linkIds.length === 0) return [];
  const rows = await ctx.trx
    .selectFrom('story_links as l')
    .innerJoin('stories as s', (join) =>
      join.onRef('s.network_id', '=', 'l.network_id').onRef('s.id', '=', 'l.story_id'),
    )
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.account_id'),
    )
    .select(['l.id', 's.way', 's.contact_email', 'a.email', 'a.locale'])
    .where('l.network_id', '=', ctx.network.id)
    .where('l.id', 'in', linkIds)
    .where('l.revoked_at', 'is', null)
    .where('s.erased_at', 'is', null)
    .execute();
  return rows.flatMap((row) => {
    const email = row.way === 'account' ? row.email : row.contact_email;
    return email ? [{ linkId: row.id, way: row.way as Way, email, locale: row.locale }] : [];
  });
}
