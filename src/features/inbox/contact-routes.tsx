import type { Context, Hono } from 'hono';
import { addressKey, limiter, stampForm } from '../../platform/abuse/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, Problem, page, parse, readForm, view } from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { receiveContact } from './commands.ts';
import { contactFields, contactForm, readFields } from './forms.ts';
import { ContactPage, ReceivedPage } from './pages/contact.tsx';
import { contactPage, listTopics } from './queries.ts';

/** Many people may stand behind one address; a machine writes more than these. */
const messagesByAddress = { points: 60, seconds: 3_600 };

/** The public page: who can be reached how, and a form without script. */
export function contactRoutes(app: Hono<Env>, deps: Deps): void {
  const limit = limiter('contact', messagesByAddress);

  const shownOf = (c: Context<Env>) =>
    readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const settings = await contactPage(ctx);
      if (!settings.open) throw new Problem('not-found');
      return { settings, topics: (await listTopics(ctx)).filter((topic) => topic.offered && !topic.closed) };
    });

  async function show(c: Context<Env>, state: FormState, id: string, status: 200 | 422 = 200): Promise<Response> {
    const shown = await shownOf(c);
    const began = stampForm(deps.secret, c.var.network.id, c.var.now);
    return page(c, <ContactPage v={view(c, deps)} {...shown} state={state} id={id} began={began} />, status);
  }

  app.get('/contact', (c) => show(c, emptyForm({ topic: c.req.query('topic') ?? '' }), newId()));

  app.post('/contact', async (c) => {
    await limit.consume(addressKey(c.var.address));
    const { topics } = await shownOf(c);
    const sent = await readForm(c);
    const values = readFields(sent, contactFields);
    const id = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(sent.get('id'))
      ? sent.get('id')
      : newId();
    const parsed = parse(contactForm(topics.map((topic) => topic.id)), values);
    if (!parsed.ok) return show(c, { values, errors: parsed.errors }, id, 422);
    const trapped = sent.get('website') !== '';
    await inNetwork(deps.db, c.var.network.id, (trx) => receiveContact(ctxOf(c, trx), id, parsed.data, trapped));
    return c.redirect(urls.inbox.received(view(c, deps).at), 303);
  });

  app.get('/contact/received', async (c) => page(c, <ReceivedPage v={view(c, deps)} {...(await shownOf(c))} />));
}
