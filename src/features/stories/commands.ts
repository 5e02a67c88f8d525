import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { found, freeSlug, proposeSlug, slugsLike } from '../../platform/http/index.ts';
import { emailKey, eraseMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { accountByEmail, accountByUsername, usernameKey } from '../accounts/index.ts';
import { removePicture } from '../pictures/index.ts';
import { removeTags, type SpineChoice, setTags } from '../spine/index.ts';
import { isLogged, type Outcome, type Voice, withdraw } from './approvals.ts';
import type { BasicsForm, IdentityForm, PaymentForm, TextForm } from './forms.ts';
import { identityOf } from './keeping-queries.ts';
import { findKept, type Story } from './queries.ts';
import { type Companion, companions } from './shown.ts';
import { type StoryText, versionOf } from './story.ts';

const done: Outcome = { ok: true };
/** The subject of its tags. */
export const subject = 'story';

/** The story, held until the commit. Throws `not-found` for one that is not there, or whose words were erased. */
export async function locked(ctx: Ctx, id: string): Promise<Story> {
  const story = found(await findKept(ctx, id, true));
  return found(story.erasedAt ? undefined : story);
}

async function change(ctx: Ctx, id: string, set: Record<string, unknown>): Promise<void> {
  await ctx.trx
    .updateTable('stories')
    .set({ ...set, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** Begins a story that nobody sees yet. The form brings the id, so that sent twice it makes one. */
export async function createStory(
  ctx: Ctx,
  id: string,
  form: { title: string; locale: string; public_name: string },
): Promise<void> {
  const wanted = proposeSlug(form.title, 'story');
  const made = await ctx.trx
    .insertInto('stories')
    .values({
      network_id: ctx.network.id,
      id,
      slug: freeSlug(wanted, await slugsLike(ctx, wanted, 'stories')),
      public_name: form.public_name,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  const text = { locale: form.locale, title: form.title, summary: '', body: '', picture_alt: '' };
  await putText(ctx, { id, publicName: form.public_name, alias: true, pictureKey: null }, text);
  await record(ctx, { verb: 'created', noun: 'story', id });
}

/** Writes a text with the digest of what its readers see. */
async function putText(
  ctx: Ctx,
  story: Pick<Story, 'id' | 'publicName' | 'alias' | 'pictureKey'>,
  text: StoryText,
): Promise<void> {
  const row = { ...text, version: versionOf(text, story) };
  await ctx.trx
    .insertInto('story_texts')
    .values({ network_id: ctx.network.id, story_id: story.id, ...row })
    .onConflict((conflict) => conflict.columns(['network_id', 'story_id', 'locale']).doUpdateSet(row))
    .execute();
}

/** What stands beside all languages changed (name, picture): every digest is made anew. */
async function renew(ctx: Ctx, story: Story, now: Partial<Story>): Promise<void> {
  for (const { locale, title, summary, body, picture_alt } of story.texts)
    await putText(ctx, { ...story, ...now }, { locale, title, summary, body, picture_alt });
}

/** Address, the name beside her words, tags. Another name: she is asked anew. */
export async function saveBasics(ctx: Ctx, id: string, form: BasicsForm, tags: SpineChoice): Promise<Outcome> {
  const story = await locked(ctx, id);
  if (form.slug !== story.slug && (await slugsLike(ctx, form.slug, 'stories')).has(form.slug))
    return { ok: false, errors: { slug: { key: 'stories.slug.taken' } } };
  await change(ctx, id, { slug: form.slug, public_name: form.public_name, alias: form.alias });
  if (form.public_name !== story.publicName || form.alias !== story.alias)
    await renew(ctx, story, { publicName: form.public_name, alias: form.alias });
  await setTags(ctx, subject, id, tags);
  await record(ctx, { verb: 'edited', noun: 'story', id });
  return done;
}

/** The words of one language. What she agreed to for other words shows nothing until she agrees to these. */
export async function saveText(ctx: Ctx, id: string, locale: string, text: TextForm): Promise<Outcome> {
  const story = await locked(ctx, id);
  await putText(ctx, story, { locale, ...text });
  await change(ctx, id, {});
  await record(ctx, { verb: 'edited', noun: 'story-text', id, detail: { locale } });
  return done;
}

/** Gives it a picture, or none. What she agreed to with another picture, or without one, is asked anew. */
export async function setPicture(ctx: Ctx, id: string, picture: { id: string; key: string } | null): Promise<void> {
  const story = await locked(ctx, id);
  if (story.pictureId === (picture?.id ?? null)) return;
  await change(ctx, id, { picture_id: picture?.id ?? null });
  await renew(ctx, story, { pictureKey: picture?.key ?? null });
  if (story.pictureId) await removePicture(ctx, story.pictureId);
  await record(ctx, { verb: picture ? 'set' : 'removed', noun: 'story-picture', id });
}

/**
 * Who she is and how she is reached. The log says that it changed, never what. Where she is reached elsewhere from now on, the links that
 * were mailed end: the mailbox before may have been somebody else's.
 */
export async function saveIdentity(ctx: Ctx, id: string, form: IdentityForm): Promise<Outcome> {
  await locked(ctx, id);
  const before = await identityOf(ctx, id);
  let account: string | null = null;
  if (form.username !== '') {
    const found =
      (await accountByEmail(ctx.trx, ctx.network.id, emailKey(form.username))) ??
      (await accountByUsername(ctx.trx, ctx.network.id, usernameKey(form.username)));
    if (!found) return { ok: false, errors: { username: { key: 'stories.identity.noAccount' } } };
    account = found.id;
  }
  // What is answered there counts as the woman's own word: nobody makes her own account or mailbox one in which it is given.
  const own = 'id' in ctx.actor ? ctx.actor.id : null;
  if (account && account === own && before?.accountId !== own)
    return { ok: false, errors: { username: { key: 'stories.identity.own' } } };
  const changed = emailKey(form.contact_email || '') !== emailKey(before?.email ?? '');
  if (own && form.contact_email && changed) {
    const holder = await accountByEmail(ctx.trx, ctx.network.id, emailKey(form.contact_email));
    if (holder?.id === own) return { ok: false, errors: { contact_email: { key: 'stories.identity.own' } } };
  }
  if (form.way === 'account' && !account) return { ok: false, errors: { username: { key: 'field.required' } } };
  await change(ctx, id, {
    real_name: form.real_name,
    way: form.way,
    contact_email: form.contact_email,
    contact_email_key: form.contact_email ? emailKey(form.contact_email) : null,
    contact_note: form.contact_note,
    account_id: account,
  });
  const keyOf = (email: string | null | undefined) => (email ? emailKey(email) : '');
  if (before?.way !== form.way || before.accountId !== account || keyOf(before.email) !== keyOf(form.contact_email))
    await revokeLinks(ctx, id, 'mail');
  await record(ctx, { verb: 'changed', noun: 'story-identity', id });
  return done;
}

/** Notes what she was paid. The form brings the id, so that sent twice it is noted once. */
export async function addPayment(
  ctx: Ctx,
  storyId: string,
  id: string,
  form: PaymentForm,
  coordinator: string,
): Promise<void> {
  await locked(ctx, storyId);
  const made = await ctx.trx
    .insertInto('story_payments')
    .values({
      network_id: ctx.network.id,
      id,
      story_id: storyId,
      ...form,
      recorded_at: ctx.now,
      recorded_by: coordinator,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await record(ctx, { verb: 'recorded', noun: 'story-payment', id: storyId, detail: { kind: form.kind } });
}

/** Which stories a campaign's page or news show, of those that may stand there; the others stay as they are. */
export async function chooseFor(
  ctx: Ctx,
  on: Companion,
  thingId: string,
  offered: string[],
  chosen: string[],
): Promise<void> {
  if (offered.length === 0) return;
  const table = sql.table(companions[on].table);
  const column = sql.ref(companions[on].column);
  const network = ctx.network.id;
  await sql`delete from ${table} where network_id = ${network} and ${column} = ${thingId}
    and story_id = any(${offered}::uuid[])`.execute(ctx.trx);
  const taken = offered.filter((id) => chosen.includes(id));
  await sql`insert into ${table} (network_id, ${column}, story_id)
    select ${network}, ${thingId}, unnest(${taken}::uuid[]) on conflict do nothing`.execute(ctx.trx);
  await record(ctx, { verb: 'changed', noun: `${on}-stories`, id: thingId, detail: { stories: taken.length } });
}

/** Makes a private link. Nothing secret is stored: the address is the id and our signature. */
export async function makeLink(ctx: Ctx, storyId: string, kind: 'mail' | 'handed'): Promise<string> {
  const id = newId();
  await ctx.trx
    .insertInto('story_links')
    .values({ network_id: ctx.network.id, id, story_id: storyId, kind, made_at: ctx.now })
    .execute();
  if (kind === 'handed') await record(ctx, { verb: 'issued', noun: 'story-link', id: storyId });
  return id;
}

/** Ends every private link of a story, or those of one kind, and takes back mails with one that have not left. */
export async function revokeLinks(ctx: Ctx, storyId: string, kind?: 'mail' | 'handed'): Promise<void> {
  const ended = await ctx.trx
    .updateTable('story_links')
    .set({ revoked_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('story_id', '=', storyId)
    .where('revoked_at', 'is', null)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
    .returning('id')
    .execute();
  await eraseMails(
    ctx,
    ended.map((row) => row.id),
  );
  if (ended.length > 0) await record(ctx, { verb: 'revoked', noun: 'story-link', id: storyId });
}

/**
 * Takes everything back and removes her words, picture, names and addresses. What she agreed to and when stays, with the digests but
 * without the words; witnesses and notes go too. Cannot be undone.
 */
export async function eraseStory(ctx: Ctx, story: Story, voice: Voice): Promise<void> {
  await withdraw(ctx, story, undefined, voice);
  const of = { network: ctx.network.id, story: story.id };
  // Her private links go on: they show what she agreed to and when, without the words.
  const links = await ctx.trx
    .selectFrom('story_links')
    .select('id')
    .where('network_id', '=', of.network)
    .where('story_id', '=', of.story)
    .execute();
  await eraseMails(
    ctx,
    links.map((row) => row.id),
  );
  await change(ctx, story.id, {
    slug: `erased-${story.id.replaceAll('-', '')}`,
    public_name: '',
    real_name: '',
    account_id: null,
    contact_email: null,
    contact_email_key: null,
    contact_note: '',
    picture_id: null,
    erased_at: ctx.now,
  });
  await ctx.trx
    .deleteFrom('story_texts')
    .where('network_id', '=', of.network)
    .where('story_id', '=', of.story)
    .execute();
  for (const table of ['story_campaigns', 'story_news'] as const)
    await ctx.trx.deleteFrom(table).where('network_id', '=', of.network).where('story_id', '=', of.story).execute();
  await ctx.trx
    .updateTable('story_versions')
    .set({ public_name: '', title: '', summary: '', body: '', picture_alt: '', picture_key: null })
    .where('network_id', '=', of.network)
    .where('story_id', '=', of.story)
    .execute();
  await ctx.trx
    .updateTable('story_events')
    .set({ witness: '', note: '' })
    .where('network_id', '=', of.network)
    .where('story_id', '=', of.story)
    .execute();
  await ctx.trx
    .updateTable('story_payments')
    .set({ purpose: '', how: '' })
    .where('network_id', '=', of.network)
    .where('story_id', '=', of.story)
    .execute();
  await removeTags(ctx, subject, [story.id]);
  if (story.pictureId) await removePicture(ctx, story.pictureId);
  if (isLogged(voice)) await record(ctx, { verb: 'erased', noun: 'story', id: story.id });
}
