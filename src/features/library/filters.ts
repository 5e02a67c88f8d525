import { type Kind, kinds } from './work.ts';

export const sorts = ['newest', 'title', 'added'] as const;
export type Sort = (typeof sorts)[number];

/** What a list is narrowed to. Everything stands in the address, so that a list can be passed on. */
export type Filters = {
  kind?: Kind;
  language?: string;
  country?: string;
  issue?: string;
  year?: string;
  access?: 'public' | 'members';
};

const of = (text: string | undefined, form: RegExp): string | undefined => (text && form.test(text) ? text : undefined);

/** The filters of an address; what is not understood narrows nothing. */
export function readFilters(query: (name: string) => string | undefined): {
  filters: Filters;
  sort: Sort;
  after?: string;
} {
  const kind = query('kind');
  const access = query('access');
  const sort = query('sort');
  const after = query('after');
  return {
    filters: {
      kind: (kinds as readonly string[]).includes(kind ?? '') ? (kind as Kind) : undefined,
      language: of(query('language'), /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/),
      country: of(query('country'), /^[a-z]{2}(-[a-z0-9-]{1,60})?$/),
      issue: of(query('issue'), /^[a-z][a-z0-9-]{0,60}$/),
      year: of(query('year'), /^\d{4}$/),
      access: access === 'public' || access === 'members' ? access : undefined,
    },
    sort: (sorts as readonly string[]).includes(sort ?? '') ? (sort as Sort) : 'newest',
    after: after && after.length <= 400 ? after : undefined,
  };
}

/** The query of a list's address: filters, and the order unless it is the usual one. */
export const writeFilters = (filters: Filters, sort: Sort = 'newest'): Record<string, string | undefined> => ({
  ...filters,
  sort: sort === 'newest' ? undefined : sort,
});
