import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './child.ts';
import type { Fetched } from './fetch-raw.ts';

/** What every request is answered with. */
export type BareOrder = { status: number; headers: [string, string][]; body: string };

/** The part "bare": nothing but node:http; reads each request to its end and answers it with the same bytes. */
export function serveBare(): void {
  let server: Server | undefined;
  answer(async ({ status, headers, body }: BareOrder) => {
    const bytes = Buffer.from(body, 'base64');
    const pairs = headers.flat();
    server?.close();
    server?.closeAllConnections();
    server = createServer((request, response) => {
      if (request.method === 'GET') {
        response.writeHead(status, pairs);
        response.end(bytes);
        return;
      }
      request.resume();
      request.on('end', () => {
        response.writeHead(status, pairs);
        response.end(bytes);
      });
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port };
  });
}

/** The order to answer as another server did. Node writes these itself. */
export function bareOrder(fetched: Fetched): BareOrder {
  const own = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);
  const headers = fetched.headers.filter(([name]) => !own.has(name.toLowerCase()));
  return { status: fetched.status, headers, body: fetched.body.toString('base64') };
}
