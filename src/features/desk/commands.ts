import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { askTogether } from '../../platform/db/index.ts';
import { dayOf, type FieldErrors, found, freeSlug, proposeSlug, slugsLike } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { removePicture } from '../pictures/index.ts';
import type { AskedTarget, Lookup } from '../representatives/index.ts';
import { removeTags, type SpineChoice, setTags } from '../spine/index.ts';
import { announce, type EventType } from '../webhooks/index.ts';
import { type DeskCampaign, moved, publicationProblems } from './campaign.ts';
import type { BasicsForm, CreateForm, TextForm } from './forms.ts';
import { findForDesk } from './queries.ts';
import { type TargetChoice, targetOf } from './targets.ts';

// Every command runs in a transaction of edit() and begins by locking the campaign's row, so that two coordinators who
// press at once come one after the other, and no letter is recorded between the look and the change.

/** What a command answers: done, or what is wrong by field. */
export type Outcome = { ok: true } | { ok: false; errors: FieldErrors };
const done: Outcome = { ok: true };
const refused = (field: string, key: string): Outcome => ({ ok: false, errors: { [field]: { key } } });

async function locked(ctx: Ctx, id: string): Promise<DeskCampaign> {
  const row = await ctx.trx
    .selectFrom('campaigns')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  found(row);
  return found(await findForDesk({ ...ctx, trx: askTogether(ctx.trx) }, id));
}

async function change(
  ctx: Ctx,
  id: string,
  values: Partial<{
    state: string;
    slug: string;
    goal: number | null;
    closes_at: Date | null;
    picture_id: string | null;
  }>,
) {
  await ctx.trx
    .updateTable('campaigns')
    .set({ ...values, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/**
 * Begins a draft. `id` comes with the form, so that the same form sent twice makes one campaign. An empty slug is made
 * from the title; one that was typed and is taken is refused.
 */
export async function createCampaign(ctx: Ctx, id: string, form: CreateForm): Promise<Outcome> {
  const wanted = form.slug || proposeSlug(form.title, 'campaign');
  const slug = form.slug || freeSlug(wanted, await slugsLike(ctx, wanted, 'campaigns'));
  const made = await ctx.trx
    .insertInto('campaigns')
    .values({ network_id: ctx.network.id, id, slug, mode: form.mode, created_at: ctx.now, updated_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return (await findForDesk(ctx, id)) ? done : refused('slug', 'desk.slug.taken');
  const blank = { summary: '', story: '', asks: [], letter_subject: '', letter_body: '' };
  await ctx.trx
    .insertInto('campaign_texts')
    .values({ network_id: ctx.network.id, campaign_id: id, locale: form.locale, title: form.title, ...blank })
    .execute();
  await record(ctx, { verb: 'created', noun: 'campaign', id, detail: { slug, mode: form.mode } });
  return done;
}

/** Address (while a draft), goal, closing date, and what it is about. */
export async function saveBasics(
  ctx: Ctx,
  id: string,
  form: BasicsForm,
  { facilities, offered, ...spine }: SpineChoice,
): Promise<Outcome> {
  const campaign = await locked(ctx, id);
  if (form.slug !== campaign.slug) {
    // People have shared the address of a campaign that was public once.
    if (campaign.state !== 'draft') return refused('slug', 'desk.slug.fixed');
    if ((await slugsLike(ctx, form.slug, 'campaigns')).has(form.slug)) return refused('slug', 'desk.slug.taken');
  }
  const movedClosing = form.closes_at?.getTime() !== campaign.closesAt?.getTime();
  if (campaign.state === 'open' && movedClosing && form.closes_at && form.closes_at <= ctx.now) {
    return refused('closes_at', 'desk.closes.past');
  }
  await change(ctx, id, { slug: form.slug, goal: form.goal, closes_at: form.closes_at });
  await replaceSpine(ctx, id, spine);
  // Facilities are kept as those of every other thing are; the log, which others read, does not name them.
  await setTags(ctx, 'campaign', id, { issues: [], places: [], provisions: [], facilities, offered });
  await record(ctx, {
    verb: 'edited',
    noun: 'campaign',
    id,
    detail: { slug: form.slug, goal: form.goal, closes_at: form.closes_at, ...spine },
  });
  return done;
}

async function replaceSpine(
  ctx: Ctx,
  campaignId: string,
  { issues, places, provisions }: { issues: string[]; places: string[]; provisions: string[] },
): Promise<void> {
  const own = { network_id: ctx.network.id, campaign_id: campaignId };
  for (const table of ['campaign_issues', 'campaign_places', 'campaign_provisions'] as const) {
    await ctx.trx
      .deleteFrom(table)
      .where('network_id', '=', own.network_id)
      .where('campaign_id', '=', campaignId)
      .execute();
  }
  if (issues.length > 0) {
    await ctx.trx
      .insertInto('campaign_issues')
      .values(issues.map((issue_id) => ({ ...own, issue_id })))
      .execute();
  }
  if (places.length > 0) {
    await ctx.trx
      .insertInto('campaign_places')
      .values(places.map((place_id) => ({ ...own, place_id })))
      .execute();
  }
  if (provisions.length > 0) {
    await ctx.trx
      .insertInto('campaign_provisions')
      .values(provisions.map((provision_id) => ({ ...own, provision_id })))
      .execute();
  }
}

/** The texts of one language, made or replaced. */
export async function saveText(ctx: Ctx, id: string, locale: string, text: TextForm): Promise<void> {
  await locked(ctx, id);
  await ctx.trx
    .insertInto('campaign_texts')
    .values({ network_id: ctx.network.id, campaign_id: id, locale, ...text })
    .onConflict((conflict) => conflict.columns(['network_id', 'campaign_id', 'locale']).doUpdateSet(text))
    .execute();
  await change(ctx, id, {});
  await record(ctx, { verb: 'edited', noun: 'campaign-text', id, detail: { locale } });
}

/** Takes the texts of one language away. The caller has asked whether the public is offered them. */
export async function removeText(ctx: Ctx, id: string, locale: string): Promise<void> {
  await locked(ctx, id);
  await ctx.trx
    .deleteFrom('campaign_texts')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', id)
    .where('locale', '=', locale)
    .execute();
  await change(ctx, id, {});
  await record(ctx, { verb: 'removed', noun: 'campaign-text', id, detail: { locale } });
}

/** Adds a role, a post, a body or a person at the end. Asking the same twice changes nothing. */
export async function addTarget(ctx: Ctx, id: string, lookup: Lookup, choice: TargetChoice): Promise<Outcome> {
  const campaign = await locked(ctx, id);
  const answer = targetOf(lookup, choice, dayOf(ctx.now, ctx.network.timeZone));
  if (!answer.ok) return refused(answer.field, answer.key);
  const { roleId, postId, bodyId, officialId } = answer.target;
  const same = (one: AskedTarget) =>
    one.roleId === roleId && one.postId === postId && one.bodyId === bodyId && one.officialId === officialId;
  if (campaign.targets.some(same)) return done;
  await ctx.trx
    .insertInto('campaign_targets')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      campaign_id: id,
      role_id: roleId,
      post_id: postId,
      body_id: bodyId,
      official_id: officialId,
      position: campaign.targets.length + 1,
    })
    .execute();
  await change(ctx, id, {});
  await record(ctx, {
    verb: 'added',
    noun: 'campaign-target',
    id,
    detail: { role: roleId, post: postId, body: bodyId, person: officialId },
  });
  return done;
}

async function renumber(ctx: Ctx, campaignId: string, ids: string[]): Promise<void> {
  for (const [index, id] of ids.entries()) {
    await ctx.trx
      .updateTable('campaign_targets')
      .set({ position: index + 1 })
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', '=', campaignId)
      .where('id', '=', id)
      .execute();
  }
}

/** Moves one of those who are asked up or down the list; `not-found` for one that is not on it. */
export async function moveTarget(ctx: Ctx, id: string, targetId: string, direction: 'up' | 'down'): Promise<void> {
  const campaign = await locked(ctx, id);
  const target = found(campaign.targets.find((one) => one.id === targetId));
  await renumber(
    ctx,
    id,
    moved(
      campaign.targets.map((one) => one.id),
      target.id,
      direction,
    ),
  );
  await change(ctx, id, {});
  await record(ctx, {
    verb: 'moved',
    noun: 'campaign-target',
    id,
    detail: { role: target.roleId, post: target.postId, direction },
  });
}

/** Takes a target away. An open campaign keeps at least one. A target that is gone already stays gone. */
export async function removeTarget(ctx: Ctx, id: string, targetId: string): Promise<Outcome> {
  const campaign = await locked(ctx, id);
  const target = campaign.targets.find((one) => one.id === targetId);
  if (!target) return done;
  if (campaign.state === 'open' && campaign.targets.length === 1) return refused('targets', 'desk.targets.last');
  await ctx.trx
    .deleteFrom('campaign_targets')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', id)
    .where('id', '=', targetId)
    .execute();
  await renumber(
    ctx,
    id,
    campaign.targets.filter((one) => one.id !== targetId).map((one) => one.id),
  );
  await change(ctx, id, {});
  await record(ctx, {
    verb: 'removed',
    noun: 'campaign-target',
    id,
    detail: { role: target.roleId, post: target.postId },
  });
  return done;
}

/** Sets the picture, or takes it away (null). The one before is deleted, unless another campaign shows it. */
export async function setPicture(ctx: Ctx, id: string, fileId: string | null): Promise<void> {
  const campaign = await locked(ctx, id);
  if (campaign.pictureId === fileId) return;
  await change(ctx, id, { picture_id: fileId });
  await record(ctx, { verb: fileId ? 'added' : 'removed', noun: 'campaign-picture', id, detail: { file: fileId } });
  if (campaign.pictureId) await removePicture(ctx, campaign.pictureId);
}

/** Puts a draft before the public. Refused with everything that is missing; published already: nothing happens. */
export async function publish(ctx: Ctx, id: string): Promise<Outcome> {
  const campaign = await locked(ctx, id);
  if (campaign.state === 'open') return done;
  if (campaign.state === 'closed') return refused('state', 'desk.refused.closed');
  return open(ctx, campaign, 'published');
}

/** Takes letters again. The same is needed as for the first publication. */
export async function reopen(ctx: Ctx, id: string): Promise<Outcome> {
  const campaign = await locked(ctx, id);
  if (campaign.state === 'open') return done;
  if (campaign.state === 'draft') return refused('state', 'desk.refused.draft');
  return open(ctx, campaign, 'reopened');
}

async function open(ctx: Ctx, campaign: DeskCampaign, verb: 'published' | 'reopened'): Promise<Outcome> {
  const errors = publicationProblems(campaign, ctx.network.locales, ctx.now);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  await change(ctx, campaign.id, { state: 'open' });
  await record(ctx, { verb, noun: 'campaign', id: campaign.id });
  await tell(ctx, verb === 'reopened' ? 'campaign.reopened' : 'campaign.published', campaign);
  return done;
}

/** Takes no more letters; the page stays. */
export async function close(ctx: Ctx, id: string): Promise<Outcome> {
  const campaign = await locked(ctx, id);
  if (campaign.state === 'closed') return done;
  if (campaign.state === 'draft') return refused('state', 'desk.refused.draft');
  await change(ctx, id, { state: 'closed' });
  await record(ctx, { verb: 'closed', noun: 'campaign', id });
  await tell(ctx, 'campaign.closed', campaign);
  return done;
}

/** Back to a draft, hidden from the public: only while nobody has written. */
export async function retract(ctx: Ctx, id: string): Promise<Outcome> {
  const campaign = await locked(ctx, id);
  if (campaign.state === 'draft') return done;
  if (campaign.actions > 0) return refused('state', 'desk.refused.retraction');
  await change(ctx, id, { state: 'draft' });
  await record(ctx, { verb: 'retracted', noun: 'campaign', id });
  await tell(ctx, 'campaign.retracted', campaign);
  return done;
}

/** Deletes a draft that nobody has written to. */
export async function remove(ctx: Ctx, id: string): Promise<Outcome> {
  const campaign = await locked(ctx, id);
  if (campaign.state !== 'draft' || campaign.actions > 0) return refused('state', 'desk.refused.removal');
  await ctx.trx.deleteFrom('campaigns').where('network_id', '=', ctx.network.id).where('id', '=', id).execute();
  await removeTags(ctx, 'campaign', [id]);
  await record(ctx, { verb: 'removed', noun: 'campaign', id, detail: { slug: campaign.slug } });
  if (campaign.pictureId) await removePicture(ctx, campaign.pictureId);
  return done;
}

const tell = (ctx: Ctx, type: EventType, { id, slug }: DeskCampaign): Promise<void> =>
  announce(ctx, { type, facts: { campaign: { id, slug } } });
