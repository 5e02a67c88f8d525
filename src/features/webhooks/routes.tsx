import type { Context, Hono } from 'hono';
import { requireProof, requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  found,
  handlersOf,
  Problem,
  page,
  parse,
  readForm,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import {
  addEndpoint,
  attemptAgain,
  changeEndpoint,
  pauseEndpoint,
  removeEndpoint,
  renewSecret,
  resumeEndpoint,
  tryEndpoint,
} from './commands.ts';
import type { EventType } from './events.ts';
import { endpointForm, readEndpointForm } from './forms.ts';
import { EndpointPage, RemovalPage, SecretPage } from './pages/endpoint.tsx';
import { WebhooksPage } from './pages/list.tsx';
import { deliveriesOf, type Endpoint, findEndpoint, listEndpoints } from './queries.ts';
import { shownSecret } from './signature.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The coordinators' pages, under /desk/webhooks. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const reach = { to: deps.config.webhooks };
  const { read, after } = handlersOf(deps);
  const write = <T,>(c: C, work: (ctx: Ctx) => Promise<T>) =>
    inNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx)));

  app.use('/desk/webhooks/*', async (c, next) => {
    requireRole(c, 'coordinator');
    await next();
  });

  async function listPage(c: C, id: string, wrong?: { state: FormState; events: EventType[] }): Promise<Response> {
    const endpoints = await read(c, listEndpoints);
    return page(
      c,
      <WebhooksPage
        v={view(c, deps)}
        endpoints={endpoints}
        id={id}
        state={wrong?.state ?? emptyForm()}
        events={wrong?.events ?? []}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/webhooks', (c) => listPage(c, newId()));

  app.post('/desk/webhooks', async (c) => {
    // Where people's data may go is nobody's to say at a machine that was left open.
    requireProof(c);
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const typed = readEndpointForm(sent);
    const parsed = parse(endpointForm(reach), typed);
    if (!parsed.ok) {
      return listPage(c, id, { state: { values: { url: typed.url }, errors: parsed.errors }, events: typed.events });
    }
    const isNew = await write(c, (ctx) => addEndpoint(ctx, id, parsed.data));
    if (!isNew) return c.redirect(urls.webhooks.one(view(c, deps).at, id), 303);
    return secretPage(c, await load(c, id));
  });

  /** The one page on which a secret stands. It is in no address and in no history. */
  function secretPage(c: C, endpoint: Endpoint): Promise<Response> {
    const name = { network: c.var.network.id, endpoint: endpoint.id, version: endpoint.keyVersion };
    return page(c, <SecretPage v={view(c, deps)} endpoint={endpoint} secret={shownSecret(deps.secret, name)} />);
  }

  async function load(c: C, id = c.req.param('id') ?? ''): Promise<Endpoint> {
    if (!uuid.test(id)) throw new Problem('not-found');
    return found(await read(c, (ctx) => findEndpoint(ctx, id)));
  }

  async function endpointPage(
    c: C,
    endpoint: Endpoint,
    wrong?: { state: FormState; events: EventType[] },
  ): Promise<Response> {
    const before = c.req.query('before');
    if (before !== undefined && !uuid.test(before)) throw new Problem('not-found');
    const { lines, next } = await read(c, (ctx) => deliveriesOf(ctx, endpoint.id, before));
    return page(
      c,
      <EndpointPage
        v={view(c, deps)}
        endpoint={endpoint}
        lines={lines}
        next={next}
        state={wrong?.state ?? emptyForm({ url: endpoint.url })}
        events={wrong?.events ?? endpoint.events}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/webhooks/:id', async (c) => endpointPage(c, await load(c)));

  app.post('/desk/webhooks/:id', async (c) => {
    requireProof(c);
    const endpoint = await load(c);
    const typed = readEndpointForm(await readForm(c));
    const parsed = parse(endpointForm(reach), typed);
    if (!parsed.ok) {
      return endpointPage(c, endpoint, {
        state: { values: { url: typed.url }, errors: parsed.errors },
        events: typed.events,
      });
    }
    await write(c, (ctx) => changeEndpoint(ctx, endpoint.id, parsed.data));
    return after(c, urls.webhooks.one(view(c, deps).at, endpoint.id), 'webhooks.flash.changed');
  });

  const steps: [path: string, command: (ctx: Ctx, id: string) => Promise<void>, flash: string][] = [
    ['pause', pauseEndpoint, 'webhooks.flash.paused'],
    ['resumption', resumeEndpoint, 'webhooks.flash.resumed'],
    ['trial', tryEndpoint, 'webhooks.flash.tried'],
  ];
  for (const [path, command, flash] of steps) {
    app.post(`/desk/webhooks/:id/${path}`, async (c) => {
      const endpoint = await load(c);
      await write(c, (ctx) => command(ctx, endpoint.id));
      return after(c, urls.webhooks.one(view(c, deps).at, endpoint.id), flash);
    });
  }

  app.post('/desk/webhooks/:id/secret', async (c) => {
    requireProof(c);
    const endpoint = await load(c);
    await write(c, (ctx) => renewSecret(ctx, endpoint.id));
    return secretPage(c, await load(c));
  });

  app.post('/desk/webhooks/:id/deliveries/:delivery/attempt', async (c) => {
    const endpoint = await load(c);
    const delivery = c.req.param('delivery');
    if (!uuid.test(delivery)) throw new Problem('not-found');
    await write(c, (ctx) => attemptAgain(ctx, endpoint.id, delivery));
    return after(c, urls.webhooks.one(view(c, deps).at, endpoint.id), 'webhooks.flash.again');
  });

  app.get('/desk/webhooks/:id/removal', async (c) =>
    page(c, <RemovalPage v={view(c, deps)} endpoint={await load(c)} />),
  );

  app.post('/desk/webhooks/:id/removal', async (c) => {
    const endpoint = await load(c);
    await write(c, (ctx) => removeEndpoint(ctx, endpoint.id));
    return after(c, urls.webhooks.list(view(c, deps).at), 'webhooks.flash.removed');
  });
}
