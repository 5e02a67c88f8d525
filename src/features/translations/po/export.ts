import type { Translatable } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { mostThings } from '../overview.ts';
import { marksOf, sourcesOfLanguage, unitKey } from '../queries.ts';
import { digestOf, keyOf, stateOf } from '../translation.ts';
import { poEntry, poHeader } from './write.ts';

const atOnce = 100;

/** Words of the file's notes, in the language of whoever fetches it. */
export type Notes = {
  thing(kind: string, title: string): string;
  field(field: string): string;
  language(locale: string): string;
  address(kind: Translatable, id: string): string;
};

/** All texts of these kinds that can be translated into a language, as a PO file, piece by piece. */
export async function* poFile(
  ctx: Ctx,
  kinds: readonly Translatable[],
  locale: string,
  notes: Notes,
): AsyncGenerator<string> {
  yield poHeader({ network: ctx.network.slug, name: `Casement: ${ctx.network.slug}`, locale, at: ctx.now });
  const marks = await marksOf(ctx, { locale });
  const sources = await sourcesOfLanguage(ctx, locale);
  for (const kind of kinds) {
    const ids = (await kind.list(ctx, mostThings)).filter((thing) => thing.source !== locale).map((thing) => thing.id);
    for (let from = 0; from < ids.length; from += atOnce) {
      for (const thing of await kind.find(ctx, ids.slice(from, from + atOnce))) {
        for (const { name } of kind.fields) {
          const source = thing.texts[thing.source]?.[name] ?? '';
          if (source === '') continue;
          const target = thing.texts[locale]?.[name] ?? '';
          const mark = marks.get(unitKey(kind.kind, thing.id, name, locale));
          const state = stateOf({
            source: digestOf(source),
            sourceLocale: thing.source,
            target: digestOf(target),
            mark,
          });
          yield poEntry({
            key: keyOf(kind.kind, thing.id, name),
            source,
            target,
            fuzzy: state === 'stale' || state === 'machine',
            notes: [notes.thing(kind.kind, thing.title), `${notes.field(name)} (${notes.language(thing.source)})`],
            reference: notes.address(kind, thing.id),
            before: state === 'stale' ? sources.get(mark!.sourceDigest) : undefined,
          });
        }
      }
    }
  }
}
