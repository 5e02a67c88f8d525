import { searchQuery, wordsOf } from './words.ts';

/** What the directory is narrowed by, as the address carries it. */
export const facets = ['country', 'language', 'issue', 'offer', 'seek', 'kind'] as const;
export type Facet = (typeof facets)[number];
export const entryTypes = ['person', 'organisation'] as const;
export type EntryType = (typeof entryTypes)[number];

export type Filter = { q: string; type: EntryType | undefined } & Partial<Record<Facet, string>>;

/** Terms are short words of closed lists; anything else names nothing and is left out. */
const term = /^[A-Za-z0-9][A-Za-z0-9-]{0,60}$/;

/** The filter of an address (`?q=&country=KE&language=es&issue=…`). Countries may be written in capitals. */
export function readFilter(query: (name: string) => string | undefined): Filter {
  const filter: Filter = {
    q: (query('q') ?? '').replace(/\0/g, '').trim().slice(0, 100),
    type: entryTypes.find((one) => one === query('type')),
  };
  for (const facet of facets) {
    const value = query(facet);
    if (value && term.test(value)) filter[facet] = facet === 'country' ? value.toLowerCase() : value;
  }
  return filter;
}

/** The query of an address that asks for this filter; empty for none. */
export function filterQuery(filter: Filter, after?: string): string {
  const pairs: [string, string][] = [];
  if (filter.q) pairs.push(['q', filter.q]);
  if (filter.type) pairs.push(['type', filter.type]);
  for (const facet of facets) if (filter[facet]) pairs.push([facet, filter[facet]]);
  if (after) pairs.push(['after', after]);
  const text = new URLSearchParams(pairs).toString();
  return text ? `?${text}` : '';
}

/** The filter as a full-text query over the lines of the directory; null where only the type is asked for, or nothing. */
export const queryOf = (filter: Filter): string | null =>
  searchQuery(
    facets.filter((facet) => filter[facet]).map((facet) => `${facet}:${filter[facet]}`),
    wordsOf(filter.q),
  );

export const isNarrowed = (filter: Filter): boolean =>
  filter.q !== '' || filter.type !== undefined || facets.some((facet) => filter[facet]);

/** The key of a page's last line as the address carries it. */
export const keyOf = (line: { sortKey: string; id: string }): string =>
  Buffer.from(JSON.stringify([line.sortKey, line.id])).toString('base64url');

/** The key that an address carries, or undefined for one that is none. */
export function readKey(text: string | undefined): { sortKey: string; id: string } | undefined {
  if (!text) return undefined;
  try {
    const [sortKey, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (typeof sortKey !== 'string' || sortKey.includes('\0') || typeof id !== 'string') return undefined;
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? { sortKey, id } : undefined;
  } catch {
    return undefined;
  }
}
