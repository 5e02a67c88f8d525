import { record } from '../../platform/audit/index.ts';
import { found } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { removeTags, type SpineChoice, setTags } from '../spine/index.ts';
import { mayChange } from './access.ts';
import type { ItemForm, TextForm } from './forms.ts';
import { type Item, stateOn } from './item.ts';
import { accountOf, findItem, subject, todayOf } from './queries.ts';

const columnsOf = (form: ItemForm) => ({
  kind: form.kind,
  organisation_id: form.organisation,
  country: form.country,
  whereabouts: form.whereabouts,
  languages: form.languages,
  from_on: form.from,
  until_on: form.until,
  seen: form.seen,
});

/** It is found at its country too. */
const tagged = (form: ItemForm, tags: SpineChoice): SpineChoice => ({
  ...tags,
  places: [...new Set([...tags.places, ...(form.country ? [form.country] : [])])],
});

/** The item, locked, if the actor may change it; else 404. */
async function ownItem(ctx: Ctx, id: string): Promise<Item> {
  const item = found(await findItem(ctx, id, true));
  return found(mayChange(ctx.actor, item) ? item : undefined);
}

async function change(ctx: Ctx, id: string, set: Record<string, unknown>): Promise<void> {
  await ctx.trx
    .updateTable('exchange_items')
    .set({ ...set, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** Adds an offer or request of hers. The form brings the id, so that sent twice it makes one. */
export async function createItem(
  ctx: Ctx,
  id: string,
  form: ItemForm & TextForm & { locale: string },
  tags: SpineChoice,
): Promise<void> {
  const made = await ctx.trx
    .insertInto('exchange_items')
    .values({
      network_id: ctx.network.id,
      id,
      side: form.side,
      account_id: accountOf(ctx)!,
      ...columnsOf(form),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await writeText(ctx, id, form.locale, form);
  await setTags(ctx, subject, id, tagged(form, tags));
  await record(ctx, { verb: 'created', noun: 'exchange-item', id, detail: { side: form.side, seen: form.seen } });
}

const writeText = (ctx: Ctx, item: string, locale: string, { title, body }: TextForm) =>
  ctx.trx
    .insertInto('exchange_texts')
    .values({ network_id: ctx.network.id, item_id: item, locale, title, body })
    .onConflict((conflict) => conflict.columns(['network_id', 'item_id', 'locale']).doUpdateSet({ title, body }))
    .execute();

/** Changes everything but the words. Whether it is an offer or a request stays. */
export async function saveItem(ctx: Ctx, id: string, form: ItemForm, tags: SpineChoice): Promise<void> {
  const item = await ownItem(ctx, id);
  // A coordinator who mends somebody's item does not put it under another organisation's name.
  const hers = item.accountId === accountOf(ctx);
  const columns = columnsOf(form);
  await change(ctx, id, hers ? columns : { ...columns, organisation_id: item.organisationId });
  await setTags(ctx, subject, id, tagged(form, tags));
  await record(ctx, { verb: 'edited', noun: 'exchange-item', id, detail: { seen: form.seen, until: form.until } });
}

/** Its words in one language, new or other ones. */
export async function saveText(ctx: Ctx, id: string, locale: string, text: TextForm): Promise<void> {
  await ownItem(ctx, id);
  await writeText(ctx, id, locale, text);
  await change(ctx, id, {});
  await record(ctx, { verb: 'edited', noun: 'exchange-text', id, detail: { locale } });
}

async function end(ctx: Ctx, id: string, state: 'done' | 'withdrawn', set: Record<string, unknown> = {}) {
  await change(ctx, id, { state, ended_at: ctx.now, ...set });
  await record(ctx, { verb: state === 'done' ? 'finished' : 'withdrew', noun: 'exchange-item', id });
}

/** What became of it. It leaves the list; its page tells the sentence. */
export async function finishItem(ctx: Ctx, id: string, result: string): Promise<void> {
  const item = await ownItem(ctx, id);
  if (item.state !== 'withdrawn') await end(ctx, id, 'done', { result });
}

/** Takes it back: nobody but its author and the coordinators sees it any more. */
export async function withdrawItem(ctx: Ctx, id: string): Promise<void> {
  const item = await ownItem(ctx, id);
  if (item.state !== 'withdrawn') await end(ctx, id, 'withdrawn');
}

/** It stands again. False when its last day is over: it needs a new one first. */
export async function reopenItem(ctx: Ctx, id: string): Promise<boolean> {
  const item = await ownItem(ctx, id);
  const today = todayOf(ctx);
  if (item.until < today) return false;
  if (stateOn(item, today) === 'open') return true;
  await change(ctx, id, { state: 'open', ended_at: null });
  await record(ctx, { verb: 'reopened', noun: 'exchange-item', id });
  return true;
}

const dayMs = 86_400_000;
/** How long an item that is over is kept with its conversations, in days. */
const keptDays = 730;

/** Writes down what is over, and deletes what was over two years ago. */
export async function retainItems(ctx: Ctx): Promise<number> {
  const over = await ctx.trx
    .updateTable('exchange_items')
    .set({ state: 'expired', ended_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'open')
    .where('until_on', '<', todayOf(ctx))
    .executeTakeFirst();
  const gone = await ctx.trx
    .deleteFrom('exchange_items')
    .where('network_id', '=', ctx.network.id)
    .where('ended_at', '<', new Date(ctx.now.getTime() - keptDays * dayMs))
    .returning('id')
    .execute();
  await removeTags(
    ctx,
    subject,
    gone.map((row) => row.id),
  );
  return Number(over.numUpdatedRows) + gone.length;
}
