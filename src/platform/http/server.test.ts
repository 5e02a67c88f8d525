import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { openBounds } from './server.ts';

test('a request that never arrives loses its connection; one that did keeps it', async () => {
  const bounds = openBounds({ arriveMs: 40, lookEveryMs: 10 });
  const server = createServer((request, response) => {
    bounds.watch(request);
    if (request.method === 'GET') return void response.end('page');
    request.resume();
    request.once('end', () => setTimeout(() => response.end('read'), 120));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (body: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 5\r\n\r\n${body}`);
      });
      socket.on('data', (some) => {
        answer += some;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(answer));
    });
  try {
    const [whole, half] = await Promise.all([ask('12345'), ask('12')]);
    expect(whole).toContain('read');
    expect(half).toBe('');
    // A page that is asked for with a body nobody reads, a byte now and then.
    const slow = await new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000000\r\n\r\n1'),
      );
      const dripping = setInterval(() => socket.write('1'), 10);
      socket.on('data', (some) => {
        answer += some;
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        clearInterval(dripping);
        resolve(answer);
      });
    });
    expect(slow).toContain('page');
  } finally {
    bounds.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
