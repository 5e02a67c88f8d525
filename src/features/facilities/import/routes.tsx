import { readFile } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import { newId } from '../../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  setFlash,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import { readUpload } from '../../../platform/http/upload.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { ownerOf, ownersFor } from '../owners.ts';
import { dropList, findList, keepList, listsOf, runList, tryList, undoList } from './commands.ts';
import { ListRefused, readList } from './list.ts';
import { ListPage, ListsPage } from './page.tsx';

type C = Context<Env>;
const largestMegabytes = 2;

/** Lists of facilities, under /facilities/imports: read, tried, taken over as one batch, taken back. */
export function importRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  async function listsPage(c: C, state: FormState = emptyForm()): Promise<Response> {
    const v = view(c, deps);
    const { lists, owners } = await read(c, async (ctx) => {
      const [lists, owners] = await Promise.all([listsOf(ctx), ownersFor(ctx, v.t)]);
      return { lists, owners };
    });
    found(owners.length > 0 || undefined);
    return page(c, <ListsPage v={v} lists={lists} id={newId()} owners={owners} state={state} />, statusOf(state));
  }

  app.get('/facilities/imports', (c) => listsPage(c));

  app.post('/facilities/imports', async (c) => {
    const sent = await readUpload(c, { field: 'list', limit: largestMegabytes * 1_000_000, files: deps.files });
    const wrong = (key: string, values?: Record<string, unknown>) =>
      listsPage(c, { values: { organisation: sent.fields.get('organisation') }, errors: { list: { key, values } } });
    if (sent.tooLarge) return wrong('facilities.import.large', { limit: largestMegabytes });
    if (!sent.file) return wrong('facilities.import.missing');
    const bytes = await readFile(sent.file.path).finally(sent.file.discard);
    const fileName = sent.file.name;
    const asked = sent.fields.get('id');
    const id = /^[0-9a-f-]{36}$/.test(asked) ? asked : newId();
    try {
      const rows = readList(bytes, c.var.network.locales);
      await write(c, async (ctx) => {
        const organisationId = await ownerOf(ctx, sent.fields.get('organisation'));
        await keepList(ctx, { id, organisationId, fileName, rows });
      });
    } catch (error) {
      if (error instanceof ListRefused) return wrong(error.message);
      throw error;
    }
    return after(c, urls.facilities.importOf(view(c, deps).at, id), 'facilities.flash.list');
  });

  app.get('/facilities/imports/:id', async (c) => {
    const { list, fates } = await read(c, async (ctx) => {
      const list = found(await findList(ctx, idOf(c, 'id')));
      return { list, fates: list.state === 'read' ? await tryList(ctx, list) : [] };
    });
    return page(c, <ListPage v={view(c, deps)} list={list} fates={fates} />);
  });

  for (const [step, command, key] of [
    ['run', runList, 'facilities.flash.imported'],
    ['undoing', undoList, 'facilities.flash.undone'],
  ] as const) {
    app.post(`/facilities/imports/:id/${step}`, async (c) => {
      const count = await write(c, (ctx) => command(ctx, idOf(c, 'id')));
      setFlash(c, deps, { key, values: { count } });
      return c.redirect(urls.facilities.importOf(view(c, deps).at, idOf(c, 'id')), 303);
    });
  }

  app.post('/facilities/imports/:id/removal', async (c) => {
    await write(c, (ctx) => dropList(ctx, idOf(c, 'id')));
    return after(c, urls.facilities.imports(view(c, deps).at), 'facilities.flash.dropped');
  });
}
