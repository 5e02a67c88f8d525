import type { Translatable, TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { linesOf } from './overview.ts';
import { marksOf, waitingOf } from './queries.ts';
import { digestOf, type State, states, totalOf } from './translation.ts';

/** How far a thing is translated into one language: the least finished of its parts. */
export type Standing = { locale: string; state: State };
/** By thing: the languages in which something of it is still to do. */
export type Standings = ReadonlyMap<string, Standing[]>;

/** How far these things are translated, for a page of their own room. `things` are with their texts. */
export async function standingsOf(
  ctx: Ctx,
  kind: Translatable,
  things: readonly TranslatableThing[],
): Promise<Standings> {
  const [marks, waiting] = await Promise.all([
    marksOf(ctx, { kind: kind.kind, ids: things.map(({ id }) => id) }),
    waitingOf(ctx),
  ]);
  const digests = things.map((thing) => ({
    ...thing,
    texts: Object.fromEntries(
      Object.entries(thing.texts).map(([locale, texts]) => [
        locale,
        Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, digestOf(text)])),
      ]),
    ),
  }));
  const known = { marks, waiting, assignments: [], own: [] };
  const lines = linesOf([{ kind, things: digests }], known, ctx.actor, ctx.network.locales);
  const open = lines.filter(({ counts }) => counts.reviewed < totalOf(counts));
  return new Map(
    [...Map.groupBy(open, ({ thing }) => thing.id)].map(([id, own]) => [
      id,
      own.map(({ locale, counts }) => ({ locale, state: states.find((state) => counts[state] > 0)! })),
    ]),
  );
}
