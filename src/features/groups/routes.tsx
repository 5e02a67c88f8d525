import type { Context, Hono } from 'hono';
import { type AccountActor, requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  type FieldErrors,
  found,
  Problem,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { mayFound, mayRun } from './access.ts';
import { foundGroup, saveGroup, setClosed } from './commands.ts';
import { digestRoutes } from './digests/routes.tsx';
import { groupForm, readFields, textsOf } from './forms.ts';
import { type Group, isIn, isLead } from './group.ts';
import { accountKey } from './members/key.ts';
import { memberRoutes } from './members/routes.tsx';
import { openNotices } from './moderation/queries.ts';
import { moderationRoutes } from './moderation/routes.tsx';
import { ClosurePage, GroupSettingsPage, NewGroupPage } from './pages/edit.tsx';
import { groupTabs } from './pages/frame.tsx';
import { GroupsPage } from './pages/list.tsx';
import { ShowGroupPage } from './pages/show.tsx';
import { groupOf, leadsAndCount, listGroups, lockedGroup, myGroups } from './queries.ts';
import { listThreads, pinnedThreads } from './threads/queries.ts';
import { threadRoutes } from './threads/routes.tsx';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What every handler of the room starts from: who belongs, the group as she may see it, and a transaction. */
export type Room = {
  deps: Deps;
  /** Whoever belongs. Throws as `requireRole`. */
  somebody(c: C): AccountActor;
  read<T>(c: C, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** Nothing public hangs on a group: what is kept of public pages stays. */
  write<T>(c: C, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** The group of the address; throws `not-found` for who may not see it. */
  group(c: C, ctx: Ctx): Promise<Group>;
  /** The same for who runs it; anybody else finds nothing. */
  run(c: C, ctx: Ctx): Promise<Group>;
  after(c: C, path: string, key: string, values?: Record<string, string | number>): Response;
};

function roomOf(deps: Deps): Room {
  const group = (c: C, ctx: Ctx) => groupOf(ctx, c.req.param('slug') ?? '');
  return {
    deps,
    somebody: (c) => requireRole(c, 'member', 'lead', 'coordinator'),
    read: (c, work) => readNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx))),
    write: (c, work) => inNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx))),
    group,
    async run(c, ctx) {
      const one = await group(c, ctx);
      if (!mayRun(ctx.actor, one)) throw new Problem('not-found');
      return one;
    },
    after(c, path, key, values) {
      setFlash(c, deps, { key, ...(values ? { values } : {}) });
      return c.redirect(path, 303);
    },
  };
}

/** Working groups, for who belongs. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const room = roomOf(deps);
  const { read, write, after } = room;

  app.get('/groups', async (c) => {
    const account = room.somebody(c);
    const from = c.req.query('after');
    const [mine, others, notices] = await read(c, (ctx) =>
      Promise.all([
        from === undefined ? myGroups(ctx) : [],
        listGroups(ctx, from),
        from === undefined ? openNotices(ctx, account.id) : [],
      ]),
    );
    return page(
      c,
      <GroupsPage
        v={view(c, deps)}
        mine={mine}
        others={others.groups}
        next={others.next}
        notices={notices}
        mayFound={mayFound(c.var.actor)}
        further={from !== undefined}
      />,
    );
  });

  const founder = (c: C) => {
    const account = room.somebody(c);
    if (!mayFound(account)) throw new Problem('not-found');
    return account;
  };

  app.get('/groups/new', (c) => {
    founder(c);
    return page(c, <NewGroupPage v={view(c, deps)} id={newId()} state={emptyForm({ entry: 'request' })} />);
  });

  app.post('/groups/new', async (c) => {
    const account = founder(c);
    const sent = await readForm(c);
    const { locales } = c.var.network;
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const values = { ...textsOf(sent, locales), ...readFields(sent, ['entry', 'digest_text', 'first']) };
    const again = (errors: FieldErrors) =>
      page(c, <NewGroupPage v={view(c, deps)} id={id} state={{ values, errors }} />, 422);
    const parsed = parse(groupForm(locales, true), values);
    if (!parsed.ok) return again(parsed.errors);
    const first = values.first ? accountKey(values.first) : null;
    const outcome = await write(c, (ctx) => foundGroup(ctx, account.id, id, parsed.data, first));
    if (!outcome.ok) return again(outcome.errors);
    const { at } = view(c, deps);
    // Of a hidden group of others not even its founder sees more.
    return outcome.mine || parsed.data.entry !== 'hidden'
      ? after(c, urls.groups.show(at, outcome.slug), 'groups.flash.founded')
      : after(c, urls.groups.list(at), 'groups.flash.foundedHidden');
  });

  // Before the addresses of groups, which would swallow these.
  moderationRoutes(app, room);
  digestRoutes(app, room);

  app.get('/groups/:slug', async (c) => {
    room.somebody(c);
    const stored = await read(c, async (ctx) => {
      const group = await room.group(c, ctx);
      // What is new in it is for who is in it.
      const latest = isIn(group)
        ? [...(await pinnedThreads(ctx, group.id)), ...(await listThreads(ctx, group.id, undefined, 5)).threads]
        : [];
      return { group, latest, ...(await leadsAndCount(ctx, group.id)) };
    });
    const v = view(c, deps);
    return page(
      c,
      <ShowGroupPage
        v={v}
        {...stored}
        tabs={groupTabs(deps, v, stored.group)}
        mayRun={mayRun(v.actor, stored.group)}
      />,
    );
  });

  async function settingsPage(c: C, state?: FormState): Promise<Response> {
    const group = await read(c, (ctx) => room.run(c, ctx));
    const v = view(c, deps);
    const values = {
      ...Object.fromEntries(
        v.network.locales.flatMap((locale) => [
          [`name_${locale}`, group.name[locale] ?? ''],
          [`charter_${locale}`, group.charter[locale] ?? ''],
        ]),
      ),
      entry: group.entry,
      digest_text: group.digestText ? 'yes' : '',
    };
    return page(
      c,
      <GroupSettingsPage
        v={v}
        group={group}
        tabs={groupTabs(deps, v, group)}
        state={state ?? emptyForm(values)}
        mayHide={isLead(group)}
      />,
      state ? 422 : 200,
    );
  }

  app.get('/groups/:slug/settings', (c) => {
    room.somebody(c);
    return settingsPage(c);
  });

  app.post('/groups/:slug/settings', async (c) => {
    room.somebody(c);
    const sent = await readForm(c);
    const { locales } = c.var.network;
    const values = { ...textsOf(sent, locales), ...readFields(sent, ['entry', 'digest_text']) };
    const group = await read(c, (ctx) => room.run(c, ctx));
    const parsed = parse(groupForm(locales, isLead(group)), values);
    if (!parsed.ok) return settingsPage(c, { values, errors: parsed.errors });
    await write(c, async (ctx) => {
      const locked = await lockedGroup(ctx, group.slug);
      // What the network does not speak any more is kept as it is.
      const kept = (was: Record<string, string>) =>
        Object.fromEntries(Object.entries(was).filter(([locale]) => !locales.includes(locale)));
      const { name, charter } = parsed.data;
      await saveGroup(ctx, locked, {
        ...parsed.data,
        name: { ...kept(locked.name), ...name },
        charter: { ...kept(locked.charter), ...charter },
      });
    });
    return after(c, urls.groups.show(view(c, deps).at, group.slug), 'groups.flash.saved');
  });

  app.get('/groups/:slug/closure', async (c) => {
    room.somebody(c);
    const group = await read(c, (ctx) => room.run(c, ctx));
    const v = view(c, deps);
    return page(
      c,
      <ClosurePage v={v} group={found(group.closedAt ? undefined : group)} tabs={groupTabs(deps, v, group)} />,
    );
  });

  for (const [path, closed] of [
    ['/groups/:slug/closure', true],
    ['/groups/:slug/reopening', false],
  ] as const) {
    app.post(path, async (c) => {
      room.somebody(c);
      const slug = await write(c, async (ctx) => {
        const group = await room.run(c, ctx);
        await setClosed(ctx, group.slug, closed);
        return group.slug;
      });
      return after(
        c,
        urls.groups.show(view(c, deps).at, slug),
        closed ? 'groups.flash.closed' : 'groups.flash.reopened',
      );
    });
  }

  memberRoutes(app, room);
  threadRoutes(app, room);
}
