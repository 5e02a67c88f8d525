import type { Context, Hono } from 'hono';
import { requireProof } from '../../../platform/access/index.ts';
import { record } from '../../../platform/audit/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  readForm,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { requireOwn } from '../access.ts';
import { agreementsInForce, noteConsents } from '../agreements/queries.ts';
import { standingMembership } from '../queries.ts';
import { refusal } from '../refusal.ts';
import { renew } from '../renewal/commands.ts';
import { leave } from './departure.ts';
import { DeparturePage } from './departure-page.tsx';
import { OwnPage } from './pages.tsx';
import { ownMembership } from './queries.ts';

/** Her own membership. */
export function ownRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/membership', async (c) => {
    const { id } = requireOwn(c);
    return page(c, <OwnPage v={view(c, deps)} {...(await read(c, (ctx) => ownMembership(ctx, id)))} />);
  });

  app.post('/membership/renewal', async (c) => {
    const { id } = requireOwn(c);
    const done = await write(c, async (ctx) => {
      const own = await standingMembership(ctx, { account: id });
      return own !== undefined && (await renew(ctx, own.id));
    });
    const key = done ? 'members.flash.renewed' : 'members.flash.notRenewed';
    return after(c, urls.members.own(view(c, deps).at), key);
  });

  app.post('/membership/agreements/:version', async (c) => {
    const { id } = requireOwn(c);
    const version = idOf(c, 'version');
    await write(c, async (ctx) => {
      found((await agreementsInForce(ctx)).find((each) => each.id === version));
      await noteConsents(ctx, { account: id }, [version], c.var.locale);
      await record(ctx, { verb: 'agreed', noun: 'agreement', id: version });
    });
    return after(c, urls.members.own(view(c, deps).at), 'members.flash.agreed');
  });
  const departurePage = (c: Context<Env>, state: FormState) =>
    page(c, <DeparturePage v={view(c, deps)} state={state} />, statusOf(state));

  app.get('/membership/departure', (c) => {
    requireOwn(c);
    requireProof(c);
    return departurePage(c, emptyForm());
  });

  app.post('/membership/departure', async (c) => {
    const { id } = requireOwn(c);
    requireProof(c);
    const sent = await readForm(c);
    const values = { posts: sent.get('posts'), account: sent.get('account') };
    const errors: FieldErrors = {};
    if (!['name', 'former'].includes(values.posts)) errors.posts = { key: 'field.choose' };
    if (!['keep', 'delete'].includes(values.account)) errors.account = { key: 'field.choose' };
    if (sent.get('sure') !== 'yes') errors.sure = { key: 'members.wrong.sure' };
    if (Object.keys(errors).length > 0) return departurePage(c, { values, errors });
    const erased = values.account === 'delete';
    const how = {
      former: values.posts === 'former',
      erased,
      formerName: deps.messages.for(c.var.network.locales[0]!)('members.former'),
    };
    const refused = await refusal(() => write(c, (ctx) => leave(ctx, deps.features, id, how)));
    if (refused) return departurePage(c, { values, errors: { sure: { key: refused } } });
    const { at } = view(c, deps);
    return after(c, erased ? urls.networks.home(at) : urls.members.own(at), 'members.flash.left');
  });

  app.post('/membership/copy', async (c) => {
    const { id } = requireOwn(c);
    requireProof(c);
    await readForm(c);
    const copy = await read(c, async (ctx) => {
      const parts: Record<string, unknown> = {};
      for (const feature of deps.features) {
        const held = await feature.exportAccount?.(ctx, id);
        if (held) parts[feature.name] = held;
      }
      return parts;
    });
    c.header('content-type', 'application/json; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="what-is-held-about-me.json"');
    c.header('cache-control', 'private, no-store');
    return c.body(JSON.stringify(copy, null, 2));
  });
}
