import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { type FieldErrors, found, freeSlug, moveAddress, proposeSlug, slugsLike } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { removeFile } from '../files/index.ts';
import { removePicture } from '../pictures/index.ts';
import { removeTags, type SpineChoice, setTags, tagsOf } from '../spine/index.ts';
import { listPlaces } from '../vocabularies/index.ts';
import { type DeskWork, findForDesk, groupExists, organisationExists } from './desk-queries.ts';
import type { BasicsForm, VersionForm } from './forms.ts';
import { snapshotOf } from './history.ts';
import { identifierKey, isReady, type Kind, missingFor, type RelationKind, titleKey } from './work.ts';
import { filesOf } from './work-queries.ts';

export type Outcome = { ok: true } | { ok: false; errors: FieldErrors };
const done: Outcome = { ok: true };
const refused = (field: string, key: string): Outcome => ({ ok: false, errors: { [field]: { key } } });

/** The tables of its addresses, those of now and those of before. */
export const addresses = ['library_works', 'library_slugs'] as const;

/** The subject of its tags. */
export const subject = 'library';

/** A work that is not in the bin, held until the commit. 404 for anything else. */
async function locked(ctx: Ctx, id: string): Promise<DeskWork> {
  const work = found(await findForDesk(ctx, id, true));
  return found(work.deletedAt ? undefined : work);
}

async function change(ctx: Ctx, id: string, set: Record<string, unknown>): Promise<void> {
  await ctx.trx
    .updateTable('library_works')
    .set((eb) => ({ ...set, updated_at: ctx.now, revision: eb('revision', '+', 1) }))
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** Writes down how the work is described now. Call it after every change of what its readers see. */
export async function remember(ctx: Ctx, id: string): Promise<void> {
  const work = found(await findForDesk(ctx, id));
  const files = (await filesOf(ctx, id)).map((file) => file.label || file.name);
  const state = snapshotOf(work, work.versions, await tagsOf(ctx, subject, id), files);
  await ctx.trx
    .insertInto('library_history')
    .values({
      network_id: ctx.network.id,
      work_id: id,
      revision: work.revision,
      at: ctx.now,
      account_id: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      state: JSON.stringify(state),
    })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'work_id', 'revision']).doUpdateSet({ state: JSON.stringify(state) }),
    )
    .execute();
}

/** Begins a draft. The form brings the id, so that sent twice it makes one. */
export async function createWork(
  ctx: Ctx,
  id: string,
  form: { title: string; locale: string; kind: Kind },
): Promise<void> {
  const wanted = proposeSlug(form.title, 'work');
  const taken = await slugsLike(ctx, wanted, ...addresses);
  const made = await ctx.trx
    .insertInto('library_works')
    .values({
      network_id: ctx.network.id,
      id,
      slug: freeSlug(wanted, new Set([...taken, 'id', 'preview'])),
      kind: form.kind,
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await ctx.trx
    .insertInto('library_versions')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      work_id: id,
      locale: form.locale,
      title: form.title,
      title_key: titleKey(form.title),
      original: true,
      updated_at: ctx.now,
    })
    .execute();
  await remember(ctx, id);
  await record(ctx, { verb: 'created', noun: 'library-work', id });
}

/** Everything that describes the work in all languages, and what it is about. */
export async function saveBasics(ctx: Ctx, id: string, form: BasicsForm, tags: SpineChoice): Promise<Outcome> {
  const work = await locked(ctx, id);
  // The one it is kept for stays, also where whoever saves may not know of it.
  if (form.group_id && form.group_id !== work.groupId && !(await groupExists(ctx, form.group_id)))
    return refused('group_id', 'field.choose');
  if (form.publisher_id && !(await organisationExists(ctx, form.publisher_id)))
    return refused('publisher_id', 'field.choose');
  if (form.court_country && (await listPlaces(ctx, { ids: [form.court_country] })).length === 0)
    return refused('court_country', 'field.choose');
  const move = { id, from: work.slug, to: form.slug, keep: work.state === 'published' };
  if (!(await moveAddress(ctx, addresses, 'work_id', move))) return refused('slug', 'news.slug.taken');
  if (work.state === 'published') {
    // What keeps a draft back keeps a published one from being changed so.
    const after = {
      creators: form.creators,
      consentBy: form.consent_by,
      consentOn: form.consent_on,
      consentHow: form.consent_how,
      access: form.access,
      groupId: form.group_id,
    };
    const [missing] = missingFor(after, work.versions).filter(({ field }) => field !== 'versions');
    if (missing) return refused(missing.field, missing.key);
  }
  const { creators, contributors, identifiers, publish_at, ...rest } = form;
  await change(ctx, id, {
    ...rest,
    group_id: form.access === 'group' ? form.group_id : null,
    creators: JSON.stringify(creators),
    contributors: JSON.stringify(contributors),
    identifiers: JSON.stringify(identifiers),
    identifier_keys: identifiers.map(identifierKey),
    // A published work always has a date: left empty, it stays what it was.
    publish_at: publish_at ?? (work.state === 'published' ? work.publishAt : null),
  });
  await setTags(ctx, subject, id, tags);
  await remember(ctx, id);
  await record(ctx, {
    verb: 'edited',
    noun: 'library-work',
    id,
    detail: { slug: form.slug, kind: form.kind, access: form.access, licence: form.licence },
  });
  return done;
}

/** The words of one language, made or replaced. A shown work keeps one language that can be read. */
export async function saveVersion(ctx: Ctx, id: string, locale: string, form: VersionForm): Promise<Outcome> {
  const work = await locked(ctx, id);
  const others = work.versions.filter((version) => version.locale !== locale);
  if (work.state === 'published' && !isReady(form) && !others.some(isReady))
    return refused('abstract', 'library.version.needed');
  const original = form.original || others.length === 0 || !others.some((version) => version.original);
  const words = {
    title: form.title,
    title_key: titleKey(form.title),
    subtitle: form.subtitle,
    abstract: form.abstract,
    body: form.body,
    translators: form.translators,
    original,
    updated_at: ctx.now,
  };
  if (original)
    await ctx.trx
      .updateTable('library_versions')
      .set({ original: false })
      .where('network_id', '=', ctx.network.id)
      .where('work_id', '=', id)
      .where('locale', '!=', locale)
      .execute();
  await ctx.trx
    .insertInto('library_versions')
    .values({ network_id: ctx.network.id, id: newId(), work_id: id, locale, ...words })
    .onConflict((conflict) => conflict.columns(['network_id', 'work_id', 'locale']).doUpdateSet(words))
    .execute();
  await change(ctx, id, {});
  await remember(ctx, id);
  await record(ctx, { verb: 'edited', noun: 'library-version', id, detail: { locale } });
  return done;
}

/** Takes one language away with its files' places; the last language and the last readable one of a shown work stay. */
export async function removeVersion(ctx: Ctx, id: string, locale: string): Promise<Outcome> {
  const work = await locked(ctx, id);
  found(work.versions.find((version) => version.locale === locale));
  const others = work.versions.filter((version) => version.locale !== locale);
  if (others.length === 0 || (work.state === 'published' && !others.some(isReady)))
    return refused('versions', 'library.version.last');
  await ctx.trx
    .deleteFrom('library_versions')
    .where('network_id', '=', ctx.network.id)
    .where('work_id', '=', id)
    .where('locale', '=', locale)
    .execute();
  await change(ctx, id, {});
  await remember(ctx, id);
  await record(ctx, { verb: 'removed', noun: 'library-version', id, detail: { locale } });
  return done;
}

/** Puts a stored file at the end of a version's files. */
export async function addFile(ctx: Ctx, id: string, locale: string, fileId: string): Promise<void> {
  const work = await locked(ctx, id);
  const version = found(work.versions.find((one) => one.locale === locale));
  const files = (await filesOf(ctx, id)).filter((file) => file.versionId === version.id);
  await ctx.trx
    .insertInto('library_files')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      version_id: version.id,
      file_id: fileId,
      position: Math.max(0, ...files.map((file) => file.position)) + 1,
      created_at: ctx.now,
    })
    .execute();
  await change(ctx, id, {});
  await remember(ctx, id);
  await record(ctx, { verb: 'added', noun: 'library-file', id, detail: { locale, file: fileId } });
}

/** Takes a file away from the work, and from the store when nothing else has it. */
export async function dropFile(ctx: Ctx, id: string, placeId: string): Promise<void> {
  await locked(ctx, id);
  const file = found((await filesOf(ctx, id)).find((one) => one.id === placeId));
  await ctx.trx
    .deleteFrom('library_files')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', placeId)
    .execute();
  await removeFile(ctx, file.fileId);
  await change(ctx, id, {});
  await remember(ctx, id);
  await record(ctx, { verb: 'removed', noun: 'library-file', id, detail: { file: file.fileId } });
}

/** Moves a file before the one above it. The first one stays first. */
export async function liftFile(ctx: Ctx, id: string, placeId: string): Promise<void> {
  await locked(ctx, id);
  const all = await filesOf(ctx, id);
  const file = found(all.find((one) => one.id === placeId));
  const own = all.filter((one) => one.versionId === file.versionId);
  const at = own.indexOf(file);
  if (at === 0) return;
  const order = [...own.slice(0, at - 1), file, own[at - 1]!, ...own.slice(at + 1)];
  for (const [index, one] of order.entries())
    await ctx.trx
      .updateTable('library_files')
      .set({ position: index + 1 })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', one.id)
      .execute();
  await change(ctx, id, {});
  await remember(ctx, id);
}

/** Shows it to those whom its access names, now or from its date on. */
export async function publish(ctx: Ctx, id: string): Promise<Outcome> {
  const work = await locked(ctx, id);
  if (work.state === 'published') return done;
  const missing = missingFor(work, work.versions);
  if (missing.length > 0)
    return { ok: false, errors: Object.fromEntries(missing.map(({ field, key }) => [field, { key }])) };
  await change(ctx, id, { state: 'published', publish_at: work.publishAt ?? ctx.now });
  await remember(ctx, id);
  await record(ctx, { verb: 'published', noun: 'library-work', id, detail: { access: work.access } });
  return done;
}

/** Takes it back to a draft: the next answer of any page, feed or export is without it. */
export async function withdraw(ctx: Ctx, id: string): Promise<void> {
  const work = await locked(ctx, id);
  if (work.state === 'draft') return;
  await change(ctx, id, { state: 'draft', publish_at: null });
  await remember(ctx, id);
  await record(ctx, { verb: 'withdrew', noun: 'library-work', id });
}

/** Puts it in the bin: nobody sees it any more; for thirty days it can be taken out again. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  const work = found(await findForDesk(ctx, id, true));
  if (work.deletedAt) return;
  await change(ctx, id, { deleted_at: ctx.now });
  await record(ctx, { verb: 'removed', noun: 'library-work', id, detail: { slug: work.slug } });
}

/** Takes it out of the bin, as it was. */
export async function restore(ctx: Ctx, id: string): Promise<void> {
  const work = found(await findForDesk(ctx, id, true));
  if (!work.deletedAt) return;
  await change(ctx, id, { deleted_at: null });
  await record(ctx, { verb: 'restored', noun: 'library-work', id });
}

/** Says how it belongs to another work. False when there is no such other work. */
export async function relate(ctx: Ctx, id: string, kind: RelationKind, toId: string): Promise<boolean> {
  await locked(ctx, id);
  const other = await findForDesk(ctx, toId);
  if (!other || toId === id) return false;
  await ctx.trx
    .insertInto('library_relations')
    .values({ network_id: ctx.network.id, from_id: id, to_id: toId, kind })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await record(ctx, { verb: 'added', noun: 'library-relation', id, detail: { kind, to: toId } });
  return true;
}

/** Takes a relation away again. */
export async function unrelate(ctx: Ctx, id: string, kind: string, toId: string): Promise<void> {
  await locked(ctx, id);
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('library_relations')
    .where('network_id', '=', ctx.network.id)
    .where('from_id', '=', id)
    .where('kind', '=', kind)
    .where('to_id', '=', toId)
    .executeTakeFirst();
  if (numDeletedRows > 0n)
    await record(ctx, { verb: 'removed', noun: 'library-relation', id, detail: { kind, to: toId } });
}

/** Gives it a picture that stands for a video, or none; the one before goes when nothing else shows it. */
export async function setPoster(ctx: Ctx, id: string, fileId: string | null): Promise<void> {
  const work = await locked(ctx, id);
  await change(ctx, id, { poster_id: fileId });
  if (work.posterId && work.posterId !== fileId) await removePicture(ctx, work.posterId);
  await record(ctx, { verb: fileId ? 'set' : 'removed', noun: 'library-poster', id });
}

const dayMs = 86_400_000;
/** How long a work lies in the bin, in days. */
const binDays = 30;

/** Deletes for good what has lain in the bin for thirty days; returns how many works. */
export async function retain(ctx: Ctx): Promise<number> {
  const gone = await ctx.trx
    .deleteFrom('library_works')
    .where('network_id', '=', ctx.network.id)
    .where('deleted_at', '<', new Date(ctx.now.getTime() - binDays * dayMs))
    .returning(['id', 'poster_id'])
    .execute();
  await removeTags(
    ctx,
    subject,
    gone.map((row) => row.id),
  );
  for (const row of gone) if (row.poster_id) await removePicture(ctx, row.poster_id);
  return gone.length;
}
