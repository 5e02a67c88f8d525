import { sql } from 'kysely';
import { textDigest } from '../../platform/db/index.ts';
import type { TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Works that are not in the bin, with their texts in all languages; in a list with digests in place of the texts. One statement. */
export async function worksInLanguages(
  ctx: Ctx,
  narrowed: { limit: number } | { ids: readonly string[] },
): Promise<TranslatableThing[]> {
  const text = (column: string) => ('ids' in narrowed ? sql<string>`${sql.ref(column)}` : textDigest(column));
  let works = ctx.trx
    .selectFrom('library_works')
    .select(['id', 'state', 'access', 'publish_at', 'updated_at'])
    .where('network_id', '=', ctx.network.id)
    .where('deleted_at', 'is', null)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc');
  works = 'ids' in narrowed ? works.where('id', 'in', [...narrowed.ids, noId]) : works.limit(narrowed.limit);
  const rows = await ctx.trx
    .selectFrom(works.as('w'))
    .innerJoin('library_versions as v', (join) =>
      join.on('v.network_id', '=', ctx.network.id).onRef('v.work_id', '=', 'w.id'),
    )
    .select(['w.id', 'w.state', 'w.access', 'w.publish_at', 'v.locale', 'v.original', 'v.title as name'])
    .select([
      text('v.title').as('title'),
      text('v.subtitle').as('subtitle'),
      text('v.abstract').as('abstract'),
      text('v.body').as('body'),
    ])
    .orderBy('w.updated_at', 'desc')
    .orderBy('w.id', 'desc')
    .orderBy('v.original', 'desc')
    .orderBy('v.locale')
    .execute();
  const things = new Map<string, TranslatableThing>();
  for (const { id, state, access, publish_at, locale, original: _, name, ...texts } of rows) {
    const shown = state === 'published' && publish_at !== null && publish_at <= ctx.now;
    const readers = !shown ? 'few' : access === 'public' ? 'public' : access === 'members' ? 'members' : 'few';
    // The first row of a work is its original.
    const thing = things.get(id) ?? { id, title: name, source: locale, readers, texts: {} };
    thing.texts[locale] = texts;
    things.set(id, thing);
  }
  return [...things.values()];
}

/** Names nothing: a list that is empty is no SQL. */
const noId = '00000000-0000-0000-0000-000000000000';
