import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { addressKey, limiter } from '../../platform/abuse/index.ts';
import { requireRole } from '../../platform/access/index.ts';
import { takeAway } from '../../platform/access/leaving.ts';
import { csvLine, csvStart } from '../../platform/csv/index.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  statusOf,
  view,
} from '../../platform/http/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import { type Ctx, inLocale } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { confirmSignup, leaveList, signUp, tryAgain, writeWords } from './commands.ts';
import { removalForm, signupForm, wordsField } from './forms.ts';
import { ListDeskPage, ReturnedPage, WordsPage } from './pages/desk.tsx';
import { OwnPage, ReceivedPage, SignupPage, wordsMark } from './pages/signup.tsx';
import {
  answers,
  readSignupRef,
  returnedSignups,
  type Signup,
  signupsOf,
  subscribers,
  waitingSignups,
  wordsIn,
  wordsSince,
} from './queries.ts';

/** Many people may stand behind one address (a hall, an office); a machine writes more than these. */
const signupsByAddress = { points: 120, seconds: 3_600 };

type C = Context<Env>;

/** The form, her private page, and the list on the desk. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const limit = limiter('mailing-list', signupsByAddress);
  /** Casement's own words above the button, where the network wrote no others. */
  const ownWords = (c: C, locale: string): string =>
    deps.messages.for(locale)('mailing.words', { network: inLocale(c.var.network.name, locale) });
  /** The form, with the words that stand above its button now. */
  const form = async (c: C, state: FormState) => {
    const words = await readNetwork(deps.db, c.var.network.id, (trx) => wordsIn(ctxOf(c, trx), c.var.locale));
    const v = view(c, deps);
    return page(c, <SignupPage v={v} state={state} words={words ?? ownWords(c, v.locale)} />, statusOf(state));
  };

  app.get('/mailing-list', (c) => form(c, emptyForm({ locale: c.var.locale })));

  app.post('/mailing-list', async (c) => {
    await limit.consume(addressKey(c.var.address));
    const sent = await readForm(c);
    const values = { name: sent.get('name'), email: sent.get('email'), locale: sent.get('locale') };
    const parsed = parse(signupForm(c.var.network.locales), values);
    if (!parsed.ok) return form(c, { values, errors: parsed.errors });
    const v = view(c, deps);
    // A machine fills what nobody sees: it is answered like everybody.
    if (sent.get('website') === '') {
      const done = await inNetwork(deps.db, c.var.network.id, async (trx) => {
        const ctx = ctxOf(c, trx);
        // Those that she read, though others may stand there by now; words that never stood there are nobody's.
        const stood = [ownWords(c, v.locale), ...(await wordsSince(ctx, [v.locale])).map(({ text }) => text)];
        const text = stood.find((one) => one !== null && wordsMark(one) === sent.get('words'));
        if (text) await signUp(ctx, parsed.data, { locale: v.locale, text });
        return text !== undefined;
      });
      if (!done) return form(c, { values, errors: { words: { key: 'mailing.words.changed' } } });
    }
    return c.redirect(urls.mailingList.received(v.at), 303);
  });

  app.get('/mailing-list/received', (c) => page(c, <ReceivedPage v={view(c, deps)} />));

  /** The sign-up behind the private address; erased and forgotten ones are not there. */
  const refOf = (c: C) => found(readSignupRef(deps.secret, c.var.network.id, c.req.param('ref') ?? ''));
  const signupOf = async (ctx: Ctx, id: string): Promise<Signup> => found((await signupsOf(ctx, [id]))[0]);

  app.get('/mailing-list/own/:ref', async (c) => {
    const { id, askedAt } = refOf(c);
    const signup = await readNetwork(deps.db, c.var.network.id, (trx) => signupOf(ctxOf(c, trx), id));
    const older = signup.standing === 'waiting' && !answers(signup, askedAt);
    return page(c, <OwnPage v={view(c, deps)} signup={signup} older={older} reference={c.req.param('ref')} />);
  });

  /** `write` says whether it is as she wished now; where not, her page says how it stands instead. */
  const answer = (
    what: 'confirmation' | 'withdrawal',
    write: (ctx: Ctx, signup: Signup, asked: Date | undefined) => Promise<boolean>,
  ) =>
    app.post(`/mailing-list/own/:ref/${what}`, async (c) => {
      const { id, askedAt } = refOf(c);
      const done = await inNetwork(deps.db, c.var.network.id, async (trx) => {
        const ctx = ctxOf(c, trx);
        const signup = await signupOf(ctx, id);
        return write({ ...ctx, actor: { kind: 'person', id: signup.personId } }, signup, askedAt);
      });
      const own = urls.mailingList.own(view(c, deps).at, c.req.param('ref') ?? '');
      return done ? after(c, own, `mailing.flash.${what}`) : c.redirect(own, 303);
    });
  answer('confirmation', confirmSignup);
  answer('withdrawal', async (ctx, signup) => {
    await leaveList(ctx, signup);
    return true;
  });

  const { read, write, after } = handlersOf(deps);

  const deskPage = async (c: C, state: FormState) => {
    const shown = await read(c, async (ctx) => ({
      people: await subscribers(ctx),
      waiting: await waitingSignups(ctx),
      returned: await returnedSignups(ctx),
    }));
    return page(c, <ListDeskPage v={view(c, deps)} state={state} {...shown} />, statusOf(state));
  };

  app.get('/desk/mailing-list', (c) => {
    requireRole(c, 'coordinator');
    return deskPage(c, emptyForm());
  });

  app.post('/desk/mailing-list/removal', async (c) => {
    requireRole(c, 'coordinator');
    const values = { email: (await readForm(c)).get('email') };
    const parsed = parse(removalForm, values);
    if (!parsed.ok) return deskPage(c, { values, errors: parsed.errors });
    const known = await write(c, (ctx) => leaveList(ctx, { emailKey: emailKey(parsed.data.email) }));
    if (!known) return deskPage(c, { values, errors: { email: { key: 'mailing.removal.unknown' } } });
    return after(c, urls.mailingList.desk(view(c, deps).at), 'mailing.flash.removal');
  });

  app.get('/desk/mailing-list/returned', async (c) => {
    requireRole(c, 'coordinator');
    return page(c, <ReturnedPage v={view(c, deps)} rows={await read(c, returnedSignups)} />);
  });

  app.post('/desk/mailing-list/returned/:id/another-try', async (c) => {
    requireRole(c, 'coordinator');
    const id = idOf(c, 'id');
    await write(c, async (ctx) => tryAgain(ctx, await signupOf(ctx, id)));
    return after(c, urls.mailingList.returned(view(c, deps).at), 'mailing.flash.again');
  });

  const wordsPage = async (c: C, wrong?: FormState) => {
    const v = view(c, deps);
    const { locales } = c.var.network;
    const since = await read(c, (ctx) => wordsSince(ctx, locales));
    const now = (locale: string) => since.find((one) => one.locale === locale)?.text ?? ownWords(c, locale);
    const state = wrong ?? emptyForm(Object.fromEntries(locales.map((locale) => [`words-${locale}`, now(locale)])));
    const own = new Map(locales.map((locale) => [locale, ownWords(c, locale)]));
    return page(c, <WordsPage v={v} state={state} own={own} since={since} />, statusOf(state));
  };

  app.get('/desk/mailing-list/words', (c) => {
    requireRole(c, 'coordinator');
    return wordsPage(c);
  });

  app.post('/desk/mailing-list/words', async (c) => {
    requireRole(c, 'coordinator');
    const sent = await readForm(c);
    const names = c.var.network.locales.map((locale) => `words-${locale}`);
    const values = Object.fromEntries(names.map((name) => [name, sent.get(name)]));
    const parsed = parse(z.object(Object.fromEntries(names.map((name) => [name, wordsField]))), values);
    if (!parsed.ok) return wordsPage(c, { values, errors: parsed.errors });
    const v = view(c, deps);
    await write(c, async (ctx) => {
      for (const locale of ctx.network.locales) {
        const text = parsed.data[`words-${locale}`]!;
        await writeWords(ctx, locale, text === '' || text === ownWords(c, locale) ? null : text);
      }
    });
    return after(c, urls.mailingList.words(v.at), 'mailing.flash.words');
  });

  // A POST, because taking a copy is itself on record.
  app.post('/desk/mailing-list/export', async (c) => {
    requireRole(c, 'coordinator');
    const { id, slug } = c.var.network;
    const people = await takeAway(c, deps, async (ctx) => {
      const taken = await subscribers(ctx);
      return { taken, what: { noun: 'mailing_list', id, detail: { people: taken.length } } };
    });
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${slug}-mailing-list.csv"`);
    c.header('cache-control', 'private, no-store');
    const lines = people.map((one) => csvLine([one.name, one.email, one.locale, one.since.toISOString()]));
    return c.body(csvStart + csvLine(['name', 'email', 'language', 'since']) + lines.join(''));
  });
}
