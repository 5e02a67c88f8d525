import type { Context, Hono } from 'hono';
import { addressKey, limiter } from '../../../platform/abuse/index.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  found,
  handlersOf,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { today, uuidOf, visibleRoles } from '../access.ts';
import { representativesOf } from '../lookup/store.ts';
import { servingTitle } from '../pages/serving.tsx';
import type { Serving } from '../types.ts';
import { correct, decideReport, reportError, undoCorrection } from './commands.ts';
import { readCorrection, reasonForm, reportForm } from './forms.ts';
import { CorrectPage } from './pages/correct.tsx';
import { DismissalPage, QueuePage } from './pages/queue.tsx';
import { ReportPage } from './pages/report.tsx';
import { type ErrorReport, findReport, listCorrections, listReports } from './queries.ts';

type C = Context<Env>;

/** Generous: an office behind one address reports a whole chamber; a machine is stopped. */
const reportsByAddress = { points: 30, seconds: 600 };

/** What visitors report, and what coordinators make of it. The desk's paths are guarded by the room's own routes. */
export function reportRoutes(app: Hono<Env>, deps: Deps): void {
  const store = representativesOf(deps.db);
  const byAddress = limiter('error-reports', reportsByAddress);
  const { read, write, after } = handlersOf(deps);
  const toQueue = (c: C, key: string) => {
    setFlash(c, deps, { key });
    return c.redirect(urls.representatives.queue(view(c, deps).at), 303);
  };

  /** A post as the network sees it today; undefined for one that is in no list it may see. */
  async function servingOf(c: C, postId: string): Promise<Serving | undefined> {
    const lookup = await store.of(c.var.network);
    const post = lookup.post(postId);
    const role = post && visibleRoles(c.var.network, lookup.roles).find((each) => each.id === post.roleId);
    return role && lookup.serving([postId], [role.id], today(c))[0];
  }

  app.get('/representatives/report', async (c) => {
    const serving = found(await servingOf(c, c.req.query('post') ?? ''));
    return page(c, <ReportPage v={view(c, deps)} serving={serving} state={emptyForm()} />);
  });

  app.post('/representatives/reports', async (c) => {
    await byAddress.consume(addressKey(c.var.address));
    const sent = await readForm(c);
    const serving = found(await servingOf(c, sent.get('post')));
    const values = { what: sent.get('what'), words: sent.get('words') };
    const parsed = parse(reportForm, values);
    if (!parsed.ok)
      return page(c, <ReportPage v={view(c, deps)} serving={serving} state={{ values, errors: parsed.errors }} />, 422);
    // A machine fills every field it sees. It is told what everybody is told.
    if (sent.get('website') === '')
      await inNetwork(deps.db, c.var.network.id, (trx) => reportError(ctxOf(c, trx), serving, parsed.data));
    return after(c, urls.representatives.role(view(c, deps).at, serving.role.id), 'representatives.flash.reported');
  });

  app.get('/desk/officials/reports', async (c) => {
    const v = view(c, deps);
    const { reports, corrections } = await read(c, async (ctx) => ({
      reports: await listReports(ctx),
      corrections: await listCorrections(ctx),
    }));
    const titled = async (all: ErrorReport[]) =>
      Promise.all(all.map(async (report) => ({ ...report, title: await titleOf(c, report) })));
    const [open, decided] = [await titled(reports.open), await titled(reports.decided)];
    return page(c, <QueuePage v={v} open={open} decided={decided} corrections={corrections} />);
  });

  async function titleOf(c: C, report: ErrorReport): Promise<string> {
    const serving = await servingOf(c, report.postId);
    return serving ? servingTitle(view(c, deps), serving) : (report.officialName ?? report.postId);
  }

  async function dismissalPage(c: C, state: FormState): Promise<Response> {
    const report = await read(c, async (ctx) => found(await findReport(ctx, uuidOf(c, 'id'))));
    const shown = { ...report, title: await titleOf(c, report) };
    return page(
      c,
      <DismissalPage v={view(c, deps)} report={shown} state={state} />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/desk/officials/reports/:id/dismissal', (c) => dismissalPage(c, emptyForm()));

  app.post('/desk/officials/reports/:id/dismissal', async (c) => {
    const values = { reason: (await readForm(c)).get('reason') };
    const parsed = parse(reasonForm, values);
    if (!parsed.ok) return dismissalPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => decideReport(ctx, uuidOf(c, 'id'), 'dismissed', parsed.data.reason));
    return toQueue(c, 'representatives.flash.dismissed');
  });

  app.post('/desk/officials/reports/:id/handover', async (c) => {
    await write(c, (ctx) => decideReport(ctx, uuidOf(c, 'id'), 'passed'));
    return toQueue(c, 'representatives.flash.passed');
  });

  /** The report behind a correction, where there is one. */
  const reportOf = (c: C): Promise<ErrorReport | undefined> => {
    const id = c.req.query('report') ?? '';
    return /^[0-9a-f-]{36}$/.test(id) ? read(c, (ctx) => findReport(ctx, id)) : Promise.resolve(undefined);
  };

  app.get('/desk/officials/correction', async (c) => {
    const serving = found(await servingOf(c, c.req.query('post') ?? ''));
    return page(
      c,
      <CorrectPage
        v={view(c, deps)}
        serving={serving}
        report={await reportOf(c)}
        state={emptyForm({ as_of: today(c) })}
      />,
    );
  });

  app.post('/desk/officials/correction', async (c) => {
    const sent = await readForm(c);
    const serving = found(await servingOf(c, c.req.query('post') ?? ''));
    const report = await reportOf(c);
    const { values, parsed } = readCorrection(sent, serving.official?.contacts ?? [], today(c));
    if (!parsed.ok)
      return page(
        c,
        <CorrectPage v={view(c, deps)} serving={serving} report={report} state={{ values, errors: parsed.errors }} />,
        422,
      );
    await write(c, (ctx) => correct(ctx, serving, parsed.data, report?.id ?? null));
    return toQueue(c, 'representatives.flash.corrected');
  });

  app.post('/desk/officials/corrections/reversal', async (c) => {
    const id = (await readForm(c)).get('id');
    if (id.startsWith('hand/') || /^[0-9a-f-]{36}$/.test(id)) await write(c, (ctx) => undoCorrection(ctx, id));
    return toQueue(c, 'representatives.flash.uncorrected');
  });
}
