import type { Context, Hono } from 'hono';
import { limiter, limits } from '../../../platform/abuse/index.ts';
import { requireProof, requireRole } from '../../../platform/access/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  type FieldErrors,
  found,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../../platform/http/index.ts';
import type { Ctx, Role } from '../../../platform/tenancy/index.ts';
import { urls } from '../../../urls.ts';
import * as accounts from '../queries.ts';
import { beginOf, endOf, grantForm, newPersonForm, readFields, reasonForm } from './forms.ts';
import { NewPersonPage, PeoplePage } from './pages.tsx';
import * as people from './people.ts';
import { PersonPage, PrintedCodePage } from './person.tsx';
import * as queries from './queries.ts';

/** Registers the pages on which coordinators give and end roles. */
export function peopleRoutes(app: Hono<Env>, deps: Deps): void {
  const issued = limiter('people.account', limits.passphraseByAccount);

  app.get('/people', async (c) => {
    const actor = requireRole(c, 'administrator', 'coordinator', 'lead');
    const administers = actor.roles.includes('administrator');
    const role = people.allRoles.find((one) => one === c.req.query('role'));
    const before = c.req.query('before');
    const filter = {
      role,
      madeBy: administers ? undefined : actor.id,
      before: before && isId(before) ? before : undefined,
    };
    const shown = await readNetwork(deps.db, c.var.network.id, (trx) => queries.listPeople(ctxOf(c, trx), filter));
    return page(c, <PeoplePage v={view(c, deps)} {...shown} role={role} administers={administers} />);
  });

  app.get('/people/new', (c) => {
    const actor = requireRole(c, 'administrator', 'coordinator', 'lead');
    requireProof(c);
    const values = { locale: c.var.locale, role: 'member' };
    return page(
      c,
      <NewPersonPage v={view(c, deps)} roles={people.rolesToGive(actor)} state={{ values, errors: {} }} />,
    );
  });

  app.post('/people', async (c) => {
    const actor = requireRole(c, 'administrator', 'coordinator', 'lead');
    requireProof(c);
    const roles = people.rolesToGive(actor);
    const sent = await readForm(c);
    const values = readFields(sent, 'name', 'email', 'username', 'locale', 'role', 'until', 'reason');
    const again = (errors: FieldErrors) =>
      page(c, <NewPersonPage v={view(c, deps)} roles={roles} state={{ values, errors }} />, 422);
    const form = parse(newPersonForm(roles, c.var.network.locales), values);
    if (!form.ok) return again(form.errors);
    await issued.consume(actor.id);
    const { name, email, username, locale, role, reason } = form.data;
    const until = endOf(form.data.until);
    if (until && until <= c.var.now) return again({ until: { key: 'accounts.people.past' } });
    const { id: network } = c.var.network;
    const id = newId();
    // A username comes with a printed code; an address alone with an invitation.
    const made = username ? await people.newCode(deps.secret, network, id, true) : undefined;
    const taken = await inNetwork(deps.db, network, async (trx) => {
      const ctx = ctxOf(c, trx);
      const refused = await people.addPerson(ctx, deps.secret, { id, name, locale, email, username }, made);
      if (refused) return refused;
      await people.giveRole(ctx, id, { role: role as Role, from: c.var.now, until, reason });
      return undefined;
    });
    if (taken) return again({ [taken]: { key: `accounts.people.taken.${taken}` } });
    if (made) return printed(c, deps, id, made.code, people.codeMs.fresh);
    setFlash(c, deps, { key: 'accounts.people.invited' });
    return c.redirect(urls.accounts.person(view(c, deps).at, id), 303);
  });

  app.get('/people/:id', async (c) => personPage(c, deps, await personOf(c, deps), {}, {}, 200));

  app.post('/people/:id/grants', async (c) => {
    requireRole(c, 'administrator');
    requireProof(c);
    const account = await personOf(c, deps);
    const values = readFields(await readForm(c), 'role', 'from', 'until', 'reason');
    const form = parse(grantForm(people.allRoles), values);
    if (!form.ok) return personPage(c, deps, account, values, form.errors, 422);
    const from = beginOf(form.data.from, c.var.now);
    const until = endOf(form.data.until);
    if (until && until <= from)
      return personPage(c, deps, account, values, { until: { key: 'accounts.people.past' } }, 422);
    const grant = { role: form.data.role as Role, from, until, reason: form.data.reason };
    return acted(c, deps, account, values, 'role', 'accounts.people.granted', (ctx) =>
      people.giveRole(ctx, account.id, grant),
    );
  });

  app.post('/people/:id/grants/:grant/end', async (c) => {
    requireRole(c, 'administrator');
    requireProof(c);
    const account = await personOf(c, deps);
    const grant = c.req.param('grant');
    const values = readFields(await readForm(c), 'reason');
    const form = parse(reasonForm, values);
    if (!form.ok) return personPage(c, deps, account, values, { [`end-${grant}`]: form.errors.reason! }, 422);
    return acted(c, deps, account, values, `end-${grant}`, 'accounts.people.ended', async (ctx) => {
      found((isId(grant) && (await people.takeRole(ctx, account.id, grant, form.data.reason))) || undefined);
    });
  });

  for (const [path, closed] of [
    ['closure', true],
    ['reopening', false],
  ] as const) {
    app.post(`/people/:id/${path}`, async (c) => {
      requireRole(c, 'administrator');
      requireProof(c);
      const account = await personOf(c, deps);
      const values = readFields(await readForm(c), 'reason');
      const form = parse(reasonForm, values);
      if (!form.ok) return personPage(c, deps, account, values, { closing: form.errors.reason! }, 422);
      return acted(c, deps, account, values, 'closing', `accounts.people.${path}`, (ctx) =>
        people.setClosed(ctx, account.id, closed, form.data.reason),
      );
    });
  }

  // The code is shown in this answer alone.
  app.post('/people/:id/restoration', async (c) => {
    const actor = requireRole(c, 'administrator');
    requireProof(c);
    const account = await personOf(c, deps);
    const values = readFields(await readForm(c), 'reason');
    const form = parse(reasonForm, values);
    if (!form.ok) return personPage(c, deps, account, values, { restoring: form.errors.reason! }, 422);
    await issued.consume(actor.id);
    const made = await people.newCode(deps.secret, c.var.network.id, account.id, false);
    const response = await acted(c, deps, account, values, 'restoring', undefined, (ctx) =>
      people.restoreAccess(ctx, account, made, form.data.reason),
    );
    return response.status === 422 ? response : printed(c, deps, account.id, made.code, people.codeMs.restored);
  });

  // A sheet that was lost before it was used.
  app.post('/people/:id/code', async (c) => {
    const actor = requireRole(c, 'administrator', 'coordinator', 'lead');
    requireProof(c);
    const account = await personOf(c, deps);
    if (account.firstSignedInAt || account.disabledAt || !account.username) return found<Response>(undefined);
    // She may have been given more since than the one who let her in could give: a sheet opens all of it.
    const held = await readNetwork(deps.db, c.var.network.id, (trx) =>
      accounts.rolesNow(trx, c.var.network.id, c.var.now, account.id),
    );
    const mayGive = people.rolesToGive(actor);
    if (held.some(({ role }) => !mayGive.includes(role))) return found<Response>(undefined);
    await issued.consume(actor.id);
    const made = await people.newCode(deps.secret, c.var.network.id, account.id, true);
    await inNetwork(deps.db, c.var.network.id, (trx) =>
      people.issueCode(ctxOf(c, trx), account.id, made, people.codeMs.fresh),
    );
    return printed(c, deps, account.id, made.code, people.codeMs.fresh);
  });
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** The person of this address, if the actor may see her account. */
async function personOf(c: Context<Env>, deps: Deps): Promise<accounts.Account> {
  const actor = requireRole(c, 'administrator', 'coordinator', 'lead');
  const id = c.req.param('id') ?? '';
  const { id: network } = c.var.network;
  const account = found(
    isId(id) ? await readNetwork(deps.db, network, (trx) => accounts.accountById(trx, network, id)) : undefined,
  );
  return found(people.seesPerson(actor, account) ? account : undefined);
}

/** One act on an account: done and said, or the page again with the reason why not. */
async function acted(
  c: Context<Env>,
  deps: Deps,
  account: accounts.Account,
  values: Record<string, string>,
  field: string,
  done: string | undefined,
  act: (ctx: Ctx) => Promise<void>,
): Promise<Response> {
  try {
    await inNetwork(deps.db, c.var.network.id, (trx) => act(ctxOf(c, trx)));
  } catch (error) {
    if (!(error instanceof people.Refused)) throw error;
    return personPage(c, deps, account, values, { [field]: { key: error.key } }, 422);
  }
  if (done) setFlash(c, deps, { key: done });
  return c.redirect(urls.accounts.person(view(c, deps).at, account.id), 303);
}

async function personPage(
  c: Context<Env>,
  deps: Deps,
  account: accounts.Account,
  values: Record<string, string>,
  errors: FieldErrors,
  status: 200 | 422,
): Promise<Response> {
  const { id: network } = c.var.network;
  const grants = await readNetwork(deps.db, network, (trx) => queries.grantsOf(trx, network, account.id));
  const actor = c.var.actor.kind === 'account' ? c.var.actor : undefined;
  return page(
    c,
    <PersonPage
      v={view(c, deps)}
      account={account}
      grants={grants}
      administers={actor?.roles.includes('administrator') ?? false}
      herself={actor?.id === account.id}
      state={{ values, errors }}
    />,
    status,
  );
}

async function printed(c: Context<Env>, deps: Deps, id: string, code: string, lifeMs: number): Promise<Response> {
  const { id: network } = c.var.network;
  const account = found(await readNetwork(deps.db, network, (trx) => accounts.accountById(trx, network, id)));
  const until = new Date(c.var.now.getTime() + lifeMs);
  return page(c, <PrintedCodePage v={view(c, deps)} account={account} code={code} until={until} />);
}
