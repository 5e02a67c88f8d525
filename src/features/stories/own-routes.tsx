import type { Context, Hono } from 'hono';
import { addressKey, limiter } from '../../platform/abuse/index.ts';
import { requireAccount } from '../../platform/access/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { sendPicture } from '../pictures/index.ts';
import { approve, decline, type Voice, withdraw } from './approvals.ts';
import { eraseStory } from './commands.ts';
import { ownForm } from './forms.ts';
import { eventsOf, paymentsOf } from './keeping-queries.ts';
import { copyOf } from './leaving.ts';
import { MyStoriesPage, OwnErasurePage, OwnPage } from './pages/own.tsx';
import { findKept, findLink, isHers, type Story, storiesOfAccount } from './queries.ts';
import { readStoryRef } from './story.ts';
import type { OwnPlace } from './urls.ts';

type C = Context<Env>;
/** Whose page it is, and whose word counts as given there. */
type Hers = { story: Story; of: OwnPlace; voice: Voice };

/** One shared telephone, one office: a machine that tries addresses sends more. */
const ownByAddress = { points: 240, seconds: 3_600 };

/** Her own page, by a private link that needs no account, or signed in. Opening it changes nothing; each answer is a button behind it. */
export function ownRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const limit = limiter('stories-own', ownByAddress);

  /** The link's story; a link of another network, one that we did not make, or one that was ended names nothing. */
  async function byLink(c: C, ctx: Ctx, lock: boolean): Promise<Hers> {
    const ref = c.req.param('ref') ?? '';
    const id = found(readStoryRef(deps.secret, c.var.network.id, ref));
    const link = found(await findLink(ctx, id));
    const story = found(await findKept(ctx, link.storyId, lock));
    return { story, of: { link: ref }, voice: { by: 'link', handed: link.kind === 'handed' } };
  }

  async function byAccount(c: C, ctx: Ctx, lock: boolean): Promise<Hers> {
    const account = requireAccount(c);
    const id = idOf(c, 'story');
    const story = found((await isHers(ctx, id, account.id)) ? await findKept(ctx, id, lock) : undefined);
    return { story, of: { story: id }, voice: { by: 'account' } };
  }

  app.use('/account/stories/*', async (c, next) => {
    requireAccount(c);
    await next();
  });

  app.get('/account/stories', async (c) => {
    const account = requireAccount(c);
    const stories = await read(c, (ctx) => storiesOfAccount(ctx, account.id));
    return page(c, <MyStoriesPage v={view(c, deps)} stories={stories} />);
  });

  for (const [base, hersOf] of [
    ['/stories/own/:ref', byLink],
    ['/account/stories/:story', byAccount],
  ] as const) {
    const own = async (c: C, errors: FieldErrors = {}): Promise<Response> => {
      const shown = await read(c, async (ctx) => {
        const hers = await hersOf(c, ctx, false);
        return {
          ...hers,
          events: await eventsOf(ctx, hers.story.id),
          payments: await paymentsOf(ctx, hers.story.id),
        };
      });
      const status = Object.keys(errors).length > 0 ? 422 : 200;
      return page(c, <OwnPage v={view(c, deps)} {...shown} state={{ values: {}, errors }} />, status);
    };
    const back = (c: C, { of }: Hers, key: string): Response => {
      setFlash(c, deps, { key });
      return c.redirect(urls.stories.own(view(c, deps).at, of), 303);
    };
    /** As herself: the log knows the story's woman, never an account. */
    const asHer = <T,>(c: C, work: (ctx: Ctx, hers: Hers) => Promise<T>): Promise<{ result: T; hers: Hers }> =>
      write(c, async (ctx) => {
        const hers = await hersOf(c, ctx, true);
        const result = await work({ ...ctx, actor: { kind: 'person', id: hers.story.id } }, hers);
        return { result, hers };
      });

    app.get(base, async (c) => {
      await limit.consume(addressKey(c.var.address));
      return own(c);
    });

    app.get(`${base}/picture`, async (c) => {
      const { story } = await read(c, (ctx) => hersOf(c, ctx, false));
      return sendPicture(c, deps, found(story.pictureKey ?? undefined));
    });

    app.get(`${base}/copy`, async (c) => {
      const copy = await read(c, async (ctx) => copyOf(ctx, (await hersOf(c, ctx, false)).story));
      c.header('content-type', 'application/json; charset=utf-8');
      c.header('content-disposition', 'attachment; filename="copy.json"');
      c.header('cache-control', 'private, no-store');
      return c.body(JSON.stringify(copy, null, 2));
    });

    app.post(`${base}/approval`, async (c) => {
      const sent = await readForm(c);
      const values = { version: sent.get('version'), until: sent.get('until') };
      const parsed = parse(ownForm(c.var.now, c.var.network.timeZone), values);
      if (!parsed.ok) return own(c, parsed.errors);
      const { result, hers } = await asHer(c, (ctx, { story, voice }) =>
        approve(ctx, story, sent.get('approval'), parsed.data, voice),
      );
      return result.ok ? back(c, hers, 'stories.flash.approved') : own(c, result.errors);
    });

    app.post(`${base}/refusal`, async (c) => {
      const sent = await readForm(c);
      const { result, hers } = await asHer(c, (ctx, { story, voice }) =>
        decline(ctx, story, sent.get('approval'), voice),
      );
      found(result || undefined);
      return back(c, hers, 'stories.flash.declined');
    });

    app.post(`${base}/withdrawal`, async (c) => {
      const sent = await readForm(c);
      const { hers } = await asHer(c, (ctx, { story, voice }) =>
        withdraw(ctx, story, sent.get('approval') || undefined, voice),
      );
      return back(c, hers, 'stories.flash.withdrawn');
    });

    app.get(`${base}/erasure`, async (c) => {
      const { story, of } = await read(c, (ctx) => hersOf(c, ctx, false));
      return page(c, <OwnErasurePage v={view(c, deps)} story={found(story.erasedAt ? undefined : story)} of={of} />);
    });

    app.post(`${base}/erasure`, async (c) => {
      await readForm(c);
      await asHer(c, (ctx, { story, voice }) => (story.erasedAt ? Promise.resolve() : eraseStory(ctx, story, voice)));
      return after(c, urls.stories.list(view(c, deps).at), 'stories.flash.erased');
    });
  }
}
