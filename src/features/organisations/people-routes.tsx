import type { Context, Hono } from 'hono';
import { requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { affiliationForm, readAffiliation } from './forms.ts';
import { AffiliationPage, PeoplePage } from './pages/people.tsx';
import { affiliate, changeAffiliation, findWomen, womenOf } from './people.ts';
import { findOrganisation, today } from './queries.ts';

type C = Context<Env>;

/** Who works with, and who speaks for, an organisation: coordinators say so. */
export function peopleRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  for (const path of ['/desk/organisations/:id/people', '/desk/organisations/:id/people/*']) {
    app.use(path, async (c, next) => {
      requireRole(c, 'coordinator');
      await next();
    });
  }

  async function peoplePage(c: C, words: string, id: string, wrong?: FormState): Promise<Response> {
    const stored = await read(c, async (ctx) => {
      const organisation = found(await findOrganisation(ctx, idOf(c, 'id')));
      return {
        organisation,
        women: await womenOf(ctx, organisation.id),
        found: words ? await findWomen(ctx, words) : [],
        day: today(ctx),
      };
    });
    const { day, ...props } = stored;
    return page(
      c,
      <PeoplePage v={view(c, deps)} {...props} words={words} id={id} state={wrong ?? emptyForm({ from: day })} />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/organisations/:id/people', (c) =>
    peoplePage(c, (c.req.query('q') ?? '').replaceAll('\0', '').trim().slice(0, 100), newId()),
  );

  app.post('/desk/organisations/:id/people', async (c) => {
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const account = sent.get('account');
    const values = { ...readAffiliation(sent), account };
    const parsed = parse(affiliationForm, values);
    const errors = { ...(parsed.ok ? {} : parsed.errors) };
    if (!uuid.test(account)) errors.account = { key: 'organisations.people.choose' };
    const again = () => peoplePage(c, sent.get('q').trim().slice(0, 100), id, { values, errors });
    if (!parsed.ok || errors.account) return again();
    const organisation = await read(c, async (ctx) => found(await findOrganisation(ctx, idOf(c, 'id'))));
    if (!(await write(c, (ctx) => affiliate(ctx, id, organisation.id, account, parsed.data)))) {
      errors.account = { key: 'organisations.people.choose' };
      return again();
    }
    return after(c, urls.organisations.people(view(c, deps).at, organisation.id), 'organisations.flash.affiliated');
  });

  const load = async (c: C, ctx: Ctx) => {
    const organisation = found(await findOrganisation(ctx, idOf(c, 'id')));
    const id = idOf(c, 'affiliation');
    return { organisation, woman: found((await womenOf(ctx, organisation.id)).find((one) => one.id === id)) };
  };

  async function affiliationPage(c: C, wrong?: FormState): Promise<Response> {
    const stored = await read(c, (ctx) => load(c, ctx));
    const { position, represents, from, until } = stored.woman;
    const values = { position, represents: represents ? 'yes' : '', from, until: until ?? '' };
    return page(
      c,
      <AffiliationPage v={view(c, deps)} {...stored} state={wrong ?? emptyForm(values)} />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/organisations/:id/people/:affiliation', (c) => affiliationPage(c));

  app.post('/desk/organisations/:id/people/:affiliation', async (c) => {
    const values = readAffiliation(await readForm(c));
    await read(c, (ctx) => load(c, ctx));
    const parsed = parse(affiliationForm, values);
    if (!parsed.ok) return affiliationPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => changeAffiliation(ctx, idOf(c, 'id'), idOf(c, 'affiliation'), parsed.data));
    return after(c, urls.organisations.people(view(c, deps).at, idOf(c, 'id')), 'organisations.flash.saved');
  });
}
