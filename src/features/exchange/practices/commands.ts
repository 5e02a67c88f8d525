import { record } from '../../../platform/audit/index.ts';
import { found, freeSlug, proposeSlug, slugsLike } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { removeTags, type SpineChoice, setTags, tagsOf } from '../../spine/index.ts';
import { mayChange, mayReview } from '../access.ts';
import { accountOf } from '../queries.ts';
import type { BasicsForm, TextForm, UseForm } from './forms.ts';
import { folded, isWhole, type Practice } from './practice.ts';
import { findPractice, subject } from './queries.ts';

/** Words that the room's own addresses need. */
const reserved = new Set(['new', 'mine']);

/** The practice, locked, if the actor may change it: its author until it is published, coordinators always. */
async function ownPractice(ctx: Ctx, slug: string): Promise<Practice> {
  const practice = found(await findPractice(ctx, slug, true));
  const may = mayReview(ctx.actor) || (mayChange(ctx.actor, practice) && practice.state !== 'published');
  return found(may ? practice : undefined);
}

async function change(ctx: Ctx, id: string, set: Record<string, unknown>): Promise<void> {
  await ctx.trx
    .updateTable('practices')
    .set({ ...set, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** Begins a draft; the form brings the id, so that sent twice it makes one. Returns its address. */
export async function createPractice(ctx: Ctx, id: string, form: { title: string; locale: string }): Promise<string> {
  const proposed = proposeSlug(form.title, 'practice');
  const wanted = reserved.has(proposed) ? `${proposed}-practice` : proposed;
  const slug = freeSlug(wanted, await slugsLike(ctx, wanted, 'practices'));
  const made = await ctx.trx
    .insertInto('practices')
    .values({
      network_id: ctx.network.id,
      id,
      slug,
      account_id: accountOf(ctx),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('slug')
    .executeTakeFirst();
  if (!made) {
    const before = await ctx.trx
      .selectFrom('practices')
      .select('slug')
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .where('account_id', '=', accountOf(ctx))
      .executeTakeFirst();
    return found(before?.slug);
  }
  const blank = { problem: '', done: '', result: '', notFor: '' };
  await writeText(ctx, id, form.locale, { title: form.title, ...blank });
  await record(ctx, { verb: 'created', noun: 'practice', id });
  return slug;
}

async function writeText(ctx: Ctx, id: string, locale: string, text: TextForm): Promise<void> {
  const { notFor, ...rest } = text;
  const row = { ...rest, not_for: notFor, search_key: folded(Object.values(text).join(' ')).slice(0, 20_000) };
  await ctx.trx
    .insertInto('practice_texts')
    .values({ network_id: ctx.network.id, practice_id: id, locale, ...row })
    .onConflict((conflict) => conflict.columns(['network_id', 'practice_id', 'locale']).doUpdateSet(row))
    .execute();
}

/** Its words in one language. False where it is published in it and they would no longer be whole. */
export async function saveText(ctx: Ctx, slug: string, locale: string, text: TextForm): Promise<boolean> {
  const practice = await ownPractice(ctx, slug);
  const was = practice.texts.find((one) => one.locale === locale);
  if (practice.state === 'published' && isWhole(was) && !isWhole({ locale, ...text })) return false;
  await writeText(ctx, practice.id, locale, text);
  await change(ctx, practice.id, {});
  await record(ctx, { verb: 'edited', noun: 'practice-text', id: practice.id, detail: { locale } });
  return true;
}

/** Where, by whom, since when, what to read besides, what it is about, and for whom it is. */
export async function saveBasics(ctx: Ctx, slug: string, form: BasicsForm, tags: SpineChoice): Promise<void> {
  const practice = await ownPractice(ctx, slug);
  const hers = practice.accountId === accountOf(ctx);
  await change(ctx, practice.id, {
    country: form.country,
    organisation_id: hers || form.organisation === null ? form.organisation : practice.organisationId,
    began: form.began,
    links: JSON.stringify(form.links),
    public: form.seen === 'public',
  });
  await tag(ctx, practice.id, tags, [form.country, ...practice.uses.map((use) => use.country)]);
  await record(ctx, { verb: 'edited', noun: 'practice', id: practice.id, detail: { seen: form.seen } });
}

/** It is found at what it is about, and at every country in which it was tried. */
const tag = (ctx: Ctx, id: string, tags: SpineChoice, countries: (string | null)[]) =>
  setTags(ctx, subject, id, {
    ...tags,
    places: [...new Set([...tags.places, ...countries.filter((one) => one !== null)])],
  });

/** Gives it to the coordinators. False while no language has whole words. */
export async function submit(ctx: Ctx, slug: string): Promise<boolean> {
  const practice = await ownPractice(ctx, slug);
  if (!practice.texts.some(isWhole)) return false;
  if (practice.state !== 'draft') return true;
  await change(ctx, practice.id, { state: 'review', note: '', submitted_at: ctx.now });
  await record(ctx, { verb: 'submitted', noun: 'practice', id: practice.id });
  return true;
}

/** A coordinator publishes it. False while no language has whole words. */
export async function publish(ctx: Ctx, slug: string): Promise<boolean> {
  const practice = await ownPractice(ctx, slug);
  if (!practice.texts.some(isWhole)) return false;
  if (practice.state === 'published') return true;
  await change(ctx, practice.id, {
    state: 'published',
    note: '',
    published_at: practice.publishedAt ?? ctx.now,
    published_by: accountOf(ctx),
  });
  await record(ctx, { verb: 'published', noun: 'practice', id: practice.id });
  return true;
}

/** A coordinator sends it back to its author with a word why; a published one leaves every page and feed. */
export async function sendBack(ctx: Ctx, slug: string, note: string): Promise<void> {
  const practice = await ownPractice(ctx, slug);
  await change(ctx, practice.id, { state: 'draft', note });
  await record(ctx, { verb: 'returned', noun: 'practice', id: practice.id });
}

/** Deletes what is not published, for good. False for what is. */
export async function removePractice(ctx: Ctx, slug: string): Promise<boolean> {
  const practice = await ownPractice(ctx, slug);
  if (practice.state === 'published') return false;
  await removeTags(ctx, subject, [practice.id]);
  await ctx.trx
    .deleteFrom('practices')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', practice.id)
    .execute();
  await record(ctx, { verb: 'removed', noun: 'practice', id: practice.id });
  return true;
}

/** Somebody took it up somewhere else, with what changed. The form brings the id. */
export async function takeUp(ctx: Ctx, slug: string, id: string, form: UseForm): Promise<void> {
  const practice = found(await findPractice(ctx, slug));
  if (practice.state !== 'published') return void found(undefined);
  const made = await ctx.trx
    .insertInto('practice_uses')
    .values({
      network_id: ctx.network.id,
      id,
      practice_id: practice.id,
      account_id: accountOf(ctx),
      organisation_id: form.use_organisation,
      country: form.use_country,
      began: form.use_began,
      locale: ctx.locale,
      changed: form.changed,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await tag(ctx, practice.id, await tagsOf(ctx, subject, practice.id), [form.use_country]);
  await record(ctx, { verb: 'took-up', noun: 'practice', id: practice.id, detail: { country: form.use_country } });
}

/** Takes back that it was taken up: whoever wrote it, or a coordinator. */
export async function removeUse(ctx: Ctx, slug: string, id: string): Promise<void> {
  const practice = found(await findPractice(ctx, slug));
  const use = found(practice.uses.find((one) => one.id === id));
  found(mayChange(ctx.actor, use) || undefined);
  await ctx.trx.deleteFrom('practice_uses').where('network_id', '=', ctx.network.id).where('id', '=', id).execute();
  const rest = practice.uses.filter((one) => one.id !== id).map((one) => one.country);
  const tags = await tagsOf(ctx, subject, practice.id);
  const places = tags.places.filter((one) => one !== use.country);
  await tag(ctx, practice.id, { ...tags, places }, [practice.country, ...rest]);
  await record(ctx, { verb: 'removed', noun: 'practice-use', id });
}
