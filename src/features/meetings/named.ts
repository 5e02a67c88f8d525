import { belongs } from '../../platform/access/index.ts';
import type { LogNames } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { meetingTitles } from './queries.ts';

/** Meetings by their titles, for who may come to them. */
export const logNames: LogNames = {
  nouns: ['attendance', 'meeting'],
  facts: ['meeting'],
  async names(ctx, ids) {
    if (!belongs(ctx.actor)) return new Map();
    const at = { network: ctx.network.slug, locale: ctx.locale };
    const titles = await meetingTitles(ctx, ids);
    return new Map(titles.map(({ id, title }) => [id, { name: title, href: urls.meetings.show(at, id) }]));
  },
};
