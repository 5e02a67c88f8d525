import { z } from 'zod';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type Block, blocksOf, optionOf } from './block.ts';

const movedSchema = z.array(z.object({ edition: z.string(), blocks: z.array(z.string()) }));

/** Gives what points to one organisation to the other, in every edition; `among` narrows it to blocks that moved before. */
async function point(ctx: Ctx, from: string, to: string, among?: z.infer<typeof movedSchema>) {
  const rows = await ctx.trx
    .selectFrom('website_editions')
    .select(['id', 'blocks'])
    .where('network_id', '=', ctx.network.id)
    .where('page', '=', 'connect')
    .forUpdate()
    .execute();
  const moved: z.infer<typeof movedSchema> = [];
  for (const row of rows) {
    const allowed = among?.find(({ edition }) => edition === row.id)?.blocks;
    if (among && !allowed) continue;
    const names = (block: Block) =>
      optionOf(block, 'organisation') === from && (!allowed || allowed.includes(block.id));
    const blocks = blocksOf(row.blocks);
    const ids = blocks.filter(names).map((block) => block.id);
    if (ids.length === 0) continue;
    await ctx.trx
      .updateTable('website_editions')
      .set((eb) => ({
        blocks: JSON.stringify(
          blocks.map((block) =>
            names(block) ? { ...block, rev: block.rev + 1, options: { ...block.options, organisation: [to] } } : block,
          ),
        ),
        revision: eb('revision', '+', 1),
      }))
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', row.id)
      .execute();
    moved.push({ edition: row.id, blocks: ids });
  }
  return moved.length > 0 ? moved : undefined;
}

/** Two organisations turn out to be one: the Connect page names the one that stays. */
export const joinOrganisations = (ctx: Ctx, keptId: string, goneId: string): Promise<unknown> =>
  point(ctx, goneId, keptId);

/** Takes that back for the blocks that moved. */
export async function partOrganisations(ctx: Ctx, keptId: string, goneId: string, moved: unknown): Promise<void> {
  const known = movedSchema.safeParse(moved);
  if (known.success) await point(ctx, keptId, goneId, known.data);
}
