import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  view,
} from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { aboutOf } from '../spine/index.ts';
import { listIssues, listPlaces } from '../vocabularies/index.ts';
import { requireMember } from './access.ts';
import { messageForm, readFields } from './forms.ts';
import { bestMatches } from './matching.ts';
import { noticeOf, setNotice } from './notices.ts';
import { MinePage } from './pages/mine.tsx';
import { ShowItemPage } from './pages/show.tsx';
import { TalkPage } from './pages/talk.tsx';
import { candidatesFor, findItem, itemsOf, subject, todayOf } from './queries.ts';
import { answerItem, endTalk, findTalk, listTalks, markRead, matchTalk, messagesOf, writeMessage } from './talks.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** So many matches are shown for each item of hers. */
const shownMatches = 3;

/** What is hers: her items, their matches, her conversations. Only their two people come through these doors. */
export function talkRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/exchange/mine', async (c) => {
    const account = requireMember(c);
    const shown = await read(c, async (ctx) => {
      const items = await itemsOf(ctx, account.id);
      const today = todayOf(ctx);
      const standing = items.filter((item) => item.state === 'open' && item.until >= today);
      const candidates = await candidatesFor(ctx, standing);
      return {
        items,
        today,
        talks: await listTalks(ctx),
        notice: await noticeOf(ctx, account.id),
        matches: new Map(standing.map((item) => [item.id, bestMatches(item, candidates, shownMatches)])),
        issues: await listIssues(ctx),
        countries: await listPlaces(ctx, { kind: 'country' }),
      };
    });
    return page(c, <MinePage v={view(c, deps)} {...shown} />);
  });

  app.post('/exchange/mine/notice', async (c) => {
    const account = requireMember(c);
    const wanted = (await readForm(c)).get('wanted') === 'yes';
    await write(c, (ctx) => setNotice(ctx, account.id, wanted));
    return after(c, urls.exchange.mine(view(c, deps).at), wanted ? 'exchange.flash.told' : 'exchange.flash.untold');
  });

  app.post('/exchange/:id/answer', async (c) => {
    requireMember(c);
    const sent = await readForm(c);
    const id = idOf(c, 'id');
    const values = readFields(sent, ['body']);
    const messageId = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(messageForm, values);
    if (!parsed.ok) {
      const shown = await read(c, async (ctx) => ({
        item: found(await findItem(ctx, id)),
        about: await aboutOf(ctx, subject, id),
        today: todayOf(ctx),
        talks: await listTalks(ctx, id),
        issues: await listIssues(ctx),
        countries: await listPlaces(ctx, { kind: 'country' }),
      }));
      const state = { values, errors: parsed.errors };
      return page(
        c,
        <ShowItemPage v={view(c, deps)} {...shown} matches={[]} messageId={messageId} state={state} />,
        422,
      );
    }
    const talk = await write(c, (ctx) => answerItem(ctx, id, messageId, parsed.data.body));
    return after(c, urls.exchange.talk(view(c, deps).at, talk), 'exchange.flash.answered');
  });

  async function talkPage(c: C, state: FormState, messageId: string, status: 200 | 422 = 200): Promise<Response> {
    requireMember(c);
    const shown = await read(c, async (ctx) => {
      const talk = found(await findTalk(ctx, idOf(c, 'id')));
      return { talk, item: await findItem(ctx, talk.itemId), messages: await messagesOf(ctx, talk.id) };
    });
    return page(c, <TalkPage v={view(c, deps)} {...shown} state={state} messageId={messageId} />, status);
  }

  app.get('/exchange/conversations/:id', (c) => talkPage(c, emptyForm(), newId()));

  app.post('/exchange/conversations/:id/messages', async (c) => {
    requireMember(c);
    const sent = await readForm(c);
    const values = readFields(sent, ['body']);
    const messageId = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(messageForm, values);
    if (!parsed.ok) return talkPage(c, { values, errors: parsed.errors }, messageId, 422);
    await write(c, (ctx) => writeMessage(ctx, idOf(c, 'id'), messageId, parsed.data.body));
    return after(c, urls.exchange.talk(view(c, deps).at, idOf(c, 'id')), 'exchange.flash.sent');
  });

  app.post('/exchange/conversations/:id/reading', async (c) => {
    requireMember(c);
    await write(c, async (ctx) => markRead(ctx, found(await findTalk(ctx, idOf(c, 'id')))));
    return c.redirect(urls.exchange.mine(view(c, deps).at), 303);
  });

  app.post('/exchange/conversations/:id/closure', async (c) => {
    requireMember(c);
    await write(c, (ctx) => endTalk(ctx, idOf(c, 'id')));
    return after(c, urls.exchange.mine(view(c, deps).at), 'exchange.flash.ended');
  });

  app.post('/exchange/conversations/:id/match', async (c) => {
    requireMember(c);
    const item = await write(c, (ctx) => matchTalk(ctx, idOf(c, 'id')));
    return after(c, urls.exchange.item(view(c, deps).at, item), 'exchange.flash.matched');
  });
}
