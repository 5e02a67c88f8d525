import { belongs } from '../../platform/access/index.ts';
import type { LogNames } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { decisionTitles } from './queries.ts';

/** Decisions by their titles, for who reads them. */
export const logNames: LogNames = {
  nouns: ['ballot', 'decision', 'urn'],
  async names(ctx, ids) {
    if (!belongs(ctx.actor)) return new Map();
    const at = { network: ctx.network.slug, locale: ctx.locale };
    const titles = await decisionTitles(ctx, ids);
    return new Map(titles.map(({ id, title }) => [id, { name: title, href: urls.decisions.show(at, id) }]));
  },
};
