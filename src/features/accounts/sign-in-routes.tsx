import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { record } from '../../platform/audit/index.ts';
import { sha256 } from '../../platform/crypto/ids.ts';
import { paperCodeHash, readPaperCode } from '../../platform/crypto/paper-code.ts';
import { inNetwork, readNetwork, type Trx } from '../../platform/db/index.ts';
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
import { urls } from '../../urls.ts';
import { leadOn, openSession, prepare } from './enter.ts';
import { factorsOf, readSecond, signInLength, takeSecond } from './factors/factors.ts';
import * as factors from './factors/queries.ts';
import { linkForm, readSignIn, signInForm } from './forms.ts';
import { keyAtSignIn, openForSession, unwrapWithWords } from './keys/keys.ts';
import * as keys from './keys/queries.ts';
import { mailLink } from './links.ts';
import { nextPath } from './next.ts';
import { SecondPage } from './pages/second.tsx';
import { LinkPage, LinkSentPage, SignInPage, SignOutPage } from './pages/sign-in.tsx';
import { passphraseFits } from './passphrase.ts';
import * as queries from './queries.ts';
import * as sessions from './sessions/queries.ts';
import { dropSession, type OpenedBy, sessionHashOf, sessionTokenOf } from './sessions/session.ts';
import { linkIdOf } from './sign-in-link.ts';
import { usernameKey } from './username.ts';

/** Asking for a link takes at least so long, so that writing one does not show in the time of the answer. */
const leastMs = 250;

/** Registers signing in by link and passphrase, the second factor, and signing out. */
export function signInRoutes(app: Hono<Env>, deps: Deps): void {
  const byAddress = limiter('sign-in.address', limits.signInByAddress);
  const byAccount = limiter('sign-in.account', limits.signInByAccount);
  const secondByAccount = limiter('second.account', limits.secondByAccount);
  const linksByAddress = limiter('links.address', limits.linksByAddress);
  const linksByAccount = limiter('links.account', limits.linksByAccount);
  const accountKey = (c: Context<Env>, name: string) => `${c.var.network.id} ${nameKey(name)}`;

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
    const { email: name, passphrase, stay } = form.data;
    await byAddress.consume(addressKey(c.var.address));
    await byAccount.consume(accountKey(c, name));
    const { id: network } = c.var.network;

    const account = await readNetwork(deps.db, network, (trx) => accountByName(trx, network, name));
    // Always stretched, whatever was typed and whether there is such an account: the time of the answer tells nothing.
    const wrappingKey = await passphraseFits(passphrase, account?.passphrase);
    const code = wrappingKey ? undefined : readPaperCode(passphrase, signInLength);
    const wrong = () => signInAgain(c, name, sent.get('stay'), next, { passphrase: { key: 'accounts.signIn.wrong' } });
    if (!account || account.disabledAt || !(wrappingKey || code)) return wrong();

    if (code) {
      const hash = paperCodeHash(deps.secret, account.id, code);
      const fits = await readNetwork(deps.db, network, async (trx) => ({
        code: await factors.paperCodeFits(trx, network, account.id, 'sign-in', hash, c.var.now),
        wraps: await keys.wrapsOf(trx, network, account.id, 'code'),
      }));
      if (!fits.code) return wrong();
      const owner = { network, account: account.id };
      const privateKey = fits.wraps[0] && (await unwrapWithWords(owner, code, fits.wraps[0]));
      const prepared = await prepare(c, deps, account, stay, privateKey);
      const entered = await inNetwork(deps.db, network, async (trx) => {
        const ctx = ctxOf(c, trx);
        if (!(await factors.takePaperCode(ctx, account.id, 'sign-in', hash))) return undefined;
        return openSession(c, ctx, account, { by: 'code', second: false, stay }, prepared);
      });
      return entered ? leadOn(c, deps, entered, next) : wrong();
    }

    const { privateKey, made } = await keyAtSignIn(network, account, wrappingKey!);
    const prepared = await prepare(c, deps, account, stay, privateKey);
    const entered = await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      // Her first sign-in since accounts have keys. Of two at once, one makes the pair; the other's session opens no key.
      const lost = made && !(await keys.writeFirstKey(ctx, account.id, made));
      const shown = { by: 'passphrase' as const, second: false, stay };
      return openSession(c, ctx, account, shown, lost ? { ...prepared, keyWrapped: null } : prepared);
    });
    await byAccount.forget(accountKey(c, name));
    return leadOn(c, deps, entered, next);
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
      accountByName(trx, c.var.network.id, form.data.email),
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
    const stay = sent.get('stay') === 'yes';
    const prepared = await prepare(c, deps, undefined, stay);
    const opened =
      hash &&
      (await inNetwork(deps.db, c.var.network.id, async (trx) => {
        const ctx = ctxOf(c, trx);
        const link = await queries.useLink(ctx, hash);
        const account = link && (await queries.accountById(trx, ctx.network.id, link.account_id));
        if (!link || !account) return undefined;
        const entered = await openSession(c, ctx, account, { by: 'link', second: false, stay }, prepared);
        return { entered, next: nextPath(ctx.network.slug, link.next_path ?? '') };
      }));
    if (!opened) return page(c, <LinkPage v={view(c, deps)} token={undefined} />, 404);
    return leadOn(c, deps, opened.entered, opened.next);
  });

  // Between the passphrase or link and the second factor there is a half session, which opens this page alone.
  app.get('/sign-in/second-factor', async (c) => {
    const next = nextPath(c.var.network.slug, c.req.query('next') ?? '');
    const half = await halfOf(c, deps);
    if (!half) return c.redirect(urls.accounts.signIn(view(c, deps).at, next), 303);
    return page(c, <SecondPage v={view(c, deps)} factors={half.factors} errors={{}} next={next} />);
  });

  app.post('/sign-in/second-factor', async (c) => {
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const half = await halfOf(c, deps);
    if (!half) return c.redirect(urls.accounts.signIn(view(c, deps).at, next), 303);
    await secondByAccount.consume(half.session.account_id);
    const { id: network } = c.var.network;
    const { account, session } = half;
    const typed = await readNetwork(deps.db, network, (trx) =>
      readSecond(trx, deps.secret, network, account.id, sent.get('code'), c.var.now),
    );
    const owner = { network, account: account.id };
    const privateKey = session.key_wrapped && (await openForSession(owner, sessionTokenOf(c)!, session.key_wrapped));
    const prepared = await prepare(c, deps, account, session.stay, privateKey ?? undefined);
    const entered = await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      if (!(await takeSecond(ctx, account.id, typed))) return undefined;
      const shown = { by: session.opened_by as OpenedBy, second: true, stay: session.stay };
      return openSession(c, ctx, account, shown, prepared);
    });
    if (!entered) {
      const key = sent.get('code').trim() === '' ? 'field.required' : 'accounts.second.wrong';
      const errors = { code: { key } };
      return page(c, <SecondPage v={view(c, deps)} factors={half.factors} errors={errors} next={next} />, 422);
    }
    await secondByAccount.forget(account.id);
    if (typed.hash) {
      const left = half.factors.paperLeft - 1;
      setFlash(c, deps, { key: 'accounts.second.left', values: { count: left } });
      if (left < 1) return leadOn(c, deps, entered, urls.accounts.factors(view(c, deps).at));
    }
    return leadOn(c, deps, entered, next);
  });

  app.get('/sign-out', (c) => page(c, <SignOutPage v={view(c, deps)} />));

  app.post('/sign-out', async (c) => {
    const hash = sessionHashOf(c);
    if (hash) {
      await inNetwork(deps.db, c.var.network.id, async (trx) => {
        const ctx = ctxOf(c, trx);
        const ended = await sessions.endSession(ctx, hash);
        if (ended) await record(ctx, { verb: 'signed-out', noun: 'account', id: ended.account_id });
      });
    }
    dropSession(c, deps);
    setFlash(c, deps, { key: 'accounts.signOut.done' });
    return c.redirect(urls.networks.home(view(c, deps).at), 303);
  });
}

const nameKey = (name: string): string => (name.includes('@') ? emailKey(name) : usernameKey(name));

/** The account of an e-mail address or a username, as typed. */
const accountByName = (trx: Trx, network: string, name: string): Promise<queries.Account | undefined> =>
  name.includes('@')
    ? queries.accountByEmail(trx, network, emailKey(name))
    : queries.accountByUsername(trx, network, usernameKey(name));

/** The hash of a token that we made ourselves; anything else is not looked up at all. */
const genuineHash = (deps: Deps, token: string): Buffer | undefined =>
  linkIdOf(deps.secret, token) === undefined ? undefined : sha256(token);

/** The half session that this browser carries, its account, and what may be asked of it. */
export async function halfOf(c: Context<Env>, deps: Deps) {
  const hash = sessionHashOf(c);
  const { id: network } = c.var.network;
  if (!hash) return undefined;
  return readNetwork(deps.db, network, async (trx) => {
    const session = await sessions.halfSession(trx, network, hash, c.var.now);
    const account = session && (await queries.accountById(trx, network, session.account_id));
    if (!session || !account) return undefined;
    return { session, account, factors: await factorsOf(trx, network, account.id) };
  });
}
