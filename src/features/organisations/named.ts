import type { LogNames } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { visibleOrganisations } from './shown.ts';

/** Organisations by their names, where they may be known. */
export const logNames: LogNames = {
  nouns: ['organisation'],
  facts: ['organisationId'],
  async names(ctx, ids) {
    const rows = await visibleOrganisations(ctx)
      .select(['o.id', 'o.slug', 'o.name'])
      .where('o.id', 'in', [...ids])
      .execute();
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return new Map(rows.map(({ id, slug, name }) => [id, { name, href: urls.organisations.show(at, slug) }]));
  },
};
