import type { Context } from 'hono';
import { belongs, coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** Who describes and publishes works: coordinators. */
export const mayKeepLibrary = coordinates;

/** Throws `sign-in-needed` for somebody signed out, `not-found` for everybody else. */
export const requireLibraryDesk = (c: Context<Env>): unknown => requireRole(c, 'coordinator');

/**
 * The one policy of the library: the works that whoever asks may see now. List, page, counts, feeds, exports, files, what points
 * here and search all begin with it.
 *   public        everybody
 *   members       who belongs
 *   group         who belongs and is in that group
 *   coordinators  coordinators, who see the others too
 */
export function visibleWorks(ctx: Ctx) {
  const { actor } = ctx;
  return ctx.trx
    .selectFrom('library_works as w')
    .where('w.network_id', '=', ctx.network.id)
    .where('w.state', '=', 'published')
    .where('w.deleted_at', 'is', null)
    .where('w.publish_at', '<=', ctx.now)
    .where((eb) => {
      if (coordinates(actor)) return eb.val(true);
      const open = eb('w.access', '=', 'public');
      if (!belongs(actor) || actor.kind !== 'account') return open;
      return eb.or([
        open,
        eb('w.access', '=', 'members'),
        eb.and([
          eb('w.access', '=', 'group'),
          eb(
            'w.group_id',
            'in',
            eb
              .selectFrom('group_members as g')
              .select('g.group_id')
              .where('g.network_id', '=', ctx.network.id)
              .where('g.account_id', '=', actor.id)
              .where('g.state', '=', 'in'),
          ),
        ]),
      ]);
    });
}
