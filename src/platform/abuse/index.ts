import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../http/errors.ts';

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
  actionsByAddress: { points: 600, seconds: 600 },
  /** Opening, checking and going back in the letter form. */
  formsByAddress: { points: 2400, seconds: 600 },
  /** Letters set as PDF, some milliseconds each. */
  papersByAddress: { points: 120, seconds: 600 },
  lookupsByAddress: { points: 600, seconds: 60 },
} as const satisfies Record<string, Limit>;

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

/**
 * What a client's address counts as: an IPv4 address is itself; of an IPv6 address the first 64 bits, because that
 * is what one household is given (RFC 6177); an IPv4 address written as IPv6 is the IPv4 address.
 */
export function addressKey(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase();
  if (!isIPv6(plain)) return plain;
  const dotted = /:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  const groups = groupsOf(dotted ? plain.slice(0, -dotted[1]!.length) + hexPairs(dotted[1]!) : plain);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.');
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight numbers of an IPv6 address; `::` stands for as many zeros as are missing. */
function groupsOf(address: string): number[] {
  const [before = '', after] = address.split('::');
  const read = (part: string) =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  const left = read(before);
  if (after === undefined) return left;
  const right = read(after);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** "192.0.2.1" as the last two groups of an IPv6 address: "c000:201". */
function hexPairs(dotted: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
