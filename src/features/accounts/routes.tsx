import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { record } from '../../platform/audit/index.ts';
import { sha256 } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  type FieldErrors,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { accountRoutes } from './account-routes.tsx';
import { linkForm, readSignIn, signInForm } from './forms.ts';
import { mailLink } from './links.ts';
import { nextPath } from './next.ts';
import { LinkPage, LinkSentPage, SignInPage, SignOutPage } from './pages/sign-in.tsx';
import { passphraseFits } from './passphrase.ts';
import * as queries from './queries.ts';
import { deviceOf, dropSession, giveSession, type OpenedBy, sessionHashOf, startSession } from './session.ts';
import { linkIdOf } from './sign-in-link.ts';
import { todayRoutes } from './today/routes.tsx';

/** Asking for a link takes at least so long, so that writing one does not show in the time of the answer. */
const leastMs = 250;

export function routes(app: Hono<Env>, deps: Deps): void {
  const byAddress = limiter('sign-in.address', limits.signInByAddress);
  const byAccount = limiter('sign-in.account', limits.signInByAccount);
  const linksByAddress = limiter('links.address', limits.linksByAddress);
  const linksByAccount = limiter('links.account', limits.linksByAccount);
  const accountKey = (c: Context<Env>, email: string) => `${c.var.network.id} ${emailKey(email)}`;

  app.get('/sign-in', async (c) => {
    const v = view(c, deps);
    const next = nextPath(c.var.network.slug, c.req.query('next') ?? '');
    if (c.var.actor.kind === 'account') return c.redirect(next ?? urls.accounts.today(v.at), 303);
    return page(c, <SignInPage v={v} state={{ values: {}, errors: {} }} next={next} />);
  });

  const signInAgain = (c: Context<Env>, email: string, stay: string, next: string | undefined, errors: FieldErrors) =>
    // What she typed comes back, but never a passphrase.
    page(c, <SignInPage v={view(c, deps)} state={{ values: { email, stay }, errors }} next={next} />, 422);

  app.post('/sign-in', async (c) => {
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const form = parse(signInForm, readSignIn(sent));
    if (!form.ok) return signInAgain(c, sent.get('email'), sent.get('stay'), next, form.errors);
    const { email, passphrase, stay } = form.data;
    await byAddress.consume(addressKey(c.var.address));
    await byAccount.consume(accountKey(c, email));

    const account = await readNetwork(deps.db, c.var.network.id, (trx) =>
      queries.accountByEmail(trx, c.var.network.id, emailKey(email)),
    );
    const fits = await passphraseFits(passphrase, account?.passphrase);
    if (!account || !fits || account.disabledAt) {
      return signInAgain(c, email, sent.get('stay'), next, { passphrase: { key: 'accounts.signIn.wrong' } });
    }
    const token = await inNetwork(deps.db, c.var.network.id, (trx) =>
      openSession(c, ctxOf(c, trx), account, 'passphrase'),
    );
    await byAccount.forget(accountKey(c, email));
    giveSession(c, deps, token, stay);
    return c.redirect(next ?? urls.accounts.today(view(c, deps).at), 303);
  });

  // The answer is the same for every address, and comes after the same time.
  app.post('/sign-in/links', async (c) => {
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const form = parse(linkForm, { email: sent.get('email') });
    if (!form.ok) return signInAgain(c, sent.get('email'), sent.get('stay'), next, form.errors);
    await linksByAddress.consume(addressKey(c.var.address));
    const least = pause(leastMs);
    const account = await readNetwork(deps.db, c.var.network.id, (trx) =>
      queries.accountByEmail(trx, c.var.network.id, emailKey(form.data.email)),
    );
    // Counted for unknown addresses too, and silent: whoever asks for the sixth has five in her mailbox.
    const within = await linksByAccount.allows(accountKey(c, form.data.email));
    if (account && !account.disabledAt && within) {
      await inNetwork(deps.db, c.var.network.id, (trx) => mailLink(ctxOf(c, trx), deps.secret, account, next));
    }
    await least;
    return c.redirect(urls.accounts.signInLinks(view(c, deps).at), 303);
  });

  app.get('/sign-in/links', (c) => page(c, <LinkSentPage v={view(c, deps)} />));

  // Mail scanners open every link: opening one only shows a button.
  app.get('/sign-in/links/:token', async (c) => {
    const token = c.req.param('token');
    const hash = genuineHash(deps, token);
    const open =
      hash !== undefined &&
      (await readNetwork(deps.db, c.var.network.id, (trx) =>
        queries.linkIsOpen(trx, c.var.network.id, hash, c.var.now),
      ));
    return page(c, <LinkPage v={view(c, deps)} token={open ? token : undefined} />, open ? 200 : 404);
  });

  app.post('/sign-in/links/:token', async (c) => {
    const sent = await readForm(c);
    await byAddress.consume(addressKey(c.var.address));
    const hash = genuineHash(deps, c.req.param('token'));
    const opened = hash && (await inNetwork(deps.db, c.var.network.id, (trx) => useLink(c, ctxOf(c, trx), hash)));
    if (!opened) return page(c, <LinkPage v={view(c, deps)} token={undefined} />, 404);
    giveSession(c, deps, opened.token, sent.get('stay') === 'yes');
    return c.redirect(opened.next ?? urls.accounts.today(view(c, deps).at), 303);
  });

  app.get('/sign-out', (c) => page(c, <SignOutPage v={view(c, deps)} />));

  app.post('/sign-out', async (c) => {
    const hash = sessionHashOf(c);
    if (hash) {
      await inNetwork(deps.db, c.var.network.id, async (trx) => {
        const ctx = ctxOf(c, trx);
        const ended = await queries.endSession(ctx, hash);
        if (ended) await record(ctx, { verb: 'signed-out', noun: 'account', id: ended.account_id });
      });
    }
    dropSession(c, deps);
    setFlash(c, deps, { key: 'accounts.signOut.done' });
    return c.redirect(urls.networks.home(view(c, deps).at), 303);
  });

  accountRoutes(app, deps);
  todayRoutes(app, deps);
}

/** The hash of a token that we made ourselves; anything else is not looked up at all. */
const genuineHash = (deps: Deps, token: string): Buffer | undefined =>
  linkIdOf(deps.secret, token) === undefined ? undefined : sha256(token);

/** Uses a link up and opens a session; undefined when the link is over, used, or its account disabled. */
async function useLink(
  c: Context<Env>,
  ctx: Ctx,
  hash: Buffer,
): Promise<{ token: string; next: string | undefined } | undefined> {
  const link = await queries.useLink(ctx, hash);
  const account = link && (await queries.accountById(ctx.trx, ctx.network.id, link.account_id));
  if (!link || !account) return undefined;
  const token = await openSession(c, ctx, account, 'link');
  return { token, next: nextPath(ctx.network.slug, link.next_path ?? '') };
}

/** A new session with a new token at every sign-in; the one that the browser carried until now ends. */
async function openSession(c: Context<Env>, ctx: Ctx, account: queries.Account, by: OpenedBy): Promise<string> {
  const before = sessionHashOf(c);
  if (before) await queries.endSession(ctx, before);
  const actor = { kind: 'account' as const, id: account.id, name: account.name, roles: [] };
  await record({ ...ctx, actor }, { verb: 'signed-in', noun: 'account', id: account.id, detail: { by } });
  return startSession(ctx, account.id, { by, device: deviceOf(c) });
}
