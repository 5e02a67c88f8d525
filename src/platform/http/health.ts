import type { Hono } from 'hono';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';

/** /healthz: the process answers. /readyz: the database answers too. Neither tells anything else. */
export function healthRoutes(app: Hono<Env>, deps: Deps): void {
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    try {
      await deps.db.app.query('select 1');
      return c.text('ready');
    } catch {
      return c.text('not ready', 503);
    }
  });
}
