import { lookup as resolveName } from 'node:dns/promises';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Where a call to another server may lead. */
export type Reach = {
  /** `public`: https to public addresses alone. `any`: also http, and addresses of the own network (the operator's word). */
  to: 'public' | 'any';
};

/** Why there was no answer. */
export type Trouble = 'scheme' | 'private' | 'unresolved' | 'timeout' | 'unreachable';
export type Answered = { status: number } | { trouble: Trouble };

const patienceMs = 10_000;
/** What an answer says is not read; so much is taken before the connection is cut. */
const longestAnswer = 16 * 1024;

/**
 * Addresses that are nobody's on the public internet, or our own: IANA's special-purpose registries for IPv4 and IPv6.
 * An address that carries an IPv4 one inside (mapped, NAT64, 6to4, Teredo) counts as private: it may lead anywhere.
 */
const special = { 4: new BlockList(), 6: new BlockList() };
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  special[4].addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  special[6].addSubnet(net, bits, 'ipv6');
}

/** Whether an IP address belongs to a public server, as far as its number tells. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  // A list of both kinds would take every IPv4 address for one that is mapped into IPv6.
  const family = isIP(bare) as 0 | 4 | 6;
  return family !== 0 && !special[family].check(bare, `ipv${family}`);
}

/** Whether a call may be tried at all: the scheme, and a host that is written as a number. Names are resolved later. */
export function mayReach(url: URL, reach: Reach): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.username || url.password) return false;
  if (reach.to === 'any') return url.protocol === 'https:' || url.protocol === 'http:';
  if (url.protocol !== 'https:') return false;
  if (isIP(host)) return isPublicAddress(host);
  return host.includes('.') && !/(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host);
}

/**
 * Sends a body to another server by POST and tells how it answered. The name is resolved once, every address of it must
 * be allowed, and the connection goes to that very address (a name that resolves differently a moment later gains nothing).
 * Redirects are not followed, the answer is not read, and after ten seconds it is over. Never throws.
 */
export async function postTo(
  address: string,
  headers: Record<string, string>,
  body: string,
  reach: Reach,
  timeoutMs = patienceMs,
): Promise<Answered> {
  if (!URL.canParse(address)) return { trouble: 'scheme' };
  const url = new URL(address);
  if (!mayReach(url, reach)) return { trouble: url.protocol === 'https:' ? 'private' : 'scheme' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await within(resolveName(host, { all: true }), timeoutMs).catch(() => []);
  if (found.length === 0) return { trouble: 'unresolved' };
  if (reach.to === 'public' && !found.every((one) => isPublicAddress(one.address))) return { trouble: 'private' };
  const lookup: LookupFunction = (_name, options, done) => {
    if (options.all) done(null, found);
    else done(null, found[0]!.address, found[0]!.family);
  };
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const request = send(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        lookup,
        // A connection of its own: one kept alive was made to an address that was looked at before.
        agent: false,
      },
      (answer) => {
        resolve({ status: answer.statusCode! });
        let taken = 0;
        answer.on('data', (chunk: Buffer) => {
          taken += chunk.length;
          if (taken > longestAnswer) request.destroy();
        });
        answer.on('error', () => {});
        answer.on('end', () => request.destroy());
      },
    );
    const late = setTimeout(() => {
      resolve({ trouble: 'timeout' });
      request.destroy();
    }, timeoutMs);
    request.on('close', () => clearTimeout(late));
    request.on('error', () => resolve({ trouble: 'unreachable' }));
    request.end(body);
  });
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('too late')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
