import type { Context, Hono } from 'hono';
import { limiter, limits } from '../../platform/abuse/index.ts';
import { requireAccount, requireProof } from '../../platform/access/index.ts';
import { record } from '../../platform/audit/index.ts';
import { sameBytes } from '../../platform/crypto/ids.ts';
import { newKeyPair, publicKeyOf } from '../../platform/crypto/keys.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  type FieldErrors,
  found,
  page,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { urls } from '../../urls.ts';
import { factorsOf } from './factors/factors.ts';
import { passphraseErrors } from './forms.ts';
import { closeForSession, hasKit, openForSession, unlockedKey, unwrapPrivate, wrapPrivate } from './keys/keys.ts';
import * as keys from './keys/queries.ts';
import { nextPath } from './next.ts';
import { notify } from './notices.ts';
import { AccountPage } from './pages/account.tsx';
import { PassphrasePage } from './pages/passphrase.tsx';
import { newPassphrase, passphraseFits } from './passphrase.ts';
import * as queries from './queries.ts';
import * as sessions from './sessions/queries.ts';
import { sessionHashOf, sessionTokenOf } from './sessions/session.ts';

/** Who came by a mailed link or a printed code within this time has just proved herself: a forgotten passphrase is not asked for. */
const freshMs = 30 * 60_000;

/** Registers the pages on which somebody keeps her own account. */
export function accountRoutes(app: Hono<Env>, deps: Deps): void {
  const tries = limiter('passphrase.account', limits.passphraseByAccount);

  app.get('/account', async (c) => {
    const { account, sessions: list, here } = await mine(c, deps);
    const { id: network } = c.var.network;
    const more = await readNetwork(deps.db, network, async (trx) => ({
      factors: await factorsOf(trx, network, account.id),
      notices: await queries.noticesOf(trx, network, account.id),
      kit: await hasKit({ trx, network: c.var.network }, account.id),
    }));
    return page(c, <AccountPage v={view(c, deps)} account={account} sessions={list} here={here?.id} {...more} />);
  });

  app.get('/account/passphrase', async (c) => {
    const { account, here } = await mine(c, deps);
    requireProofOfFirst(c, account, here);
    const next = nextPath(c.var.network.slug, c.req.query('next') ?? '');
    return page(
      c,
      <PassphrasePage
        v={view(c, deps)}
        account={account}
        asksCurrent={asks(c, account, here)}
        resets={await resets(c, deps, account, here)}
        errors={{}}
        next={next}
      />,
    );
  });

  app.post('/account/passphrase', async (c) => {
    const { account, here } = await mine(c, deps);
    requireProofOfFirst(c, account, here);
    const asksCurrent = asks(c, account, here);
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const again = async (errors: FieldErrors) =>
      page(
        c,
        <PassphrasePage
          v={view(c, deps)}
          account={account}
          asksCurrent={asksCurrent}
          resets={await resets(c, deps, account, here)}
          errors={errors}
          next={next}
        />,
        422,
      );

    const errors = passphraseErrors(sent, asksCurrent, ownWords(c, account));
    if (Object.keys(errors).length > 0) return again(errors);
    let oldKey: Buffer | undefined;
    if (asksCurrent) {
      await tries.consume(account.id);
      oldKey = await passphraseFits(sent.get('current'), account.passphrase);
      if (!oldKey) return again({ current: { key: 'accounts.passphrase.wrong' } });
    }
    const passphrase = await newPassphrase(sent.get('passphrase'));
    const key = await keyFor(c, deps, account, oldKey, passphrase.wrappingKey);
    await inNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      if (key === 'locked' && account.passphrase && account.privateKeyWrapped) {
        // The words that opened it may come back to her: the old way is kept, and asked for on the key's page.
        const { salt, params } = account.passphrase;
        await keys.insertWrap(ctx, account.id, { kind: 'former', salt, params, wrapped: account.privateKeyWrapped });
      }
      await queries.writePassphrase(ctx, account.id, passphrase, key === 'locked' ? null : key);
      if (key !== 'locked') {
        await keys.removeWraps(ctx, account.id, 'code');
        await sessions.setSessionKey(ctx, sessionHashOf(c)!, key.forSession);
      }
      // Whoever else knew the old one, or asked for a link meanwhile, is out.
      const count = await sessions.endSessions(ctx, account.id, sessionHashOf(c));
      await queries.endLinks(ctx, account.id);
      await record(ctx, {
        verb: account.passphrase ? 'changed' : 'set',
        noun: 'passphrase',
        id: account.id,
        detail: { sessionsEnded: count, currentAsked: asksCurrent, keyOpen: key !== 'locked' },
      });
      if (account.passphrase) await notify(ctx, account, 'passphrase');
    });
    setFlash(c, deps, {
      key: key === 'locked' ? 'accounts.passphrase.done.locked' : 'accounts.passphrase.done',
    });
    return c.redirect(next ?? urls.accounts.account(view(c, deps).at), 303);
  });

  app.post('/account/sessions/removal', async (c) => {
    const actor = requireAccount(c);
    const count = await inNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const ended = await sessions.endSessions(ctx, actor.id, sessionHashOf(c));
      if (ended > 0) await record(ctx, { verb: 'ended', noun: 'sessions', id: actor.id, detail: { count: ended } });
      return ended;
    });
    setFlash(c, deps, { key: 'accounts.account.othersEnded', values: { count } });
    return c.redirect(urls.accounts.account(view(c, deps).at), 303);
  });

  app.post('/account/sessions/:id/removal', async (c) => {
    const actor = requireAccount(c);
    const id = c.req.param('id');
    const ended =
      /^[0-9a-f-]{36}$/.test(id) &&
      (await inNetwork(deps.db, c.var.network.id, async (trx) => {
        const ctx = ctxOf(c, trx);
        if (!(await sessions.endSessionById(ctx, actor.id, id))) return false;
        await record(ctx, { verb: 'ended', noun: 'sessions', id: actor.id, detail: { count: 1 } });
        return true;
      }));
    if (!ended) return found<Response>(undefined);
    setFlash(c, deps, { key: 'accounts.account.othersEnded', values: { count: 1 } });
    return c.redirect(urls.accounts.account(view(c, deps).at), 303);
  });
}

/**
 * The account's key under a new passphrase: closed anew if it is open here (by the old passphrase, or in this session), a first
 * pair if there is none, and 'locked' when nothing at hand opens it: a reset.
 */
async function keyFor(
  c: Context<Env>,
  deps: Deps,
  account: queries.Account,
  oldKey: Buffer | undefined,
  wrappingKey: Buffer,
): Promise<{ publicKey: Buffer; wrapped: Buffer; forSession: Buffer } | 'locked'> {
  const owner = { network: c.var.network.id, account: account.id };
  const token = sessionTokenOf(c)!;
  let privateKey: Buffer | undefined;
  if (account.publicKey) {
    if (oldKey && account.privateKeyWrapped) privateKey = await unwrapPrivate(owner, oldKey, account.privateKeyWrapped);
    const closed = await readNetwork(deps.db, owner.network, (trx) =>
      sessions.sessionKey(trx, owner.network, sessionHashOf(c)!),
    );
    if (!privateKey && closed) privateKey = await openForSession(owner, token, closed);
    if (!privateKey) return 'locked';
  } else {
    privateKey = (await newKeyPair()).privateKey;
  }
  return {
    publicKey: await publicKeyOf(privateKey),
    wrapped: await wrapPrivate(owner, wrappingKey, privateKey),
    forSession: await closeForSession(owner, token, privateKey),
  };
}

/** Words that others know or guess of her. */
const ownWords = (c: Context<Env>, account: queries.Account): string[] => [
  account.name,
  ...(account.email ? [account.email, account.email.split('@')[0]!] : []),
  ...(account.username ? [account.username] : []),
  c.var.network.slug,
  ...Object.values(c.var.network.name),
];

/** The signed-in person's own account, her living sessions, and the one she is using. */
export async function mine(c: Context<Env>, deps: Deps) {
  const actor = requireAccount(c);
  const { network, now } = c.var;
  const { account, list } = await readNetwork(deps.db, network.id, async (trx) => ({
    account: await queries.accountById(trx, network.id, actor.id),
    list: await sessions.sessionsOf(trx, network.id, actor.id, now),
  }));
  const hash = sessionHashOf(c)!;
  return {
    account: found(account),
    sessions: list,
    here: list.find((session) => sameBytes(session.token_hash, hash)),
  };
}

/** Whether she came by a mailed link or a printed code just now. */
const isFresh = (c: Context<Env>, here: sessions.SessionLine | undefined): boolean =>
  (here?.opened_by === 'link' || here?.opened_by === 'code') &&
  c.var.now.getTime() - here.created_at.getTime() < freshMs;

/** Whether the old passphrase is asked for before a new one is set. */
const asks = (c: Context<Env>, account: queries.Account, here: sessions.SessionLine | undefined): boolean =>
  account.passphrase !== null && !isFresh(c, here);

/** Whether a passphrase that she sets now leaves her key closed: she is not asked for the old one, and the key is not open here. */
const resets = async (
  c: Context<Env>,
  deps: Deps,
  account: queries.Account,
  here: sessions.SessionLine | undefined,
): Promise<boolean> => !asks(c, account, here) && account.publicKey !== null && !(await unlockedKey(c, deps));

/**
 * A first passphrase is a new way in, and ends every other session: whoever finds a machine that was left open must not be able
 * to set one. Where nothing but a printed code opens the account there is nothing to prove it by.
 */
function requireProofOfFirst(c: Context<Env>, account: queries.Account, here: sessions.SessionLine | undefined): void {
  if (!account.passphrase && account.email && !isFresh(c, here)) requireProof(c);
}
