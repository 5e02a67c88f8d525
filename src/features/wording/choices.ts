import { z } from 'zod';
import { record } from '../../platform/audit/index.ts';
import { type FieldErrors, line } from '../../platform/http/index.ts';
import type { Ctx, NetworkSettings } from '../../platform/tenancy/index.ts';
import { flagsIn, lists, sentenceIds } from '../../ui/wording/index.ts';

export type Choices = NonNullable<NetworkSettings['wording']>;
export type Outcome = { ok: true } | { ok: false; errors: FieldErrors };

/** So many words of its own has a network at most. */
const mostOwn = 200;

/** The lists that concern a network: those of its languages. */
export const languagesOf = (locales: readonly string[]): string[] =>
  locales.filter((locale) => Object.hasOwn(lists, locale));

/** Everything of these languages that can be put off: `en:inmate`, `en:offence`. */
export const idsOf = (locales: readonly string[]): string[] =>
  languagesOf(locales).flatMap((locale) =>
    [...lists[locale]!.words.map((word) => word.id), ...sentenceIds].map((id) => `${locale}:${id}`),
  );

/** A word of the network's own. A star at its end stands for any ending. */
export const ownForm = (locales: readonly string[]) =>
  z.object({
    word: z
      .string()
      .trim()
      .min(1, 'field.required')
      .max(60, 'field.long')
      .refine((text) => /[\p{L}\p{N}]/u.test(text) && !/[\p{Cc}\u2028\u2029]/u.test(text), 'wording.word.form')
      .refine((text) => !text.slice(0, -1).includes('*'), 'wording.word.star'),
    instead: line(200),
    locale: z.string().refine((locale) => locales.includes(locale), 'field.choose'),
  });
export type OwnForm = z.output<ReturnType<typeof ownForm>>;

/** Changes the choices under the row's lock, so that two coordinators' changes are both kept. */
async function change(ctx: Ctx, next: (now: Choices) => Choices | undefined): Promise<boolean> {
  const row = await ctx.trx
    .selectFrom('networks')
    .select('settings')
    .where('id', '=', ctx.network.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const settings = row.settings as NetworkSettings;
  const wording = next(settings.wording ?? {});
  if (!wording) return false;
  await ctx.trx
    .updateTable('networks')
    .set({ settings: JSON.stringify({ ...settings, wording }) })
    .where('id', '=', ctx.network.id)
    .execute();
  await record(ctx, { verb: 'changed', noun: 'network', id: ctx.network.id, detail: { fields: ['wording'] } });
  return true;
}

/** Flags these words of our lists and no others of the network's languages; what was put off in other languages stays so. */
export async function chooseWords(ctx: Ctx, flagged: readonly string[]): Promise<void> {
  const shown = idsOf(ctx.network.locales);
  await change(ctx, (now) => ({
    ...now,
    off: [...(now.off ?? []).filter((id) => !shown.includes(id)), ...shown.filter((id) => !flagged.includes(id))],
  }));
}

/** Adds a word of the network's own. The form brings the id, so that sent twice it adds one. */
export async function addWord(ctx: Ctx, id: string, form: OwnForm): Promise<Outcome> {
  const known = flagsIn(form.word.replace('*', ''), form.locale, ctx.network.settings.wording);
  if (known.length > 0) return { ok: false, errors: { word: { key: 'wording.word.known' } } };
  let full = false;
  await change(ctx, (now) => {
    const own = now.own ?? [];
    if (own.some((one) => one.id === id)) return undefined;
    full = own.length >= mostOwn;
    return full ? undefined : { ...now, own: [...own, { id, ...form }] };
  });
  return full
    ? { ok: false, errors: { word: { key: 'wording.word.many', values: { limit: mostOwn } } } }
    : { ok: true };
}

/** Removes one; false when there is none. */
export const removeWord = (ctx: Ctx, id: string): Promise<boolean> =>
  change(ctx, (now) => {
    const own = now.own ?? [];
    return own.some((one) => one.id === id) ? { ...now, own: own.filter((one) => one.id !== id) } : undefined;
  });
