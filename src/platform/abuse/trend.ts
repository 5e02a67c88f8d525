/** How many letters one mail domain or one block of addresses sent in each of the last 24 hours; the last is the current one. */
export type Hourly = { key: string; hours: number[] };

/** What stands out: how many in the last hour, of how many in all. */
export type Trend = { key: string; count: number; all: number };

/** Fewer than this in an hour are nothing to speak of. */
const least = 30;
/** So much of everything in the hour, … */
const share = 0.3;
/** … and so many times its own usual hour. */
const times = 5;

/**
 * The keys that stand out in the last hour: many, a large part of all, and far more than they usually send. Pure; `ordinary`
 * tells keys that may be a large part of everything (the great mail providers), which never stand out.
 */
export function trends(counts: readonly Hourly[], ordinary: (key: string) => boolean = () => false): Trend[] {
  const all = counts.reduce((sum, { hours }) => sum + (hours.at(-1) ?? 0), 0);
  return counts
    .flatMap(({ key, hours }): Trend[] => {
      const count = hours.at(-1) ?? 0;
      const before = hours.slice(0, -1);
      const usual = before.reduce((sum, n) => sum + n, 0) / Math.max(1, before.length);
      const stands = count >= least && count >= all * share && count >= usual * times && !ordinary(key);
      return stands ? [{ key, count, all }] : [];
    })
    .sort((a, b) => b.count - a.count);
}
