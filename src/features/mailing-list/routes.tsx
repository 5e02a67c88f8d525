import type { Context, Hono } from 'hono';
import { addressKey, limiter } from '../../platform/abuse/index.ts';
import { requireProof, requireRole } from '../../platform/access/index.ts';
import { record } from '../../platform/audit/index.ts';
import { csvLine, csvStart } from '../../platform/csv/index.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, found, page, parse, readForm, setFlash, view } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { confirmSignup, leaveList, signUp } from './commands.ts';
import { signupForm } from './forms.ts';
import { ListDeskPage } from './pages/desk.tsx';
import { OwnPage, ReceivedPage, SignupPage, wordsOf } from './pages/signup.tsx';
import { readSignupRef, type Signup, signupsOf, subscribers, waitingSignups } from './queries.ts';

/** Many people may stand behind one address (a hall, an office); a machine writes more than these. */
const signupsByAddress = { points: 120, seconds: 3_600 };

type C = Context<Env>;

/** The form, her private page, and the list on the desk. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const limit = limiter('mailing-list', signupsByAddress);
  const form = (c: C, state: FormState, status: 200 | 422 = 200) =>
    page(c, <SignupPage v={view(c, deps)} state={state} />, status);

  app.get('/mailing-list', (c) => form(c, emptyForm({ locale: c.var.locale })));

  app.post('/mailing-list', async (c) => {
    await limit.consume(addressKey(c.var.address));
    const sent = await readForm(c);
    const values = { name: sent.get('name'), email: sent.get('email'), locale: sent.get('locale') };
    const parsed = parse(signupForm(c.var.network.locales), values);
    if (!parsed.ok) return form(c, { values, errors: parsed.errors }, 422);
    const v = view(c, deps);
    // A machine fills what nobody sees: it is answered like everybody.
    if (sent.get('website') === '')
      await inNetwork(deps.db, c.var.network.id, (trx) => signUp(ctxOf(c, trx), parsed.data, wordsOf(v)));
    return c.redirect(urls.mailingList.received(v.at), 303);
  });

  app.get('/mailing-list/received', (c) => page(c, <ReceivedPage v={view(c, deps)} />));

  /** The sign-up behind the private address; erased and forgotten ones are not there. */
  const idOfRef = (c: C) => found(readSignupRef(deps.secret, c.var.network.id, c.req.param('ref') ?? ''));
  const signupOf = async (ctx: Ctx, id: string): Promise<Signup> => found((await signupsOf(ctx, [id]))[0]);

  app.get('/mailing-list/own/:ref', async (c) => {
    const id = idOfRef(c);
    const signup = await readNetwork(deps.db, c.var.network.id, (trx) => signupOf(ctxOf(c, trx), id));
    return page(c, <OwnPage v={view(c, deps)} signup={signup} reference={c.req.param('ref')} />);
  });

  const answer = (what: 'confirmation' | 'withdrawal', write: (ctx: Ctx, signup: Signup) => Promise<void>) =>
    app.post(`/mailing-list/own/:ref/${what}`, async (c) => {
      const id = idOfRef(c);
      await inNetwork(deps.db, c.var.network.id, async (trx) => {
        const ctx = ctxOf(c, trx);
        const signup = await signupOf(ctx, id);
        await write({ ...ctx, actor: { kind: 'person', id: signup.personId } }, signup);
      });
      setFlash(c, deps, { key: `mailing.flash.${what}` });
      return c.redirect(urls.mailingList.own(view(c, deps).at, c.req.param('ref') ?? ''), 303);
    });
  answer('confirmation', confirmSignup);
  answer('withdrawal', leaveList);

  app.get('/desk/mailing-list', async (c) => {
    requireRole(c, 'coordinator');
    const shown = await readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      return { people: await subscribers(ctx), waiting: await waitingSignups(ctx) };
    });
    return page(c, <ListDeskPage v={view(c, deps)} {...shown} />);
  });

  // A POST, because taking a copy is itself on record.
  app.post('/desk/mailing-list/export', async (c) => {
    requireRole(c, 'coordinator');
    requireProof(c);
    const { id: network, slug } = c.var.network;
    const people = await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      const all = await subscribers(ctx);
      await record(ctx, { verb: 'exported', noun: 'mailing_list', id: network, detail: { people: all.length } });
      return all;
    });
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${slug}-mailing-list.csv"`);
    c.header('cache-control', 'private, no-store');
    const lines = people.map((one) => csvLine([one.name, one.email, one.locale, one.since.toISOString()]));
    return c.body(csvStart + csvLine(['name', 'email', 'language', 'since']) + lines.join(''));
  });
}
