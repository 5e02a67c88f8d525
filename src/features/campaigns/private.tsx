import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { record as audit } from '../../platform/audit/index.ts';
import { inNetwork, readNetwork, type Trx } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  edit,
  found,
  page,
  parse,
  publicPage,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { emptyForm } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { addresseesOf, channelsOf, supporterRoutes, targetsOf, unprintableOf, type Wish } from '../deliveries/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { type Confirmed, confirmAction, deviceDays } from './confirm.ts';
import { linksForm, readWish } from './forms.ts';
import { askForLinks } from './links.ts';
import { modeOf } from './modes.ts';
import { ActionPage, AskPage, ConfirmationPage } from './pages/action.tsx';
import { LinksPage, LinksSentPage } from './pages/links.tsx';
import { type ActionView, findAction } from './queries.ts';
import { readActionRef } from './ref.ts';
import { withdrawAction, withdrawConsent } from './withdraw.ts';

export const deviceCookie = 'casement_device';

/** Asking for links takes at least so long, so that writing a mail does not show in the time of the answer. */
const leastMs = 250;

/** A supporter's private pages, behind the address that only her mail holds. GET changes nothing: scanners follow links. */
export function privateRoutes(app: Hono<Env>, deps: Deps): void {
  linksRoutes(app, deps);

  app.get('/actions/:ref', async (c) => {
    const { action, reference } = await ownAction(c, deps);
    if (action.state === 'pending') return c.redirect(urls.campaigns.confirmation(view(c, deps).at, reference), 303);
    if (action.mode !== 'letter')
      return modeOf(deps, action.mode).actionPage(c, deps, { id: action.id, reference }, false);
    return page(
      c,
      <ActionPage
        v={view(c, deps)}
        action={action}
        reference={reference}
        targets={await targetsOf(deps, c, action)}
        unprintable={await unprintableOf(action)}
      />,
    );
  });

  app.get('/actions/:ref/confirmation', async (c) => {
    const { action, reference } = await ownAction(c, deps);
    if (action.state !== 'pending') return c.redirect(urls.campaigns.action(view(c, deps).at, reference), 303);
    if (action.mode !== 'letter')
      return modeOf(deps, action.mode).actionPage(c, deps, { id: action.id, reference }, true);
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const offered = await readNetwork(deps.db, c.var.network.id, (trx) => channelsOf(ctxOf(c, trx), action.campaignId));
    const postIds = action.deliveries.map((delivery) => delivery.postId);
    return page(
      c,
      <ConfirmationPage
        v={view(c, deps)}
        action={action}
        reference={reference}
        addressees={addresseesOf(lookup, postIds, c.var.now)}
        offered={offered}
      />,
    );
  });

  app.post('/actions/:ref/confirmation', async (c) => {
    const { action, reference } = await ownAction(c, deps);
    const [wish] = (await readForm(c)).all('wish');
    await confirmAndRemember(c, deps, action.id, wish === undefined ? undefined : (readWish(wish) ?? null));
    return c.redirect(urls.campaigns.action(view(c, deps).at, reference), 303);
  });

  for (const what of ['withdrawal', 'erasure'] as const) {
    app.get(`/actions/:ref/${what}`, async (c) => {
      const { action, reference } = await ownAction(c, deps);
      // Nothing is asked twice: her page says that it is withdrawn.
      if (what === 'withdrawal' && action.state === 'withdrawn')
        return c.redirect(urls.campaigns.action(view(c, deps).at, reference), 303);
      return page(c, <AskPage v={view(c, deps)} action={action} reference={reference} what={what} />);
    });
  }

  app.post('/actions/:ref/withdrawal', async (c) => {
    const { action, reference } = await ownAction(c, deps);
    const withdraw = (trx: Trx) =>
      withdrawAction({ ...ctxOf(c, trx), actor: { kind: 'person', id: action.personId } }, action.id);
    // Of a letter the public sees a number alone; a name and a comment are gone from kept pages at once.
    if (action.mode === 'letter') await inNetwork(deps.db, c.var.network.id, withdraw);
    else await edit(deps, c.var.network.id, withdraw);
    return c.redirect(urls.campaigns.action(view(c, deps).at, reference), 303);
  });

  app.post('/actions/:ref/consents', async (c) => {
    const { action, reference } = await ownAction(c, deps);
    const purpose = (await readForm(c)).get('purpose');
    const given = action.consents.some((consent) => consent.purpose === purpose && consent.event !== 'withdrawn');
    if (given) {
      await inNetwork(deps.db, c.var.network.id, (trx) =>
        withdrawConsent({ ...ctxOf(c, trx), actor: { kind: 'person', id: action.personId } }, action.personId, purpose),
      );
    }
    setFlash(c, deps, { key: 'campaigns.flash.consent' });
    return c.redirect(urls.campaigns.action(view(c, deps).at, reference), 303);
  });

  app.post('/actions/:ref/erasure', async (c) => {
    const { action } = await ownAction(c, deps);
    await edit(deps, c.var.network.id, async (trx) => {
      const ctx = { ...ctxOf(c, trx), actor: { kind: 'person', id: action.personId } as const };
      for (const feature of deps.features) await feature.erase?.(ctx, action.personId);
      await audit(ctx, { verb: 'erased', noun: 'person', id: action.personId });
    });
    setCookie(c, deviceCookie, '', { path: `/${c.var.network.slug}`, maxAge: 0 });
    setFlash(c, deps, { key: 'campaigns.flash.erased' });
    return c.redirect(urls.networks.home(view(c, deps).at), 303);
  });

  app.get('/actions/:ref/copy', async (c) => {
    const { action } = await ownAction(c, deps);
    const copy = await readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const parts: Record<string, unknown> = {};
      for (const feature of deps.features)
        if (feature.exportPerson) parts[feature.name] = await feature.exportPerson(ctx, action.personId);
      return parts;
    });
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', 'attachment; filename="casement.json"');
    return c.body(JSON.stringify(copy, null, 2), 200, { 'content-type': 'application/json; charset=utf-8' });
  });

  supporterRoutes(app, deps, async (c) => {
    const { action, reference } = await ownAction(c, deps);
    return { letter: action, reference };
  });
}

/** Her private links again, by her e-mail address: the answer is the same for every address, and comes after the same time. */
function linksRoutes(app: Hono<Env>, deps: Deps): void {
  const asks = limiter('private-links', limits.linksByAddress);

  app.get('/actions/links', (c) => publicPage(c, deps, <LinksPage v={view(c, deps)} state={emptyForm()} />, 60));

  app.post('/actions/links', async (c) => {
    await asks.consume(addressKey(c.var.address));
    const sent = await readForm(c);
    const email = sent.get('email');
    const form = parse(linksForm, { email });
    if (!form.ok)
      return page(c, <LinksPage v={view(c, deps)} state={{ values: { email }, errors: form.errors }} />, 422);
    const least = pause(leastMs);
    // A machine fills what no person sees. It is told what everybody is told.
    if (sent.get('website') === '')
      await inNetwork(deps.db, c.var.network.id, (trx) => askForLinks(ctxOf(c, trx), form.data.email));
    await least;
    return c.redirect(urls.campaigns.linksSent(view(c, deps).at), 303);
  });

  app.get('/actions/links/received', (c) =>
    publicPage(c, deps, <LinksSentPage v={view(c, deps)} outboxOnly={!deps.config.smtpUrl} />, 60),
  );
}

/** The action behind a private address; what was erased, or signed by nobody, does not exist. */
export async function ownAction(c: Context<Env>, deps: Deps): Promise<{ action: ActionView; reference: string }> {
  const reference = c.req.param('ref')!;
  const id = found(readActionRef(deps.secret, c.var.network.id, reference));
  const action = found(await readNetwork(deps.db, c.var.network.id, (trx) => findAction(ctxOf(c, trx), id)));
  return { action: found(action.erased ? undefined : action), reference };
}

/** Confirms, and gives the device its cookie where she asked for it. */
export async function confirmAndRemember(
  c: Context<Env>,
  deps: Deps,
  actionId: string,
  wish?: Wish | null,
): Promise<Confirmed> {
  const lookup = await representativesOf(deps.db).of(c.var.network);
  const confirmed = await inNetwork(deps.db, c.var.network.id, async (trx) => {
    const done = await confirmAction(
      ctxOf(c, trx),
      actionId,
      async (postIds) => new Map(addresseesOf(lookup, postIds, c.var.now).map((one) => [one.postId, one])),
      wish,
    );
    if (done.outcome === 'confirmed' && done.mode !== 'letter')
      await modeOf(deps, done.mode).confirmed(ctxOf(c, trx), actionId);
    return done;
  });
  if (confirmed.deviceToken) {
    setCookie(c, deviceCookie, confirmed.deviceToken, {
      path: `/${c.var.network.slug}`,
      httpOnly: true,
      sameSite: 'Lax',
      secure: deps.config.origins[0]!.startsWith('https:'),
      maxAge: deviceDays * 86_400,
    });
  }
  return confirmed;
}
