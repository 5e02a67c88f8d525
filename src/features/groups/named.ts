import type { LogNames } from '../../platform/registry/index.ts';
import { inLocale } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { maySeeGroups } from './access.ts';
import { visibleGroups } from './queries.ts';

/** Groups by their names, for who belongs; a hidden one for those alone who are in it. */
export const logNames: LogNames = {
  nouns: ['group'],
  facts: ['group'],
  async names(ctx, ids) {
    if (!maySeeGroups(ctx.actor)) return new Map();
    const rows = await visibleGroups(ctx)
      .select(['g.id', 'g.slug', 'g.name'])
      .where('g.id', 'in', [...ids])
      .execute();
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return new Map(
      rows.map(({ id, slug, name }) => [
        id,
        { name: inLocale(name as Record<string, string>, ctx.locale), href: urls.groups.show(at, slug) },
      ]),
    );
  },
};
