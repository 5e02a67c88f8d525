import type { Context, Hono } from 'hono';
import { addressKey, limiter } from '../../platform/abuse/index.ts';
import { requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../platform/crypto/signed-id.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  publicOrigin,
  readForm,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { placeOf } from '../documents/index.ts';
import { calendarAnswer, entryOf } from './calendar.ts';
import { FeedsPage } from './pages/forms.tsx';
import { findFeed, groupsToChoose, meetingsOfFeed, myFeeds } from './queries.ts';
import { makeFeed, removeFeed } from './record.ts';

type C = Context<Env>;
const use = 'calendar-feed';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Secret calendar addresses: making, revoking, and what a calendar program reads there. */
export function feedRoutes(
  app: Hono<Env>,
  deps: Deps,
  write: <T>(c: C, work: (ctx: Ctx) => Promise<T>) => Promise<T>,
): void {
  const { read, after } = handlersOf(deps);
  const readers = limiter('meetings.feed', { points: 600, seconds: 600 });

  app.get('/meetings/calendar', async (c) => {
    requireRole(c, 'member', 'lead', 'coordinator');
    const { feeds, groups } = await read(c, async (ctx) => ({
      feeds: await myFeeds(ctx),
      groups: await groupsToChoose(ctx),
    }));
    const v = view(c, deps);
    const origin = publicOrigin(deps, c.var.network);
    const shown = feeds.map((feed) => ({
      ...feed,
      address: origin + urls.meetings.feed(v.at, signedId(deps.secret, use, c.var.network.id, feed.id)),
    }));
    return page(c, <FeedsPage v={v} feeds={shown} groups={groups} id={newId()} />);
  });

  app.post('/meetings/calendar', async (c) => {
    requireRole(c, 'member', 'lead', 'coordinator');
    const sent = await readForm(c);
    const slug = sent.get('group') || undefined;
    const made = await write(c, async (ctx) => {
      const scope = await placeOf(ctx, slug);
      const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
      // More than these nobody needs; an address that is not used is better revoked.
      const mine = await myFeeds(ctx);
      if (mine.length >= 20) return mine.some((feed) => feed.id === id);
      await makeFeed(ctx, id, scope.group?.id ?? null, sent.get('words') === 'yes');
      return true;
    });
    const said = made ? 'meetings.flash.feed' : 'meetings.flash.feeds.full';
    return after(c, urls.meetings.feeds(view(c, deps).at), said);
  });

  app.post('/meetings/calendar/:feed/removal', async (c) => {
    requireRole(c, 'member', 'lead', 'coordinator');
    const done = await write(c, (ctx) => removeFeed(ctx, idOf(c, 'feed')));
    found(done || undefined);
    return after(c, urls.meetings.feeds(view(c, deps).at), 'meetings.flash.revoked');
  });

  // No session is read: the address is the right, as long as it is not revoked and she still belongs.
  app.get('/calendar/:file', async (c) => {
    await readers.consume(addressKey(c.var.address));
    const token = c.req.param('file').replace(/\.ics$/, '');
    const id = found(readSignedId(deps.secret, use, c.var.network.id, token));
    const { feed, meetings } = await read(c, async (ctx) => {
      const feed = found(await findFeed(ctx, id));
      return { feed, meetings: await meetingsOfFeed(ctx, feed) };
    });
    const v = view(c, deps);
    const origin = publicOrigin(deps, c.var.network);
    const bare = feed.words ? undefined : c.var.t('meetings.one');
    const entries = meetings.map((meeting) =>
      entryOf(meeting, { url: origin + urls.meetings.show(v.at, meeting.id), bare }),
    );
    const name = feed.words && feed.group ? v.text(feed.group) : c.var.t('meetings.title');
    return calendarAnswer(name, entries, 'meetings.ics');
  });
}
