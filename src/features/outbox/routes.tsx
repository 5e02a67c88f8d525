import type { Context, Hono } from 'hono';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  found,
  page,
  parse,
  publicOrigin,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { readMime } from '../../platform/mail/index.ts';
import { urls } from '../../urls.ts';
import { requireOutbox } from './access.ts';
import { release, retry, settle } from './commands.ts';
import { listFilter, mailId, settlement } from './forms.ts';
import { MailPage } from './pages/mail.tsx';
import { OutboxPage } from './pages/outbox.tsx';
import { countStates, findMail, type ListedMail, listMails, type ShownMail } from './queries.ts';
import { mailHeldAt } from './sending/queries.ts';

/** The HTML of a mail stands alone: it may look as it likes, and do nothing. */
const mailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Registers the outbox: what leaves, and what became of it. */
export function routes(app: Hono<Env>, deps: Deps): void {
  app.get('/outbox', async (c) => {
    requireOutbox(c);
    const query = new URL(c.req.url).searchParams;
    const filter = listFilter.parse(Object.fromEntries([...query].filter(([, value]) => value !== '')));
    const shown = await readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      return { list: await listMails(ctx, filter), counts: await countStates(ctx), heldAt: await mailHeldAt(trx) };
    });
    const list = { ...shown.list, mails: shown.list.mails.map((mail) => addressed(mail, secretOf(deps, mail.kind))) };
    const kinds = [...new Set(deps.features.flatMap((feature) => Object.keys(feature.mails ?? {})))].sort();
    const sends = deps.config.smtpUrl !== undefined;
    return page(
      c,
      <OutboxPage
        v={view(c, deps)}
        {...shown}
        list={list}
        filter={filter}
        kinds={kinds}
        sends={sends}
        named={deps.messages.has}
      />,
    );
  });

  app.get('/outbox/:id', async (c) => {
    const mail = await mailOf(c, deps);
    return page(c, mailPage(c, deps, mail));
  });

  app.get('/outbox/:id/html', async (c) => {
    const mail = await mailOf(c, deps);
    const html = found(mail.mime && readMime(mail.mime).html);
    // A page in a sandbox may not ask for an opener policy of its own: the browser would refuse to show it.
    for (const [name, value] of Object.entries({
      'content-security-policy': mailPolicy,
      'cross-origin-opener-policy': 'unsafe-none',
    }))
      c.header(name, value);
    c.header('cache-control', 'private, no-store');
    return c.html(html);
  });

  app.get('/outbox/:id/source', async (c) => {
    const mail = await mailOf(c, deps);
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', `inline; filename="${mail.id}.txt"`);
    return c.text(found(mail.mime).toString('utf8'));
  });

  app.post('/outbox/release', async (c) => {
    requireOutbox(c);
    const done = await inNetwork(deps.db, c.var.network.id, (trx) => release(ctxOf(c, trx)));
    setFlash(c, deps, { key: done ? 'outbox.released' : 'outbox.settled.already' });
    return c.redirect(urls.outbox.list(view(c, deps).at), 303);
  });

  app.post('/outbox/:id/retry', async (c) => {
    const mail = await mailOf(c, deps);
    const done = await inNetwork(deps.db, c.var.network.id, (trx) => retry(ctxOf(c, trx), mail));
    return backTo(c, deps, mail, done ? 'outbox.retried' : 'outbox.settled.already');
  });

  app.post('/outbox/:id/settlement', async (c) => {
    const mail = await mailOf(c, deps);
    const sent = await readForm(c);
    const parsed = parse(settlement, { choice: sent.get('choice') });
    if (!parsed.ok) return page(c, mailPage(c, deps, mail, parsed.errors), 422);
    const { choice } = parsed.data;
    const done = await inNetwork(deps.db, c.var.network.id, (trx) => settle(deps, ctxOf(c, trx), mail, choice));
    return backTo(c, deps, mail, done ? `outbox.settled.${choice}` : 'outbox.settled.already');
  });
}

/** The mail of this address, if the actor may read the outbox and it is one of this network. */
async function mailOf(c: Context<Env>, deps: Deps): Promise<ShownMail> {
  requireOutbox(c);
  const id = mailId.safeParse(c.req.param('id'));
  if (!id.success) return found<ShownMail>(undefined);
  const mail = found(await readNetwork(deps.db, c.var.network.id, (trx) => findMail(ctxOf(c, trx), id.data)));
  const secret = secretOf(deps, mail.kind);
  return secret ? addressed({ ...mail, mime: null, secret }, secret) : mail;
}

const secretOf = (deps: Deps, kind: string) =>
  deps.features.map((feature) => feature.mails?.[kind]?.secret).find(Boolean);

/** A mail without its address, and without what a server said of it, where to whom it goes is nobody's business here. */
const addressed = <M extends ListedMail>(mail: M, secret: ReturnType<typeof secretOf>): M =>
  secret === 'reader' ? { ...mail, to: null, ...('response' in mail ? { response: null } : {}) } : mail;

function mailPage(c: Context<Env>, deps: Deps, mail: ShownMail, errors = {}) {
  const readable = mail.mime ? readMime(mail.mime) : undefined;
  return (
    <MailPage
      v={view(c, deps)}
      mail={mail}
      readable={readable}
      origins={[publicOrigin(deps, c.var.network), ...deps.config.origins]}
      state={{ values: {}, errors }}
      named={deps.messages.has}
    />
  );
}

function backTo(c: Context<Env>, deps: Deps, mail: ShownMail, key: string): Response {
  setFlash(c, deps, { key });
  return c.redirect(urls.outbox.mail(view(c, deps).at, mail.id), 303);
}
