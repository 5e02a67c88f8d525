import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** For tests: a geocoder on this machine that knows a few places by a part of their name, as [latitude, longitude]. */
export async function openGeocoder(places: Record<string, [number, number]>) {
  const server = createServer((request, response) => {
    const asked = new URL(request.url!, 'http://127.0.0.1').searchParams.get('q') ?? '';
    const found = Object.entries(places).find(([name]) => asked.includes(name))?.[1];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(found ? [{ lat: String(found[0]), lon: String(found[1]) }] : []));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/search?q={q}`,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
