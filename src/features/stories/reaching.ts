import { record } from '../../platform/audit/index.ts';
import { edit } from '../../platform/http/index.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { JobHandler } from '../../platform/registry/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { accountById, localeOf } from '../accounts/index.ts';
import { noteEndings, noteReminders } from './approvals.ts';
import { makeLink } from './commands.ts';
import { identityOf } from './keeping-queries.ts';
import { type Approval, askAgainDays } from './story.ts';

/** She gets no second mail of ours about a story within this time, whoever presses the button. */
const quietMs = 15 * 60_000;

export type Told = 'mailed' | 'lately' | 'by-hand';

/**
 * Tells her that something waits, by the way that she chose: a mail with a private link of its own, or one that leads to signing in. It
 * says that something waits, never what. `by-hand`: a coordinator has to call, write or go.
 */
export async function tell(ctx: Ctx, storyId: string): Promise<Told> {
  const who = await identityOf(ctx, storyId);
  if (!who || (who.way !== 'mail' && who.way !== 'account')) return 'by-hand';
  const account =
    who.way === 'account' && who.accountId ? await accountById(ctx.trx, ctx.network.id, who.accountId) : undefined;
  // Nobody signs in with an account that is closed, or was joined into another one: a mail to it would lead nowhere.
  const to = who.way === 'mail' ? who.email : account?.disabledAt ? null : (account?.email ?? null);
  if (!to) return 'by-hand';
  const last = await ctx.trx
    .selectFrom('story_links')
    .select('made_at')
    .where('network_id', '=', ctx.network.id)
    .where('story_id', '=', storyId)
    .where('kind', '=', 'mail')
    // One that was ended since went to a mailbox that is hers no more.
    .where('revoked_at', 'is', null)
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last && ctx.now.getTime() - last.made_at.getTime() < quietMs) return 'lately';
  const locale = localeOf(ctx.network, account?.locale ?? ctx.locale);
  const link = await makeLink(ctx, storyId, 'mail');
  await queueMails(ctx, [{ kind: 'private-word', subjectId: link, to, locale, priority: 0 }]);
  await record(ctx, { verb: 'told', noun: 'story', id: storyId });
  return 'mailed';
}

/** Approvals that end within thirty days and of which she was not told yet; sample stories are left alone. */
async function ending(ctx: Ctx) {
  const rows = await ctx.trx
    .selectFrom('story_approvals as a')
    .innerJoin('stories as s', (join) =>
      join.onRef('s.network_id', '=', 'a.network_id').onRef('s.id', '=', 'a.story_id'),
    )
    .select(['a.id', 'a.story_id', 'a.use', 'a.locale'])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.state', '=', 'approved')
    .where('a.expires_at', '>', ctx.now)
    .where('a.expires_at', '<=', new Date(ctx.now.getTime() + askAgainDays * 86_400_000))
    .where('a.reminded_at', 'is', null)
    .where('s.erased_at', 'is', null)
    .where('s.sample', '=', false)
    .where('s.way', 'in', ['mail', 'account'])
    .forUpdate('a')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    storyId: row.story_id,
    use: row.use as Approval['use'],
    locale: row.locale,
  }));
}

/** Asks again thirty days before, in one mail for each story. Where that is done by hand, Today names it. */
export async function remind(ctx: Ctx): Promise<number> {
  const approvals = await ending(ctx);
  for (const storyId of new Set(approvals.map((one) => one.storyId))) {
    if ((await tell(ctx, storyId)) === 'by-hand') continue;
    await noteReminders(
      ctx,
      approvals.filter((one) => one.storyId === storyId),
    );
  }
  return approvals.length;
}

const inOwn = (deps: Parameters<JobHandler>[0]['deps'], network: Network, work: (ctx: Ctx) => Promise<unknown>) =>
  edit(deps, network.id, (trx) =>
    work({ trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() }),
  );

/** At the moment an approval ends: written down, and everything kept in memory turns over. */
export const endings: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (network) await inOwn(deps, network, noteEndings);
};

/** A few times a day: what ended, and whom to ask again. */
export const rounds: JobHandler = async ({ deps, network: id }) => {
  const network = await deps.networks.byId(id);
  if (!network) return;
  await inOwn(deps, network, async (ctx) => {
    await noteEndings(ctx);
    await remind(ctx);
  });
};
