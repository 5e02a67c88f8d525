/** The closed catalogue of what can go wrong for a person. Each has a title and a "what to do next" in the messages. */
export const problems = {
  'not-found': 404,
  forbidden: 403,
  'wrong-origin': 403,
  'sign-in-needed': 403,
  'second-factor-needed': 403,
  'proof-needed': 403,
  'key-locked': 403,
  unreadable: 400,
  invalid: 422,
  'too-large': 413,
  'too-many': 429,
  broken: 500,
  unavailable: 503,
} as const;

export type ProblemKey = keyof typeof problems;

/** Thrown where a request cannot go on; the error page is made at the edge, in the person's language. */
export class Problem extends Error {
  readonly key: ProblemKey;
  readonly retryAfterSeconds: number | undefined;
  constructor(key: ProblemKey, retryAfterSeconds?: number) {
    super(key);
    this.key = key;
    this.retryAfterSeconds = retryAfterSeconds;
  }
  get status(): (typeof problems)[ProblemKey] {
    return problems[this.key];
  }
}

/** What the actor may not see does not exist. */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Problem('not-found');
  return value;
}
