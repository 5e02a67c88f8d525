import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { dayOf, findForDesk, requireDesk, titleOf, uuid } from '../desk/index.ts';
import { representativesOf, dayOf as utcDay } from '../representatives/index.ts';
import {
  isScored,
  promiseForm,
  readPromiseForm,
  readStandForm,
  recordPromise,
  recordStand,
  type Speaker,
  standForm,
} from '../stands/index.ts';
import { settlementForm } from './forms.ts';
import { RepliesPage, ReplyPage, shownStates } from './pages/desk.tsx';
import { findReply, listReplies, type Reply } from './queries.ts';
import { reopenReply, settleReply } from './record.ts';

type C = Context<Env>;

/** The coordinators' side: the queue of replies, and what comes of each. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const representatives = representativesOf(deps.db);
  const { read, write, after } = handlersOf(deps);

  for (const path of ['/desk/replies', '/desk/replies/*']) {
    app.use(path, async (c, next) => {
      requireDesk(c.var.actor);
      await next();
    });
  }

  app.get('/desk/replies', async (c) => {
    const asked = c.req.query('state');
    const state = shownStates.find((one) => one === asked) ?? 'open';
    const [campaign, before] = [c.req.query('campaign') ?? '', c.req.query('before') ?? ''];
    const filter = {
      state,
      campaign: uuid.test(campaign) ? campaign : undefined,
      before: uuid.test(before) ? before : undefined,
    };
    const list = await read(c, (ctx) => listReplies(ctx, filter));
    return page(c, <RepliesPage v={view(c, deps)} {...list} state={state} campaign={filter.campaign} />);
  });

  /** Who answered: whom she had written to; where nobody was written down, who holds the post now. */
  async function speakerOf(c: C, reply: Reply): Promise<{ speaker: Speaker | undefined; court: boolean }> {
    const lookup = await representatives.of(c.var.network);
    const roleId = lookup.post(reply.postId)?.roleId ?? '';
    const [serving] = lookup.serving([reply.postId], [roleId], utcDay(c.var.now));
    if (serving && !isScored(serving.role.body)) return { speaker: undefined, court: true };
    const official = reply.officialId
      ? { id: reply.officialId, name: reply.officialName ?? '' }
      : (serving?.official ?? undefined);
    return {
      speaker: official && { postId: reply.postId, officialId: official.id, officialName: official.name },
      court: false,
    };
  }

  async function replyPage(
    c: C,
    form: 'stand' | 'promise' | 'settlement' | undefined,
    given: FormState | undefined,
    ids = { stand: newId(), promise: newId() },
  ): Promise<Response> {
    const v = view(c, deps);
    const { reply, campaign } = await read(c, async (ctx) => {
      const reply = found(await findReply(ctx, idOf(c, 'id')));
      return { reply, campaign: found(await findForDesk(ctx, reply.campaignId)) };
    });
    const { speaker, court } = await speakerOf(c, reply);
    const state = given ?? emptyForm({ said_on: reply.receivedOn, source: v.t('replies.record.source') });
    return page(
      c,
      <ReplyPage
        v={v}
        reply={reply}
        campaign={{ id: campaign.id, title: titleOf(v, campaign) }}
        speaker={speaker?.officialName}
        court={court}
        ids={ids}
        today={dayOf(c.var.now, c.var.network.timeZone)}
        form={form}
        state={state}
      />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/desk/replies/:id', (c) =>
    replyPage(c, c.req.query('record') === 'promise' ? 'promise' : undefined, undefined),
  );

  for (const what of ['stand', 'promise'] as const) {
    app.post(`/desk/replies/:id/${what}`, async (c) => {
      const reply = found(await read(c, (ctx) => findReply(ctx, idOf(c, 'id'))));
      const { speaker } = await speakerOf(c, reply);
      if (!speaker) throw new Problem('not-found');
      const sent = await readForm(c);
      const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
      const today = dayOf(c.var.now, c.var.network.timeZone);
      const again = (values: Record<string, string>, errors: FormState['errors']) =>
        replyPage(c, what, { values, errors }, { stand: id, promise: id });
      if (what === 'stand') {
        const values = readStandForm(sent);
        const parsed = parse(standForm(today), values);
        if (!parsed.ok) return again(values, parsed.errors);
        await write(c, async (ctx) => {
          if (!(await settleReply(ctx, reply, 'stand', { stand_id: id }))) return;
          await recordStand(ctx, reply.campaignId, id, speaker, parsed.data);
        });
      } else {
        const values = readPromiseForm(sent);
        const parsed = parse(promiseForm(today), values);
        if (!parsed.ok) return again(values, parsed.errors);
        await write(c, async (ctx) => {
          if (!(await settleReply(ctx, reply, 'promise', { promise_id: id }))) return;
          await recordPromise(ctx, reply.campaignId, id, speaker, parsed.data);
        });
      }
      return done(c, `replies.flash.${what}`, reply.id);
    });
  }

  app.post('/desk/replies/:id/settlement', async (c) => {
    const reply = found(await read(c, (ctx) => findReply(ctx, idOf(c, 'id'))));
    const parsed = parse(settlementForm, { choice: (await readForm(c)).get('choice') });
    if (!parsed.ok) return replyPage(c, 'settlement', { values: {}, errors: parsed.errors });
    await write(c, (ctx) => settleReply(ctx, reply, parsed.data.choice));
    return after(c, urls.replies.desk(view(c, deps).at), `replies.flash.${parsed.data.choice}`);
  });

  app.post('/desk/replies/:id/reopening', async (c) => {
    const reply = found(await read(c, (ctx) => findReply(ctx, idOf(c, 'id'))));
    await write(c, (ctx) => reopenReply(ctx, reply));
    return done(c, 'replies.flash.reopened', reply.id);
  });

  const done = (c: C, key: string, id: string): Response => {
    setFlash(c, deps, { key });
    return c.redirect(urls.replies.show(view(c, deps).at, id), 303);
  };
}
