import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { clientAddress } from './address.ts';

const seen = async (proxies: number, forwarded?: string): Promise<string> => {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, proxies)));
  const headers: Record<string, string> = forwarded ? { 'x-forwarded-for': forwarded } : {};
  const answer = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: '127.0.0.1' } } });
  return answer.text();
};

test('without trusted proxies the connection counts, whatever the header says', async () => {
  expect(await seen(0, '203.0.113.9')).toBe('127.0.0.1');
});

test('a trusted proxy is believed about its own hop alone', async () => {
  expect(await seen(1, '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9');
  expect(await seen(2, '198.51.100.1, 203.0.113.9, 10.0.0.1')).toBe('203.0.113.9');
});

test('a port or brackets make no other client; what is no address is not believed', async () => {
  expect(await seen(1, '203.0.113.9:51234')).toBe('203.0.113.9');
  expect(await seen(1, '[2001:db8::1]:51234')).toBe('2001:db8::1');
  expect(await seen(1, 'unknown')).toBe('127.0.0.1');
  expect(await seen(1)).toBe('127.0.0.1');
});
