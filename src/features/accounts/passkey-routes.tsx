import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, page, readForm, view } from '../../platform/http/index.ts';
import { leadOn, openSession, prepare } from './enter.ts';
import { authenticated, authentication } from './factors/passkeys.ts';
import * as factors from './factors/queries.ts';
import { keyByPasskey, openForSession } from './keys/keys.ts';
import { nextPath } from './next.ts';
import { SecondPage } from './pages/second.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import * as queries from './queries.ts';
import { type OpenedBy, sessionTokenOf } from './sessions/session.ts';
import { halfOf } from './sign-in-routes.tsx';

/** Signing in with a passkey: alone, where the device knows its owner, or after a passphrase or link. */
export function passkeyRoutes(app: Hono<Env>, deps: Deps): void {
  const byAddress = limiter('passkey.address', limits.signInByAddress);

  app.post('/sign-in/passkey/challenge', async (c) => {
    await byAddress.consume(addressKey(c.var.address));
    const half = await halfWithPasskey(c, deps);
    return c.json(await authentication(c, deps, half?.account.id ?? null));
  });

  app.post('/sign-in/passkey', async (c) => {
    const sent = await readForm(c);
    await byAddress.consume(addressKey(c.var.address));
    const { id: network, slug } = c.var.network;
    const next = nextPath(slug, sent.get('next'));
    const half = await halfWithPasskey(c, deps);
    const signed = await authenticated(c, deps, half?.account.id ?? null, sent.get('passkey'));
    const account =
      half?.account ??
      (signed &&
        (await readNetwork(deps.db, network, (trx) => queries.accountById(trx, network, signed.passkey.account_id))));
    const refused = () => {
      const v = view(c, deps);
      const errors = { passkey: { key: 'accounts.passkeys.refused' } };
      return half
        ? page(c, <SecondPage v={v} factors={half.factors} errors={errors} next={next} />, 422)
        : page(c, <SignInPage v={v} state={{ values: {}, errors }} next={next} />, 422);
    };
    if (!signed || !account || account.disabledAt) return refused();

    const owner = { network, account: account.id };
    const earlier =
      half?.session.key_wrapped && (await openForSession(owner, sessionTokenOf(c)!, half.session.key_wrapped));
    const privateKey = earlier ?? (await keyByPasskey(deps, owner, signed.passkey.id, sent.get('prf')));
    const stay = half?.session.stay ?? sent.get('stay') === 'yes';
    const prepared = await prepare(c, deps, account, stay, privateKey || undefined);
    const entered = await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      const { id, counter } = signed.passkey;
      if (!(await factors.notePasskeyUse(ctx, id, counter, signed.counter))) return undefined;
      const by = (half?.session.opened_by as OpenedBy | undefined) ?? 'passkey';
      return openSession(c, ctx, account, { by, second: true, stay }, prepared);
    });
    return entered ? leadOn(c, deps, entered, next) : refused();
  });
}

/** A half session whose account may answer with a passkey; anybody else answers for herself alone. */
async function halfWithPasskey(c: Context<Env>, deps: Deps) {
  const half = await halfOf(c, deps);
  return half && half.factors.passkeys > 0 ? half : undefined;
}
