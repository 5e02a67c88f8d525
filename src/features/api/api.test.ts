import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { inside, lineOf } from '../../../test/real-paths.ts';
import type { ApiDocument, ApiOperation } from '../../platform/openapi/index.ts';
import { openApiPath, parametersOf } from '../../platform/openapi/index.ts';
import { operationsOf } from './described.ts';

let app: TestApp;
let document: ApiDocument;
let operations: ApiOperation[];
const routeOf = ({ path, root }: ApiOperation) => (root ? path : inside + path);
const isJson = (type: string) => /[/+]json$/.test(type);

beforeAll(async () => {
  app = await createTestApp({ from: await kits() });
  operations = operationsOf(app.deps);
  document = (await (await app.get('/api')).json()) as ApiDocument;
}, 60_000);
afterAll(() => app?.stop());

/** Every value of a key, wherever it stands. */
function all(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...all(inner, key)]);
}

describe('the document', () => {
  test('is OpenAPI 3.1, for every site', async () => {
    const response = await app.get('/api');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual(app.deps.config.origins.map((url) => ({ url })));
  });

  test('every reference leads somewhere, and every schema is used', () => {
    const refs = all(document, '$ref') as string[];
    for (const ref of refs)
      expect(document.components.schemas[ref.replace('#/components/schemas/', '')], ref).toBeDefined();
    expect(new Set(refs).size).toBe(Object.keys(document.components.schemas).length);
    // Names that a reference can hold without escaping.
    for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[\w.-]+$/);
  });

  test('ids are unique, parameters are those of the path, tags and security are declared', () => {
    const ids = all(document, 'operationId');
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const [path, { get }] of Object.entries(document.paths)) {
      const given = (get.parameters ?? []) as { name: string; in: string; required: boolean }[];
      const named = given.filter((one) => one.in === 'path');
      expect(named.map(({ name }) => name)).toEqual(parametersOf(path));
      expect(named.every(({ required }) => required)).toBe(true);
      expect(tags).toEqual(expect.arrayContaining(get.tags as string[]));
      for (const needed of get.security as Record<string, unknown>[])
        expect(document.components.securitySchemes).toHaveProperty(Object.keys(needed)[0]!);
    }
  });

  test('every path is a route of the program', () => {
    const routes = new Set(app.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path));
    expect(operations.map(routeOf).filter((path) => !routes.has(path))).toEqual([]);
    expect(Object.keys(document.paths).toSorted()).toEqual(operations.map(openApiPath).toSorted());
  });
});

describe('what is public and for programs is described', () => {
  const open = () => [
    ...new Set(
      app.app.routes
        .filter(
          ({ method, path }) => method === 'GET' && ['anyone', 'key'].includes(lineOf(method, path)?.who as string),
        )
        .map(({ path }) => path),
    ),
  ];
  const described = (path: string) => operations.some((operation) => routeOf(operation) === path);

  test('by its ending, or by the key it needs', () => {
    const ending = /\.(?:json|atom|xml|rss|bib|ris|csv|vcf|ics|txt)$/;
    const wanted = open().filter((path) => ending.test(path) || lineOf('GET', path)?.who === 'key');
    expect(wanted.length).toBeGreaterThan(20);
    expect(
      wanted.filter((path) => !described(path)),
      'Describe these in `apiOperations` of their feature.',
    ).toEqual([]);
  });

  test('by what it answers', async () => {
    const missing: string[] = [];
    for (const path of open()) {
      const real = path.replace(inside, '/network/en').replace('/:network', '/network');
      if (real.includes(':') || real.includes('*') || described(path)) continue;
      const response = await app.get(real);
      const type = response.headers.get('content-type') ?? '';
      // A page, a picture, a script; the two words for who watches over the server, and a part of our own forms.
      const forPeople = /^(?:text\/html|image\/|text\/javascript|text\/css|application\/pdf)/.test(type);
      const ours = ['/healthz', '/readyz', `${inside}/challenge`].includes(path);
      if (response.status === 200 && !forPeople && !ours) missing.push(`${path} ${type}`);
    }
    expect(missing).toEqual([]);
  });
});

describe('what it says is true', () => {
  const networks = ['daylight', 'network', 'coalition'];
  /** Addresses of an operation with real names: from what other operations answered. */
  async function addresses(operation: ApiOperation, network: string): Promise<string[]> {
    const path = openApiPath(operation).replace('{network}', network).replace('{locale}', 'en');
    if (!path.includes('{')) return [path];
    const at = `/${network}/en`;
    const read = async (from: string) =>
      (await (await app.get(at + from)).json()) as Record<string, Record<string, string>[]>;
    const slugs: Record<string, () => Promise<string[]>> = {
      '/campaigns/': async () => (await read('/campaigns.json')).campaigns!.map(({ campaign }) => campaign!),
      '/library/': async () => (await read('/library.json')).items!.map(({ url }) => String(url).split('/').at(-1)!),
      '/organisations/': async () =>
        linksOf(await (await app.get(`${at}/organisations`)).text(), `${at}/organisations/`),
    };
    const [, list] = Object.entries(slugs).find(([start]) => operation.path.startsWith(start)) ?? [];
    return list ? (await list()).map((slug) => path.replace('{slug}', slug)) : [];
  }

  const linksOf = (html: string, start: string): string[] =>
    [...new Set([...html.matchAll(/href="([^"?#]+)"/g)].map((match) => match[1]!))]
      .filter((href) => href.startsWith(start) && /^[a-z0-9-]+$/.test(href.slice(start.length)))
      .map((href) => href.slice(start.length));

  test('type, other sites and, of JSON, every field', async () => {
    const seen = new Set<string>();
    for (const network of networks)
      for (const operation of operations.filter(({ reader }) => reader === 'anyone'))
        for (const address of await addresses(operation, network)) {
          const response = await app.get(address);
          expect(response.status, address).toBe(200);
          expect(response.headers.get('content-type')!.split(';')[0], address).toBe(operation.type);
          expect(response.headers.get('access-control-allow-origin'), address).toBe(operation.crossOrigin ? '*' : null);
          expect(response.headers.get('set-cookie'), address).toBeNull();
          seen.add(operation.id);
          if (!operation.answer) continue;
          const read = operation.answer.safeParse(await response.json());
          expect(read.error?.issues ?? [], address).toEqual([]);
        }
    const json = operations.filter(({ type, reader }) => isJson(type) && reader === 'anyone').map(({ id }) => id);
    expect(json.filter((id) => !seen.has(id))).toEqual([]);
  }, 30_000);

  test('whoever has no key is refused', async () => {
    for (const operation of operations.filter(({ reader }) => reader === 'key')) {
      const path = openApiPath(operation).replace('{network}', 'daylight').replace('{locale}', 'en');
      expect((await app.get(path)).status, path).toBe(401);
    }
  });
});

test('the page for people names every path, and English as English', async () => {
  const html = await (await app.get('/network/es/api')).text();
  for (const operation of operations)
    expect(html).toContain(openApiPath(operation).replace('{network}', 'network').replace('{locale}', 'es'));
  expect(html).toContain('Para programas');
  expect(html).toContain('<dd lang="en">');
});
