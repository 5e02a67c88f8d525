import type { Context, Hono } from 'hono';
import { requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  readForm,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { uuid } from '../desk/index.ts';
import { type Level, readLevels } from '../directory/index.ts';
import { tagsOf } from '../spine/index.ts';
import { listIssues, listPlaces } from '../vocabularies/index.ts';
import { mayKeepOrganisations, requireEditor } from './access.ts';
import {
  closeOrganisation,
  createOrganisation,
  renameOrganisation,
  reopenOrganisation,
  saveOrganisation,
} from './commands.ts';
import { basicsForm, createForm, readBasics, serviceFields, serviceForm, slugForm } from './forms.ts';
import { mergeOrganisations, mergesInto, undoMerge } from './merge.ts';
import { type Organisation, subject } from './organisation.ts';
import { OrganisationsDeskPage } from './pages/desk.tsx';
import { EditOrganisationPage } from './pages/edit.tsx';
import { MergePage } from './pages/merge.tsx';
import { EditServicePage, ServicesPage } from './pages/services.tsx';
import { peopleRoutes } from './people-routes.tsx';
import { findOrganisation, listForDesk } from './queries.ts';
import { findService, removeService, saveService, servicesOf, serviceValues } from './services.ts';
import { type OrganisationField, organisationFields } from './shown.ts';

type C = Context<Env>;
type Chosen = { issues: string[]; languages: string[]; offers: string[] };
type Levels = Partial<Record<OrganisationField, Level>>;

/** Coordinators keep all organisations, whoever answers for one keeps that one's page, under /desk/organisations. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const requireKeeper = (c: C) => requireRole(c, 'coordinator');
  const keeper = (c: C) => mayKeepOrganisations(c.var.actor);
  // Before any form is read: who keeps all organisations, or answers for this one.
  for (const path of ['/desk/organisations/:id', '/desk/organisations/:id/*']) {
    app.use(path, async (c, next) => {
      if (!keeper(c)) await read(c, (ctx) => requireEditor(c, ctx, idOf(c, 'id')));
      await next();
    });
  }
  const stored = async (c: C, ctx: Ctx): Promise<Organisation> => found(await findOrganisation(ctx, idOf(c, 'id')));

  async function listPage(c: C, state: FormState, id: string, status: 200 | 422 = 200): Promise<Response> {
    const words = (c.req.query('q') ?? '').trim().slice(0, 100);
    const { organisations, next } = await read(c, (ctx) => listForDesk(ctx, words, c.req.query('after')));
    const v = view(c, deps);
    return page(
      c,
      <OrganisationsDeskPage v={v} organisations={organisations} next={next} words={words} id={id} state={state} />,
      status,
    );
  }

  app.get('/desk/organisations', (c) => {
    requireKeeper(c);
    return listPage(c, emptyForm({ kind: 'association' }), newId());
  });

  app.post('/desk/organisations', async (c) => {
    requireKeeper(c);
    const sent = await readForm(c);
    const values = { name: sent.get('name'), kind: sent.get('kind') };
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(createForm, values);
    if (!parsed.ok) return listPage(c, { values, errors: parsed.errors }, id, 422);
    await write(c, (ctx) => createOrganisation(ctx, { id, ...parsed.data }));
    return after(c, urls.organisations.edit(view(c, deps).at, id), 'organisations.flash.created');
  });

  async function editPage(c: C, wrong?: { state: FormState; chosen?: Chosen; levels?: Levels }): Promise<Response> {
    const known = await read(c, async (ctx) => {
      const organisation = await stored(c, ctx);
      return {
        organisation,
        merges: keeper(c) ? await mergesInto(ctx, organisation.id) : [],
        issues: await listIssues(ctx),
        places: await listPlaces(ctx),
        tagged: (await tagsOf(ctx, subject, organisation.id)).issues,
      };
    });
    const { organisation, tagged } = known;
    const values = { ...valuesOf(organisation), slug: organisation.slug, ...wrong?.state.values };
    const { languages, offers } = organisation;
    return page(
      c,
      <EditOrganisationPage
        v={view(c, deps)}
        {...known}
        state={{ values, errors: wrong?.state.errors ?? {} }}
        chosen={wrong?.chosen ?? { issues: tagged, languages, offers }}
        visibility={{ ...organisation.visibility, ...wrong?.levels }}
        keeper={keeper(c)}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/desk/organisations/:id', (c) => editPage(c));

  app.post('/desk/organisations/:id', async (c) => {
    const sent = await readForm(c);
    const { asked, values, lists } = readBasics(sent, c.var.network.locales);
    const chosen = { ...lists, issues: sent.all('issues') };
    const levels: Levels = readLevels((name) => sent.get(name), organisationFields);
    const again = (errors: FieldErrors) => editPage(c, { state: { values, errors }, chosen, levels });
    const organisation = await read(c, (ctx) => stored(c, ctx));
    const parsed = parse(basicsForm, asked);
    if (!parsed.ok) return again(aboutErrors(parsed.errors, asked.about));
    const outcome = await write(c, async (ctx) => {
      const known = (await listIssues(ctx)).map((issue) => issue.id);
      const issues = known.filter((id) => chosen.issues.includes(id));
      return saveOrganisation(ctx, organisation.id, parsed.data, issues, levels);
    });
    if (!outcome.ok) return again(outcome.errors);
    return after(c, urls.organisations.edit(view(c, deps).at, organisation.id), 'organisations.flash.saved');
  });

  app.post('/desk/organisations/:id/address', async (c) => {
    requireKeeper(c);
    const values = { slug: (await readForm(c)).get('slug').trim() };
    const parsed = parse(slugForm, values);
    const outcome = parsed.ok
      ? await write(c, (ctx) => renameOrganisation(ctx, idOf(c, 'id'), parsed.data.slug))
      : parsed;
    if (!outcome.ok) return editPage(c, { state: { values, errors: outcome.errors } });
    return after(c, urls.organisations.edit(view(c, deps).at, idOf(c, 'id')), 'organisations.flash.renamed');
  });

  app.post('/desk/organisations/:id/closing', async (c) => {
    requireKeeper(c);
    await write(c, (ctx) => closeOrganisation(ctx, idOf(c, 'id')));
    return after(c, urls.organisations.edit(view(c, deps).at, idOf(c, 'id')), 'organisations.flash.closed');
  });

  app.post('/desk/organisations/:id/reopening', async (c) => {
    requireKeeper(c);
    found((await write(c, (ctx) => reopenOrganisation(ctx, idOf(c, 'id')))) || undefined);
    return after(c, urls.organisations.edit(view(c, deps).at, idOf(c, 'id')), 'organisations.flash.reopened');
  });

  app.get('/desk/organisations/:id/merge', async (c) => {
    requireKeeper(c);
    const words = (c.req.query('q') ?? '').trim().slice(0, 100);
    const other = c.req.query('with');
    if (other !== undefined && !uuid.test(other)) throw new Problem('not-found');
    const known = await read(c, async (ctx) => {
      const [kept, gone] = await Promise.all([
        findOrganisation(ctx, idOf(c, 'id')).then(found),
        other === undefined ? undefined : findOrganisation(ctx, other).then(found),
      ]);
      const list = words ? (await listForDesk(ctx, words)).organisations : [];
      return { kept, gone, found: list.filter((one) => one.id !== kept.id && !one.mergedInto) };
    });
    return page(c, <MergePage v={view(c, deps)} words={words} {...known} />);
  });

  app.post('/desk/organisations/:id/merge', async (c) => {
    requireKeeper(c);
    const gone = (await readForm(c)).get('gone');
    if (!uuid.test(gone)) throw new Problem('not-found');
    const merged = await write(c, (ctx) => mergeOrganisations(ctx, deps.features, idOf(c, 'id'), gone));
    const key = merged ? 'organisations.flash.merged' : 'organisations.flash.notMerged';
    return after(c, urls.organisations.edit(view(c, deps).at, idOf(c, 'id')), key);
  });

  app.post('/desk/organisations/:id/merges/:merge/reversal', async (c) => {
    requireKeeper(c);
    const undone = await write(c, (ctx) => undoMerge(ctx, deps.features, idOf(c, 'id'), idOf(c, 'merge')));
    found(undone || undefined);
    return after(c, urls.organisations.edit(view(c, deps).at, idOf(c, 'id')), 'organisations.flash.parted');
  });

  peopleRoutes(app, deps);

  async function servicesPage(c: C, state: FormState, id: string, status: 200 | 422 = 200): Promise<Response> {
    const known = await read(c, async (ctx) => {
      const organisation = await stored(c, ctx);
      return { organisation, services: await servicesOf(ctx, organisation.id) };
    });
    return page(c, <ServicesPage v={view(c, deps)} {...known} id={id} state={state} keeper={keeper(c)} />, status);
  }

  app.get('/desk/organisations/:id/services', (c) => servicesPage(c, emptyForm({ status: 'active' }), newId()));

  app.post('/desk/organisations/:id/services', async (c) => {
    const sent = await readForm(c);
    const values = Object.fromEntries(serviceFields.map((field) => [field, sent.get(field)]));
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const organisation = await read(c, (ctx) => stored(c, ctx));
    const parsed = parse(serviceForm, values);
    if (!parsed.ok) return servicesPage(c, { values, errors: parsed.errors }, id, 422);
    await write(c, (ctx) => saveService(ctx, organisation.id, id, parsed.data));
    return after(c, urls.organisations.services(view(c, deps).at, organisation.id), 'organisations.flash.saved');
  });

  async function servicePage(c: C, state?: FormState): Promise<Response> {
    const known = await read(c, async (ctx) => {
      const organisation = await stored(c, ctx);
      return { organisation, service: found(await findService(ctx, organisation.id, idOf(c, 'service'))) };
    });
    return page(
      c,
      <EditServicePage
        v={view(c, deps)}
        {...known}
        state={state ?? emptyForm(serviceValues(known.service))}
        keeper={keeper(c)}
      />,
      state ? 422 : 200,
    );
  }

  app.get('/desk/organisations/:id/services/:service', (c) => servicePage(c));

  app.post('/desk/organisations/:id/services/:service', async (c) => {
    const sent = await readForm(c);
    const values = Object.fromEntries(serviceFields.map((field) => [field, sent.get(field)]));
    const organisation = await read(c, async (ctx) => {
      const organisation = await stored(c, ctx);
      found(await findService(ctx, organisation.id, idOf(c, 'service')));
      return organisation;
    });
    const parsed = parse(serviceForm, values);
    if (!parsed.ok) return servicePage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => saveService(ctx, organisation.id, idOf(c, 'service'), parsed.data));
    return after(c, urls.organisations.services(view(c, deps).at, organisation.id), 'organisations.flash.saved');
  });

  app.post('/desk/organisations/:id/services/:service/removal', async (c) => {
    const organisation = await read(c, (ctx) => stored(c, ctx));
    found((await write(c, (ctx) => removeService(ctx, organisation.id, idOf(c, 'service')))) || undefined);
    return after(
      c,
      urls.organisations.services(view(c, deps).at, organisation.id),
      'organisations.flash.serviceRemoved',
    );
  });
}

/** The form's values as stored. */
function valuesOf(organisation: Organisation): Record<string, string> {
  const values: Record<string, string> = {
    name: organisation.name,
    kind: organisation.kind,
    country: organisation.country ?? '',
    place: organisation.placeId ?? '',
    website: organisation.website ?? '',
    email: organisation.email ?? '',
    phone: organisation.phone ?? '',
    postal_address: organisation.postalAddress ?? '',
  };
  for (const [locale, text] of Object.entries(organisation.about)) values[`about.${locale}`] = text;
  return values;
}

/** The mistake of the texts, at the languages that have it. */
function aboutErrors({ about, ...errors }: FieldErrors, texts: Record<string, string>): FieldErrors {
  if (!about) return errors;
  const limit = Number(about.values?.limit ?? 0);
  const long = Object.entries(texts).filter(([, text]) => text.trim().length > limit);
  return { ...errors, ...Object.fromEntries(long.map(([locale]) => [`about.${locale}`, about])) };
}
