import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { feature as representativesFeature, representativesOf } from '../../src/features/representatives/index.ts';
import { root } from '../../src/platform/db/index.ts';
import { bareIndex, type Feature, pointsIn } from './bare-index.ts';
import { bareOrder } from './bare-server.ts';
import { startPart } from './child.ts';
import { fetchRaw, rawRequest } from './fetch-raw.ts';
import type { LoadDone, LoadOrder } from './http-load.ts';
import { cpuSeconds, isLinux, perRequest } from './processes.ts';
import type { Result } from './report.ts';
import { compare, inTurns } from './statistics.ts';
import type { Bench, World } from './world.ts';

const role = 'ca-commons:member';
const set = 'ca-federal-2013';

/**
 * From a point to who serves there: in process, against the bare index over the same shapes; and over HTTP (the search
 * form of "find my representatives"), against a bare server that reads the same form and answers the same bytes.
 */
export async function lookup(bench: Bench): Promise<Result[]> {
  const world = await bench.world();
  const file = join(
    process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'),
    'boundaries/ca-federal-2013.geojson',
  );
  if (!existsSync(file))
    return ['lookup', 'lookup-http'].map((name) => ({
      name,
      skipped: `the shapes are not at hand: ${file} (set CASEMENT_SHARED_DATA)`,
    }));
  await importShapes(world, file);
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as { features: Feature[] };
  const points = pointsIn(features, 5_000);
  const shapes = `${features.length} ridings of 2013, ${points.length} points in them`;
  return [
    ...(await inProcess(bench, world, features, points, shapes)),
    ...(await overHttp(bench, world, points, shapes)),
  ];
}

type Point = { longitude: number; latitude: number };

async function inProcess(
  bench: Bench,
  { deps }: World,
  features: Feature[],
  points: Point[],
  shapes: string,
): Promise<Result[]> {
  const store = representativesOf(deps.db);
  const asked = { roleIds: [role], on: new Date() };
  const bare = bareIndex(features);
  let found = 0;
  let foundBare = 0;
  /** Lookups a second over all points, for at least the given time. */
  const rate = async (one: (point: Point) => unknown) => {
    const began = performance.now();
    const until = began + (bench.full ? 2_000 : 400);
    let count = 0;
    while (performance.now() < until) {
      for (let i = 0; i < 500; i += 1) await one(points[count++ % points.length]!);
    }
    return count / ((performance.now() - began) / 1000);
  };
  const pairs = await inTurns(
    bench.full ? 15 : 9,
    () =>
      rate(async (point) => {
        const findings = await store.lookup({ by: 'point', ...point }, asked);
        const ids = findings.flatMap((finding) => finding.divisions.map((division) => division.id));
        found += (await store.serving(ids, asked)).length;
      }),
    () => rate(({ longitude, latitude }) => (foundBare += bare(longitude, latitude).length)),
  );
  if (found === 0 || foundBare === 0) throw new Error('no point lay in any riding');
  const { ours, theirs, ratio } = compare(pairs);
  return [
    {
      name: 'lookup',
      what: 'point → representative, in process:',
      against: 'flatbush + point-in-polygon-hao:',
      value: ours,
      unit: 'lookups/s',
      limit: theirs,
      ratio,
      target: 0.5,
      better: 'higher',
      notes: [`${shapes}; the program also finds out who serves, the bare index names the riding alone`],
    },
  ];
}

async function overHttp(bench: Bench, world: World, points: Point[], shapes: string): Promise<Result[]> {
  const web = await world.web();
  const path = '/daylight/en/representatives/search';
  const headers = { origin: web.url, 'content-type': 'application/x-www-form-urlencoded' };
  const form = ({ longitude, latitude }: Point) =>
    `by=point&latitude=${latitude.toFixed(6)}&longitude=${longitude.toFixed(6)}`;
  const first = await fetchRaw(web.url + path, {
    method: 'POST',
    headers: { ...headers, 'x-forwarded-for': '10.255.0.2' },
    body: form(points[0]!),
  });
  if (first.status !== 303) throw new Error(`a search came as ${first.status}`);
  const bare = startPart('bare');
  const load = startPart('load');
  try {
    const { port } = await bare.ask<{ port: number }>(bareOrder(first));
    let sent = 0;
    const spent = { [web.port]: { seconds: 0, count: 0 }, [port]: { seconds: 0, count: 0 } };
    const rate = (at: number, pid: number) => async () => {
      const requests = points
        .slice(0, 1_000)
        .map((point) => rawRequest('POST', path, at, { ...headers, 'x-forwarded-for': '%address%' }, form(point)));
      const order: LoadOrder = { port: at, callers: 32, seconds: bench.full ? 2 : 0.6, first: sent, requests };
      const before = isLinux ? cpuSeconds([pid]) : 0;
      const done = await load.ask<LoadDone>(order);
      spent[at]!.seconds += isLinux ? cpuSeconds([pid]) - before : 0;
      spent[at]!.count += done.answered;
      sent += done.answered;
      if (done.statuses['303'] !== done.answered)
        throw new Error(`not every search was answered: ${JSON.stringify(done.statuses)}`);
      return done.perSecond;
    };
    const pairs = await inTurns(bench.full ? 31 : 15, rate(web.port, web.pid), rate(port, bare.pid));
    const { ours, theirs, ratio } = compare(pairs);
    return [
      {
        name: 'lookup-http',
        what: 'point → representative, over HTTP:',
        against: 'bare server, same form and bytes:',
        value: ours,
        unit: 'lookups/s',
        limit: theirs,
        ratio,
        target: 0.5,
        better: 'higher',
        notes: [
          `POST ${path}, 32 callers; ${shapes}; rounds: ${pairs.map((pair) => (pair.ours / pair.theirs).toFixed(2)).join(' ')}`,
          ...(isLinux
            ? [`processor time a lookup: ${perRequest(spent[web.port]!)} ms against ${perRequest(spent[port]!)} ms`]
            : []),
        ],
      },
    ];
  } finally {
    await Promise.all([bare.stop(), load.stop()]);
  }
}

/** Imports the shapes as an operator does, as if the lines still held (what is measured needs lines in force). */
export async function importShapes({ deps }: World, file: string): Promise<void> {
  const command = representativesFeature.commands!.find((one) => one.name === 'import')!;
  const words = `--set ${set} --role ${role} --id-property fed_num --name-property name_en --name-property-fr name_fr --division-prefix ocd-division/country:ca/ed: --division-suffix -2013 --valid-from 2015-10-19 --as-of 2015-10-19`;
  const said: string[] = [];
  const args = ['boundaries', file, ...words.split(' '), '--source', 'Elections Canada'];
  const code = await command.run(args, { deps, out: (line) => said.push(line), err: (line) => said.push(line) });
  if (code !== 0) throw new Error(`the shapes were not imported:\n${said.join('\n')}`);
  representativesOf(deps.db).reload();
}
