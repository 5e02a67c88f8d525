import type { LogNames } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { listIssues, listPlaces } from './queries.ts';

/** Issues and places by their labels in the reader's language. */
export const logNames: LogNames[] = [
  {
    nouns: [],
    facts: ['issues'],
    words: true,
    async names(ctx, ids) {
      const at = { network: ctx.network.slug, locale: ctx.locale };
      const issues = (await listIssues(ctx)).filter(({ id }) => ids.includes(id));
      return new Map(
        issues.map(({ id, label, machine }) => [
          id,
          { name: label, href: urls.vocabularies.issue(at, id), machine: machine.includes('label') },
        ]),
      );
    },
  },
  {
    nouns: [],
    facts: ['places'],
    words: true,
    async names(ctx, ids) {
      const at = { network: ctx.network.slug, locale: ctx.locale };
      const places = await listPlaces(ctx, { ids: [...ids] });
      return new Map(
        places.map(({ id, label, machine }) => [
          id,
          { name: label, href: urls.vocabularies.place(at, id), machine: machine.length > 0 },
        ]),
      );
    },
  },
];
