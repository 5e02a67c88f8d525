import { fontsFor, namedFiles } from '../first-visit.ts';
import { type Fetched, fetchRaw, headerOf } from './fetch-raw.ts';
import { bounded, type Result } from './report.ts';
import { type Bench, campaignPath } from './world.ts';

const headers = { 'accept-encoding': 'gzip, deflate, br, zstd', accept: '*/*' };

/** What a browser transfers at a first visit of the campaign page: everything the page and its style name. */
export async function bytes(bench: Bench): Promise<Result[]> {
  const { url } = await (await bench.world()).web();
  await fetchRaw(url + campaignPath, { headers });
  const page = await fetchRaw(url + campaignPath, { headers });
  const html = await (await fetch(url + campaignPath)).text();
  const files = await fetchAll(url, namedFiles(html));
  const styles = await Promise.all(
    files.filter(({ path }) => path.endsWith('.css')).map(({ path }) => fetch(url + path).then((one) => one.text())),
  );
  const fonts = await fetchAll(
    url,
    styles.flatMap((style) => fontsFor(html, style)),
  );

  const first = [{ path: campaignPath, fetched: page }, ...files];
  const all = [...first, ...fonts];
  const list = (some: typeof all) =>
    some
      .map(
        ({ path, fetched }) =>
          `${path.split('/').at(-1)} ${fetched.body.length}${headerOf(fetched, 'content-encoding') === 'br' ? ' br' : ''}`,
      )
      .join(', ');
  const sum = (some: typeof all) => some.reduce((total, { fetched }) => total + fetched.body.length, 0);
  const head = (some: typeof all) => some.reduce((total, { fetched }) => total + fetched.headerBytes, 0);
  return [
    bounded({
      name: 'bytes',
      what: 'first visit, page + style + script:',
      value: sum(first),
      unit: 'bytes',
      bound: 20_000,
      notes: [list(first), `beside it ${head(first)} bytes of headers`],
    }),
    bounded({
      name: 'bytes-fonts',
      what: 'first visit with fonts:',
      value: sum(all),
      unit: 'bytes',
      bound: 60_000,
      notes: [list(fonts), `beside it ${head(all)} bytes of headers`],
    }),
  ];
}

async function fetchAll(url: string, paths: string[]): Promise<{ path: string; fetched: Fetched }[]> {
  return Promise.all(
    paths.map(async (path) => {
      const fetched = await fetchRaw(url + path, { headers });
      if (fetched.status !== 200) throw new Error(`${path} came as ${fetched.status}`);
      return { path, fetched };
    }),
  );
}
