import { readFile } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import { guessColumns } from '../../../platform/csv/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  Problem,
  page,
  parse,
  readForm,
  type Sent,
  view,
} from '../../../platform/http/index.ts';
import { readUpload } from '../../../platform/http/upload.ts';
import { emptyForm } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { today, uuidOf } from '../access.ts';
import { type Columns, fromSaved, headers } from './columns.ts';
import { discardUpload, keepUpload, prepare, takeList, undoList } from './commands.ts';
import { choicesForm, readChoices, readColumns, readEncoding } from './forms.ts';
import { MappingPage, type MappingProps } from './pages/mapping.tsx';
import { NewListPage } from './pages/new.tsx';
import { ResultPage } from './pages/result.tsx';
import { findUpload, listMappings, ownLists, rolesWithLines, type Upload } from './queries.ts';
import { largest, readTable } from './table.ts';

type C = Context<Env>;

/** Lists of decision-makers from a file, under /desk/officials (guarded by the room's own routes). */
export function uploadRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/desk/officials/lists/new', (c) => page(c, <NewListPage v={view(c, deps)} state={emptyForm()} />));

  app.post('/desk/officials/lists/new', async (c) => {
    const { file, tooLarge } = await readUpload(c, { field: 'file', limit: largest.bytes, files: deps.files });
    const again = (key: string, values?: Record<string, unknown>) =>
      page(c, <NewListPage v={view(c, deps)} state={{ values: {}, errors: { file: { key, values } } }} />, 422);
    if (tooLarge) return again('representatives.upload.wrong.large', { limit: largest.bytes / 1_000_000 });
    if (!file) return again('representatives.upload.wrong.none');
    const bytes = await readFile(file.path).finally(file.discard);
    const table = readTable(bytes, {});
    // What cannot be read in any encoding is not kept; what might be read with another one is.
    if (!table.ok && table.encoding === undefined) return again(table.fault.key, table.fault.values);
    if (!table.ok && !table.fault.key.endsWith('.encoding')) return again(table.fault.key, table.fault.values);
    const id = await write(c, (ctx) => keepUpload(ctx, { name: file.name, bytes }));
    return c.redirect(urls.representatives.upload(view(c, deps).at, id), 303);
  });

  app.get('/desk/officials/uploads/:id', async (c) => {
    const upload = await load(c);
    if (upload.state !== 'waiting') return page(c, <ResultPage v={view(c, deps)} upload={upload} />);
    return mappingPage(c, upload, undefined);
  });

  app.post('/desk/officials/uploads/:id', async (c) => {
    const sent = await readForm(c);
    const upload = await load(c);
    const here = urls.representatives.upload(view(c, deps).at, upload.id);
    if (upload.state !== 'waiting') return c.redirect(here, 303);
    if (sent.get('step') !== 'take') return mappingPage(c, upload, sent);
    const table = readTable(upload.content!, readEncoding(sent));
    const parsed = parse(choicesForm(today(c)), readChoices(sent));
    if (!table.ok || !parsed.ok) return mappingPage(c, upload, sent);
    const { columns, errors } = readColumns(sent, table.header.length);
    if (Object.keys(errors).length > 0) return mappingPage(c, upload, sent);
    const options = { saveAs: sent.get('save_as').trim().slice(0, 80), drastic: sent.get('drastic') === 'yes' };
    const taken = await write(c, (ctx) => takeList(ctx, upload.id, table, columns, parsed.data, options));
    if (!taken.ok) return mappingPage(c, upload, sent, taken.errors);
    return after(c, here, 'representatives.upload.flash.taken');
  });

  app.post('/desk/officials/uploads/:id/reversal', async (c) => {
    const id = uuidOf(c, 'id');
    const done = await write(c, (ctx) => undoList(ctx, id));
    return after(
      c,
      urls.representatives.upload(view(c, deps).at, id),
      `representatives.upload.flash.${done === 'done' ? 'undone' : done}`,
    );
  });

  app.post('/desk/officials/uploads/:id/removal', async (c) => {
    await write(c, (ctx) => discardUpload(ctx, uuidOf(c, 'id')));
    return after(c, urls.representatives.desk(view(c, deps).at), 'representatives.upload.flash.discarded');
  });

  const load = (c: C): Promise<Upload> => {
    const id = uuidOf(c, 'id');
    return read(c, async (ctx) => found(await findUpload(ctx, id)));
  };

  /** The list as it is read now, how its columns are understood, and what taking it would do. */
  async function mappingPage(
    c: C,
    upload: Upload,
    sent: Sent | undefined,
    refused: FieldErrors = {},
  ): Promise<Response> {
    if (!upload.content) throw new Problem('not-found');
    const v = view(c, deps);
    const chosen = sent ? readEncoding(sent) : {};
    const table = readTable(upload.content, chosen);
    const values = sent
      ? { ...readChoices(sent), save_as: sent.get('save_as'), mapping: sent.get('mapping') }
      : { list: 'new', country: v.network.country ?? '', level: 'other', as_of: '', source: '' };
    const errors: FieldErrors = { ...refused };
    if (!table.ok) errors.encoding = table.fault;
    const props = await read(c, async (ctx): Promise<Omit<MappingProps, 'v' | 'upload' | 'table' | 'state'>> => {
      const mappings = await listMappings(ctx);
      const lists = await ownLists(ctx);
      const roles = await rolesWithLines(ctx, today(c));
      let columns: Columns = table.ok ? guessColumns(headers, table.header) : {};
      if (!table.ok) return { mappings, lists, roles, columns, plan: undefined };
      if (sent) {
        const saved = mappings.find((each) => each.id === sent.get('mapping'));
        const picked = readColumns(sent, table.header.length);
        columns = saved ? fromSaved(saved.columns, table.header) : picked.columns;
        if (!saved) Object.assign(errors, picked.errors);
        const parsed = parse(choicesForm(today(c)), readChoices(sent));
        if (!parsed.ok) Object.assign(errors, parsed.errors);
        else if (Object.keys(errors).length === 0 || refused.drastic) {
          const answer = await prepare(ctx, upload.id, table, columns, parsed.data);
          if (answer.ok) return { mappings, lists, roles, columns, plan: answer.prepared.plan };
          Object.assign(errors, answer.errors);
        }
      }
      return { mappings, lists, roles, columns, plan: undefined };
    });
    const wrong = Object.keys(errors).length > 0;
    return page(
      c,
      <MappingPage v={v} upload={upload} table={table} state={{ values, errors }} {...props} />,
      wrong ? 422 : 200,
    );
  }
}
