import type { Doc } from './doc.ts';
import type { Format } from './fields.ts';

/** A service or a place of a directory: what has a column, and the rest as it came. */
export type Part = { sourceId: string | null; name: string; status: string; doc: Doc };

/** One organisation of a directory. `doc` holds what no column keeps; `listed`: its places stood in a list of their own. */
export type Entry = {
  sourceId: string | null;
  name: string;
  description: string;
  email: string | null;
  website: string | null;
  phone: string | null;
  doc: Doc;
  listed: boolean;
  services: Part[];
  locations: Part[];
};

/** Rows that belong to no organisation, and the columns of each table in its order. */
export type Rest = { tables?: Record<string, Doc[]>; columns?: Record<string, string[]> };

/** A directory as it is kept between a file and our tables. */
export type Directory = {
  format: Format;
  entries: Entry[];
  rest: Rest;
  /** Tables and fields that are kept but shown nowhere here: "services.keywords". */
  unknown: string[];
};

/** How an organisation's own row keeps what came with it. */
export type Kept = { format?: Format; locale?: string; listed?: boolean; fields?: Doc };

/** A telephone number as a page shows it; some files put it into quotation marks. */
export const plainNumber = (number: unknown): string =>
  typeof number === 'string' ? number.replace(/^"|"$/g, '').trim() : '';

/** Whether two values of JSON say the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same((a as Doc)[key], (b as Doc)[key]))
  );
}

/** A copy without these fields. */
export const without = (doc: Doc, ...fields: string[]): Doc =>
  Object.fromEntries(Object.entries(doc).filter(([field]) => !fields.includes(field)));
