import type { Context, Hono } from 'hono';
import { type Deps, type Env, found, handlersOf, publicPage, view } from '../../platform/http/index.ts';
import { pointingTo } from '../vocabularies/index.ts';
import { InstrumentPage } from './pages/instrument.tsx';
import { ProvisionPage } from './pages/provision.tsx';
import { StandardsPage } from './pages/standards.tsx';
import { findProvision, linksOf, listInstruments, listProvisions } from './queries.ts';

/** The files change with the program alone; an edit of the network empties the cache anyway. */
const keptSeconds = 60;

/** The public pages of instruments and provisions, and all that points to a provision. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read } = handlersOf(deps);

  app.get('/standards', async (c) => {
    const instruments = await read(c, listInstruments);
    return publicPage(c, deps, <StandardsPage v={view(c, deps)} instruments={instruments} />, keptSeconds);
  });

  app.get('/standards/:instrument', async (c) => {
    const { instrument, provisions } = await read(c, async (ctx) => {
      const instrument = found((await listInstruments(ctx)).find((one) => one.id === c.req.param('instrument')));
      return { instrument, provisions: await listProvisions(ctx, instrument.id) };
    });
    return publicPage(
      c,
      deps,
      <InstrumentPage v={view(c, deps)} instrument={instrument} provisions={provisions} />,
      keptSeconds,
    );
  });

  async function provisionPage(c: Context<Env>, id: string): Promise<Response> {
    const { instruments, provision, links, references } = await read(c, async (ctx) => {
      const provision = found(await findProvision(ctx, id));
      return {
        instruments: await listInstruments(ctx),
        provision,
        links: await linksOf(ctx, provision.id),
        references: await pointingTo(deps, ctx, { kind: 'provision', id: provision.id }, c.req.query()),
      };
    });
    return publicPage(
      c,
      deps,
      <ProvisionPage
        v={view(c, deps)}
        instruments={instruments}
        provision={provision}
        links={links}
        references={references}
      />,
      keptSeconds,
    );
  }

  app.get('/standards/:instrument/:number', (c) =>
    provisionPage(c, `${c.req.param('instrument')}:${c.req.param('number')}`),
  );

  app.get('/standards/:instrument/:version/:number', (c) =>
    provisionPage(c, `${c.req.param('instrument')}@${c.req.param('version')}:${c.req.param('number')}`),
  );
}
