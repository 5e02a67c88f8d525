import type { Feature, Translatable, TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Every kind of thing whose words can be translated. */
export const translatableOf = (features: readonly Feature[]): Translatable[] =>
  features.flatMap((feature) => feature.translatable ?? []);

/** The things that these rows name, with their texts: of those that are gone, undefined. Kind by kind, asked of the database together. */
export async function thingsNamed(
  ctx: Ctx,
  kinds: readonly Translatable[],
  named: readonly { kind: string; thingId: string }[],
): Promise<(kind: string, id: string) => TranslatableThing | undefined> {
  const key = (kind: string, id: string) => `${kind}:${id}`;
  const ids = Map.groupBy(named, ({ kind }) => kind);
  const found = await Promise.all(
    kinds
      .filter(({ kind }) => ids.has(kind))
      .map(async (one) => {
        const things = await one.find(ctx, [...new Set(ids.get(one.kind)!.map(({ thingId }) => thingId))]);
        return things.map((thing) => [key(one.kind, thing.id), thing] as const);
      }),
  );
  const known = new Map(found.flat());
  return (kind, id) => known.get(key(kind, id));
}
