import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { textDigest } from '../../platform/db/index.ts';
import type { TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Name and motto by language, as one thing to translate; with digests in place of the texts where those are asked for. */
export async function namesOf(ctx: Ctx, id: string, digests: boolean): Promise<TranslatableThing[]> {
  const text = (column: string) => (digests ? textDigest(column) : sql<string>`${sql.ref(column)}`);
  const rows = await ctx.trx
    .selectFrom(
      ctx.trx
        .selectFrom('networks')
        .innerJoinLateral(sql<{ locale: string }>`jsonb_object_keys(networks.name)`.as<'k'>(sql`k(locale)`), (join) =>
          join.onTrue(),
        )
        .select([
          'k.locale',
          sql<string>`networks.name ->> k.locale`.as('name'),
          sql<string>`coalesce(networks.tagline ->> k.locale, '')`.as('tagline'),
        ])
        .where('networks.id', '=', ctx.network.id)
        .as('t'),
    )
    .select(['t.locale', 't.name as title', text('t.name').as('name'), text('t.tagline').as('tagline')])
    .execute();
  const source = ctx.network.locales.find((locale) => rows.some((row) => row.locale === locale)) ?? rows[0]?.locale;
  if (!source) return [];
  return [
    {
      id,
      title: rows.find((row) => row.locale === source)!.title,
      source,
      readers: 'public',
      texts: Object.fromEntries(rows.map(({ locale, name, tagline }) => [locale, { name, tagline }])),
    },
  ];
}

/** Writes name and motto in one language; empty ones leave that language to the others. */
export async function writeNames(ctx: Ctx, locale: string, texts: { name: string; tagline: string }): Promise<void> {
  const put = (column: string, text: string) =>
    text === ''
      ? sql<string>`${sql.ref(column)} - ${locale}::text`
      : sql<string>`${sql.ref(column)} || jsonb_build_object(${locale}::text, ${text}::text)`;
  await ctx.trx
    .updateTable('networks')
    .set({ name: put('name', texts.name), tagline: put('tagline', texts.tagline) })
    .where('id', '=', ctx.network.id)
    .execute();
  await record(ctx, {
    verb: 'changed',
    noun: 'network',
    id: ctx.network.id,
    detail: { fields: [`name_${locale}`, `tagline_${locale}`] },
  });
}
