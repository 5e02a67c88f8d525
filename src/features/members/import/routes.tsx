import { readFile } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import { requireProof } from '../../../platform/access/index.ts';
import { guessColumns } from '../../../platform/csv/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  readForm,
  type Sent,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import { readUpload } from '../../../platform/http/upload.ts';
import { emptyForm, lookAgain } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { readTable } from '../../representatives/index.ts';
import { requireDesk } from '../access.ts';
import { type Columns, headers, readColumns } from './columns.ts';
import {
  beginImport,
  discardImport,
  findImport,
  type Import,
  keepImport,
  listImports,
  surroundingsOf,
  undoMs,
} from './commands.ts';
import { ImportPage, ImportsPage, ResultPage, RunningPage } from './pages.tsx';
import { answersFor, isAsked, type Plan, planOf } from './plan.ts';
import { beginUndo, keptOf } from './undoing.ts';

type C = Context<Env>;

/** The largest list of members, and the most rows in it. */
const largest = { bytes: 4_000_000, rows: 10_000 };

/** Members from a list: a file, its columns, what it would do, whose rows are whose; taken as one batch, and undone. */
export function importRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  const start = async (c: C, errors: FieldErrors) =>
    page(
      c,
      <ImportsPage v={view(c, deps)} imports={await read(c, listImports)} state={{ values: {}, errors }} />,
      statusOf({ errors }),
    );

  app.get('/members/imports', (c) => {
    requireDesk(c);
    return start(c, {});
  });

  app.post('/members/imports', async (c) => {
    requireDesk(c);
    const { file, tooLarge } = await readUpload(c, { field: 'file', limit: largest.bytes, files: deps.files });
    if (tooLarge)
      return start(c, {
        file: { key: 'representatives.upload.wrong.large', values: { limit: largest.bytes / 1e6 } },
      });
    if (!file) return start(c, { file: { key: 'representatives.upload.wrong.none' } });
    const bytes = await readFile(file.path).finally(file.discard);
    const table = readTable(bytes, {}, largest.rows);
    if (!table.ok) return start(c, { file: table.fault });
    const id = await write(c, (ctx) => keepImport(ctx, { name: file.name, bytes }));
    return c.redirect(urls.members.import(view(c, deps).at, id), 303);
  });

  const load = (c: C): Promise<Import> => {
    const id = idOf(c, 'id');
    return read(c, async (ctx) => found(await findImport(ctx, id)));
  };

  app.get('/members/imports/:id', async (c) => {
    requireDesk(c);
    const id = idOf(c, 'id');
    const { stored, kept } = await read(c, async (ctx) => {
      const stored = found(await findImport(ctx, id));
      return { stored, kept: stored.state === 'undone' ? await keptOf(ctx, id) : [] };
    });
    if (stored.state === 'waiting') return mapping(c, stored, undefined);
    if (stored.state === 'running' || stored.state === 'undoing') {
      lookAgain(c);
      return page(c, <RunningPage v={view(c, deps)} stored={stored} />);
    }
    const undoable = stored.state === 'taken' && c.var.now.getTime() - stored.takenAt!.getTime() <= undoMs;
    return page(c, <ResultPage v={view(c, deps)} stored={stored} undoable={undoable} kept={kept} />);
  });

  app.post('/members/imports/:id', async (c) => {
    requireDesk(c);
    const stored = await load(c);
    const sent = await readForm(c);
    const here = urls.members.import(view(c, deps).at, stored.id);
    if (stored.state !== 'waiting') return c.redirect(here, 303);
    if (sent.get('step') !== 'take') return mapping(c, stored, sent);
    const { plan, errors } = await planned(c, stored, sent);
    const answers = new Map<number, string>();
    for (const row of plan?.rows ?? []) {
      if (!isAsked(row)) continue;
      const answer = sent.get(`same-${row.line}`);
      if (answersFor(row).includes(answer)) answers.set(row.line, answer);
      else errors.alike = { key: 'members.import.wrong.alike' };
    }
    if (!plan || plan.rows.length === 0) errors.columns ??= { key: 'members.import.wrong.nobody' };
    if (!plan || Object.keys(errors).length > 0) return mapping(c, stored, sent, errors);
    await write(c, (ctx) => beginImport(ctx, stored.id, plan, answers));
    return after(c, here, 'members.flash.taken');
  });

  app.post('/members/imports/:id/reversal', async (c) => {
    requireDesk(c);
    requireProof(c);
    const id = idOf(c, 'id');
    await read(c, async (ctx) => found(await findImport(ctx, id)));
    const done = await write(c, (ctx) => beginUndo(ctx, id));
    const here = urls.members.import(view(c, deps).at, id);
    return after(c, here, done ? 'members.flash.undoing' : 'members.flash.undoLate');
  });

  app.post('/members/imports/:id/removal', async (c) => {
    requireDesk(c);
    const id = idOf(c, 'id');
    await write(c, (ctx) => discardImport(ctx, id));
    return after(c, urls.members.imports(view(c, deps).at), 'members.flash.discarded');
  });

  type Planned = { header: string[]; columns: Columns; plan: Plan | undefined; errors: FieldErrors };

  async function planned(c: C, stored: Import, sent: Sent | undefined): Promise<Planned> {
    const table = readTable(found(stored.content), {}, largest.rows);
    if (!table.ok) return { header: [], columns: {}, plan: undefined, errors: { columns: table.fault } };
    const { header, rows } = table;
    const { columns, errors } = sent
      ? readColumns(sent, header.length)
      : { columns: guessColumns(headers, header), errors: {} as FieldErrors };
    if (Object.keys(errors).length > 0) return { header, columns, plan: undefined, errors };
    const plan = await read(c, async (ctx) => planOf(header, rows, columns, await surroundingsOf(ctx)));
    return { header, columns, plan, errors };
  }

  async function mapping(c: C, stored: Import, sent: Sent | undefined, refused: FieldErrors = {}): Promise<Response> {
    const { header, columns, plan, errors } = await planned(c, stored, sent);
    const state = emptyForm(Object.fromEntries(sent?.pairs() ?? []));
    Object.assign(state.errors, errors, refused);
    return page(
      c,
      <ImportPage v={view(c, deps)} stored={stored} header={header} columns={columns} plan={plan} state={state} />,
      statusOf(state),
    );
  }
}
