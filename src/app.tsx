import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { actorOf, askForProof, sessionCookie } from './features/accounts/index.ts';
import { rootRoutes as describedRoutes } from './features/api/index.ts';
import { rootRoutes } from './features/networks/index.ts';
import { newId } from './platform/crypto/ids.ts';
import { Crowded } from './platform/crypto/passphrase.ts';
import { failureFacts } from './platform/db/index.ts';
import { clientAddress } from './platform/http/address.ts';
import { healthRoutes } from './platform/http/health.ts';
import {
  type Deps,
  type Env,
  failureOf,
  found,
  framedHeaders,
  isFramed,
  isFromUs,
  originCheck,
  Problem,
  pathAsOurs,
  readForm,
  readFrame,
  securityHeaders,
  takeFlash,
  view,
} from './platform/http/index.ts';
import { negotiate, pseudoLocale } from './platform/i18n/index.ts';
import { inboundRoutes } from './platform/mail/index.ts';
import { assetRoutes } from './ui/asset-routes.ts';
import { contrastWithWhite, leastContrast } from './ui/contrast.ts';
import { type KeptForm, ProblemPage } from './ui/problem.tsx';

/** The whole web program: every middleware, in the order in which a request meets it. */
export function createApp(deps: Deps): Hono<Env> {
  const app = new Hono<Env>();
  const usual = Object.entries(securityHeaders(deps));
  const framed = Object.entries(securityHeaders(deps, 'framed'));

  // 1. Every request has an id and one line in the log, without its query, address or person.
  app.use(async (c, next) => {
    const begun = performance.now();
    const id = newId();
    c.set('requestId', id);
    c.set('now', deps.clock());
    c.set('address', clientAddress(c, deps.config.trustedProxies));
    c.set('actor', { kind: 'public' });
    const every = isFramed(c.req.path) ? framed : usual;
    const outgoing = (c.env as { outgoing?: ServerResponse } | undefined)?.outgoing;
    // On the server's own answer, where a handler's header of the same name still wins: touching c.res would build
    // a whole Response object for every answer, a third of the time of a small one.
    if (outgoing) for (const [name, value] of every) outgoing.setHeader(name, value);
    outgoing?.setHeader('x-request-id', id);
    await next();
    if (!outgoing) {
      for (const [name, value] of every) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
      c.res.headers.set('x-request-id', id);
    }
    const ms = Math.round(performance.now() - begun);
    deps.log.info({ id, method: c.req.method, route: c.req.routePath, status: c.res.status, ms }, 'request');
  });

  // 2. What goes wrong becomes a page in the person's language.
  app.onError((error, c) => {
    const problem =
      error instanceof Problem ? error : isBusy(error) ? new Problem('unavailable', 5) : new Problem('broken');
    if (problem.status >= 500) deps.log.error({ id: c.var.requestId, ...failureFacts(error) }, 'request failed');
    if (problem.key === 'proof-needed' && c.var.actor?.kind === 'account') return askForProof(c, deps);
    return problemPage(deps, c, problem);
  });
  app.notFound((c) => problemPage(deps, c, new Problem('not-found')));

  // 3. A NUL is in no address of ours, and PostgreSQL takes none. One written in another way than ours leads to ours, with what
  // was sent. What a hot form could not finish ends here too.
  app.use(async (c, next) => {
    if (c.req.url.includes('%00')) throw new Problem('not-found');
    if (c.req.url.includes('%')) {
      const { pathname, search } = new URL(c.req.url);
      const ours = pathAsOurs(pathname);
      if (ours) return c.redirect(ours + search, 308);
    }
    const failed = failureOf((c.env as { incoming?: IncomingMessage } | undefined)?.incoming);
    if (failed) throw failed.error;
    await next();
  });

  // 4. Files and health need no network and no session.
  assetRoutes(app);
  healthRoutes(app, deps);
  // Nor does a mail server that hands mail over: its secret says who it is.
  inboundRoutes(app, deps);

  // 5. A change must come from one of our own pages.
  app.use(originCheck(deps));

  // 6. The list of networks, and the language of a network's bare address.
  rootRoutes(app, deps);
  describedRoutes(app, deps);
  app.get('/:network', async (c) => {
    const network = found(await deps.networks.bySlug(c.req.param('network')));
    c.header('vary', 'accept-language');
    return c.redirect(`/${network.slug}/${negotiate(c.req.header('accept-language'), network.locales)}`, 302);
  });

  // 7. The network, the language, who asks, and what the last page left to say.
  const place = async (c: Context<Env>): Promise<void> => {
    const network = found(await deps.networks.bySlug(c.req.param('network')!));
    const locale = c.req.param('locale')!;
    if (!network.locales.includes(locale) && !(deps.config.demo && locale === pseudoLocale))
      throw new Problem('not-found');
    // Before anything is read: a page that an edit overtakes is not kept.
    c.set('turn', deps.pages.turnOf(network.id));
    c.set('network', network);
    c.set('locale', locale);
    c.set('t', deps.messages.for(locale));
  };
  const inside = new Hono<Env>();
  inside.use(async (c, next) => {
    await place(c);
    const { network } = c.var;
    const token = getCookie(c, sessionCookie);
    if (token) c.set('actor', await actorOf(deps, network, token, c.var.now));
    if (c.req.method === 'GET') c.set('flash', takeFlash(c, deps));
    await next();
  });

  // 8. Pages that other sites may show in a frame: no cookie is read there and none is set.
  const inFrames = new Hono<Env>();
  inFrames.use(async (c, next) => {
    await place(c);
    const { network } = c.var;
    const sites = network.settings.embedOn;
    const origin = c.req.header('origin');
    if (sites?.length && origin && !isFromUs(deps, origin, undefined) && !sites.includes(origin))
      throw new Problem('wrong-origin');
    c.set(
      'frame',
      readFrame(new URL(c.req.url).searchParams, (accent) => contrastWithWhite(accent) >= leastContrast),
    );
    for (const [name, value] of Object.entries(framedHeaders(network))) c.header(name, value);
    await next();
  });
  for (const feature of deps.features) feature.frameRoutes?.(inFrames, deps);
  inFrames.all('*', () => {
    throw new Problem('not-found');
  });
  app.route('/:network/:locale/embed', inFrames);

  // 9. The features' own routes.
  for (const feature of deps.features) feature.routes?.(inside, deps);
  app.route('/:network/:locale', inside);
  return app;
}

/** The database is away or full: worth trying again. */
function isBusy(error: unknown): boolean {
  if (error instanceof Crowded) return true;
  const code = (error as { code?: string }).code ?? '';
  return (
    // Among them: a statement that took too long (57014), and two changes that waited for each other (40P01).
    /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|57P0[1-3]|57014|40P01|53300|08\w{3})$/.test(code) ||
    /Connection terminated|timeout exceeded/.test(String(error))
  );
}

async function problemPage(
  deps: Deps,
  c: Parameters<Parameters<Hono<Env>['notFound']>[0]>[0],
  problem: Problem,
): Promise<Response> {
  const [, slug = '', tag = ''] = new URL(c.req.url).pathname.split('/');
  const network = await Promise.resolve(deps.networks.bySlug(slug)).catch(() => undefined);
  const offered = network?.locales ?? ['en', 'es', 'fr', 'pt'];
  const locale = offered.includes(tag) ? tag : negotiate(c.req.header('accept-language'), offered);
  const t = deps.messages.for(locale);
  c.header('cache-control', 'private, no-store');
  if (problem.retryAfterSeconds) c.header('retry-after', String(problem.retryAfterSeconds));
  if (network && !c.var.network) {
    c.set('network', network);
    c.set('locale', locale);
    c.set('t', t);
  }
  const v = network ? view(c, deps) : undefined;
  const { pathname, search } = new URL(c.req.url);
  const next = c.req.method === 'GET' ? pathname + search : undefined;
  const kept = problem.key === 'sign-in-needed' ? await keptForm(c) : undefined;
  return c.html(
    `<!doctype html>${ProblemPage({ v, t, locale, problem: problem.key, requestId: c.var.requestId, next, kept })}`,
    problem.status,
  );
}

/** What a session ended over, to be sent again; nothing of a file, nor of a form that holds a secret. */
async function keptForm(c: Context<Env>): Promise<KeptForm | undefined> {
  const plain = (c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded');
  if (c.req.method !== 'POST' || !plain) return undefined;
  const fields = await readForm(c).then(
    (sent) => sent.pairs(),
    () => [],
  );
  if (fields.length === 0 || fields.some(([name]) => /pass|code|secret/.test(name))) return undefined;
  const { pathname, search } = new URL(c.req.url);
  return { to: pathname + search, fields };
}
