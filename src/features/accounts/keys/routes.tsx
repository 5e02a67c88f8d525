import type { Context, Hono } from 'hono';
import { limiter, limits } from '../../../platform/abuse/index.ts';
import { requireProof } from '../../../platform/access/index.ts';
import { record } from '../../../platform/audit/index.ts';
import { newKeyPair } from '../../../platform/crypto/keys.ts';
import { readPaperCode } from '../../../platform/crypto/paper-code.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  type FieldErrors,
  page,
  readForm,
  setFlash,
  view,
} from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { mine } from '../account-routes.tsx';
import { nextPath } from '../next.ts';
import { notify } from '../notices.ts';
import { isTooLong, normalised, passphraseFits } from '../passphrase.ts';
import type { Account } from '../queries.ts';
import * as sessions from '../sessions/queries.ts';
import { sessionHashOf, sessionTokenOf } from '../sessions/session.ts';
import {
  closeForSession,
  kitLength,
  newKit,
  unlockedKey,
  unwrapPrivate,
  unwrapWithWords,
  wrapPrivate,
} from './keys.ts';
import { KeyPage, KitPage, PrintedKitPage } from './pages.tsx';
import * as queries from './queries.ts';

/** Earlier passphrases that are tried at once: each costs a third of a second. */
const mostFormer = 3;

/** Registers the pages of somebody's own keys. */
export function keyRoutes(app: Hono<Env>, deps: Deps): void {
  const tries = limiter('key.account', limits.passphraseByAccount);

  app.get('/account/key', async (c) =>
    keyPage(c, deps, nextPath(c.var.network.slug, c.req.query('next') ?? ''), {}, 200),
  );

  app.post('/account/key', async (c) => {
    const { account } = await mine(c, deps);
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    await tries.consume(account.id);
    const { id: network } = c.var.network;
    const owner = { network, account: account.id };
    const passphrase = sent.get('passphrase');
    const words = sent.get('words');
    const errors: FieldErrors = {};
    const wrappingKey =
      account.passphrase && passphrase && !isTooLong(passphrase)
        ? await passphraseFits(passphrase, account.passphrase)
        : undefined;
    if (account.passphrase && passphrase && !wrappingKey) errors.passphrase = { key: 'accounts.passphrase.wrong' };
    const direct =
      wrappingKey && account.privateKeyWrapped
        ? await unwrapPrivate(owner, wrappingKey, account.privateKeyWrapped)
        : undefined;
    const found = direct ? { privateKey: direct, wrap: undefined } : await byWords(c, deps, account, words);
    if (!found && words) errors.words = { key: 'accounts.key.wrongWords' };
    if (!found && !words && !passphrase) {
      errors[account.privateKeyWrapped ? 'passphrase' : 'words'] = { key: 'field.required' };
    }
    // Opened by paper after a reset: closed again with the passphrase of today, so that it opens at her next sign-in.
    if (found && account.passphrase && !account.privateKeyWrapped && !wrappingKey) {
      errors.passphrase ??= { key: 'field.required' };
    }
    if (!found || Object.keys(errors).length > 0) return keyPage(c, deps, next, errors, 422);

    const closed = await closeForSession(owner, sessionTokenOf(c)!, found.privateKey);
    const wrapped = wrappingKey && !direct ? await wrapPrivate(owner, wrappingKey, found.privateKey) : undefined;
    await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      await sessions.setSessionKey(ctx, sessionHashOf(c)!, closed);
      if (wrapped) {
        await queries.writeKey(ctx, account.id, { publicKey: account.publicKey!, wrapped });
        await queries.removeWraps(ctx, account.id, 'former');
        await record(ctx, { verb: 'recovered', noun: 'key', id: account.id, detail: { by: found.wrap?.kind ?? null } });
      }
      if (found.wrap?.kind === 'kit' && !found.wrap.tested_at) await queries.markTested(ctx, found.wrap.id);
    });
    await tries.forget(account.id);
    setFlash(c, deps, { key: 'accounts.key.opened' });
    return c.redirect(next ?? urls.accounts.key(view(c, deps).at), 303);
  });

  // When nothing opens it any more: a new pair. What was sealed for the old one is lost to her.
  app.post('/account/key/replacement', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    const sent = await readForm(c);
    const { id: network } = c.var.network;
    const errors: FieldErrors = {};
    if (sent.get('sure') !== 'yes') errors.sure = { key: 'accounts.key.sureNeeded' };
    const typed = sent.get('own_passphrase');
    await tries.consume(account.id);
    const wrappingKey = !isTooLong(typed) ? await passphraseFits(typed, account.passphrase) : undefined;
    if (!wrappingKey) errors.own_passphrase = { key: 'accounts.passphrase.wrong' };
    if (!wrappingKey || Object.keys(errors).length > 0) return keyPage(c, deps, undefined, errors, 422);
    const owner = { network, account: account.id };
    const pair = await newKeyPair();
    const wrapped = await wrapPrivate(owner, wrappingKey, pair.privateKey);
    const closed = await closeForSession(owner, sessionTokenOf(c)!, pair.privateKey);
    await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      await queries.removeWraps(ctx, account.id);
      await queries.writeKey(ctx, account.id, { publicKey: pair.publicKey, wrapped });
      await sessions.setSessionKey(ctx, sessionHashOf(c)!, closed);
      await record(ctx, { verb: 'replaced', noun: 'key', id: account.id });
      await notify(ctx, account, 'new-key');
    });
    setFlash(c, deps, { key: 'accounts.key.replaced' });
    return c.redirect(urls.accounts.kit(view(c, deps).at), 303);
  });

  app.get('/account/recovery-kit', async (c) =>
    kitPage(c, deps, nextPath(c.var.network.slug, c.req.query('next') ?? ''), {}, 200),
  );

  // Shown in this answer alone. It counts once it was typed back; until then an earlier one goes on counting.
  app.post('/account/recovery-kit', async (c) => {
    requireProof(c);
    const { account } = await mine(c, deps);
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const pair = await unlockedKey(c, deps);
    if (!pair) return c.redirect(urls.accounts.key(view(c, deps).at, urls.accounts.kit(view(c, deps).at, next)), 303);
    const { id: network } = c.var.network;
    await tries.consume(account.id);
    const { letters, wrap } = await newKit({ network, account: account.id }, pair.privateKey);
    await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      await queries.removeUntestedKits(ctx, account.id);
      await queries.insertWrap(ctx, account.id, { kind: 'kit', ...wrap });
      await record(ctx, { verb: 'printed', noun: 'recovery-kit', id: account.id });
    });
    return page(
      c,
      <PrintedKitPage v={view(c, deps)} name={account.name} letters={letters} on={c.var.now} next={next} />,
    );
  });

  app.post('/account/recovery-kit/test', async (c) => {
    const { account } = await mine(c, deps);
    const sent = await readForm(c);
    const next = nextPath(c.var.network.slug, sent.get('next'));
    const { id: network } = c.var.network;
    await tries.consume(account.id);
    const letters = readPaperCode(sent.get('letters'), kitLength);
    const kits = await readNetwork(deps.db, network, (trx) => queries.wrapsOf(trx, network, account.id, 'kit'));
    const waiting = kits.find((kit) => !kit.tested_at);
    const fits = letters && waiting && (await unwrapWithWords({ network, account: account.id }, letters, waiting));
    if (!fits || !waiting) {
      const key = sent.get('letters').trim() === '' ? 'field.required' : 'accounts.kit.wrong';
      return kitPage(c, deps, next, { letters: { key } }, 422);
    }
    await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      await queries.markTested(ctx, waiting.id);
      await queries.removeWraps(ctx, account.id, 'kit', waiting.id);
      await record(ctx, { verb: 'tested', noun: 'recovery-kit', id: account.id });
    });
    setFlash(c, deps, { key: 'accounts.kit.done' });
    return c.redirect(next ?? urls.accounts.account(view(c, deps).at), 303);
  });
}

/** Opens a key with what stands on paper, or with an earlier passphrase. */
async function byWords(c: Context<Env>, deps: Deps, account: Account, words: string) {
  if (!words || isTooLong(words)) return undefined;
  const owner = { network: c.var.network.id, account: account.id };
  const wraps = await readNetwork(deps.db, owner.network, (trx) => queries.wrapsOf(trx, owner.network, account.id));
  const letters = readPaperCode(words, kitLength);
  const kits = letters ? wraps.filter(({ kind }) => kind === 'kit') : [];
  const former = letters ? [] : wraps.filter(({ kind }) => kind === 'former').slice(0, mostFormer);
  for (const wrap of [...kits, ...former]) {
    const privateKey = await unwrapWithWords(owner, letters ?? normalised(words), wrap);
    if (privateKey) return { privateKey, wrap };
  }
  return undefined;
}

async function keyPage(
  c: Context<Env>,
  deps: Deps,
  next: string | undefined,
  errors: FieldErrors,
  status: 200 | 422,
): Promise<Response> {
  const { account } = await mine(c, deps);
  const open = (await unlockedKey(c, deps)) !== undefined;
  return page(c, <KeyPage v={view(c, deps)} account={account} open={open} next={next} errors={errors} />, status);
}

async function kitPage(
  c: Context<Env>,
  deps: Deps,
  next: string | undefined,
  errors: FieldErrors,
  status: 200 | 422,
): Promise<Response> {
  const { account } = await mine(c, deps);
  const { id: network } = c.var.network;
  const kits = await readNetwork(deps.db, network, (trx) => queries.wrapsOf(trx, network, account.id, 'kit'));
  const open = (await unlockedKey(c, deps)) !== undefined;
  return page(
    c,
    <KitPage
      v={view(c, deps)}
      hasKey={account.publicKey !== null}
      open={open}
      tested={kits.find((kit) => kit.tested_at)?.tested_at ?? null}
      waiting={kits.some((kit) => !kit.tested_at)}
      next={next}
      errors={errors}
    />,
    status,
  );
}
