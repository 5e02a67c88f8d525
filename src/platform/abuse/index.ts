import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../http/errors.ts';
import { pace } from './pace.ts';

export { addressKey } from './address-key.ts';
export { type Alike, addressStem, alike, type Signature } from './alike.ts';
export { type FormTime, formTime, stampForm } from './form-time.ts';
export { type Judgement, judge, paceLimits, paceReasons, type Reason, reasons, type Signals } from './judgement.ts';
export { type Disposable, isGreatProvider, mailDomain, openDisposable } from './mail-domain.ts';
export { type Pace, pace } from './pace.ts';
export { prefixKey } from './prefix.ts';
export { newChallenge, type Proof, readProof } from './proof.ts';
export { type Hourly, type Trend, trends } from './trend.ts';

/** So many acts in so many seconds. */
export type Limit = { points: number; seconds: number };

export type Limiter = {
  /** Counts one act of this key. Throws `Problem('too-many')` with the seconds to wait once the points are used up. */
  consume(key: string): Promise<void>;
  /** As `consume`, but answers whether the act is within the limit instead of throwing. */
  allows(key: string): Promise<boolean>;
  /** Forgets what was counted for this key. */
  forget(key: string): Promise<void>;
};

/**
 * The limits of the house. Generous: a school, an office or a Tor exit is many people behind one address, and each of
 * them has a right to act. They stop machines, not people.
 */
export const limits = {
  signInByAddress: { points: 100, seconds: 600 },
  signInByAccount: { points: 20, seconds: 900 },
  /** Six digits of an app, three of them good at a time: 480 guesses a day are one chance in seven hundred, behind the passphrase. */
  secondByAccount: { points: 10, seconds: 1800 },
  linksByAddress: { points: 60, seconds: 600 },
  /** More than these are not mailed to one account; the public answer stays the same. */
  linksByAccount: { points: 5, seconds: 1800 },
  passphraseByAccount: { points: 20, seconds: 900 },
  /** A wall against floods alone: long before it, letters of one address are held (`judge`), and nobody is told. */
  actionsByAddress: { points: 6_000, seconds: 600 },
  /** Opening, checking and going back in the letter form. */
  formsByAddress: { points: 2400, seconds: 600 },
  /** Letters set as PDF, some milliseconds each. */
  papersByAddress: { points: 120, seconds: 600 },
  /** Calls reported without a letter. */
  callsByAddress: { points: 300, seconds: 600 },
  /** Posts in working groups: a lively talk is far below it. */
  postsByAccount: { points: 60, seconds: 600 },
  /** Searches over everything. */
  searchesByAddress: { points: 300, seconds: 60 },
  lookupsByAddress: { points: 600, seconds: 60 },
} as const satisfies Record<string, Limit>;

/**
 * A limit that stands in the way of very many acts: counted by stretches of time (`pace`), one look-up each. Counts one act of this
 * key, and throws `Problem('too-many')` with the seconds to wait beyond the limit.
 */
export function wall({ points, seconds }: Limit): (key: string, now: Date) => void {
  const paced = pace(seconds);
  return (key, now) => {
    if (paced.count(key, now) > points)
      throw new Problem('too-many', seconds - (Math.floor(now.getTime() / 1000) % seconds));
  };
}

/** A limit kept in this process's memory. Keys are kept only until their time is over. */
export function limiter(name: string, { points, seconds }: Limit): Limiter {
  const memory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  /** Seconds to wait, or 0 when the act is within the limit. */
  const count = async (key: string): Promise<number> => {
    try {
      await memory.consume(key);
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    }
  };
  return {
    async consume(key) {
      const wait = await count(key);
      if (wait > 0) throw new Problem('too-many', wait);
    },
    allows: async (key) => (await count(key)) === 0,
    async forget(key) {
      await memory.delete(key);
    },
  };
}
