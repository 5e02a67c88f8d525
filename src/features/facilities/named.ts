import type { LogNames } from '../../platform/registry/index.ts';
import { inLocale } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { namedAmong } from './access.ts';

/** Facilities by their names from their release on. Before it whoever may not know of one reads no id either: lines about it would be joined. */
export const logNames: LogNames = {
  nouns: ['facility'],
  secret: true,
  async names(ctx, ids) {
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return new Map(
      (await namedAmong(ctx, ids)).map(({ id, names }) => [
        id,
        { name: inLocale(names, ctx.locale), href: urls.facilities.show(at, id) },
      ]),
    );
  },
};
