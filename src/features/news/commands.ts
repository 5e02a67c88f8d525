import { record } from '../../platform/audit/index.ts';
import { type FieldErrors, found, freeSlug, moveAddress, proposeSlug, slugsLike } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { removePicture } from '../pictures/index.ts';
import { removeTags, type SpineChoice, setTags } from '../spine/index.ts';
import type { BasicsForm, TextForm } from './forms.ts';
import { type DeskNewsItem, isReady, type NewsKind } from './item.ts';
import { findForDesk } from './queries.ts';

export type Outcome = { ok: true } | { ok: false; errors: FieldErrors };
const done: Outcome = { ok: true };

/** The subject of its tags. */
export const subject = 'news';

const addresses = ['news_items', 'news_slugs'] as const;

const locked = async (ctx: Ctx, id: string): Promise<DeskNewsItem> => found(await findForDesk(ctx, id, true));

async function change(ctx: Ctx, id: string, set: Record<string, unknown>): Promise<void> {
  await ctx.trx
    .updateTable('news_items')
    .set({ ...set, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** Begins a draft. The form brings the id, so that sent twice it makes one. */
export async function createItem(
  ctx: Ctx,
  id: string,
  form: { title: string; locale: string; kind: NewsKind },
): Promise<void> {
  const wanted = proposeSlug(form.title, 'news');
  const made = await ctx.trx
    .insertInto('news_items')
    .values({
      network_id: ctx.network.id,
      id,
      slug: freeSlug(wanted, await slugsLike(ctx, wanted, ...addresses)),
      kind: form.kind,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await ctx.trx
    .insertInto('news_texts')
    .values({ network_id: ctx.network.id, item_id: id, locale: form.locale, title: form.title })
    .execute();
  await record(ctx, { verb: 'created', noun: 'news', id });
}

/** Address, kind, authors, date and tags. A public item keeps its old address as a way to the new one. */
export async function saveBasics(ctx: Ctx, id: string, form: BasicsForm, tags: SpineChoice): Promise<Outcome> {
  const item = await locked(ctx, id);
  const move = { id, from: item.slug, to: form.slug, keep: item.state === 'published' };
  if (!(await moveAddress(ctx, addresses, 'item_id', move)))
    return { ok: false, errors: { slug: { key: 'news.slug.taken' } } };
  // A published item always has a date: left empty, it stays what it was.
  const publish_at = form.publish_at ?? (item.state === 'published' ? item.publishAt : null);
  await change(ctx, id, { slug: form.slug, kind: form.kind, authors: form.authors, publish_at });
  await setTags(ctx, subject, id, tags);
  // The log, which others read, does not name facilities.
  const { facilities: _, offered: __, ...spine } = tags;
  await record(ctx, { verb: 'edited', noun: 'news', id, detail: { slug: form.slug, kind: form.kind, ...spine } });
  return done;
}

/** The texts of one language, made or replaced. A language in which the item is public is not blanked. */
export async function saveText(ctx: Ctx, id: string, locale: string, text: TextForm): Promise<Outcome> {
  const item = await locked(ctx, id);
  const was = item.texts.find((one) => one.locale === locale);
  if (item.state === 'published' && isReady(was) && !isReady(text))
    return { ok: false, errors: { body: { key: 'news.text.needed' } } };
  await ctx.trx
    .insertInto('news_texts')
    .values({ network_id: ctx.network.id, item_id: id, locale, ...text })
    .onConflict((conflict) => conflict.columns(['network_id', 'item_id', 'locale']).doUpdateSet(text))
    .execute();
  await change(ctx, id, {});
  await record(ctx, { verb: 'edited', noun: 'news-text', id, detail: { locale } });
  return done;
}

/** Takes one language away. A public item keeps one in which it can be read. */
export async function removeText(ctx: Ctx, id: string, locale: string): Promise<Outcome> {
  const item = await locked(ctx, id);
  const others = item.texts.filter((one) => one.locale !== locale);
  const public_ = item.state === 'published';
  if (
    others.length === 0 ||
    (public_ && !others.some((one) => ctx.network.locales.includes(one.locale) && isReady(one)))
  )
    return { ok: false, errors: { body: { key: 'news.text.needed' } } };
  await ctx.trx
    .deleteFrom('news_texts')
    .where('network_id', '=', ctx.network.id)
    .where('item_id', '=', id)
    .where('locale', '=', locale)
    .execute();
  await change(ctx, id, {});
  await record(ctx, { verb: 'removed', noun: 'news-text', id, detail: { locale } });
  return done;
}

/** Makes it public, now or at the date it was given. Needs a finished text in one of the network's languages. */
export async function publish(ctx: Ctx, id: string): Promise<Outcome> {
  const item = await locked(ctx, id);
  if (item.state === 'published') return done;
  const ready = item.texts.filter((text) => ctx.network.locales.includes(text.locale) && isReady(text));
  if (ready.length === 0) return { ok: false, errors: { texts: { key: 'news.missing.texts' } } };
  await change(ctx, id, { state: 'published', publish_at: item.publishAt ?? ctx.now });
  await record(ctx, { verb: 'published', noun: 'news', id, detail: { locales: ready.map((text) => text.locale) } });
  return done;
}

/** Takes it back to a draft; the next answer of any page or feed is without it. */
export async function withdraw(ctx: Ctx, id: string): Promise<void> {
  const item = await locked(ctx, id);
  if (item.state === 'draft') return;
  await change(ctx, id, { state: 'draft', publish_at: null });
  await record(ctx, { verb: 'withdrew', noun: 'news', id });
}

/** Deletes a draft for good. False for one that is published. */
export async function remove(ctx: Ctx, id: string): Promise<boolean> {
  const item = await locked(ctx, id);
  if (item.state !== 'draft') return false;
  await removeTags(ctx, subject, [id]);
  await ctx.trx.deleteFrom('news_items').where('network_id', '=', ctx.network.id).where('id', '=', id).execute();
  if (item.pictureId) await removePicture(ctx, item.pictureId);
  await record(ctx, { verb: 'removed', noun: 'news', id, detail: { slug: item.slug } });
  return true;
}

/** Gives it a picture, or none; the one before goes when nothing else shows it. */
export async function setPicture(ctx: Ctx, id: string, pictureId: string | null): Promise<void> {
  const item = await locked(ctx, id);
  await change(ctx, id, { picture_id: pictureId });
  if (item.pictureId && item.pictureId !== pictureId) await removePicture(ctx, item.pictureId);
  await record(ctx, { verb: pictureId ? 'set' : 'removed', noun: 'news-picture', id });
}
