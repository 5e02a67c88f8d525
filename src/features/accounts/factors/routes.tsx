import type { Context, Hono } from 'hono';
import { renderSVG } from 'uqr';
import { limiter, limits } from '../../../platform/abuse/index.ts';
import { requireProof } from '../../../platform/access/index.ts';
import { type Noun, record } from '../../../platform/audit/index.ts';
import { totpUri } from '../../../platform/crypto/totp.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
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
} from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { urls } from '../../../urls.ts';
import { mine } from '../account-routes.tsx';
import { keyOfPrf, unlockedKey, wrapPrivate } from '../keys/keys.ts';
import * as keys from '../keys/queries.ts';
import { nextPath } from '../next.ts';
import { notify } from '../notices.ts';
import type { Account } from '../queries.ts';
import * as sessions from '../sessions/queries.ts';
import { deviceOf, sessionHashOf } from '../sessions/session.ts';
import { factorsOf, hasFactor, newSheet, newTotp, openTotp, readSecond } from './factors.ts';
import { AppPage, FactorsPage, SheetPage } from './pages.tsx';
import { registered, registration } from './passkeys.ts';
import * as queries from './queries.ts';

/** A person's passkeys; more is no person. */
const mostPasskeys = 20;

/** Registers second factors: codes of an app, paper codes, passkeys. */
export function factorRoutes(app: Hono<Env>, deps: Deps): void {
  const tries = limiter('totp.account', limits.secondByAccount);

  app.get('/account/second-factor', async (c) => {
    requireProof(c);
    const next = nextPath(c.var.network.slug, c.req.query('next') ?? '');
    return factorsPage(c, deps, next, {}, 200);
  });

  // An authenticator app: a secret that counts once its first code was typed.
  app.get('/account/second-factor/app', async (c) => {
    requireProof(c);
    const next = nextPath(c.var.network.slug, c.req.query('next') ?? '');
    return appPage(c, deps, next, {}, 200);
  });

  app.post('/account/second-factor/app', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const { id: network } = c.var.network;
    const { secretClosed } = await newTotp(deps.secret, network, account.id);
    await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      if (await queries.writeTotp(ctx, account.id, secretClosed))
        await record(ctx, { verb: 'begun', noun: 'authenticator', id: account.id });
    });
    return c.redirect(urls.accounts.totp(view(c, deps).at, next), 303);
  });

  app.post('/account/second-factor/app/confirmation', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    await tries.consume(account.id);
    const { id: network } = c.var.network;
    const typed = await readNetwork(deps.db, network, (trx) =>
      readSecond(trx, deps.secret, network, account.id, sent.get('code'), c.var.now, { unconfirmed: true }),
    );
    const sheet = newSheet(deps.secret, account.id);
    const done = await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      if (typed.step === undefined || !(await queries.takeStep(ctx, account.id, typed.step, true))) return undefined;
      // Recovery codes come with the first app; whoever has a sheet already keeps it.
      const fresh = (await factorsOf(trx, network, account.id)).paperLeft === 0;
      if (fresh) await queries.replacePaperCodes(ctx, account.id, 'second', sheet.hashes);
      await added(c, ctx, account, 'authenticator');
      await sessions.noteProof(ctx, sessionHashOf(c)!, true);
      return { fresh };
    });
    if (!done) {
      const key = sent.get('code').trim() === '' ? 'field.required' : 'accounts.second.wrong';
      return appPage(c, deps, next, { code: { key } }, 422);
    }
    await tries.forget(account.id);
    if (done.fresh) return page(c, <SheetPage v={view(c, deps)} codes={sheet.codes} next={next} app />);
    setFlash(c, deps, { key: 'accounts.app.done' });
    return c.redirect(next ?? urls.accounts.factors(view(c, deps).at), 303);
  });

  app.post('/account/second-factor/app/removal', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    await inNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      if (await queries.removeTotp(ctx, account.id)) await removed(ctx, account, 'authenticator');
    });
    setFlash(c, deps, { key: 'accounts.factors.removed' });
    return c.redirect(urls.accounts.factors(view(c, deps).at), 303);
  });

  // A sheet of codes. It is shown in the answer alone, never again; sending the form again makes another sheet.
  app.post('/account/second-factor/codes', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const sheet = newSheet(deps.secret, account.id);
    await inNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      await queries.replacePaperCodes(ctx, account.id, 'second', sheet.hashes);
      await added(c, ctx, account, 'paper-codes');
    });
    return page(c, <SheetPage v={view(c, deps)} codes={sheet.codes} next={next} />);
  });

  app.post('/account/second-factor/passkeys/challenge', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    return c.json(await registration(c, deps, account));
  });

  app.post('/account/second-factor/passkeys', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const { id: network } = c.var.network;
    const many = (await readNetwork(deps.db, network, (trx) => factorsOf(trx, network, account.id))).passkeys;
    const passkey = many < mostPasskeys ? await registered(c, deps, account.id, sent.get('passkey')) : undefined;
    if (!passkey) return factorsPage(c, deps, next, { passkey: { key: 'accounts.passkeys.refused' } }, 422);
    const name = sent
      .get('name')
      .normalize('NFC')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, 60);
    // What it derives opens her key as well, if the key is open here now.
    const open = await unlockedKey(c, deps);
    const salt = Buffer.from(passkey.id.replaceAll('-', ''), 'hex');
    const wrappingKey = keyOfPrf(sent.get('prf'), salt);
    const owner = { network, account: account.id };
    const wrapped = open && wrappingKey ? await wrapPrivate(owner, wrappingKey, open.privateKey) : undefined;
    const kept = await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      const device = deviceOf(c) ?? c.var.t('accounts.passkeys.unnamed');
      if (!(await queries.insertPasskey(ctx, { ...passkey, name: name || device }))) return false;
      if (wrapped)
        await keys.insertWrap(ctx, account.id, { kind: 'passkey', salt, params: null, wrapped, passkeyId: passkey.id });
      await added(c, ctx, account, 'passkey');
      await sessions.noteProof(ctx, sessionHashOf(c)!, true);
      return true;
    });
    if (!kept) return factorsPage(c, deps, next, { passkey: { key: 'accounts.passkeys.refused' } }, 422);
    setFlash(c, deps, { key: wrapped ? 'accounts.passkeys.done.key' : 'accounts.passkeys.done' });
    return c.redirect(next ?? urls.accounts.factors(view(c, deps).at), 303);
  });

  app.post('/account/second-factor/passkeys/:id/removal', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    const id = c.req.param('id');
    const gone = await inNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const count = /^[0-9a-f-]{36}$/.test(id) ? await queries.removePasskey(ctx, account.id, id) : 0;
      if (count > 0) await removed(ctx, account, 'passkey');
      return count > 0;
    });
    if (!gone) return found<Response>(undefined);
    setFlash(c, deps, { key: 'accounts.factors.removed' });
    return c.redirect(urls.accounts.factors(view(c, deps).at), 303);
  });
}

/** On record, told to its owner; sessions that never showed a second factor end. */
async function added(c: Context<Env>, ctx: Ctx, account: Account, noun: Noun): Promise<void> {
  await record(ctx, { verb: 'added', noun, id: account.id });
  await notify(ctx, account, 'factor-added');
  await sessions.endSessions(ctx, account.id, sessionHashOf(c));
}

async function removed(ctx: Ctx, account: Account, noun: Noun): Promise<void> {
  await record(ctx, { verb: 'removed', noun, id: account.id });
  await notify(ctx, account, 'factor-removed');
}

async function factorsPage(
  c: Context<Env>,
  deps: Deps,
  next: string | undefined,
  errors: FieldErrors,
  status: 200 | 422,
): Promise<Response> {
  const { account, here } = await mine(c, deps);
  const { id: network } = c.var.network;
  const shown = await readNetwork(deps.db, network, async (trx) => ({
    factors: await factorsOf(trx, network, account.id),
    passkeys: await queries.passkeysOf(trx, network, account.id),
  }));
  const actor = c.var.actor.kind === 'account' ? c.var.actor : undefined;
  return page(
    c,
    <FactorsPage
      v={view(c, deps)}
      {...shown}
      any={hasFactor(shown.factors)}
      waiting={actor?.waiting ?? []}
      second={here?.second_at != null}
      device={deviceOf(c) ?? ''}
      next={next}
      errors={errors}
    />,
    status,
  );
}

async function appPage(
  c: Context<Env>,
  deps: Deps,
  next: string | undefined,
  errors: FieldErrors,
  status: 200 | 422,
): Promise<Response> {
  const { account } = await mine(c, deps);
  const { id: network } = c.var.network;
  const row = await readNetwork(deps.db, network, (trx) => queries.totpOf(trx, network, account.id));
  const { at, text } = view(c, deps);
  // There is nothing to show: not begun, or done long ago. Its secret is never shown again.
  if (!row || row.confirmed_at) return c.redirect(urls.accounts.factors(at, next), 303);
  const secret = found(await openTotp(deps.secret, network, account.id, row.secret_closed));
  const issuer = text(c.var.network.name).replaceAll(':', ' ');
  const label = account.email ?? account.username ?? account.name;
  const uri = await totpUri(secret, issuer, label);
  return page(
    c,
    <AppPage
      v={view(c, deps)}
      secret={secret.replace(/(.{4})(?=.)/g, '$1 ')}
      uri={uri}
      code={renderSVG(uri, { border: 2 })}
      next={next}
      errors={errors}
    />,
    status,
  );
}
