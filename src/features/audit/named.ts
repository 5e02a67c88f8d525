import type { Deps } from '../../platform/http/index.ts';
import type { LogNames, Named } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { LogLine } from './queries.ts';

/** What is said of a thing's id: its name, as much of the id as tells it from others, or nothing. */
export type Said = Named | { id: string } | undefined;

/** What the lines of a page speak of, as their reader may know it now. */
export type NamesOfLines = {
  /** The thing of a line. */
  thing(line: Pick<LogLine, 'noun' | 'nounId'>): Said;
  /** A value of a fact. */
  fact(fact: string, value: string): Named | { id: string };
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The end of an id: its beginning is the hour at which it was made. Ids that are words stay whole. */
const short = (id: string): string => (uuid.test(id) ? `…${id.slice(-8)}` : id);

const speaksOf = (kind: LogNames, noun: string): boolean => (kind.nouns as readonly string[]).includes(noun);
const tellsOf = (kind: LogNames, fact: string): boolean => ((kind.facts ?? []) as readonly string[]).includes(fact);

/** The ids of this kind that stand in these lines, each once. */
function idsIn(kind: LogNames, lines: readonly LogLine[]): string[] {
  const things = lines.filter((line) => speaksOf(kind, line.noun)).map((line) => line.nounId);
  const facts = lines.flatMap(({ detail }) =>
    Object.entries(detail).flatMap(([fact, value]) => (tellsOf(kind, fact) ? value : [])),
  );
  const ids = [...things, ...facts].filter((id): id is string => typeof id === 'string');
  return [...new Set(kind.words ? ids : ids.filter((id) => uuid.test(id)))];
}

/**
 * Asks the rooms (`only` some kinds) what the things of these lines are called: one statement for each kind that stands there, however many lines. What nobody
 * names is gone, or its reader may not know of it; the two look the same.
 */
export async function namesOf(
  ctx: Ctx,
  deps: Deps,
  lines: readonly LogLine[],
  only: (kind: LogNames) => boolean = () => true,
): Promise<NamesOfLines> {
  const kinds: { kind: LogNames; names: ReadonlyMap<string, Named> }[] = [];
  for (const kind of deps.features.flatMap((feature) => feature.logNames ?? []).filter(only)) {
    const ids = idsIn(kind, lines);
    if (ids.length > 0) kinds.push({ kind, names: await kind.names(ctx, ids, deps) });
  }
  return {
    thing({ noun, nounId }) {
      // What is done to the network itself is not told apart by an id.
      if (nounId === null || nounId === ctx.network.id) return undefined;
      const own = kinds.find(({ kind }) => speaksOf(kind, noun));
      return own?.names.get(nounId) ?? (own?.kind.secret ? undefined : { id: short(nounId) });
    },
    fact(fact, value) {
      const own = kinds.find(({ kind, names }) => tellsOf(kind, fact) && names.has(value));
      return own?.names.get(value) ?? { id: short(value) };
    },
  };
}
