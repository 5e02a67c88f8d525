import { Temporal } from 'temporal-polyfill';

export const states = ['active', 'suspended', 'left', 'ended'] as const;
export type MembershipState = (typeof states)[number];
export const kinds = ['individual', 'organisation'] as const;
export type MemberKind = (typeof kinds)[number];
export type Texts = Record<string, string>;

/** So many days before its renewal day a member is reminded; 0 is the day itself. */
const reminderSteps = [30, 7, 0] as const;

const plain = (day: string) => Temporal.PlainDate.from(day);

/** The day so many days after (or, below zero, before) a day. Days are '2026-11-21'. */
export const daysFrom = (day: string, days: number): string => plain(day).add({ days }).toString();

/** The first renewal day of a membership that begins on `from`; null where it has no end. The 31st is the last of a shorter month. */
export const firstRenewal = (from: string, termMonths: number | null): string | null =>
  termMonths === null ? null : plain(from).add({ months: termMonths }).toString();

/**
 * The renewal day after `renewOn` is renewed on `today`: a term later, so that who renews early or within the grace loses and
 * gains nothing; counted from today where that would already be over. Null where memberships have no end.
 */
export function nextRenewal(renewOn: string | null, today: string, termMonths: number | null): string | null {
  if (termMonths === null) return null;
  const next = plain(renewOn ?? today).add({ months: termMonths });
  return Temporal.PlainDate.compare(next, plain(today)) > 0 ? next.toString() : firstRenewal(today, termMonths);
}

/** Whether it can be renewed on `today`: from 60 days before its day on, and not once its grace is over. */
export function renewable(renewOn: string | null, today: string, graceDays: number): boolean {
  if (renewOn === null) return false;
  return today >= daysFrom(renewOn, -60) && !isOver(renewOn, today, graceDays);
}

/** Whether a membership that nobody renewed is over on `today`. Its last day is the last of its grace. */
export const isOver = (renewOn: string | null, today: string, graceDays: number): boolean =>
  renewOn !== null && today > daysFrom(renewOn, graceDays);

/** The reminders whose time has come on `today`, the latest last; none once the grace is over. */
export function remindersDue(renewOn: string | null, today: string, graceDays: number): number[] {
  if (renewOn === null || isOver(renewOn, today, graceDays)) return [];
  return reminderSteps.filter((step) => today >= daysFrom(renewOn, -step));
}
