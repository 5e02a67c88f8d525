import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { requireProof, requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  found,
  Problem,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { exportLines, recordExport, resources } from './export.ts';
import { keyForm, readKeyForm } from './forms.ts';
import { findKey, type Key, listKeys, makeKey, revokeKey, type Scope } from './keys.ts';
import { DataPage } from './pages/data.tsx';
import { KeyPage, RevocationPage } from './pages/key.tsx';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The coordinators' page about data that leaves: keys for programs, and everything as files. */
export function routes(app: Hono<Env>, deps: Deps): void {
  app.use('/desk/data/*', async (c, next) => {
    requireRole(c, 'coordinator');
    // Everything here takes people's data out of the house.
    requireProof(c);
    await next();
  });

  async function dataPage(c: C, id: string, wrong?: { state: FormState; scopes: Scope[] }): Promise<Response> {
    const keys = await readNetwork(deps.db, c.var.network.id, (trx) => listKeys(ctxOf(c, trx)));
    return page(
      c,
      <DataPage
        v={view(c, deps)}
        keys={keys}
        id={id}
        state={wrong?.state ?? emptyForm()}
        scopes={wrong?.scopes ?? []}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/data', (c) => dataPage(c, newId()));

  app.post('/desk/data/keys', async (c) => {
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const typed = readKeyForm(sent);
    const parsed = parse(keyForm, typed);
    if (!parsed.ok) {
      return dataPage(c, id, { state: { values: { name: typed.name }, errors: parsed.errors }, scopes: typed.scopes });
    }
    const token = await inNetwork(deps.db, c.var.network.id, (trx) => makeKey(ctxOf(c, trx), id, parsed.data));
    // The same form again: its token was shown then, and is not known any more.
    if (!token) return c.redirect(urls.osdi.desk(view(c, deps).at), 303);
    return page(c, <KeyPage v={view(c, deps)} name={parsed.data.name} token={token} />);
  });

  async function load(c: C): Promise<Key> {
    const id = c.req.param('key') ?? '';
    if (!uuid.test(id)) throw new Problem('not-found');
    return found(await readNetwork(deps.db, c.var.network.id, (trx) => findKey(ctxOf(c, trx), id)));
  }

  app.get('/desk/data/keys/:key/revocation', async (c) => {
    const key = await load(c);
    if (key.revokedAt) return c.redirect(urls.osdi.desk(view(c, deps).at), 303);
    return page(c, <RevocationPage v={view(c, deps)} name={key.name} id={key.id} />);
  });

  app.post('/desk/data/keys/:key/revocation', async (c) => {
    const key = await load(c);
    await inNetwork(deps.db, c.var.network.id, (trx) => revokeKey(ctxOf(c, trx), key.id));
    setFlash(c, deps, { key: 'osdi.flash.revoked', values: { name: key.name } });
    return c.redirect(urls.osdi.desk(view(c, deps).at), 303);
  });

  app.post('/desk/data/exports/:resource', async (c) => {
    const resource = found(resources.find((one) => one === c.req.param('resource')));
    const { network, locale, actor } = c.var;
    await recordExport(deps, network, actor, resource);
    const lines = Readable.toWeb(Readable.from(exportLines(deps, network, locale, resource)));
    return c.body((lines as ReadableStream<string>).pipeThrough(new TextEncoderStream()), 200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="${network.slug}-${resource}.ndjson"`,
      'cache-control': 'private, no-store',
    });
  });
}
