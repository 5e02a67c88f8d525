import type { Context, Hono } from 'hono';
import { requireProof, requireRole } from '../../platform/access/index.ts';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  dayOf,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  publicOrigin,
  readForm,
  statusOf,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { addPayment, chooseFor, eraseStory, locked, makeLink, revokeLinks, saveIdentity } from './commands.ts';
import { identityFields, identityForm, paymentFields, paymentForm, purposeForm, readFields } from './forms.ts';
import { type Identity, identityOf, paymentsOf } from './keeping-queries.ts';
import { ChoicePage } from './pages/choice.tsx';
import { ErasurePage, IdentityPage, LinkPage, PurposePage } from './pages/identity.tsx';
import { PaymentsPage } from './pages/payments.tsx';
import { countLinks, findKept, type Story } from './queries.ts';
import { choicesFor, titleOf } from './shown.ts';
import { type Purpose, storyRef } from './story.ts';

type C = Context<Env>;

/** What coordinators do seldom and with care: who she is, her link, payments, erasing, a campaign's page. */
export function keepingRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const at = (c: C) => view(c, deps).at;
  const storyOf = async (c: C, ctx: Ctx): Promise<Story> => {
    const story = found(await findKept(ctx, idOf(c, 'id')));
    return found(story.erasedAt ? undefined : story);
  };

  async function purposePage(c: C, state: FormState): Promise<Response> {
    const story = await read(c, (ctx) => storyOf(c, ctx));
    return page(c, <PurposePage v={view(c, deps)} story={story} state={state} />, statusOf(state));
  }

  /** Who she is, with what for put on record. */
  const look = (c: C, purpose: Purpose) =>
    write(c, async (ctx) => {
      const story = await locked(ctx, idOf(c, 'id'));
      await record(ctx, { verb: 'looked', noun: 'story-identity', id: story.id, detail: { purpose } });
      return { story, identity: found(await identityOf(ctx, story.id)) };
    });

  app.get('/desk/stories/:id/identity', (c) => purposePage(c, emptyForm({ purpose: 'ask' })));

  // A POST, because looking is itself on record, with what for.
  app.post('/desk/stories/:id/identity', async (c) => {
    requireProof(c);
    const values = readFields(await readForm(c), ['purpose']);
    const parsed = parse(purposeForm, values);
    if (!parsed.ok) return purposePage(c, { values, errors: parsed.errors });
    const shown = await look(c, parsed.data.purpose);
    return page(c, <IdentityPage v={view(c, deps)} {...shown} state={emptyForm(valuesOf(shown.identity))} />);
  });

  app.post('/desk/stories/:id/identity/changes', async (c) => {
    requireProof(c);
    const values = readFields(await readForm(c), identityFields);
    const parsed = parse(identityForm, values);
    const outcome = parsed.ok ? await write(c, (ctx) => saveIdentity(ctx, idOf(c, 'id'), parsed.data)) : parsed;
    if (outcome.ok) return after(c, urls.stories.edit(at(c), idOf(c, 'id')), 'stories.flash.saved');
    // The form names her account again: whoever sends a mistaken one has looked as well.
    const shown = await look(c, 'correct');
    return page(c, <IdentityPage v={view(c, deps)} {...shown} state={{ values, errors: outcome.errors }} />, 422);
  });

  const linkPage = async (c: C, address?: string): Promise<Response> => {
    const shown = await read(c, async (ctx) => {
      const story = await storyOf(c, ctx);
      return { story, links: await countLinks(ctx, story.id) };
    });
    return page(c, <LinkPage v={view(c, deps)} {...shown} address={address} />);
  };

  app.get('/desk/stories/:id/link', (c) => linkPage(c));

  app.post('/desk/stories/:id/link', async (c) => {
    requireProof(c);
    const link = await write(c, async (ctx) => makeLink(ctx, (await locked(ctx, idOf(c, 'id'))).id, 'handed'));
    const v = view(c, deps);
    const path = urls.stories.own(v.at, { link: storyRef(deps.secret, v.network.id, link) });
    return linkPage(c, publicOrigin(deps, v.network) + path);
  });

  app.post('/desk/stories/:id/link/revocation', async (c) => {
    await write(c, async (ctx) => revokeLinks(ctx, (await locked(ctx, idOf(c, 'id'))).id));
    return after(c, urls.stories.link(at(c), idOf(c, 'id')), 'stories.flash.revoked');
  });

  async function paymentsPage(c: C, id: string, state: FormState): Promise<Response> {
    const shown = await read(c, async (ctx) => {
      const story = await storyOf(c, ctx);
      return { story, payments: await paymentsOf(ctx, story.id) };
    });
    return page(c, <PaymentsPage v={view(c, deps)} {...shown} id={id} state={state} />, statusOf(state));
  }

  app.get('/desk/stories/:id/payments', (c) =>
    paymentsPage(c, newId(), emptyForm({ kind: 'paid', paid_on: dayOf(c.var.now, c.var.network.timeZone) })),
  );

  app.post('/desk/stories/:id/payments', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, paymentFields);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(paymentForm, values);
    if (!parsed.ok) return paymentsPage(c, id, { values, errors: parsed.errors });
    const { id: coordinator } = requireRole(c, 'coordinator');
    await write(c, (ctx) => addPayment(ctx, idOf(c, 'id'), id, parsed.data, coordinator));
    return after(c, urls.stories.payments(at(c), idOf(c, 'id')), 'stories.flash.saved');
  });

  app.get('/desk/stories/:id/erasure', async (c) => {
    const story = await read(c, (ctx) => storyOf(c, ctx));
    return page(c, <ErasurePage v={view(c, deps)} story={story} />);
  });

  app.post('/desk/stories/:id/erasure', async (c) => {
    requireProof(c);
    await readForm(c);
    const { id: coordinator } = requireRole(c, 'coordinator');
    await write(c, async (ctx) =>
      eraseStory(ctx, await locked(ctx, idOf(c, 'id')), { by: 'coordinator', id: coordinator }),
    );
    return after(c, urls.stories.desk(at(c)), 'stories.flash.erased');
  });

  for (const [on, path] of [
    ['campaign', '/desk/campaigns/:thing/stories'],
    ['news', '/desk/news/:thing/stories'],
  ] as const) {
    const desk = (c: C, id: string) => (on === 'campaign' ? urls.campaigns.edit(at(c), id) : urls.news.edit(at(c), id));

    app.get(path, async (c) => {
      const id = idOf(c, 'thing');
      const shown = await read(c, async (ctx) => ({
        title: found(await titleOf(ctx, on, id)),
        choices: await choicesFor(ctx, on, id),
      }));
      return page(c, <ChoicePage v={view(c, deps)} on={on} id={id} desk={desk(c, id)} {...shown} />);
    });

    app.post(path, async (c) => {
      const id = idOf(c, 'thing');
      const chosen = (await readForm(c)).all('stories');
      await write(c, async (ctx) => {
        found(await titleOf(ctx, on, id));
        const offered = (await choicesFor(ctx, on, id)).map((one) => one.id);
        await chooseFor(ctx, on, id, offered, chosen);
      });
      return after(c, desk(c, id), 'stories.flash.saved');
    });
  }
}

const valuesOf = (who: Identity): Record<string, string> => ({
  real_name: who.realName,
  way: who.way,
  contact_email: who.email ?? '',
  contact_note: who.note,
  username: who.signsInWith ?? '',
});
