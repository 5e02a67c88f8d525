import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { type FieldErrors, found } from '../../platform/http/index.ts';
import type { Translatable, TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { May } from './access.ts';
import { draftsOf, lockTranslation, marksOf, unitKey } from './queries.ts';
import { digestOf, holds, type MadeBy } from './translation.ts';

export type Outcome =
  | { ok: true; what: 'handed-in' | 'saved' | 'reviewed' | 'nothing' }
  | { ok: false; errors: FieldErrors };
export type Verb = 'handed-in' | 'saved' | 'reviewed' | 'taken-over' | 'set-aside' | 'imported' | 'taken-back';

/** What came of a form: for each field its text, what is said of it, and the digests of what its writer had before her. */
export type SentField = { text: string; machine: boolean; reviewed: boolean; seenSource: string; seenTarget: string };

export const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** Keeps source texts from which something was translated. Written before the marks that name them. */
export async function keepSources(ctx: Ctx, texts: Iterable<string>): Promise<void> {
  const all = [...new Set(texts)].filter((text) => text !== '');
  for (let from = 0; from < all.length; from += 200)
    await ctx.trx
      .insertInto('translation_sources')
      .values(
        all
          .slice(from, from + 200)
          .map((text) => ({ network_id: ctx.network.id, digest: digestOf(text), text, at: ctx.now })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

export type NewMark = {
  kind: string;
  id: string;
  locale: string;
  field: string;
  sourceLocale: string;
  sourceDigest: string;
  targetDigest: string;
  madeBy: MadeBy;
  reviewed: boolean;
};

/** Writes down how texts were translated. */
export async function mark(ctx: Ctx, marks: readonly NewMark[]): Promise<void> {
  for (let from = 0; from < marks.length; from += 500)
    await ctx.trx
      .insertInto('translation_marks')
      .values(
        marks.slice(from, from + 500).map((one) => ({
          network_id: ctx.network.id,
          kind: one.kind,
          thing_id: one.id,
          locale: one.locale,
          field: one.field,
          source_locale: one.sourceLocale,
          source_digest: one.sourceDigest,
          target_digest: one.targetDigest,
          made_by: one.madeBy,
          reviewed_at: one.reviewed ? ctx.now : null,
          reviewed_by: one.reviewed ? accountOf(ctx) : null,
          at: ctx.now,
          account_id: accountOf(ctx),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['network_id', 'kind', 'thing_id', 'locale', 'field']).doUpdateSet((eb) => ({
          source_locale: eb.ref('excluded.source_locale'),
          source_digest: eb.ref('excluded.source_digest'),
          target_digest: eb.ref('excluded.target_digest'),
          made_by: eb.ref('excluded.made_by'),
          reviewed_at: eb.ref('excluded.reviewed_at'),
          reviewed_by: eb.ref('excluded.reviewed_by'),
          at: eb.ref('excluded.at'),
          account_id: eb.ref('excluded.account_id'),
        })),
      )
      .execute();
}

/** Adds a line to what happened to a thing's translation, here and in the network's record. */
export async function note(
  ctx: Ctx,
  what: { kind: string; id: string; locale: string },
  verb: Verb,
  fields: readonly string[],
): Promise<void> {
  await ctx.trx
    .insertInto('translation_history')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      kind: what.kind,
      thing_id: what.id,
      locale: what.locale,
      verb,
      fields: [...fields],
      at: ctx.now,
      account_id: accountOf(ctx),
    })
    .execute();
  await record(ctx, {
    verb,
    noun: 'translation',
    id: what.id,
    detail: { kind: what.kind, locale: what.locale, fields: [...fields] },
  });
}

const dropDrafts = (ctx: Ctx, kind: string, id: string, locale: string, fields: readonly string[]) =>
  ctx.trx
    .deleteFrom('translation_drafts')
    .where('network_id', '=', ctx.network.id)
    .where('kind', '=', kind)
    .where('thing_id', '=', id)
    .where('locale', '=', locale)
    .where('field', 'in', fields.length > 0 ? [...fields] : [''])
    .execute();

/** Mistakes that can be told before the thing's own room is asked. */
export function mistakesIn(kind: Translatable, texts: Record<string, string>): FieldErrors {
  const errors: FieldErrors = {};
  const some = Object.values(texts).some((text) => text !== '');
  for (const field of kind.fields) {
    const text = texts[field.name] ?? '';
    if (text.includes('\0')) errors[field.name] = { key: 'field.line' };
    else if (text.length > field.longest) errors[field.name] = { key: 'field.long', values: { limit: field.longest } };
    else if (field.form === 'line' && /\p{Cc}/u.test(text)) errors[field.name] = { key: 'field.line' };
    else if (some && field.required && text === '') errors[field.name] = { key: 'field.required' };
  }
  return errors;
}

/**
 * Saves what somebody wrote in one language. Who translates hands in: drafts that no reader sees. Who reviews writes through the thing's
 * own room, at once before its readers, and says of each field who made it and whether it is right. Nothing is overwritten unseen: a
 * source or a text that changed since the form was opened stops everything, with what was typed kept.
 */
export async function saveTexts(
  ctx: Ctx,
  kind: Translatable,
  id: string,
  locale: string,
  sent: Record<string, SentField>,
  may: May,
): Promise<Outcome> {
  await lockTranslation(ctx, kind.kind, id, locale);
  const thing = found((await kind.find(ctx, [id]))[0]);
  const source = thing.texts[thing.source] ?? {};
  const live = thing.texts[locale] ?? {};
  const drafts = await draftsOf(ctx, kind.kind, id, locale);
  const names = kind.fields.map(({ name }) => name);
  const errors: FieldErrors = {};
  for (const name of names) {
    const base = drafts.get(name)?.text ?? live[name] ?? '';
    const one = found(sent[name]);
    if (one.seenSource !== digestOf(source[name] ?? '')) errors[name] = { key: 'translations.changed.source' };
    else if (one.seenTarget !== digestOf(base) && one.text !== base)
      errors[name] = { key: 'translations.changed.target' };
  }
  const texts = Object.fromEntries(names.map((name) => [name, sent[name]!.text]));
  const wrong = { ...mistakesIn(kind, texts), ...errors };
  if (Object.keys(wrong).length > 0) return { ok: false, errors: wrong };
  return may === 'review'
    ? writeThrough(ctx, kind, thing, locale, sent, drafts)
    : handIn(ctx, kind, thing, locale, sent, drafts);
}

async function handIn(
  ctx: Ctx,
  kind: Translatable,
  thing: TranslatableThing,
  locale: string,
  sent: Record<string, SentField>,
  drafts: ReadonlyMap<string, { text: string; madeBy: MadeBy }>,
): Promise<Outcome> {
  const live = thing.texts[locale] ?? {};
  const source = thing.texts[thing.source] ?? {};
  const changed = Object.keys(sent).filter((name) => {
    const draft = drafts.get(name);
    const { text, machine } = sent[name]!;
    return text !== (draft?.text ?? live[name] ?? '') || (draft && (draft.madeBy === 'machine') !== machine);
  });
  if (changed.length === 0) return { ok: true, what: 'nothing' };
  const back = changed.filter((name) => sent[name]!.text === (live[name] ?? ''));
  const waiting = changed.filter((name) => !back.includes(name) && source[name]);
  await dropDrafts(ctx, kind.kind, thing.id, locale, back);
  await keepSources(
    ctx,
    waiting.map((name) => source[name]!),
  );
  for (const name of waiting) {
    const row = {
      text: sent[name]!.text,
      source_locale: thing.source,
      source_digest: digestOf(source[name]!),
      made_by: sent[name]!.machine ? 'machine' : 'person',
      at: ctx.now,
      account_id: accountOf(ctx),
    };
    await ctx.trx
      .insertInto('translation_drafts')
      .values({ network_id: ctx.network.id, kind: kind.kind, thing_id: thing.id, locale, field: name, ...row })
      .onConflict((conflict) =>
        conflict.columns(['network_id', 'kind', 'thing_id', 'locale', 'field']).doUpdateSet(row),
      )
      .execute();
  }
  await note(ctx, { kind: kind.kind, id: thing.id, locale }, 'handed-in', changed);
  return { ok: true, what: 'handed-in' };
}

async function writeThrough(
  ctx: Ctx,
  kind: Translatable,
  thing: TranslatableThing,
  locale: string,
  sent: Record<string, SentField>,
  drafts: ReadonlyMap<string, unknown>,
): Promise<Outcome> {
  const names = kind.fields.map(({ name }) => name);
  const source = thing.texts[thing.source] ?? {};
  const live = thing.texts[locale] ?? {};
  const before = await marksOf(ctx, { kind: kind.kind, ids: [thing.id], locale });
  const changed = names.filter((name) => sent[name]!.text !== (live[name] ?? ''));
  if (changed.length > 0) {
    const texts = Object.fromEntries(names.map((name) => [name, sent[name]!.text]));
    const written = await kind.write(ctx, thing.id, locale, texts);
    if (!written.ok) return written;
  }
  // As its room keeps them: it may have trimmed what was typed.
  const now = changed.length > 0 ? (found((await kind.find(ctx, [thing.id]))[0]).texts[locale] ?? {}) : live;
  const marks: NewMark[] = [];
  for (const name of names) {
    const target = now[name] ?? '';
    if (!source[name] || target === '') continue;
    const known = before.get(unitKey(kind.kind, thing.id, name, locale));
    const stood = known && holds({ target: digestOf(live[name] ?? ''), mark: known }) ? known : undefined;
    const { machine, reviewed } = sent[name]!;
    const fresh = changed.includes(name) || drafts.has(name);
    const same = stood && (stood.madeBy === 'machine') === machine && stood.reviewed === reviewed;
    const stale = stood && stood.sourceDigest !== digestOf(source[name]);
    if (!fresh && !machine && !reviewed && !stood) continue;
    if (!fresh && same && !(reviewed && stale)) continue;
    marks.push({
      kind: kind.kind,
      id: thing.id,
      locale,
      field: name,
      sourceLocale: thing.source,
      // An untouched text of which nobody says that it still fits was made from what it was made from.
      sourceDigest: fresh || reviewed || !stood ? digestOf(source[name]) : stood.sourceDigest,
      targetDigest: digestOf(target),
      madeBy: machine ? 'machine' : 'person',
      reviewed,
    });
  }
  const touched = names.filter(
    (name) => changed.includes(name) || drafts.has(name) || marks.some((one) => one.field === name),
  );
  if (touched.length === 0) return { ok: true, what: 'nothing' };
  await keepSources(
    ctx,
    marks.map((one) => source[one.field]!),
  );
  await mark(ctx, marks);
  await dropDrafts(ctx, kind.kind, thing.id, locale, [...drafts.keys()]);
  const all = marks.length > 0 && marks.every((one) => one.reviewed);
  const verb = drafts.size > 0 ? 'taken-over' : all ? 'reviewed' : 'saved';
  await note(ctx, { kind: kind.kind, id: thing.id, locale }, verb, touched);
  return { ok: true, what: all ? 'reviewed' : 'saved' };
}

/** Sets aside what was handed in: readers keep what they have. */
export async function setAside(ctx: Ctx, kind: string, id: string, locale: string): Promise<void> {
  await lockTranslation(ctx, kind, id, locale);
  const drafts = await draftsOf(ctx, kind, id, locale);
  if (drafts.size === 0) return;
  await dropDrafts(ctx, kind, id, locale, [...drafts.keys()]);
  await note(ctx, { kind, id, locale }, 'set-aside', [...drafts.keys()]);
}
