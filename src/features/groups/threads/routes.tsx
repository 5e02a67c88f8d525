import type { Context, Hono } from 'hono';
import { limiter, limits } from '../../../platform/abuse/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import {
  type Env,
  found,
  idOf,
  Problem,
  page,
  parse,
  readForm,
  type Sent,
  view,
} from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { filesOf, receiveFile } from '../../files/index.ts';
import { mayRun } from '../access.ts';
import { readFields } from '../forms.ts';
import { type Group, isIn, type Watch } from '../group.ts';
import { groupTabs } from '../pages/frame.tsx';
import type { Room } from '../routes.tsx';
import {
  addPost,
  authorIn,
  beginThread,
  editPost,
  markAllRead,
  markRead,
  setMark,
  setWatch,
  takeBack,
} from './commands.ts';
import { namedIn, numberOf, postForm, threadForm, watchForm } from './forms.ts';
import { NewThreadPage, ThreadsPage } from './pages.tsx';
import { EditPostPage, HistoryPage, TakeBackPage } from './post.tsx';
import {
  findPost,
  findThread,
  listPosts,
  listThreads,
  nameable,
  pinnedThreads,
  postByNumber,
  searchPosts,
  versionsOf,
} from './queries.ts';
import { ThreadPage } from './show.tsx';
import { barOf, mayEdit, pageFrom, quoted } from './thread.ts';
import { wordsOf } from './words.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** So many stand to be ticked; any other is named by "@" and her name. */
const mostTicks = 60;

/** What is written in a group, for who is in it. */
export function threadRoutes(app: Hono<Env>, room: Room): void {
  const { deps, read, write, after } = room;
  const paced = limiter('posts', limits.postsByAccount);

  /** The group of the address, for who is in it. */
  async function inside(c: C, ctx: Ctx): Promise<Group> {
    const group = await room.group(c, ctx);
    if (!isIn(group)) throw new Problem('not-found');
    return group;
  }
  const frame = (c: C, group: Group) => {
    const v = view(c, deps);
    return { v, group, tabs: groupTabs(deps, v, group) };
  };

  app.get('/groups/:slug/threads', async (c) => {
    room.somebody(c);
    const q = (c.req.query('q') ?? '').trim().slice(0, 200);
    const before = c.req.query('before');
    if (before !== undefined && !(q ? uuid.test(before) : keyOf(before))) throw new Problem('not-found');
    const stored = await read(c, async (ctx) => {
      const group = await inside(c, ctx);
      if (q) {
        const search = await searchPosts(ctx, group.id, wordsOf(q).slice(0, 10), before);
        return { group, pinned: [], threads: [], more: false, search };
      }
      const key = before === undefined ? undefined : keyOf(before);
      return {
        group,
        pinned: key ? [] : await pinnedThreads(ctx, group.id),
        ...(await listThreads(ctx, group.id, key)),
        search: undefined,
      };
    });
    const { v, ...framed } = frame(c, stored.group);
    const last = stored.threads.at(-1);
    const { slug } = stored.group;
    return page(
      c,
      <ThreadsPage
        v={v}
        {...framed}
        pinned={stored.pinned}
        threads={stored.threads}
        next={
          stored.more && last
            ? urls.groups.threadsFrom(v.at, slug, `${last.lastAt.toISOString()}_${last.id}`)
            : undefined
        }
        bar={barOf(stored.group, v.now)}
        search={
          stored.search && {
            q,
            found: stored.search.found,
            next: stored.search.next && urls.groups.search(v.at, slug, q, stored.search.next),
          }
        }
      />,
    );
  });

  async function newThreadPage(
    c: C,
    state: FormState,
    ids: { id: string; post: string },
    named: string[] = [],
  ): Promise<Response> {
    const { group, people } = await read(c, async (ctx) => {
      const group = await inside(c, ctx);
      if (barOf(group, ctx.now)) throw new Problem('not-found');
      return { group, people: await nameable(ctx, group.id, mostTicks) };
    });
    return page(
      c,
      <NewThreadPage {...frame(c, group)} {...ids} state={state} people={people} named={named} />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/groups/:slug/threads/new', (c) => {
    room.somebody(c);
    return newThreadPage(c, emptyForm(), { id: newId(), post: newId() });
  });

  /** The form of a post with its file, which may be missing; what is wrong with the file is told beside it. */
  async function receivePost(c: C): Promise<{ fields: Sent; fileId?: string; error?: FormState['errors'] }> {
    const received = await receiveFile(c, deps, { unnamed: true });
    if (received.ok) return { fields: received.fields, fileId: received.file.id };
    return received.missing
      ? { fields: received.fields }
      : { fields: received.fields, error: { file: received.error } };
  }

  app.post('/groups/:slug/threads/new', async (c) => {
    const account = room.somebody(c);
    await read(c, (ctx) => inside(c, ctx));
    const { fields, fileId, error } = await receivePost(c);
    const ids = { id: idIn(fields, 'id'), post: idIn(fields, 'post') };
    const values = readFields(fields, ['title', 'body']);
    const named = namedIn(fields);
    const parsed = parse(threadForm, values);
    if (!parsed.ok || error)
      return newThreadPage(c, { values, errors: { ...error, ...(parsed.ok ? {} : parsed.errors) } }, ids, named);
    await paced.consume(account.id);
    const group = await write(c, async (ctx) => {
      const group = await inside(c, ctx);
      const { title, body } = parsed.data;
      await beginThread(
        ctx,
        group,
        authorIn(group, account),
        { id: ids.id, title },
        { id: ids.post, body, named, fileId },
      );
      return group;
    });
    return after(c, urls.groups.thread(view(c, deps).at, group.slug, ids.id), 'groups.flash.begun');
  });

  async function threadPage(
    c: C,
    typed?: { state: FormState; id: string; answers: number | undefined; named: string[] },
  ): Promise<Response> {
    const id = idOf(c, 'id');
    const asked = c.req.query('from');
    const quote = numberOf(c.req.query('quote'));
    const stored = await read(c, async (ctx) => {
      const group = await inside(c, ctx);
      const thread = found(await findThread(ctx, group.id, id));
      const from = pageFrom(asked === undefined ? (typed ? thread.lastN : 1) : found(numberOf(asked)));
      if (from > 1 && from > thread.lastN) throw new Problem('not-found');
      const posts = await listPosts(ctx, id, from, mayRun(ctx.actor, group));
      const bar = barOf(group, ctx.now, thread);
      return {
        group,
        thread,
        from,
        posts,
        bar,
        files: await filesOf(
          ctx,
          posts.flatMap((post) => post.files),
        ),
        people: bar ? [] : await nameable(ctx, group.id, mostTicks),
        quoting:
          quote && !typed
            ? (posts.find((post) => post.n === quote) ?? (await postByNumber(ctx, id, quote)))
            : undefined,
        runs: mayRun(ctx.actor, group),
      };
    });
    const { quoting, ...rest } = stored;
    const text = quoting?.body && !quoting.hiddenAt ? quoted(quoting.body) : '';
    return page(
      c,
      <ThreadPage
        {...frame(c, stored.group)}
        {...rest}
        named={typed?.named ?? []}
        next={typed ? { id: typed.id, answers: typed.answers } : { id: newId(), answers: quoting?.n }}
        state={typed?.state ?? emptyForm({ body: text })}
      />,
      typed ? 422 : 200,
    );
  }

  app.get('/groups/:slug/threads/:id', (c) => {
    room.somebody(c);
    return threadPage(c);
  });

  app.post('/groups/:slug/threads/:id/posts', async (c) => {
    const account = room.somebody(c);
    const id = idOf(c, 'id');
    await read(c, async (ctx) => found(await findThread(ctx, (await inside(c, ctx)).id, id)));
    const { fields, fileId, error } = await receivePost(c);
    const values = readFields(fields, ['body']);
    const answers = numberOf(fields.get('answers'));
    const named = namedIn(fields);
    const post = idIn(fields, 'id');
    const parsed = parse(postForm, values);
    if (!parsed.ok || error) {
      const errors = { ...error, ...(parsed.ok ? {} : parsed.errors) };
      return threadPage(c, { state: { values, errors }, id: post, answers, named });
    }
    await paced.consume(account.id);
    const { slug, n } = await write(c, async (ctx) => {
      const group = await inside(c, ctx);
      const author = authorIn(group, account);
      return {
        slug: group.slug,
        n: await addPost(ctx, group, author, id, { id: post, body: parsed.data.body, answers, named, fileId }),
      };
    });
    return after(c, urls.groups.threadFrom(view(c, deps).at, slug, id, pageFrom(n), n), 'groups.flash.written');
  });

  app.post('/groups/:slug/threads/:id/reading', async (c) => {
    const account = room.somebody(c);
    const id = idOf(c, 'id');
    const n = numberOf((await readForm(c)).get('n')) ?? 0;
    const slug = await write(c, async (ctx) => {
      const group = await inside(c, ctx);
      const thread = found(await findThread(ctx, group.id, id));
      await markRead(ctx, account.id, id, Math.min(n, thread.lastN));
      return group.slug;
    });
    return c.redirect(urls.groups.threads(view(c, deps).at, slug), 303);
  });

  app.post('/groups/:slug/reading', async (c) => {
    const account = room.somebody(c);
    const slug = await write(c, async (ctx) => {
      const group = await inside(c, ctx);
      await markAllRead(ctx, account.id, group.id);
      return group.slug;
    });
    return c.redirect(urls.groups.threads(view(c, deps).at, slug), 303);
  });

  app.post('/groups/:slug/threads/:id/watch', async (c) => {
    const account = room.somebody(c);
    const id = idOf(c, 'id');
    const parsed = parse(watchForm, readFields(await readForm(c), ['watch']));
    if (!parsed.ok) throw new Problem('invalid');
    const { watch } = parsed.data;
    const slug = await write(c, async (ctx) => {
      const group = await inside(c, ctx);
      found(await findThread(ctx, group.id, id));
      await setWatch(ctx, account.id, id, watch === 'group' ? null : (watch as Watch));
      return group.slug;
    });
    return after(c, urls.groups.thread(view(c, deps).at, slug, id), 'groups.flash.saved');
  });

  for (const [path, mark, set] of [
    ['pin', 'pinned', true],
    ['pin/end', 'pinned', false],
    ['lock', 'locked', true],
    ['lock/end', 'locked', false],
  ] as const) {
    app.post(`/groups/:slug/threads/:id/${path}`, async (c) => {
      room.somebody(c);
      const id = idOf(c, 'id');
      const slug = await write(c, async (ctx) => {
        const group = await room.run(c, ctx);
        await setMark(ctx, group, id, mark, set);
        return group.slug;
      });
      return after(c, urls.groups.thread(view(c, deps).at, slug, id), 'groups.flash.saved');
    });
  }

  /** A post of the address with its thread, for who is in the group. */
  async function postOf(c: C, ctx: Ctx) {
    const group = await inside(c, ctx);
    const post = found(await findPost(ctx, group.id, idOf(c, 'id'), mayRun(ctx.actor, group)));
    return { group, post, thread: found(await findThread(ctx, group.id, post.threadId)) };
  }

  async function editPage(c: C, typed?: { state: FormState; named: string[] }): Promise<Response> {
    const stored = await read(c, async (ctx) => {
      const one = await postOf(c, ctx);
      if (!mayEdit(one.post, ctx.now) || barOf(one.group, ctx.now, one.thread)) throw new Problem('not-found');
      return { ...one, people: await nameable(ctx, one.group.id, mostTicks) };
    });
    const { group, ...rest } = stored;
    return page(
      c,
      <EditPostPage
        {...frame(c, group)}
        {...rest}
        named={typed?.named ?? []}
        state={typed?.state ?? emptyForm({ body: stored.post.body ?? '' })}
      />,
      typed ? 422 : 200,
    );
  }

  app.get('/groups/:slug/posts/:id', (c) => {
    room.somebody(c);
    return editPage(c);
  });

  app.post('/groups/:slug/posts/:id', async (c) => {
    const account = room.somebody(c);
    const id = idOf(c, 'id');
    await read(c, (ctx) => postOf(c, ctx));
    const { fields, fileId, error } = await receivePost(c);
    const values = readFields(fields, ['body']);
    const named = namedIn(fields);
    const parsed = parse(postForm, values);
    if (!parsed.ok || error) {
      const errors = { ...error, ...(parsed.ok ? {} : parsed.errors) };
      return editPage(c, { state: { values, errors }, named });
    }
    const { slug, threadId, n } = await write(c, async (ctx) => {
      const group = await inside(c, ctx);
      const place = await editPost(ctx, group, authorIn(group, account), id, { body: parsed.data.body, named, fileId });
      return { slug: group.slug, ...place };
    });
    return after(c, urls.groups.threadFrom(view(c, deps).at, slug, threadId, pageFrom(n), n), 'groups.flash.saved');
  });

  app.get('/groups/:slug/posts/:id/history', async (c) => {
    room.somebody(c);
    const { group, ...rest } = await read(c, async (ctx) => {
      const one = await postOf(c, ctx);
      // Hidden and removed posts have no past for anybody.
      if (one.post.body === null || !one.post.editedAt) throw new Problem('not-found');
      return { ...one, versions: await versionsOf(ctx, one.post.id) };
    });
    return page(c, <HistoryPage {...frame(c, group)} {...rest} />);
  });

  app.get('/groups/:slug/posts/:id/withdrawal', async (c) => {
    room.somebody(c);
    const { group, ...rest } = await read(c, (ctx) => postOf(c, ctx));
    if (!rest.post.mine || rest.post.removedAt) throw new Problem('not-found');
    return page(c, <TakeBackPage {...frame(c, group)} {...rest} />);
  });

  app.post('/groups/:slug/posts/:id/withdrawal', async (c) => {
    const account = room.somebody(c);
    const { slug, thread } = await write(c, async (ctx) => {
      const group = await inside(c, ctx);
      return { slug: group.slug, thread: await takeBack(ctx, group, authorIn(group, account), idOf(c, 'id')) };
    });
    return after(c, urls.groups.thread(view(c, deps).at, slug, thread), 'groups.flash.takenBack');
  });
}

const idIn = (sent: Sent, name: string): string => (uuid.test(sent.get(name)) ? sent.get(name) : newId());

/** The key of a page of threads: an instant and an id. */
function keyOf(text: string): { at: Date; id: string } | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(text);
  const at = match && new Date(match[1]!);
  return at && !Number.isNaN(at.getTime()) && uuid.test(match[2]!) ? { at, id: match[2]! } : undefined;
}
