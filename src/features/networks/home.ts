import { z } from 'zod';

const sentence = z.string().trim().min(1);

/** The texts of a network's home page in one language. Kept in `networks.settings` under `home`, by language. */
export const homeTexts = z.strictObject({
  /** Markdown, one or two short paragraphs under the tagline. */
  intro: sentence,
  /** The ways in. `href` names a page of the network; null: words only. */
  ways: z
    .array(
      z.strictObject({ title: sentence, text: sentence, href: z.enum(['campaigns', 'representatives']).nullable() }),
    )
    .length(3),
  /** What the network asks for (a campaign). */
  asks: z.array(sentence).min(1).optional(),
  /** What the network works towards, and what it holds true (a coalition). */
  goals: z.array(sentence).min(1).optional(),
  beliefs: z.array(sentence).min(1).optional(),
});

export type HomeTexts = z.infer<typeof homeTexts>;

/**
 * The home texts of a network's settings in `locale`, else in the first of `locales` that has them;
 * null when the network has none (or holds some of an older form).
 */
export function homeOf(settings: unknown, locale: string, locales: readonly string[] = []): HomeTexts | null {
  const home = z.object({ home: z.record(z.string(), z.unknown()) }).safeParse(settings);
  if (!home.success) return null;
  for (const candidate of [locale, ...locales]) {
    const texts = homeTexts.safeParse(home.data.home[candidate]);
    if (texts.success) return texts.data;
  }
  return null;
}
