import type { Hono } from 'hono';
import type { Deps, Env } from '../../platform/http/index.ts';
import { accountRoutes } from './account-routes.tsx';
import { factorRoutes } from './factors/routes.tsx';
import { keyRoutes } from './keys/routes.tsx';
import { passkeyRoutes } from './passkey-routes.tsx';
import { peopleRoutes } from './people/routes.tsx';
import { proofRoutes } from './proof/routes.tsx';
import { signInRoutes } from './sign-in-routes.tsx';
import { todayRoutes } from './today/routes.tsx';
import { zoneRoutes } from './zone/routes.tsx';

/** Registers everything about accounts. */
export function routes(app: Hono<Env>, deps: Deps): void {
  signInRoutes(app, deps);
  passkeyRoutes(app, deps);
  accountRoutes(app, deps);
  factorRoutes(app, deps);
  proofRoutes(app, deps);
  keyRoutes(app, deps);
  peopleRoutes(app, deps);
  todayRoutes(app, deps);
  zoneRoutes(app, deps);
}
