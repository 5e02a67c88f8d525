import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, found, page, parse, readForm, setFlash, view } from '../../platform/http/index.ts';
import { signedAddress } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { findAction, readActionRef } from '../campaigns/index.ts';
import { dayOf, uuid } from '../desk/index.ts';
import { deskRoutes } from './desk-routes.tsx';
import { readReplyForm, replyForm } from './forms.ts';
import { MyRepliesPage } from './pages/mine.tsx';
import { lettersOf, repliesOfAction } from './queries.ts';
import { passOn, withdrawReply } from './record.ts';

type C = Context<Env>;

/** Registers the page on which she passes a reply on. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const byAddress = limiter('replies', limits.actionsByAddress);
  deskRoutes(app, deps);

  /** The confirmed letter behind the private address, with what belongs to this page. */
  async function load(c: C) {
    const reference = c.req.param('ref')!;
    const id = found(readActionRef(deps.secret, c.var.network.id, reference));
    return readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const action = found(await findAction(ctx, id));
      if (action.erased || action.state === 'pending') return found<never>(undefined);
      return {
        reference,
        action,
        letters: await lettersOf(ctx, id),
        replies: await repliesOfAction(ctx, id),
      };
    });
  }

  async function minePage(c: C, id: string, state: FormState): Promise<Response> {
    const { reference, action, letters, replies } = await load(c);
    const addresses = letters.flatMap((letter) => {
      const address = signedAddress(deps, 'reply', c.var.network, letter.deliveryId);
      return address ? [{ letter, address }] : [];
    });
    return page(
      c,
      <MyRepliesPage
        v={view(c, deps)}
        reference={reference}
        campaign={action.campaignTitle}
        machine={action.machine}
        letters={letters}
        addresses={addresses}
        replies={replies}
        id={id}
        state={state}
      />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/actions/:ref/replies', (c) => minePage(c, newId(), emptyForm()));

  app.post('/actions/:ref/replies', async (c) => {
    await byAddress.consume(addressKey(c.var.address));
    const { reference, action, letters } = await load(c);
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const values = readReplyForm(sent);
    const parsed = parse(replyForm(dayOf(c.var.now, c.var.network.timeZone)), values);
    if (!parsed.ok) return minePage(c, id, { values, errors: parsed.errors });
    const letter = letters.find((one) => one.deliveryId === parsed.data.delivery);
    if (!letter) return minePage(c, id, { values, errors: { delivery: { key: 'replies.form.who.choose' } } });
    // A machine fills every field it sees. It is told what everybody is told.
    const taken =
      sent.get('website') !== '' || (await write(c, action.personId, (ctx) => passOn(ctx, letter, id, parsed.data)));
    if (!taken) return minePage(c, id, { values, errors: { body: { key: 'replies.form.many' } } });
    setFlash(c, deps, { key: 'replies.flash.passed' });
    return c.redirect(urls.replies.mine(view(c, deps).at, reference), 303);
  });

  app.post('/actions/:ref/replies/:id/withdrawal', async (c) => {
    const { reference, action } = await load(c);
    const id = c.req.param('id');
    if (!uuid.test(id)) found<never>(undefined);
    await write(c, action.personId, (ctx) => withdrawReply(ctx, action.id, id));
    setFlash(c, deps, { key: 'replies.flash.withdrawn' });
    return c.redirect(urls.replies.mine(view(c, deps).at, reference), 303);
  });

  const write = <T,>(c: C, personId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
    inNetwork(deps.db, c.var.network.id, (trx) => work({ ...ctxOf(c, trx), actor: { kind: 'person', id: personId } }));
}
