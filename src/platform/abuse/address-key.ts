import { isIPv6 } from 'node:net';

/**
 * What a client's address counts as: an IPv4 address is itself; of an IPv6 address the first 64 bits, because that
 * is what one household is given (RFC 6177); an IPv4 address written as IPv6 is the IPv4 address.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address;
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
