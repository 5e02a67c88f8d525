/** How often each key came in the current stretch of time. */
export type Pace = {
  /** Counts one more, and answers how many there are now with it. */
  count(key: string, now: Date): number;
  /** How many there are, without counting. */
  seen(key: string, now: Date): number;
};

/** A surge from very many addresses must not fill the memory: with so many keys (some 30 MB) counting begins anew. */
const mostKeys = 250_000;

/**
 * Counts in this process's memory, by stretches of so many seconds; with the end of a stretch everything is forgotten.
 * One map look-up each: it stands in the way of every letter.
 */
export function pace(seconds: number, most = mostKeys): Pace {
  let counts = new Map<string, number>();
  let stretch = -1;
  const at = (now: Date) => {
    const current = Math.floor(now.getTime() / (seconds * 1000));
    if (current !== stretch) {
      stretch = current;
      counts = new Map();
    }
    return counts;
  };
  return {
    count(key, now) {
      let held = at(now);
      if (held.size >= most && !held.has(key)) {
        counts = new Map();
        held = counts;
      }
      const n = (held.get(key) ?? 0) + 1;
      held.set(key, n);
      return n;
    },
    seen: (key, now) => at(now).get(key) ?? 0,
  };
}
