import type { ItemKind, ItemSide } from './item.ts';

/** What decides whether an offer and a request fit. */
export type Side = {
  side: ItemSide;
  kind: ItemKind;
  accountId: string;
  /** Null: wherever. */
  country: string | null;
  languages: readonly string[];
  issues: readonly string[];
  /** Days ('2027-03-01'); null: from now on. */
  from: string | null;
  until: string;
};

/** Why two fit, with the terms that they have in common. */
export type Reason = { kind: 'country' | 'anywhere' | 'language' | 'issue' | 'kind'; terms: string[] };
export type Match = { score: number; reasons: Reason[] };

/** Points for what two have in common. Only the order that they give is of interest. */
const points = { country: 4, anywhere: 1, language: 2, kind: 3, issue: 3 } as const;
/** More than three shared issues say nothing more. */
const mostIssues = 3;
/** Below this two have too little in common to trouble anybody. */
export const leastScore = 5;

const shared = (one: readonly string[], other: readonly string[]): string[] =>
  [...new Set(one)].filter((term) => other.includes(term)).sort();

/**
 * Whether an offer and a request fit, and why; undefined where they do not. They must be of two people, stand on a common day, have
 * a language in common where both name some, and be of one kind or about one issue. Which of the two comes first changes nothing.
 */
export function matchOf(one: Side, other: Side): Match | undefined {
  if (one.side === other.side || one.accountId === other.accountId) return undefined;
  if ((one.from ?? '') > other.until || (other.from ?? '') > one.until) return undefined;
  const languages = shared(one.languages, other.languages);
  if (languages.length === 0 && one.languages.length > 0 && other.languages.length > 0) return undefined;
  const issues = shared(one.issues, other.issues);
  // "Something else" on both sides is no common kind.
  const kind = one.kind === other.kind && one.kind !== 'other';
  if (issues.length === 0 && !kind) return undefined;

  const reasons: Reason[] = [];
  let score = 0;
  const add = (reason: Reason['kind'], terms: string[], worth: number) => {
    reasons.push({ kind: reason, terms });
    score += worth;
  };
  if (one.country !== null && one.country === other.country) add('country', [one.country], points.country);
  else if (one.country === null || other.country === null) {
    const named = one.country ?? other.country;
    add('anywhere', named ? [named] : [], points.anywhere);
  }
  if (languages.length > 0) add('language', languages, points.language);
  if (kind) add('kind', [one.kind], points.kind);
  if (issues.length > 0) add('issue', issues, points.issue * Math.min(mostIssues, issues.length));
  return score >= leastScore ? { score, reasons } : undefined;
}

/** The best of `others` for `one`: highest score first, then the newer; `most` of them. */
export function bestMatches<T extends Side & { id: string }>(
  one: Side,
  others: readonly T[],
  most: number,
): { item: T; match: Match }[] {
  return others
    .flatMap((item) => {
      const match = matchOf(one, item);
      return match ? [{ item, match }] : [];
    })
    .sort((a, b) => b.match.score - a.match.score || (a.item.id < b.item.id ? 1 : -1))
    .slice(0, most);
}
