import { readFile } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import { newId } from '../../../platform/crypto/ids.ts';
import { type Deps, type Env, found, handlersOf, idOf, page, readForm, view } from '../../../platform/http/index.ts';
import { readUpload } from '../../../platform/http/upload.ts';
import { emptyForm, type FormState, isUnderWay, lookAgain } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { uuid } from '../../desk/index.ts';
import { isLanguage } from '../forms.ts';
import { kinds } from '../work.ts';
import { ListRefused } from './bibtex.ts';
import { type Fate, fateOf, Index } from './classify.ts';
import {
  allKeys,
  defaultsOf,
  dropImport,
  keepImport,
  mappingOf,
  saveChoices,
  startImport,
  startUndo,
} from './commands.ts';
import { isTarget } from './mapping.ts';
import { ImportPage, ImportsPage, type ShownRow } from './page.tsx';
import { planRow } from './plan.ts';
import { findImport, knownWorks, listImports, outcomesOf, rowsOf } from './queries.ts';
import { readList } from './table.ts';

type C = Context<Env>;
const largestMegabytes = 5;
const rowsAPage = 50;

/** Lists from elsewhere, under /desk/library/imports: read, tried, taken over as one batch, taken back. */
export function importRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  async function listsPage(c: C, state: FormState = emptyForm()): Promise<Response> {
    const lists = await read(c, listImports);
    const wrong = Object.keys(state.errors).length > 0;
    return page(c, <ImportsPage v={view(c, deps)} lists={lists} id={newId()} state={state} />, wrong ? 422 : 200);
  }

  app.get('/desk/library/imports', (c) => listsPage(c));

  app.post('/desk/library/imports', async (c) => {
    const wrong = (key: string, values?: Record<string, unknown>) =>
      listsPage(c, { values: {}, errors: { list: { key, values } } });
    const sent = await readUpload(c, { field: 'list', limit: largestMegabytes * 1_000_000, files: deps.files });
    if (sent.tooLarge) return wrong('library.import.large', { limit: largestMegabytes });
    if (!sent.file) return wrong('library.import.missing');
    const bytes = await readFile(sent.file.path).finally(sent.file.discard);
    const { name } = sent.file;
    const id = uuid.test(sent.fields.get('id')) ? sent.fields.get('id') : newId();
    try {
      const list = readList(bytes);
      await write(c, (ctx) => keepImport(ctx, id, name, list));
    } catch (error) {
      if (error instanceof ListRefused) return wrong(error.message);
      throw error;
    }
    return after(c, urls.library.importOf(view(c, deps).at, id), 'library.flash.list');
  });

  app.get('/desk/library/imports/:id', async (c) => {
    const v = view(c, deps);
    const pageNumber = Math.max(0, Math.min(1_000, Number(c.req.query('page')) || 0));
    const shown = await read(c, async (ctx) => {
      const list = found(await findImport(ctx, idOf(c, 'id')));
      const rows = await rowsOf(ctx, list.id);
      const mapping = mappingOf(list);
      const defaults = defaultsOf(ctx, list);
      const plans = rows.map((row) => planRow(row.fields, mapping, defaults));
      const trial = list.state === 'read';
      const index = new Index(trial ? await knownWorks(ctx, allKeys(plans)) : []);
      const fates: Fate[] = plans.map((plan, at) => fateOf(plan, index, `row-${rows[at]!.position}`));
      const counts = trial ? countsOf(fates) : await outcomesOf(ctx, list.id);
      const from = pageNumber * rowsAPage;
      const lines: ShownRow[] = rows.slice(from, from + rowsAPage).map((row, at) => {
        const plan = plans[from + at]!;
        return {
          position: row.position,
          title: plan.ok ? plan.work.versions[0]!.title : '—',
          fate: fates[from + at]!,
          note: trial ? undefined : row.outcome ? row.outcome : 'waiting',
          href: row.workId && row.outcome !== 'taken-back' ? urls.library.edit(v.at, row.workId) : undefined,
        };
      });
      const more = rows.length > from + rowsAPage;
      return {
        list,
        mapping,
        defaults,
        counts,
        rows: lines,
        more,
        examples: examplesOf(rows.map((row) => row.fields)),
      };
    });
    const next = shown.more ? urls.library.importOf(v.at, shown.list.id, { page: String(pageNumber + 1) }) : undefined;
    if (isUnderWay(shown.list)) lookAgain(c);
    return page(c, <ImportPage v={v} {...shown} next={next} />);
  });

  app.post('/desk/library/imports/:id/mapping', async (c) => {
    const sent = await readForm(c);
    await write(c, async (ctx) => {
      const list = found(await findImport(ctx, idOf(c, 'id')));
      const language = sent.get('language');
      const chosen = list.columns.map((column, at): [string, string] => {
        const target = sent.get(`column-${at}`);
        return [column, isTarget(target) ? target : 'ignore'];
      });
      await saveChoices(ctx, list.id, {
        columns: list.columns.length > 0 ? Object.fromEntries(chosen) : undefined,
        defaults: {
          kind: kinds.find((kind) => kind === sent.get('kind')) ?? 'report',
          language: isLanguage(language) ? language : ctx.network.locales[0]!,
        },
      });
    });
    return after(c, urls.library.importOf(view(c, deps).at, idOf(c, 'id')), 'library.flash.tried');
  });

  for (const [step, command, flash] of [
    ['run', startImport, 'library.flash.running'],
    ['undoing', startUndo, 'library.flash.undoing'],
  ] as const) {
    app.post(`/desk/library/imports/:id/${step}`, async (c) => {
      await write(c, (ctx) => command(ctx, idOf(c, 'id')));
      return after(c, urls.library.importOf(view(c, deps).at, idOf(c, 'id')), flash);
    });
  }

  app.post('/desk/library/imports/:id/removal', async (c) => {
    await write(c, (ctx) => dropImport(ctx, idOf(c, 'id')));
    return after(c, urls.library.imports(view(c, deps).at), 'library.flash.dropped');
  });
}

function countsOf(fates: readonly Fate[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of fates) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}

/** The first cell of each column that says something, shortened. */
function examplesOf(rows: readonly Record<string, string>[]): Record<string, string> {
  const examples: Record<string, string> = {};
  for (const row of rows.slice(0, 50))
    for (const [column, value] of Object.entries(row)) examples[column] ??= value.replace(/\s+/g, ' ').slice(0, 60);
  return examples;
}
