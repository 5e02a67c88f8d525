import { countUpTo, type Trx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import type { BackReference, BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** So many lines of each kind stand on a noun's page, and on a page of one kind. */
const pageSize = 20;

/** What points to a noun, kind by kind. With `kind`, that one alone; `next` is then the key of the page after this one. */
export type Pointing = { groups: BackReferences[]; kind?: string; next?: string };

/**
 * What the features know that points to a noun of the spine, as far as the actor may see it: the first of every kind, or one page of
 * one kind, as the address asks.
 */
export async function pointingTo(
  deps: Pick<Deps, 'features'>,
  ctx: Ctx,
  noun: SpineNoun,
  { kind, after }: { kind?: string; after?: string } = {},
): Promise<Pointing> {
  const page: ReferencePage = { limit: pageSize + 1, kind, after: kind && isId(after) ? after : undefined };
  const answers = await Promise.all(
    deps.features.map(async (feature) => (await feature.backReferences?.(ctx, noun, page)) ?? []),
  );
  const all = answers
    .flat()
    .filter((group) => group.count > 0 && asksFor(page, group.kind))
    .map((group) => ({ ...group, more: group.lines.length > pageSize, lines: group.lines.slice(0, pageSize) }));
  const groups = all.map(({ more: _, ...group }) => group);
  return kind && all[0] ? { groups, kind, next: all[0].more ? all[0].lines.at(-1)?.id : undefined } : { groups };
}

const isId = (text: string | undefined): boolean =>
  text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Whether a page shows this kind. */
const asksFor = (page: ReferencePage, kind: string): boolean => page.kind === undefined || page.kind === kind;

/**
 * The answer of a room for one kind: counts what its query holds and reads a page of it, side by side. `pointing` is the whole of what
 * the actor may see, with its id alone; `lines` reads the page.
 */
export async function referencesOf(
  ctx: { trx: Trx },
  page: ReferencePage,
  kind: string,
  pointing: Parameters<typeof countUpTo>[1],
  lines: () => Promise<BackReference[]>,
): Promise<BackReferences[]> {
  if (!asksFor(page, kind)) return [];
  const [count, shown] = await Promise.all([countUpTo(ctx.trx, pointing), lines()]);
  return [{ kind, count, lines: shown }];
}
