import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { textDigest } from '../../platform/db/index.ts';
import type { TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Topics that are not closed, with their names in all languages; in a list with digests in place of the names. One statement. */
export async function topicsInLanguages(
  ctx: Ctx,
  narrowed: { limit: number } | { ids: readonly string[] },
): Promise<TranslatableThing[]> {
  let open = ctx.trx
    .selectFrom('inbox_topics as o')
    .innerJoinLateral(
      sql<{ locale: string; label: string }>`jsonb_each_text(o.labels)`.as<'e'>(sql`e(locale, label)`),
      (join) => join.onTrue(),
    )
    .select(['o.id', 'o.position', 'o.offered', 'e.locale', 'e.label'])
    .where('o.network_id', '=', ctx.network.id)
    .where('o.closed_at', 'is', null);
  if ('ids' in narrowed) open = open.where(sql<string>`o.id::text`, 'in', [...narrowed.ids, '']);
  const text = 'ids' in narrowed ? sql<string>`t.label` : textDigest('t.label');
  const rows = await ctx.trx
    .selectFrom(open.as('t'))
    .select(['t.id', 't.offered', 't.locale', 't.label as title', text.as('label')])
    .orderBy('t.position')
    .orderBy('t.id')
    .execute();
  const { locales } = ctx.network;
  const rank = (locale: string) => (locales.includes(locale) ? locales.indexOf(locale) : locales.length);
  const things: TranslatableThing[] = [];
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    const named = own.filter((row) => row.title !== '').sort((a, b) => rank(a.locale) - rank(b.locale));
    const [first] = named;
    if (!first) continue;
    things.push({
      id,
      title: first.title,
      source: first.locale,
      readers: first.offered ? 'public' : 'few',
      texts: Object.fromEntries(named.map(({ locale, label }) => [locale, { label }])),
    });
  }
  return 'ids' in narrowed ? things : things.slice(0, narrowed.limit);
}

/** Names a topic in one language; an empty name leaves it to the others. False when it is not there, or would be left without any. */
export async function writeTopicLabel(ctx: Ctx, id: string, locale: string, label: string): Promise<boolean> {
  const labels =
    label === ''
      ? sql<string>`labels - ${locale}::text`
      : sql<string>`labels || jsonb_build_object(${locale}::text, ${label}::text)`;
  const written = await ctx.trx
    .updateTable('inbox_topics')
    .set({ labels })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where(sql<boolean>`${labels} <> '{}'::jsonb`)
    .returning('id')
    .executeTakeFirst();
  if (written) await record(ctx, { verb: 'saved', noun: 'inbox-topic', id, detail: { locale } });
  return written !== undefined;
}
