import type { Context, Hono } from 'hono';
import { type Env, found, idOf, Problem, page, parse, readForm, statusOf, view } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { readFields } from '../forms.ts';
import { type Group, isIn } from '../group.ts';
import { asBorne } from '../members/borne.ts';
import { groupTabs } from '../pages/frame.tsx';
import { groupById } from '../queries.ts';
import type { Room } from '../routes.tsx';
import { answersTo, findPost, findThread } from '../threads/queries.ts';
import { pageFrom } from '../threads/thread.ts';
import { care, coolThread, endCooling, putAway, report, settle } from './commands.ts';
import { careForm, coolingForm, reportForm } from './forms.ts';
import { CarePage, CoolThreadPage, OneReportPage, ReportPage, ReportsPage } from './pages.tsx';
import { findReport, waitingReports } from './queries.ts';

type C = Context<Env>;

/** Reports, and what is done about posts, people and threads that go wrong. */
export function moderationRoutes(app: Hono<Env>, room: Room): void {
  const { deps, read, write, after } = room;
  const frame = (c: C, group: Group) => {
    const v = view(c, deps);
    return { v, group, tabs: groupTabs(deps, v, group) };
  };

  app.post('/groups/notices/seen', async (c) => {
    const account = room.somebody(c);
    await write(c, (ctx) => putAway(ctx, account.id));
    return c.redirect(urls.groups.list(view(c, deps).at), 303);
  });

  app.get('/groups/waiting', async (c) => {
    room.somebody(c);
    return page(c, <ReportsPage v={view(c, deps)} reports={await read(c, waitingReports)} />);
  });

  async function oneReportPage(c: C, state: FormState): Promise<Response> {
    const one = found(await read(c, (ctx) => findReport(ctx, idOf(c, 'report'))));
    return page(c, <OneReportPage v={view(c, deps)} report={one} state={state} />, statusOf(state));
  }

  app.get('/groups/waiting/:report', (c) => {
    room.somebody(c);
    return oneReportPage(c, emptyForm({ act: 'none' }));
  });

  app.post('/groups/waiting/:report', async (c) => {
    room.somebody(c);
    const values = readFields(await readForm(c), ['act', 'days', 'reason']);
    const id = idOf(c, 'report');
    found(await read(c, (ctx) => findReport(ctx, id)));
    const parsed = parse(careForm, values);
    if (!parsed.ok) return oneReportPage(c, { values, errors: parsed.errors });
    await write(c, async (ctx) => {
      const one = found(await findReport(ctx, id));
      const group = await groupById(ctx, one.groupId);
      await settle(ctx, asBorne(ctx, group ?? null), one, parsed.data);
    });
    return after(c, urls.groups.reports(view(c, deps).at), 'groups.flash.settled');
  });

  /** A post of the address with its thread; `text` as those who moderate see it where she is one of them. */
  async function postOf(c: C, ctx: Ctx, group: Group, moderates: boolean) {
    const post = found(await findPost(ctx, group.id, idOf(c, 'id'), moderates));
    return { group, post, thread: found(await findThread(ctx, group.id, post.threadId)) };
  }
  const reportable = async (c: C, ctx: Ctx) => {
    const group = await room.group(c, ctx);
    if (!isIn(group)) throw new Problem('not-found');
    const one = await postOf(c, ctx, group, false);
    if (one.post.mine || one.post.removedAt || one.post.hiddenAt) throw new Problem('not-found');
    return one;
  };

  async function reportPage(c: C, state: FormState): Promise<Response> {
    const { group, ...rest } = await read(c, (ctx) => reportable(c, ctx));
    return page(c, <ReportPage {...frame(c, group)} {...rest} state={state} />, statusOf(state));
  }

  app.get('/groups/:slug/posts/:id/report', (c) => {
    room.somebody(c);
    return reportPage(c, emptyForm());
  });

  app.post('/groups/:slug/posts/:id/report', async (c) => {
    const account = room.somebody(c);
    const values = readFields(await readForm(c), ['words', 'office']);
    const parsed = parse(reportForm, values);
    if (!parsed.ok) return reportPage(c, { values, errors: parsed.errors });
    const { group, post, thread } = await write(c, async (ctx) => {
      const one = await reportable(c, ctx);
      const { words, office } = parsed.data;
      await report(ctx, one.group, account.id, one.post.id, { words, toOffice: office === 'yes' });
      return one;
    });
    const { at } = view(c, deps);
    return after(
      c,
      urls.groups.threadFrom(at, group.slug, thread.id, pageFrom(post.n), post.n),
      'groups.flash.reported',
    );
  });

  /** A group that she runs from inside: a coordinator who is not in it reads of its posts what was reported, and nothing by its address. */
  const runInside = async (c: C, ctx: Ctx): Promise<Group> => {
    const group = await room.run(c, ctx);
    return found(isIn(group) ? group : undefined);
  };

  async function carePage(c: C, typed?: FormState): Promise<Response> {
    const { group, ...rest } = await read(c, async (ctx) => {
      const one = await postOf(c, ctx, await runInside(c, ctx), true);
      return { ...one, quotedIn: await answersTo(ctx, one.thread.id, one.post.n) };
    });
    const state = typed ?? emptyForm({ act: rest.post.hiddenAt ? 'show' : 'hide' });
    return page(c, <CarePage {...frame(c, group)} {...rest} state={state} />, statusOf(state));
  }

  app.get('/groups/:slug/posts/:id/moderation', (c) => {
    room.somebody(c);
    return carePage(c);
  });

  app.post('/groups/:slug/posts/:id/moderation', async (c) => {
    room.somebody(c);
    const values = readFields(await readForm(c), ['act', 'days', 'reason']);
    await read(c, (ctx) => runInside(c, ctx));
    const parsed = parse(careForm, values);
    if (!parsed.ok) return carePage(c, { values, errors: parsed.errors });
    const { group, post, thread } = await write(c, async (ctx) => {
      const one = await postOf(c, ctx, await runInside(c, ctx), true);
      await care(ctx, { groupId: one.group.id, as: asBorne(ctx, one.group) }, one.post.id, parsed.data);
      return one;
    });
    const back = urls.groups.threadFrom(view(c, deps).at, group.slug, thread.id, pageFrom(post.n), post.n);
    return after(c, back, 'groups.flash.cared');
  });

  async function coolingPage(c: C, typed?: FormState): Promise<Response> {
    const { group, thread } = await read(c, async (ctx) => {
      const group = await runInside(c, ctx);
      return { group, thread: found(await findThread(ctx, group.id, idOf(c, 'id'))) };
    });
    const state = typed ?? emptyForm({ days: '3' });
    return page(c, <CoolThreadPage {...frame(c, group)} thread={thread} state={state} />, statusOf(state));
  }

  app.get('/groups/:slug/threads/:id/cooling', (c) => {
    room.somebody(c);
    return coolingPage(c);
  });

  app.post('/groups/:slug/threads/:id/cooling', async (c) => {
    room.somebody(c);
    const id = idOf(c, 'id');
    const values = readFields(await readForm(c), ['days', 'reason']);
    await read(c, (ctx) => runInside(c, ctx));
    const parsed = parse(coolingForm, values);
    if (!parsed.ok) return coolingPage(c, { values, errors: parsed.errors });
    const slug = await write(c, async (ctx) => {
      const group = await runInside(c, ctx);
      await coolThread(ctx, group, id, parsed.data);
      return group.slug;
    });
    return after(c, urls.groups.thread(view(c, deps).at, slug, id), 'groups.flash.saved');
  });

  app.post('/groups/:slug/members/:member/cooling/end', async (c) => {
    room.somebody(c);
    const slug = await write(c, async (ctx) => {
      const group = await room.run(c, ctx);
      await endCooling(ctx, group, idOf(c, 'member'));
      return group.slug;
    });
    return after(c, urls.groups.members(view(c, deps).at, slug), 'groups.flash.saved');
  });
}
