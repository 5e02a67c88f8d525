import { sql } from 'kysely';
import { type AuditEntry, record, type Verb } from '../../../platform/audit/index.ts';
import { found, Problem } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Outcome } from '../commands.ts';
import { beginTelling } from '../digests/commands.ts';
import type { MembershipForm } from '../forms.ts';
import { type Group, isIn } from '../group.ts';
import { tell } from '../moderation/commands.ts';
import { belongingAccount, lockedGroup, nameIsBorne, placeById } from '../queries.ts';
import { signAnew } from '../threads/commands.ts';
import { asBorne } from './borne.ts';

const rowsOf = (ctx: Ctx, group: Group) =>
  ctx.trx.updateTable('group_members').where('network_id', '=', ctx.network.id).where('group_id', '=', group.id);

/** What an audit row of a place in a group says: the group, never who (her account is the actor where she acted herself). */
const entry = (verb: Verb, group: Group, place: string): AuditEntry => ({
  verb,
  noun: 'group-place',
  id: place,
  detail: { group: group.id },
});

/**
 * Her own place: she joins an open group, asks to come into one by request, accepts an invitation, or changes the name she
 * bears. Sent twice it changes nothing more. Returns what became of it.
 */
export async function takePlace(
  ctx: Ctx,
  account: { id: string; name: string },
  slug: string,
  form: MembershipForm,
): Promise<Outcome<{ became: 'joined' | 'asked' | 'saved' }>> {
  const group = await lockedGroup(ctx, slug);
  if (group.closedAt && !isIn(group)) throw new Problem('not-found');
  const { mine } = group;
  const comesIn = mine?.state === 'invited' || (mine?.state !== 'in' && group.entry === 'open');
  // Whoever only asks is not told which names are borne there: so she could try who is in it.
  if (form.alias && (comesIn || isIn(group)) && (await nameIsBorne(ctx, group.id, form.alias, account.id)))
    return { ok: false, errors: { alias: { key: 'groups.alias.taken' } } };
  if (comesIn) await beginTelling(ctx, account.id);
  if (!mine) {
    const made = await ctx.trx
      .insertInto('group_members')
      .values({
        network_id: ctx.network.id,
        group_id: group.id,
        account_id: account.id,
        state: comesIn ? 'in' : 'asked',
        alias: form.alias,
        words: comesIn ? '' : form.words,
        watch: form.watch,
        joined_at: ctx.now,
        ...(await restOf(ctx, group.id, account.id)),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await record(
      asBorne(ctx, group, { id: made.id, alias: form.alias }),
      entry(comesIn ? 'joined' : 'asked', group, made.id),
    );
    return { ok: true, became: comesIn ? 'joined' : 'asked' };
  }
  const { id } = await rowsOf(ctx, group)
    .set({
      alias: form.alias,
      watch: form.watch,
      // Another name, another id: what pages showed under the one leads nowhere from the other.
      ...(form.alias === mine.alias ? {} : { id: sql<string>`gen_random_uuid()` }),
      ...(comesIn ? { state: 'in', words: '', joined_at: ctx.now } : {}),
      ...(mine.state === 'asked' && !comesIn ? { words: form.words } : {}),
    })
    .where('account_id', '=', account.id)
    .returning('id')
    .executeTakeFirstOrThrow();
  if (form.alias !== mine.alias || mine.state === 'in')
    await signAnew(ctx, account.id, form.alias ?? account.name, group.id);
  // By her new place alone: the old one may stand in the log beside her account, or beside another alias.
  await record(asBorne(ctx, group, { id, alias: form.alias }), entry(comesIn ? 'joined' : 'edited', group, id));
  return { ok: true, became: comesIn ? 'joined' : mine.state === 'asked' ? 'asked' : 'saved' };
}

/** Who left and comes back while she was to rest goes on resting. */
async function restOf(ctx: Ctx, groupId: string, accountId: string) {
  const rest = await ctx.trx
    .selectFrom('group_notices')
    .select(['until_at as cooled_until', 'reason as cooled_reason'])
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('group_id', '=', groupId)
    .where('kind', '=', 'cooled')
    .where('until_at', '>', ctx.now)
    .orderBy('until_at', 'desc')
    .executeTakeFirst();
  return rest ?? {};
}

/** Where the last lead would go while others stay, somebody else must lead first. */
async function wouldLeaveNoLead(ctx: Ctx, group: Group, place: string): Promise<boolean> {
  const others = await ctx.trx
    .selectFrom('group_members')
    .select('lead')
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', group.id)
    .where('state', '=', 'in')
    .where('id', '!=', place)
    .orderBy('lead', 'desc')
    .limit(1)
    .execute();
  return others.length > 0 && !others[0]!.lead;
}

/** Gives up her place, whatever it was; what she wrote stays under the name it bore, or a former member's. A hidden group that nobody is in any more closes with her. */
export async function leave(ctx: Ctx, accountId: string, slug: string, keepName: boolean): Promise<Outcome> {
  const group = await lockedGroup(ctx, slug);
  const mine = found(group.mine);
  if (isIn(group) && mine.lead && (await wouldLeaveNoLead(ctx, group, mine.id)))
    return { ok: false, errors: { lead: { key: 'groups.leaving.lastLead' } } };
  await giveUp(ctx, group, mine.id);
  if (!keepName) await signAnew(ctx, accountId, null, group.id);
  await record(asBorne(ctx, group), entry('left', group, mine.id));
  if (group.entry === 'hidden' && isIn(group)) await closeWhenEmpty(ctx, group);
  return { ok: true };
}

async function giveUp(ctx: Ctx, group: Group, place: string): Promise<void> {
  await ctx.trx
    .deleteFrom('group_members')
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', group.id)
    .where('id', '=', place)
    .execute();
}

async function closeWhenEmpty(ctx: Ctx, group: Group): Promise<void> {
  const left = await ctx.trx
    .selectFrom('group_members')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('group_id', '=', group.id)
    .where('state', '=', 'in')
    .limit(1)
    .executeTakeFirst();
  if (left) return;
  await ctx.trx
    .updateTable('groups')
    .set({ closed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', group.id)
    .where('closed_at', 'is', null)
    .execute();
}

/** An alias that nobody else in the group bears: the one she asked for, with a number behind it where it is borne already. */
async function freeAlias(ctx: Ctx, group: Group, alias: string, account: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? alias : `${alias} ${n}`;
    if (!(await nameIsBorne(ctx, group.id, name, account))) return name;
  }
}

/** Lets in somebody who asked. Done already: nothing happens. */
export async function admit(ctx: Ctx, slug: string, place: string): Promise<void> {
  const group = await lockedGroup(ctx, slug);
  const there = found(await placeById(ctx, group.id, place));
  if (there.state !== 'asked') return;
  const alias = there.alias && (await freeAlias(ctx, group, there.alias, there.accountId));
  await rowsOf(ctx, group).set({ state: 'in', alias, words: '', joined_at: ctx.now }).where('id', '=', place).execute();
  await beginTelling(ctx, there.accountId);
  await tell(ctx, there.accountId, group.id, { kind: 'admitted' });
  await record(asBorne(ctx, group), entry('admitted', group, place));
}

/** Refuses somebody who asked, or takes back an invitation. */
export async function refuse(ctx: Ctx, slug: string, place: string): Promise<void> {
  const group = await lockedGroup(ctx, slug);
  const there = await placeById(ctx, group.id, place);
  if (!there || there.state === 'in') return;
  await giveUp(ctx, group, place);
  await record(asBorne(ctx, group), entry('refused', group, place));
}

/** Takes somebody out of the group. A lead is taken out only by a coordinator or another lead; nobody takes out herself. */
export async function takeOut(ctx: Ctx, slug: string, place: string): Promise<void> {
  const group = await lockedGroup(ctx, slug);
  const there = found(await placeById(ctx, group.id, place));
  if (there.state !== 'in' || place === group.mine?.id) throw new Problem('not-found');
  await giveUp(ctx, group, place);
  await record(asBorne(ctx, group), entry('took-out', group, place));
}

/** Makes somebody who is in the group a lead of it, or no longer one. The last one stays. */
export async function setLead(ctx: Ctx, slug: string, place: string, lead: boolean): Promise<Outcome> {
  const group = await lockedGroup(ctx, slug);
  const there = found(await placeById(ctx, group.id, place));
  if (there.state !== 'in') throw new Problem('not-found');
  if (there.lead === lead) return { ok: true };
  if (!lead && (await wouldLeaveNoLead(ctx, group, place)))
    return { ok: false, errors: { lead: { key: 'groups.leaving.lastLead' } } };
  await rowsOf(ctx, group).set({ lead }).where('id', '=', place).execute();
  await record(asBorne(ctx, group), entry(lead ? 'made-lead' : 'ended-lead', group, place));
  return { ok: true };
}

/** Invites somebody by her e-mail address or username. The answer is the same whether she is somebody here or not. */
export async function invite(ctx: Ctx, slug: string, key: string): Promise<void> {
  const group = await lockedGroup(ctx, slug);
  const accountId = await belongingAccount(ctx, key);
  if (!accountId || group.closedAt) return;
  const made = await ctx.trx
    .insertInto('group_members')
    .values({
      network_id: ctx.network.id,
      group_id: group.id,
      account_id: accountId,
      state: 'invited',
      joined_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'group_id', 'account_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await tell(ctx, accountId, group.id, { kind: 'invited' });
  await record(asBorne(ctx, group), entry('invited', group, made.id));
}
