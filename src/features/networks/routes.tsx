import type { Hono } from 'hono';
import { type Deps, type Env, publicPage, view } from '../../platform/http/index.ts';
import { negotiate } from '../../platform/i18n/index.ts';
import { AllNetworksPage } from './pages/all.tsx';
import { PrivacyPage } from './pages/privacy.tsx';
import { sitemapRoutes } from './sitemap.ts';

/** The installation's own front door: one network is shown at once, several are listed. */
export function rootRoutes(app: Hono<Env>, deps: Deps): void {
  sitemapRoutes(app, deps);
  app.get('/', async (c) => {
    const networks = await deps.networks.all();
    if (networks.length === 1) return c.redirect(`/${networks[0]!.slug}`, 302);
    const locale = negotiate(c.req.header('accept-language'), ['en', 'es', 'fr', 'pt']);
    c.header('vary', 'accept-language');
    return c.html(`<!doctype html>${AllNetworksPage({ networks, t: deps.messages.for(locale), locale })}`);
  });
}

/** Registers the privacy page of a network. */
export function routes(app: Hono<Env>, deps: Deps): void {
  app.get('/privacy', (c) => publicPage(c, deps, <PrivacyPage v={view(c, deps)} />, 60));
}
