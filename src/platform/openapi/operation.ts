import type { z } from 'zod';

/** Who reads it: anybody; who holds a key; who holds the address itself, which nobody can guess. */
export type ApiReader = 'anyone' | 'key' | 'address';

/** One thing that programs may read, as the feature that answers it describes it. In English, for those who write programs. */
export type ApiOperation = {
  /** The path as its route has it, below /:network/:locale; with `root`, below /. */
  path: string;
  root?: true;
  /** Unique in the program; stays, whatever becomes of the address. */
  id: string;
  group: string;
  summary: string;
  reader: ApiReader;
  /** What may stand behind the question mark. Everything is optional. */
  query?: Record<string, string>;
  /** The media type of the answer. */
  type: string;
  /** Of an answer in JSON: what it looks like. A test reads the program's own answers by it. */
  answer?: z.ZodType;
  /** Any site's scripts may read it. */
  crossOrigin?: true;
};

/** What is told to addresses that a network entered, by a signed POST. */
export type ApiEvent = { name: string; summary: string; body: z.ZodType };

const inside = '/{network}/{locale}';

/** The path of an operation as OpenAPI writes it: names in braces, without a router's own signs. */
export function openApiPath({ path, root }: Pick<ApiOperation, 'path' | 'root'>): string {
  return (root ? '' : inside) + path.replace(/:([a-zA-Z]+)(\{[^/]*\})?/g, '{$1}');
}

/** The names in a path, in their order. */
export const parametersOf = (path: string): string[] =>
  [...path.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1]!);
