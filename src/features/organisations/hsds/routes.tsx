import { readFile } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import { requireRole } from '../../../platform/access/index.ts';
import { takeAway } from '../../../platform/access/leaving.ts';
import { type Deps, type Env, found, handlersOf, idOf, page, readForm, view } from '../../../platform/http/index.ts';
import { readUpload } from '../../../platform/http/upload.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { ImportPage, ImportsPage } from '../pages/imports.tsx';
import { organisationBySlug } from '../queries.ts';
import { readerOf } from '../shown.ts';
import { discardImport, findImport, keepImport, listImports } from './kept.ts';
import { largest, readDirectory } from './read.ts';
import { countOrganisations, knownOrganisations, restOf } from './stored.ts';
import { type Choice, planImport, takeImport } from './take.ts';
import { undoImport } from './undo.ts';
import { archiveOf, toHsds } from './write.ts';

type C = Context<Env>;
const pageSize = 50;
const choices: readonly Choice[] = ['same', 'new', 'leave'];

/** Organisations for other directories (Open Referral HSDS 3): everybody reads what is public, coordinators take files in and out. */
export function hsdsRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/organisations/hsds.json', async (c) => {
    const number = Math.max(1, Math.min(10_000, Math.trunc(Number(c.req.query('page')) || 1)));
    const { entries, total } = await read(c, async (ctx) => {
      const viewer = readerOf(ctx.actor);
      return {
        total: await countOrganisations(ctx, viewer),
        entries: await knownOrganisations(ctx, viewer, { limit: pageSize, offset: (number - 1) * pageSize }),
      };
    });
    const pages = Math.ceil(total / pageSize);
    return sendJson(c, {
      total_items: total,
      total_pages: pages,
      page_number: number,
      size: entries.length,
      first_page: number === 1,
      last_page: number >= pages,
      empty: entries.length === 0,
      contents: entries.map(toHsds),
    });
  });

  app.get('/organisations/:slug/hsds.json', async (c) => {
    const [entry] = await read(c, async (ctx) => {
      const organisation = found(await organisationBySlug(ctx, c.req.param('slug')));
      return knownOrganisations(ctx, readerOf(ctx.actor), { id: organisation.id });
    });
    return sendJson(c, toHsds(found(entry)));
  });

  for (const path of ['/desk/organisation-imports', '/desk/organisation-imports/*']) {
    app.use(path, async (c, next) => {
      requireRole(c, 'coordinator');
      await next();
    });
  }

  async function importsPage(c: C, state: FormState): Promise<Response> {
    const imports = await read(c, listImports);
    const wrong = Object.keys(state.errors).length > 0;
    return page(c, <ImportsPage v={view(c, deps)} imports={imports} state={state} />, wrong ? 422 : 200);
  }

  app.get('/desk/organisation-imports', (c) => importsPage(c, emptyForm({ locale: c.var.network.locales[0]! })));

  app.post('/desk/organisation-imports', async (c) => {
    const { file, fields, tooLarge } = await readUpload(c, { field: 'file', limit: largest.bytes, files: deps.files });
    const locale = c.var.network.locales.find((one) => one === fields.get('locale')) ?? c.var.network.locales[0]!;
    const again = (key: string, values?: Record<string, unknown>) =>
      importsPage(c, { values: { locale }, errors: { file: { key, values } } });
    if (tooLarge) return again('organisations.import.wrong.large', { limit: largest.bytes / 1_000_000 });
    if (!file) return again('organisations.import.wrong.none.chosen');
    const bytes = await readFile(file.path).finally(file.discard);
    const answer = readDirectory(bytes);
    if (!answer.ok) return again(answer.fault.key, answer.fault.values);
    const id = await write(c, (ctx) => keepImport(ctx, file.name, answer.directory, locale));
    return c.redirect(urls.organisations.import(view(c, deps).at, id), 303);
  });

  // Everything that goes out goes past here: what a coordinator may see, and that she is it.
  app.get('/desk/organisation-imports/export/:file', async (c) => {
    const file = c.req.param('file');
    const { format, ...entries } = await takeAway(c, deps, async (ctx) => {
      const format = found(Object.hasOwn(exports, file) ? exports[file] : undefined);
      const all = await knownOrganisations(ctx, readerOf(ctx.actor), { limit: largest.organisations });
      const taken = { format, all, rest: await restOf(ctx, format) };
      return { taken, what: { noun: 'organisations', id: ctx.network.id, detail: { format } } };
    });
    c.header('content-disposition', `attachment; filename="organisations-${c.req.param('file')}"`);
    if (format === 'hsds-json') return sendJson(c, entries.all.map(toHsds), 'private, no-store');
    c.header('content-type', 'application/zip');
    c.header('cache-control', 'private, no-store');
    return c.body(new Uint8Array(archiveOf(entries.all, format, entries.rest)));
  });

  app.get('/desk/organisation-imports/:id', async (c) => {
    const known = await read(c, async (ctx) => {
      const file = await load(c, ctx);
      return { file, plan: file.directory ? await planImport(ctx, file.directory.entries) : [] };
    });
    return page(c, <ImportPage v={view(c, deps)} {...known} />);
  });

  app.post('/desk/organisation-imports/:id/batch', async (c) => {
    const sent = await readForm(c);
    const chosen = new Map<number, Choice>();
    for (const [name, value] of sent.pairs()) {
      const at = /^choice\.(\d{1,5})$/.exec(name);
      const choice = choices.find((one) => one === value);
      if (at && choice) chosen.set(Number(at[1]), choice);
    }
    await write(c, (ctx) => takeImport(ctx, idOf(c, 'id'), chosen));
    return after(c, urls.organisations.import(view(c, deps).at, idOf(c, 'id')), 'organisations.flash.imported');
  });

  app.post('/desk/organisation-imports/:id/reversal', async (c) => {
    const done = found(await write(c, (ctx) => undoImport(ctx, idOf(c, 'id'))));
    return after(
      c,
      urls.organisations.import(view(c, deps).at, idOf(c, 'id')),
      'organisations.flash.importUndone',
      done,
    );
  });

  app.post('/desk/organisation-imports/:id/removal', async (c) => {
    await write(c, async (ctx) => {
      await load(c, ctx);
      await discardImport(ctx, idOf(c, 'id'));
    });
    return after(c, urls.organisations.imports(view(c, deps).at), 'organisations.flash.importDiscarded');
  });

  const load = async (c: C, ctx: Ctx) => found(await findImport(ctx, idOf(c, 'id')));
}

const exports: Record<string, 'hsds-json' | 'hsds-csv' | 'ohana-csv'> = {
  'hsds.json': 'hsds-json',
  'hsds.zip': 'hsds-csv',
  'ohana.zip': 'ohana-csv',
};

/** For other programs: whoever reads it may do so from any page. What only some may read is kept by no browser. */
function sendJson(
  c: C,
  value: unknown,
  cache = c.var.actor.kind === 'public' ? 'no-cache' : 'private, no-store',
): Response {
  c.header('content-type', 'application/json; charset=utf-8');
  c.header('cache-control', cache);
  c.header('vary', 'cookie');
  if (c.var.actor.kind === 'public') c.header('access-control-allow-origin', '*');
  return c.body(JSON.stringify(value));
}
