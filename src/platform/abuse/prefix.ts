import { addressKey } from './address-key.ts';

/**
 * The network block a client's address lies in: of IPv4 the /24, of IPv6 the /48 that one site is given (RFC 6177). Whoever
 * changes addresses to go unnoticed mostly changes them within it. Empty for no address.
 */
export function prefixKey(address: string): string {
  const key = addressKey(address);
  const dotted = /^(\d+\.\d+\.\d+)\.\d+$/.exec(key);
  if (dotted) return `${dotted[1]}.0/24`;
  const groups = key.split(':');
  return groups.length > 3 ? `${groups.slice(0, 3).join(':')}::/48` : key;
}
