import { bareOrder } from './bare-server.ts';
import { startPart } from './child.ts';
import { fetchRaw, headerOf, rawRequest } from './fetch-raw.ts';
import type { LoadDone, LoadOrder } from './http-load.ts';
import { cpuSeconds, isLinux, perRequest } from './processes.ts';
import type { Result } from './report.ts';
import { compare, inTurns } from './statistics.ts';
import { type Bench, campaignPath } from './world.ts';

const headers = { 'accept-encoding': 'gzip, deflate, br, zstd', accept: 'text/html', 'user-agent': 'bench' };

/** The public campaign page to anonymous visitors, against a bare node:http server that answers the same bytes. */
export async function page(bench: Bench): Promise<Result[]> {
  const world = await bench.world();
  const web = await world.web();
  // The first request renders it; what visitors get is the kept page.
  await fetchRaw(web.url + campaignPath, { headers });
  const fetched = await fetchRaw(web.url + campaignPath, { headers });
  if (fetched.status !== 200 || headerOf(fetched, 'content-encoding') !== 'br')
    throw new Error(`the page came as ${fetched.status}`);
  const bare = startPart('bare');
  const load = startPart('load');
  try {
    const { port } = await bare.ask<{ port: number }>(bareOrder(fetched));
    const spent = { [web.port]: { seconds: 0, count: 0 }, [port]: { seconds: 0, count: 0 } };
    const rate = (at: number, pid: number) => async () => {
      const order: LoadOrder = {
        port: at,
        callers: 32,
        seconds: bench.full ? 2 : 0.6,
        requests: [rawRequest('GET', campaignPath, at, headers)],
      };
      const before = isLinux ? cpuSeconds([pid]) : 0;
      const done = await load.ask<LoadDone>(order);
      spent[at]!.seconds += isLinux ? cpuSeconds([pid]) - before : 0;
      spent[at]!.count += done.answered;
      if (done.statuses['200'] !== done.answered)
        throw new Error(`not every page came: ${JSON.stringify(done.statuses)}`);
      return done.perSecond;
    };
    const pairs = await inTurns(bench.full ? 31 : 15, rate(web.port, web.pid), rate(port, bare.pid));
    const { ours, theirs, ratio } = compare(pairs);
    return [
      {
        name: 'page',
        what: 'campaign page, anonymous, brotli:',
        against: 'bare server, same bytes:',
        value: ours,
        unit: 'pages/s',
        limit: theirs,
        ratio,
        target: 0.8,
        better: 'higher',
        notes: [
          `32 callers, ${fetched.body.length} bytes of body; rounds: ${pairs.map((pair) => (pair.ours / pair.theirs).toFixed(2)).join(' ')}`,
          ...(isLinux
            ? [`processor time a page: ${perRequest(spent[web.port]!)} ms against ${perRequest(spent[port]!)} ms`]
            : []),
        ],
      },
    ];
  } finally {
    await Promise.all([bare.stop(), load.stop()]);
  }
}
