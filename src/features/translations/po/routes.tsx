import { readFile } from 'node:fs/promises';
import type { Context, Hono } from 'hono';
import { requireRole } from '../../../platform/access/index.ts';
import { takeAway } from '../../../platform/access/leaving.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { askTogether } from '../../../platform/db/index.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  publicOrigin,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import { readUpload } from '../../../platform/http/upload.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import type { Translatable } from '../../../platform/registry/index.ts';
import { emptyForm, type FormState, isUnderWay, lookAgain } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { marksOf, unitKey } from '../queries.ts';
import { dropImport, keepImport, startImport, startUndo } from './commands.ts';
import { poFile } from './export.ts';
import { ImportPage, ImportsPage, madeBy, type ShownRow } from './page.tsx';
import { byThing, fates, planOf } from './plan.ts';
import { findImport, listImports, outcomesOf, rowsOf } from './queries.ts';
import { PoRefused, readPo } from './read.ts';

type C = Context<Env>;
const largestMegabytes = 10;
const rowsAPage = 50;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Files for translators' tools: taken along, read again, tried, taken over as one batch, taken back. Coordinators alone. */
export function poRoutes(app: Hono<Env>, deps: Deps, kinds: Translatable[]): void {
  const { read, write, after } = handlersOf(deps);
  const names = kinds.map(({ kind }) => kind);

  app.get('/translations/export.po', async (c) => {
    requireRole(c, 'coordinator');
    const locale = found(c.var.network.locales.find((one) => one === c.req.query('language')));
    const asked = c.req.query('kind');
    const chosen = asked ? [found(kinds.find(({ kind }) => kind === asked))] : kinds;
    const v = view(c, deps);
    const origin = publicOrigin(deps, c.var.network);
    // Drafts are in it, works for few and news under embargo: it is asked for anew, and on record.
    const text = await takeAway(c, deps, async (ctx) => {
      const pieces: string[] = [];
      const notes = {
        thing: (kind: string, title: string) => `${v.t(`translations.kind.${kind}`)}${v.t('ui.colon')} ${title}`,
        field: (field: string) => v.t(`translations.field.${field}`),
        language: (code: string) => languageIn(v.locale, code),
        address: (kind: Translatable, id: string) => origin + urls.translations.text(v.at, kind.kind, id, locale),
      };
      for await (const piece of poFile(ctx, chosen, locale, notes)) pieces.push(piece);
      const detail = { language: locale, ...(asked ? { kind: asked } : {}) };
      return { taken: pieces.join(''), what: { noun: 'translations', id: ctx.network.id, detail } };
    });
    const name = [c.var.network.slug, asked, locale].filter(Boolean).join('-');
    c.header('content-type', 'text/x-gettext-translation; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${name}.po"`);
    c.header('cache-control', 'private, no-store');
    return c.body(text);
  });

  async function filesPage(
    c: C,
    state: FormState = emptyForm({ locale: c.var.network.locales[1] ?? '' }),
  ): Promise<Response> {
    const files = await read(c, listImports);
    const props = { kinds: names, files, id: newId(), state };
    return page(c, <ImportsPage v={view(c, deps)} {...props} />, statusOf(state));
  }

  app.get('/translations/imports', (c) => {
    requireRole(c, 'coordinator');
    return filesPage(c);
  });

  app.post('/translations/imports', async (c) => {
    requireRole(c, 'coordinator');
    const sent = await readUpload(c, { field: 'file', limit: largestMegabytes * 1_000_000, files: deps.files });
    const values = Object.fromEntries(['locale', 'made', 'over'].map((name) => [name, sent.fields.get(name)]));
    const wrong = (key: string, given?: Record<string, unknown>, field = 'file') =>
      filesPage(c, { values, errors: { [field]: { key, values: given } } });
    if (sent.tooLarge) return wrong('translations.po.large', { limit: largestMegabytes });
    if (!sent.file) return wrong('translations.po.missing');
    const bytes = await readFile(sent.file.path).finally(sent.file.discard);
    const locale = c.var.network.locales.find((one) => one === values.locale);
    if (!locale) return wrong('field.choose', undefined, 'locale');
    const made = madeBy.find((one) => one === values.made) ?? 'people';
    const id = uuid.test(sent.fields.get('id')) ? sent.fields.get('id') : newId();
    try {
      const po = readPo(bytes);
      // A file of another language or another network is not taken for this one, however well its keys fit.
      const language = po.language.split(/[_@.-]/)[0]!.toLowerCase();
      if (language !== '' && language !== locale.split('-')[0])
        return wrong('translations.po.language', { language: po.language.slice(0, 20) });
      if (po.network !== undefined && po.network !== c.var.network.slug) return wrong('translations.po.network');
      if (po.entries.length === 0) return wrong('translations.po.header');
      const file = { locale, fileName: sent.file.name, made, overReviewed: values.over === 'on' };
      await write(c, (ctx) => keepImport(ctx, id, file, po.entries));
    } catch (error) {
      if (error instanceof PoRefused) return wrong(error.message);
      throw error;
    }
    return after(c, urls.translations.importOf(view(c, deps).at, id), 'translations.flash.read');
  });

  app.get('/translations/imports/:id', async (c) => {
    requireRole(c, 'coordinator');
    const v = view(c, deps);
    const number = Math.max(0, Math.min(1_000, Number(c.req.query('page')) || 0));
    const shown = await read(c, async (slow) => {
      const ctx = { ...slow, trx: askTogether(slow.trx) };
      const file = found(await findImport(ctx, idOf(c, 'id')));
      const trial = file.state === 'read';
      const [all, marks, outcomes] = await Promise.all([
        rowsOf(ctx, file.id),
        marksOf(ctx, { locale: file.locale }),
        outcomesOf(ctx, file.id),
      ]);
      const things = new Map<string, Awaited<ReturnType<Translatable['find']>>[number]>();
      await Promise.all(
        kinds.map(async (kind) => {
          const ids = byThing(all.filter((row) => row.kind === kind.kind)).map(([first]) => first!.thingId);
          if (ids.length === 0) return;
          for (const thing of await kind.find(ctx, ids)) things.set(`${kind.kind}:${thing.id}`, thing);
        }),
      );
      const rows = all.map((row): ShownRow => {
        const kind = kinds.find((one) => one.kind === row.kind);
        const thing = things.get(`${row.kind}:${row.thingId}`);
        const mark = marks.get(unitKey(row.kind, row.thingId, row.field, file.locale));
        const plan = trial ? planOf(row, kind, thing, mark, file) : undefined;
        return {
          line: row.line,
          title: thing?.title,
          href: thing && urls.translations.text(v.at, row.kind, row.thingId, file.locale),
          field: kind?.fields.some(({ name }) => name === row.field) ? row.field : '',
          outcome: plan?.fate ?? row.outcome ?? 'waiting',
          left: plan?.fate === 'stale' && !plan.taken,
          why: plan?.why ?? (trial ? undefined : (row.refused ?? undefined)),
        };
      });
      const counts = trial
        ? Object.fromEntries(fates.map((fate) => [fate, rows.filter((row) => row.outcome === fate).length]))
        : outcomes;
      return { file, rows, counts };
    });
    // What needs eyes comes first: what is refused, kept, stale; what changes nothing comes last.
    const rank = (row: ShownRow) => ranks.indexOf(row.outcome);
    const sorted = shown.rows.sort((a, b) => rank(a) - rank(b) || a.line - b.line);
    const from = number * rowsAPage;
    const next =
      sorted.length > from + rowsAPage
        ? urls.translations.importOf(v.at, shown.file.id, { page: String(number + 1) })
        : undefined;
    if (isUnderWay(shown.file)) lookAgain(c);
    return page(
      c,
      <ImportPage
        v={v}
        file={shown.file}
        counts={shown.counts}
        rows={sorted.slice(from, from + rowsAPage)}
        next={next}
      />,
    );
  });

  for (const [step, command, flash] of [
    ['run', startImport, 'translations.flash.running'],
    ['undoing', startUndo, 'translations.flash.undoing'],
  ] as const)
    app.post(`/translations/imports/:id/${step}`, async (c) => {
      requireRole(c, 'coordinator');
      await write(c, (ctx) => command(ctx, idOf(c, 'id')));
      return after(c, urls.translations.importOf(view(c, deps).at, idOf(c, 'id')), flash);
    });

  app.post('/translations/imports/:id/removal', async (c) => {
    requireRole(c, 'coordinator');
    await write(c, (ctx) => dropImport(ctx, idOf(c, 'id')));
    return after(c, urls.translations.imports(view(c, deps).at), 'translations.flash.dropped');
  });
}

const ranks = [
  'refused',
  'kept',
  'unknown',
  'stale',
  'reviewed',
  'changed',
  'new',
  'waiting',
  'taken-back',
  'empty',
  'unchanged',
];
