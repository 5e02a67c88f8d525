import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPublicAddress, mayReach, postTo } from './index.ts';

describe('where we may call', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'ff02::1',
    'not an address',
    '',
  ])('%s is nobody’s on the public internet', (address) => expect(isPublicAddress(address)).toBe(false));

  test.each(['1.1.1.1', '172.32.0.1', '100.63.255.255', '2606:4700:4700::1111', '2a00::1'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    'http://example.org/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://localhost/',
    'https://db/',
    'https://printer.local/',
    'https://a:b@example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
  ])('%s is refused before anything is looked up', (url) =>
    expect(mayReach(new URL(url), { to: 'public' })).toBe(false),
  );

  test('a public name over https may be tried', () =>
    expect(mayReach(new URL('https://hooks.example.org:8443/in?x=1'), { to: 'public' })).toBe(true));
});

describe('a call', () => {
  let server: Server;
  let port: number;
  let hits = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      hits += 1;
      if (request.url === '/silent') return;
      if (request.url === '/long') {
        response.writeHead(200);
        const more = setInterval(() => response.write('x'.repeat(8_192)), 1);
        response.on('close', () => clearInterval(more));
        return;
      }
      response.writeHead(request.url === '/moved' ? 307 : 200, { location: `http://127.0.0.1:${port}/` }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const call = (path: string, to: 'public' | 'any', timeout?: number, host = '127.0.0.1') =>
    postTo(`http://${host}:${port}${path}`, {}, '{}', { to }, timeout);

  test('to a loopback address is made only where the operator allows it, by number and by name', async () => {
    expect(await call('/', 'public')).toEqual({ trouble: 'scheme' });
    expect(await postTo(`https://127.0.0.1:${port}/`, {}, '{}', { to: 'public' })).toEqual({ trouble: 'private' });
    expect(hits).toBe(0);
    expect(await call('/', 'any')).toEqual({ status: 200 });
  });

  test('follows no redirect, reads no endless answer, waits for no silent server', async () => {
    hits = 0;
    expect(await call('/moved', 'any')).toEqual({ status: 307 });
    expect(await call('/long', 'any')).toEqual({ status: 200 });
    expect(await call('/silent', 'any', 50)).toEqual({ trouble: 'timeout' });
    expect(hits).toBe(3);
    expect(await postTo('http://127.0.0.1:1/', {}, '', { to: 'any' })).toEqual({ trouble: 'unreachable' });
    expect(await postTo('not a url', {}, '', { to: 'any' })).toEqual({ trouble: 'scheme' });
  });
});
