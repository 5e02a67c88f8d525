/** What an endpoint can be told. */
export const eventTypes = [
  'action.confirmed',
  'action.withdrawn',
  'signature.confirmed',
  'signature.withdrawn',
  'person.consented',
  'person.withdrew',
  'person.erased',
  'campaign.published',
  'campaign.closed',
  'campaign.reopened',
  'campaign.retracted',
] as const;
export type EventType = (typeof eventTypes)[number];

/** The event by which an endpoint is tried out; nobody subscribes to it. */
export const testEvent = 'webhook.test';

/** Seconds to wait after each failed attempt: nearly at once, then longer and longer, three days and four hours in all. */
const pauses = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** When a delivery that failed `attempts` times is tried again; undefined: never. */
export function nextAttempt(attempts: number, now: Date): Date | undefined {
  const pause = pauses[attempts - 1];
  return pause === undefined ? undefined : new Date(now.getTime() + pause * 1000);
}

/** An answer that says it arrived. Anything else is tried again, redirects among it: they are not followed. */
export const arrived = (status: number): boolean => status >= 200 && status < 300;

/** An answer by which the other side says that it wants no more: the endpoint is stopped at once. */
export const goneForGood = 410;

/** How long nothing may arrive at an endpoint before it is stopped, in milliseconds. */
export const patienceMs = 3 * 86_400_000;
/** How long messages and their deliveries are kept. */
export const keptDays = 30;
