import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey, limiter } from './index.ts';

describe('limits', () => {
  test('points are used up per key, and the refusal says how long to wait', async () => {
    const limit = limiter('test', { points: 2, seconds: 60 });
    await limit.consume('a');
    await limit.consume('a');
    await expect(limit.consume('a')).rejects.toMatchObject({ key: 'too-many', status: 429 });
    const refused = await limit.consume('a').catch((problem) => problem);
    expect(refused.retryAfterSeconds).toBeGreaterThan(50);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(60);
    await limit.consume('b');
    expect(await limit.allows('a')).toBe(false);
    await limit.forget('a');
    expect(await limit.allows('a')).toBe(true);
  });

  test('two limiters of the same name do not share their count', async () => {
    const one = limiter('same', { points: 1, seconds: 60 });
    const other = limiter('same', { points: 1, seconds: 60 });
    await one.consume('a');
    await other.consume('a');
  });
});

describe('addresses', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['', ''],
  ])('%s counts as %s', (address, key) => expect(addressKey(address)).toBe(key));

  test('all addresses of one /64 are one, of two are two', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const written = (groups: number[]) => groups.map((one) => one.toString(16)).join(':');
    fc.assert(
      fc.property(
        fc.tuple(group, group, group, group),
        fc.tuple(group, group, group, group),
        fc.tuple(group, group, group, group),
        (net, a, b) => {
          // 0::/16 holds the written-out IPv4 addresses.
          fc.pre(net[0] > 0);
          expect(addressKey(written([...net, ...a]))).toBe(addressKey(written([...net, ...b])));
          const other = [net[0], net[1], net[2], net[3] ^ 1];
          expect(addressKey(written([...other, ...a]))).not.toBe(addressKey(written([...net, ...a])));
        },
      ),
    );
  });
});
