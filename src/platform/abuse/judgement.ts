import type { FormTime } from './form-time.ts';

/** Why something deserves a second look. Words of the database; what each means is said where it is shown. */
export const reasons = [
  /** Filled in faster than a person can. */
  'fast',
  /** Sent without our form, or with one that had lain open for more than a day. */
  'no-form',
  /** The mailbox is of the kind that is thrown away. */
  'disposable',
  /** Too many from one address, one block of addresses, one mail domain. */
  'address',
  'prefix',
  'domain',
  /** Too many on one campaign that have another reason already. */
  'campaign',
  /** Too many with one event's code. */
  'event',
  /** Looks like others: found by a job afterwards. */
  'alike',
] as const;
export type Reason = (typeof reasons)[number];

/** Reasons that pass by themselves: once the pace falls, what was held for them goes on. */
export const paceReasons: ReadonlySet<Reason> = new Set(['address', 'prefix', 'domain', 'campaign', 'event']);

/** What is known of one letter as it comes in. Counts are of the current ten minutes, this one included. */
export type Signals = {
  form: FormTime;
  disposable: boolean;
  /** A proof of work, solved for this network and not used before. */
  proof: boolean;
  address: number;
  prefix: number;
  domain: number;
  greatProvider: boolean;
  /** Given inside the hours of an event whose code the form carries: how many have used it, and how many may. */
  event: { count: number; most: number } | undefined;
  /** How many suspect ones the campaign had before this one. */
  suspects: number;
};

/** In ten minutes, without a proof of work. With one, four times as many. */
export const paceLimits = { address: 120, prefix: 360, domain: 120, greatProvider: 24_000, suspects: 240 } as const;
const withProof = 4;

export type Judgement = { reasons: Reason[]; held: boolean };

/**
 * Whether a letter is to be looked at again (`reasons`), and whether its confirmation mail waits meanwhile (`held`). Nothing
 * is ever refused, and she who sent it is told the same in every case. An event's code lifts what one hall shares: its
 * address. Pure.
 */
export function judge(signals: Signals): Judgement {
  const times = signals.proof ? withProof : 1;
  const found: Reason[] = [];
  // A solved proof is work that a person's browser did while she wrote: then the clock does not matter.
  if (!signals.proof && signals.form === 'fast') found.push('fast');
  if (!signals.proof && signals.form === 'none') found.push('no-form');
  if (signals.disposable) found.push('disposable');
  const suspect = found.length;
  if (signals.event) {
    if (signals.event.count > signals.event.most) found.push('event');
  } else {
    if (signals.address > paceLimits.address * times) found.push('address');
    if (signals.prefix > paceLimits.prefix * times) found.push('prefix');
  }
  const domainLimit = signals.greatProvider ? paceLimits.greatProvider : paceLimits.domain;
  if (signals.domain > domainLimit * times) found.push('domain');
  if (suspect > 0 && signals.suspects >= paceLimits.suspects) found.push('campaign');
  return { reasons: found, held: suspect >= 2 || found.length > suspect };
}
