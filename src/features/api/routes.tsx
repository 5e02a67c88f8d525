import type { Hono } from 'hono';
import { type Deps, type Env, publicPage, view } from '../../platform/http/index.ts';
import { documentOf, eventsOf, operationsOf } from './described.ts';
import { ApiPage } from './page.tsx';

/** The document, for programs. It is the same until the program is another one. */
export function rootRoutes(app: Hono<Env>, deps: Deps): void {
  let text: string | undefined;
  app.get('/api', (c) => {
    text ??= JSON.stringify(documentOf(deps));
    return c.body(text, 200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
    });
  });
}

/** The same, for people. */
export function routes(app: Hono<Env>, deps: Deps): void {
  app.get('/api', (c) =>
    publicPage(c, deps, <ApiPage v={view(c, deps)} operations={operationsOf(deps)} events={eventsOf(deps)} />, 60),
  );
}
