import { belongs } from '../../platform/access/index.ts';
import type { LogNames } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { documentLinks } from './queries.ts';

/** Documents and minutes by their titles, for who reads them. */
export const logNames: LogNames = {
  nouns: ['document', 'minutes'],
  async names(ctx, ids) {
    if (!belongs(ctx.actor)) return new Map();
    const at = { network: ctx.network.slug, locale: ctx.locale };
    const links = await documentLinks(ctx, [...ids]);
    return new Map(links.map(({ id, title }) => [id, { name: title, href: urls.documents.show(at, id) }]));
  },
};
