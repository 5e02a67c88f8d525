import { sql } from 'kysely';
import type { Ctx } from '../tenancy/ctx.ts';

// Letters that Unicode does not decompose.
const plainLetters: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** An address made from a title: "Cœurs brisés !" → "coeurs-brises". A title without Latin letters gives `otherwise`. */
export function proposeSlug(title: string, otherwise: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[æœøßłđðþı]/g, (letter) => plainLetters[letter]!)
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug || otherwise;
}

/** `wanted`, or else with the first number that makes it free: "come-and-see-2". */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n += 1) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
}

/** The addresses that stand in these tables of the network, now or (in a table of old ones) before, and begin as `wanted`. */
export async function slugsLike(
  ctx: Pick<Ctx, 'trx' | 'network'>,
  wanted: string,
  ...tables: string[]
): Promise<Set<string>> {
  const each = tables.map(
    (table) =>
      sql`select slug from ${sql.table(table)} where network_id = ${ctx.network.id} and slug >= ${wanted} and slug < ${`${wanted}~`}`,
  );
  const { rows } = await sql<{ slug: string }>`${sql.join(each, sql` union all `)}`.execute(ctx.trx);
  return new Set(rows.map((row) => row.slug));
}

/**
 * Frees an address for a thing that moves there, and keeps the one that it has as a way to it where readers may know that (`keep`).
 * `tables`: of the addresses now and of those before; `thing`: the latter's column that names the thing. False: the address is or was
 * another's.
 */
export async function moveAddress(
  ctx: Pick<Ctx, 'trx' | 'network'>,
  [now, before]: readonly [string, string],
  thing: string,
  { id, from, to, keep }: { id: string; from: string; to: string; keep: boolean },
): Promise<boolean> {
  if (from === to) return true;
  const network = ctx.network.id;
  if ((await slugsLike(ctx, to, now, before)).has(to)) {
    const { rows } = await sql`
      delete from ${sql.table(before)} where network_id = ${network} and slug = ${to} and ${sql.ref(thing)} = ${id}
      returning slug`.execute(ctx.trx);
    if (rows.length === 0) return false;
  }
  if (keep)
    await sql`
      insert into ${sql.table(before)} (network_id, slug, ${sql.ref(thing)}) values (${network}, ${from}, ${id})
      on conflict (network_id, slug) do nothing`.execute(ctx.trx);
  return true;
}
