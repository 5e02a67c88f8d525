import type { Lookup } from '../lookup/lookup.ts';
import type { RoleSummary } from '../types.ts';

/** What is known of one role, or of all committees together, and as of when. */
export type Known = { name: string; href: string; posts: number; serving: number; asOf: string | null; stale: boolean };

/** A list older than this many months is worth asking for again: somewhere somebody was elected since. */
const staleMonths = 12;

/** Whether a day lies more than `staleMonths` before another ('2026-11-21'). */
function isStale(asOf: string | null, today: string): boolean {
  if (!asOf) return false;
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const between = months(today) - months(asOf);
  return between > staleMonths || (between === staleMonths && today.slice(8) > asOf.slice(8));
}

/** How many serve in a role, and the oldest day of what is known of them. */
export function freshness(lookup: Lookup, role: RoleSummary, today: string): Omit<Known, 'name' | 'href'> {
  const list = lookup.list(role.id, today, 'district');
  const days = list.flatMap((each) => each.asOf ?? []).sort();
  const asOf = days[0] ?? null;
  return {
    posts: list.length,
    serving: list.filter((each) => each.official).length,
    asOf,
    stale: isStale(asOf, today),
  };
}
