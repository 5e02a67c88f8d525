import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { root } from '../platform/db/root.ts';
import { type Env, Problem } from '../platform/http/index.ts';
import { asset } from './assets.ts';

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

const forever = 'public, max-age=31536000, immutable';

type Held = {
  body: Uint8Array<ArrayBuffer>;
  br?: Uint8Array<ArrayBuffer>;
  gzip?: Uint8Array<ArrayBuffer>;
  type: string;
};

/** Built files (their names carry a hash of their content) and the one-rule stylesheet of each accent. */
export function assetRoutes(app: Hono<Env>): void {
  const held = new Map<string, Held>();

  async function read(name: string): Promise<Held> {
    const known = held.get(name);
    if (known) return known;
    const file = join(root, 'dist/assets', name);
    const body = new Uint8Array(await readFile(file));
    const packed = (ending: string) =>
      readFile(`${file}.${ending}`)
        .then((bytes) => new Uint8Array(bytes))
        .catch(() => undefined);
    const made = {
      body,
      br: await packed('br'),
      gzip: await packed('gz'),
      type: types[name.split('.').at(-1)!] ?? 'application/octet-stream',
    };
    held.set(name, made);
    return made;
  }

  app.get('/assets/:name{(?:islands/|fonts/)?[A-Za-z0-9._-]+}', async (c) => {
    const name = c.req.param('name');
    if (!/\.(css|js|woff2|svg)$/.test(name) || name.includes('..')) throw new Problem('not-found');
    // Whoever saves data reads in the system's own face.
    if (name.endsWith('.woff2') && c.req.header('save-data') === 'on') {
      return c.body(null, 204, { 'cache-control': 'no-store', vary: 'save-data' });
    }
    const file = await read(name).catch(() => {
      throw new Problem('not-found');
    });
    const headers: Record<string, string> = {
      'content-type': file.type,
      'cache-control': forever,
      vary: 'accept-encoding, save-data',
    };
    const accepts = c.req.header('accept-encoding') ?? '';
    // Browsers take brotli over https alone; whoever runs this without it still sends text small.
    const coding = (['br', 'gzip'] as const).find((one) => file[one] && accepts.includes(one));
    return coding
      ? c.body(file[coding]!, 200, { ...headers, 'content-encoding': coding })
      : c.body(file.body, 200, headers);
  });

  // What other sites load to show a form of ours: one address for ever, so that their pages need no change with ours.
  app.get('/embed.js', async (c) => {
    const file = await read(asset('islands/embed.js').slice('/assets/'.length)).catch(() => {
      throw new Problem('not-found');
    });
    return c.body(file.body, 200, {
      'content-type': types.js!,
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  app.get('/theme/:file{[0-9a-f]{6}\\.(?:css|svg)}', (c) => {
    const [hex, kind] = c.req.param('file').split('.');
    const headers = { 'content-type': types[kind!]!, 'cache-control': forever };
    if (kind === 'css') return c.body(`:root{--accent:#${hex}}`, 200, headers);
    return c.body(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M2 2h28v28H2z" fill="#fff" stroke="#1f1a24" stroke-width="3"/><path d="M16 2v28M2 16h28" stroke="#1f1a24" stroke-width="3"/><path d="M16 2l11 4.5v13L16 16z" fill="#${hex}"/></svg>`,
      200,
      headers,
    );
  });
}
