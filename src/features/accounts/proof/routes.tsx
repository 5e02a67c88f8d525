import type { Hono } from 'hono';
import { limiter, limits } from '../../../platform/abuse/index.ts';
import { requireAccount } from '../../../platform/access/index.ts';
import { record } from '../../../platform/audit/index.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, found, readForm, setFlash, view } from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { readSecond, takeSecond } from '../factors/factors.ts';
import { authenticated, authentication } from '../factors/passkeys.ts';
import * as factors from '../factors/queries.ts';
import { closeForSession, keyByPasskey, unwrapPrivate } from '../keys/keys.ts';
import { mailLink } from '../links.ts';
import { nextPath } from '../next.ts';
import { isTooLong, passphraseFits } from '../passphrase.ts';
import * as queries from '../queries.ts';
import * as sessions from '../sessions/queries.ts';
import { sessionHashOf, sessionTokenOf } from '../sessions/session.ts';
import { carriedOf, proofPage } from './proof.tsx';

/** Registers the page that asks once more who one is, before what is grave. */
export function proofRoutes(app: Hono<Env>, deps: Deps): void {
  const tries = limiter('proof.account', limits.secondByAccount);
  const links = limiter('proof.links', limits.linksByAccount);

  app.get('/account/proof', async (c) =>
    proofPage(c, deps, undefined, nextPath(c.var.network.slug, c.req.query('next') ?? ''), {}, 200),
  );

  app.post('/account/proof', async (c) => {
    const actor = requireAccount(c);
    const { id: network, slug } = c.var.network;
    const sent = await readForm(c);
    const carried = carriedOf(slug, sent);
    const next = nextPath(slug, sent.get('proof_next'));
    const passphrase = sent.get('proof_passphrase');
    const code = sent.get('proof_code');
    await tries.consume(actor.id);
    const account = found(await readNetwork(deps.db, network, (trx) => queries.accountById(trx, network, actor.id)));
    const hash = sessionHashOf(c)!;

    const wrappingKey =
      passphrase && !isTooLong(passphrase) ? await passphraseFits(passphrase, account.passphrase) : undefined;
    const typed = code
      ? await readNetwork(deps.db, network, (trx) => readSecond(trx, deps.secret, network, account.id, code, c.var.now))
      : {};
    const answer = sent.get('proof_passkey');
    const signed = answer ? await authenticated(c, deps, account.id, answer) : undefined;
    const owner = { network, account: account.id };
    const privateKey = signed
      ? await keyByPasskey(deps, owner, signed.passkey.id, sent.get('proof_prf'))
      : wrappingKey && account.privateKeyWrapped
        ? await unwrapPrivate(owner, wrappingKey, account.privateKeyWrapped)
        : undefined;
    const closed = privateKey && (await closeForSession(owner, sessionTokenOf(c)!, privateKey));
    const proved = await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      const second = signed
        ? await factors.notePasskeyUse(ctx, signed.passkey.id, signed.passkey.counter, signed.counter)
        : await takeSecond(ctx, account.id, typed);
      if (!second && !wrappingKey) return false;
      await sessions.noteProof(ctx, hash, second);
      if (closed) await sessions.setSessionKey(ctx, hash, closed);
      await record(ctx, {
        verb: 'proved',
        noun: 'account',
        id: account.id,
        detail: { by: second ? 'second' : 'passphrase' },
      });
      return true;
    });
    if (!proved) {
      const [field, key] = answer
        ? ['proof_passkey', 'accounts.passkeys.refused']
        : code
          ? ['proof_code', 'accounts.second.wrong']
          : ['proof_passphrase', passphrase ? 'accounts.proof.wrong' : 'field.required'];
      return proofPage(c, deps, carried, next, { [field]: { key } }, 422);
    }
    await tries.forget(actor.id);
    // 307: the browser sends the same form on to where it was going.
    if (carried) return c.redirect(carried.to, 307);
    return c.redirect(next ?? urls.accounts.account(view(c, deps).at), 303);
  });

  app.post('/account/proof/challenge', async (c) => c.json(await authentication(c, deps, requireAccount(c).id)));

  // For somebody who has neither passphrase nor second factor: the mailed link is her proof.
  app.post('/account/proof/link', async (c) => {
    const actor = requireAccount(c);
    const { id: network, slug } = c.var.network;
    const sent = await readForm(c);
    const next = nextPath(slug, sent.get('proof_next'));
    const account = found(await readNetwork(deps.db, network, (trx) => queries.accountById(trx, network, actor.id)));
    if (await links.allows(actor.id))
      await inNetwork(deps.db, network, (trx) => mailLink(ctxOf(c, trx), deps.secret, account, next));
    setFlash(c, deps, { key: 'accounts.proof.linkSent' });
    return c.redirect(urls.accounts.proof(view(c, deps).at, next), 303);
  });
}
