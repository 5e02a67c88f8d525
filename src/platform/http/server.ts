import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { openHotForms } from './hot-forms.ts';

export type Listening = { url: string; port: number; server: Server; stop(): Promise<void> };

/** How long open requests may take to finish when the server stops, in milliseconds. */
const drainMs = 10_000;

/**
 * Serves the app: the page cache first, then the hot forms, then the router. Rejects with the system's error (EADDRINUSE …).
 * `stop` takes no new connections, lets open requests finish, and then closes.
 */
export async function listen(app: Hono<Env>, deps: Deps): Promise<Listening> {
  const routed = getRequestListener(app.fetch);
  const hot = openHotForms(deps);
  const bounds = openBounds();
  const server = createServer((request, response) => {
    bounds.watch(request);
    if (deps.pages.serve(request, response) || hot.serve(request, response, routed)) return;
    routed(request, response);
  });
  server.headersTimeout = 20_000;
  // Each request has a limit of its own (`bound`): a film over a slow line takes longer than a letter may.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.config.port, deps.config.host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  const host = deps.config.host === '0.0.0.0' || deps.config.host === '::' ? '127.0.0.1' : deps.config.host;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    server,
    stop: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), drainMs);
        // A connection that turns idle after close() would otherwise be held until its keep-alive ends.
        const idle = setInterval(() => server.closeIdleConnections(), 100);
        server.close(() => {
          clearTimeout(cut);
          clearInterval(idle);
          bounds.stop();
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** How long a large request may take to arrive, in milliseconds, as long as it keeps arriving. */
const largeArriveMs = 2 * 60 * 60_000;
const silentMs = 60_000;
const large = 1_000_000;

/**
 * Ends connections whose request does not arrive in `arriveMs`: slowly sent requests must not hold connections for ever. A connection
 * brings one request at a time; all are looked through every few seconds, because a timer for each took longer than the rest of accepting it.
 */
export function openBounds({ arriveMs = 120_000, lookEveryMs = 5_000 } = {}): {
  watch(request: IncomingMessage): void;
  stop(): void;
} {
  const latest = new Map<Socket, { request: IncomingMessage; late: number }>();
  const looking = setInterval(() => {
    const now = performance.now();
    for (const { request, late } of latest.values()) if (!request.complete && now > late) request.destroy();
  }, lookEveryMs).unref();
  return {
    watch(request) {
      // A GET may bring a body as well, which nobody reads: sent a byte now and then, it would hold its connection for ever.
      const { headers } = request;
      if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
      const { socket } = request;
      const long =
        Number(headers['content-length'] ?? 0) > large && request.method !== 'GET' && request.method !== 'HEAD';
      const late = performance.now() + (long ? largeArriveMs : arriveMs);
      if (long) request.setTimeout(silentMs, () => request.complete || request.destroy());
      const held = latest.get(socket);
      if (held) {
        held.request = request;
        held.late = late;
        return;
      }
      latest.set(socket, { request, late });
      socket.once('close', () => latest.delete(socket));
    },
    stop: () => clearInterval(looking),
  };
}
