import type { Context, Hono } from 'hono';
import { limiter, limits } from '../../platform/abuse/index.ts';
import { requireAccount } from '../../platform/access/index.ts';
import { record } from '../../platform/audit/index.ts';
import { sameBytes } from '../../platform/crypto/ids.ts';
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
import { passphraseErrors } from './forms.ts';
import { AccountPage, PassphrasePage } from './pages/account.tsx';
import { newPassphrase, passphraseFits } from './passphrase.ts';
import * as queries from './queries.ts';
import { sessionHashOf } from './session.ts';

/** Who came by a mailed link within this time has just proved her mailbox: a forgotten passphrase is not asked for. */
const freshLinkMs = 30 * 60_000;

export function accountRoutes(app: Hono<Env>, deps: Deps): void {
  const tries = limiter('passphrase.account', limits.passphraseByAccount);

  app.get('/account', async (c) => {
    const { account, sessions, here } = await mine(c, deps);
    return page(c, <AccountPage v={view(c, deps)} account={account} sessions={sessions} here={here?.id} />);
  });

  app.get('/account/passphrase', async (c) => {
    const { account, here } = await mine(c, deps);
    const asksCurrent = asks(c, account, here);
    return page(c, <PassphrasePage v={view(c, deps)} email={account.email} asksCurrent={asksCurrent} errors={{}} />);
  });

  app.post('/account/passphrase', async (c) => {
    const { account, here } = await mine(c, deps);
    const asksCurrent = asks(c, account, here);
    const sent = await readForm(c);
    const again = (errors: FieldErrors) =>
      page(
        c,
        <PassphrasePage v={view(c, deps)} email={account.email} asksCurrent={asksCurrent} errors={errors} />,
        422,
      );

    const own = [
      account.name,
      account.email,
      account.email.split('@')[0]!,
      c.var.network.slug,
      ...Object.values(c.var.network.name),
    ];
    const errors = passphraseErrors(sent, asksCurrent, own);
    if (Object.keys(errors).length > 0) return again(errors);
    if (asksCurrent) {
      await tries.consume(account.id);
      const fits = await passphraseFits(sent.get('current'), account.passphrase);
      if (!fits) return again({ current: { key: 'accounts.passphrase.wrong' } });
    }
    const passphrase = await newPassphrase(sent.get('passphrase'));
    await inNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      await queries.writePassphrase(ctx, account.id, passphrase);
      // Whoever else knew the old one, or asked for a link meanwhile, is out.
      const ended = await queries.endSessions(ctx, account.id, sessionHashOf(c));
      await queries.endLinks(ctx, account.id);
      await record(ctx, {
        verb: account.passphrase ? 'changed' : 'set',
        noun: 'passphrase',
        id: account.id,
        detail: { sessionsEnded: ended, currentAsked: asksCurrent },
      });
    });
    setFlash(c, deps, { key: 'accounts.passphrase.done' });
    return c.redirect(urls.accounts.account(view(c, deps).at), 303);
  });

  app.post('/account/sessions/removal', async (c) => {
    const actor = requireAccount(c);
    const count = await inNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const ended = await queries.endSessions(ctx, actor.id, sessionHashOf(c));
      if (ended > 0) await record(ctx, { verb: 'ended', noun: 'sessions', id: actor.id, detail: { count: ended } });
      return ended;
    });
    setFlash(c, deps, { key: 'accounts.account.othersEnded', values: { count } });
    return c.redirect(urls.accounts.account(view(c, deps).at), 303);
  });
}

/** The signed-in person's own account, her living sessions, and the one she is using. */
async function mine(c: Context<Env>, deps: Deps) {
  const actor = requireAccount(c);
  const { network, now } = c.var;
  const { account, sessions } = await readNetwork(deps.db, network.id, async (trx) => ({
    account: await queries.accountById(trx, network.id, actor.id),
    sessions: await queries.sessionsOf(trx, network.id, actor.id, now),
  }));
  const hash = sessionHashOf(c)!;
  return { account: found(account), sessions, here: sessions.find((session) => sameBytes(session.token_hash, hash)) };
}

/** Whether the old passphrase is asked for before a new one is set. */
function asks(c: Context<Env>, account: queries.Account, here: queries.SessionLine | undefined): boolean {
  if (!account.passphrase) return false;
  const fresh = here?.opened_by === 'link' && c.var.now.getTime() - here.created_at.getTime() < freshLinkMs;
  return !fresh;
}
