import { z } from 'zod';
import { line, type Sent } from '../../platform/http/index.ts';
import { entries, watches } from './group.ts';

const paragraph = (longest: number) => z.string().trim().max(longest, 'field.long');

/** Name and charter by language: a name in one of them at least. */
export function textsOf(sent: Sent, locales: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    locales.flatMap((locale) => [
      [`name_${locale}`, sent.get(`name_${locale}`).trim()],
      [`charter_${locale}`, sent.get(`charter_${locale}`).trim()],
    ]),
  );
}

/** The form of a group, new or old. `hidden` may be chosen only where `mayHide`. */
export const groupForm = (locales: readonly string[], mayHide: boolean) =>
  z
    .object({
      ...Object.fromEntries(
        locales.flatMap((locale) => [
          [`name_${locale}`, line(120)],
          [`charter_${locale}`, paragraph(20_000)],
        ]),
      ),
      entry: z.enum(entries, 'field.choose').refine((entry) => mayHide || entry !== 'hidden', 'field.choose'),
      digest_text: z.string(),
    })
    .transform((raw, context): GroupForm => {
      const values = raw as Record<string, string>;
      const by = (field: string) =>
        Object.fromEntries(
          locales.map((locale) => [locale, values[`${field}_${locale}`] ?? '']).filter(([, text]) => text !== ''),
        );
      const name = by('name');
      if (Object.keys(name).length === 0)
        context.addIssue({ code: 'custom', message: 'field.required', path: [`name_${locales[0]}`] });
      return { name, charter: by('charter'), entry: raw.entry, digestText: raw.digest_text === 'yes' };
    });
export type GroupForm = {
  name: Record<string, string>;
  charter: Record<string, string>;
  entry: (typeof entries)[number];
  digestText: boolean;
};

/** The name she bears in a group (empty: her own), her words to whoever lets her in, and what her digest tells. */
export const membershipForm = z.object({
  alias: line(60).transform((text) => text.normalize('NFC').replace(/\s+/g, ' ') || null),
  words: paragraph(1_000),
  watch: z.enum(watches, 'field.choose'),
});
export type MembershipForm = z.output<typeof membershipForm>;

export const readFields = (sent: Sent, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name).trim()]));
