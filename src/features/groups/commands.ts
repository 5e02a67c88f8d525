import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { type FieldErrors, found, freeSlug, proposeSlug, slugsLike } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { beginTelling } from './digests/commands.ts';
import type { GroupForm } from './forms.ts';
import { type Entry, type Group, reservedSlugs } from './group.ts';
import { asBorne } from './members/borne.ts';
import { belongingAccount, lockedGroup } from './queries.ts';

export type Outcome<T = unknown> = ({ ok: true } & T) | { ok: false; errors: FieldErrors };

const json = (texts: Record<string, string>) => JSON.stringify(texts);

/**
 * Its address. That of a hidden group tells nothing: neither its name, in somebody's history, nor, by a number behind it, that
 * another one is there.
 */
async function addressFor(ctx: Ctx, entry: Entry, name: Record<string, string>): Promise<string> {
  if (entry === 'hidden') return `g-${newId().replaceAll('-', '').slice(-12)}`;
  const wanted = proposeSlug(name[ctx.locale] ?? Object.values(name)[0]!, 'group');
  return freeSlug(wanted, new Set([...(await slugsLike(ctx, wanted, 'groups')), ...reservedSlugs]));
}

/**
 * Founds a group. Its first lead is whoever `first` names (e-mail address or username), else its founder. The form brings the id,
 * so that sent twice it makes one. Returns the address, and whether the founder is in it.
 */
export async function foundGroup(
  ctx: Ctx,
  founder: string,
  id: string,
  form: GroupForm,
  first: string | null,
): Promise<Outcome<{ slug: string; mine: boolean }>> {
  const lead = first === null ? founder : await belongingAccount(ctx, first);
  if (!lead) return { ok: false, errors: { first: { key: 'groups.first.unknown' } } };
  const slug = await addressFor(ctx, form.entry, form.name);
  const made = await ctx.trx
    .insertInto('groups')
    .values({
      network_id: ctx.network.id,
      id,
      slug,
      name: json(form.name),
      charter: json(form.charter),
      entry: form.entry,
      digest_text: form.digestText,
      created_at: ctx.now,
      created_by: founder,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) {
    const there = await ctx.trx
      .selectFrom('groups')
      .select('slug')
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .where('created_by', '=', founder)
      .executeTakeFirst();
    return { ok: true, slug: found(there).slug, mine: lead === founder };
  }
  await ctx.trx
    .insertInto('group_members')
    .values({
      network_id: ctx.network.id,
      group_id: id,
      account_id: lead,
      state: 'in',
      lead: true,
      joined_at: ctx.now,
    })
    .execute();
  await beginTelling(ctx, lead);
  await record(ctx, { verb: 'founded', noun: 'group', id, detail: { entry: form.entry } });
  return { ok: true, slug, mine: lead === founder };
}

/** Name, charter, how one comes in, and whether digests carry text. The address stays what it is. */
export async function saveGroup(ctx: Ctx, group: Group, form: GroupForm): Promise<void> {
  await ctx.trx
    .updateTable('groups')
    .set({
      name: json(form.name),
      charter: json(form.charter),
      entry: form.entry,
      digest_text: form.digestText,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', group.id)
    .execute();
  // The log may hold whose each place was while it was not hidden, and pages will say it once it is hidden no more.
  if ((form.entry === 'hidden') !== (group.entry === 'hidden'))
    await ctx.trx
      .updateTable('group_members')
      .set({ id: sql<string>`gen_random_uuid()` })
      .where('network_id', '=', ctx.network.id)
      .where('group_id', '=', group.id)
      .execute();
  await record(asBorne(ctx, group), {
    verb: 'edited',
    noun: 'group',
    id: group.id,
    detail: { entry: form.entry, digestText: form.digestText },
  });
}

/** Closes it (nobody writes or joins any more; what was written stays for who is in it), or opens it again. */
export async function setClosed(ctx: Ctx, slug: string, closed: boolean): Promise<void> {
  const group = await lockedGroup(ctx, slug);
  if ((group.closedAt !== null) === closed) return;
  await ctx.trx
    .updateTable('groups')
    .set({ closed_at: closed ? ctx.now : null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', group.id)
    .execute();
  await record(asBorne(ctx, group), { verb: closed ? 'closed' : 'reopened', noun: 'group', id: group.id });
}
