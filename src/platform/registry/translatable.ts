import type { At } from '../http/at.ts';
import type { FieldErrors } from '../http/form.ts';
import type { Ctx } from '../tenancy/ctx.ts';

/** One text of a thing: as a translator sees it. */
export type TranslatableField = {
  /** As in the texts; its label is the message `translations.field.NAME`. */
  name: string;
  /** In characters. */
  longest: number;
  /** A thing in a language is there with this alone. */
  required?: boolean;
  /** line: one line; lines: several; markdown: several, shown as Markdown. */
  form: 'line' | 'lines' | 'markdown';
};

/** A thing whose words stand in several languages. */
export type TranslatableThing = {
  id: string;
  /** How its coordinators call it, in its own language. */
  title: string;
  /** The language in which it was written first. */
  source: string;
  /** Who reads it now: everybody, who belongs, or only those whom its own room names (drafts among them). */
  readers: 'public' | 'members' | 'few';
  /** By language and field. In a list: the SHA-256 of each text in place of it (`textDigest`); an empty text stays empty. */
  texts: Record<string, Record<string, string>>;
};

/**
 * A kind of thing whose words can be translated. Its room keeps them and says what they are; the room `translations` shows them side by
 * side and keeps what is known of the translation. The label of the kind is the message `translations.kind.KIND`.
 */
export type Translatable = {
  kind: string;
  fields: readonly TranslatableField[];
  /** All of them with digests, what changed last first, at most `limit`. One statement; the caller has asked who may see them. */
  list(ctx: Ctx, limit: number): Promise<TranslatableThing[]>;
  /** These with their texts. */
  find(ctx: Ctx, ids: readonly string[]): Promise<TranslatableThing[]>;
  /** Where a coordinator works on it, and where it is read. */
  href(at: At, thing: { id: string }): string;
  /** What whoever writes it is told of when readers see it, where that is not at once: a message key. */
  later?: string;
  /** Writes all its fields in one language, with the room's own rules and record. All of them empty: the language goes. */
  write(
    ctx: Ctx,
    id: string,
    locale: string,
    texts: Record<string, string>,
  ): Promise<{ ok: true } | { ok: false; errors: FieldErrors }>;
};
