import { isIP } from 'node:net';
import type { Context } from 'hono';

type Incoming = { incoming?: { socket?: { remoteAddress?: string } } };

/**
 * The client's address. With `proxies` trusted hops, the entry of X-Forwarded-For that the outermost trusted proxy
 * wrote; anything further left could be made up by the client.
 */
export function clientAddress(c: Context, proxies: number): string {
  const direct = (c.env as Incoming | undefined)?.incoming?.socket?.remoteAddress;
  return addressOf(direct, c.req.header('x-forwarded-for'), proxies);
}

/** As `clientAddress`, from the connection's address and the X-Forwarded-For header. */
export function addressOf(direct = '', forwarded = '', proxies = 0): string {
  if (proxies === 0) return direct;
  const hops = forwarded
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);
  const named = hops.at(-proxies) ?? '';
  // Some proxies write the port too, and IPv6 in brackets: one client must stay one address.
  const bare = isIP(named) ? named : named.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
  return isIP(bare) ? bare : direct;
}
