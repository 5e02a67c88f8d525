import type { Context, Hono } from 'hono';
import { newId } from '../../../platform/crypto/ids.ts';
import { atomFeed, type FeedItem } from '../../../platform/feeds/index.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  publicOrigin,
  publicPage,
  readForm,
  sendOpen,
  view,
} from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState, Markdown } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { aboutOf, chosenOf, knownSpine, readSpine, type SpineChoice, spineLists } from '../../spine/index.ts';
import { listIssues, listPlaces } from '../../vocabularies/index.ts';
import { mayChange, mayExchange, mayReview, requireMember } from '../access.ts';
import { readFields } from '../forms.ts';
import { accountOf, organisationsOf } from '../queries.ts';
import {
  createPractice,
  publish,
  removePractice,
  removeUse,
  saveBasics,
  saveText,
  sendBack,
  submit,
  takeUp,
} from './commands.ts';
import { basicsFields, basicsForm, createForm, returnForm, textFields, textForm, useFields, useForm } from './forms.ts';
import { EditPracticePage, NewPracticePage, PracticeTextPage, RemovalPage } from './pages/edit.tsx';
import { MyPracticesPage, PracticesPage } from './pages/list.tsx';
import { PracticePage } from './pages/show.tsx';
import { isWhole, type Practice, parts, wordsFor, writeLinks } from './practice.ts';
import { findPractice, listPractices, practiceFacets, subject, workOn } from './queries.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const filterNames = ['country', 'issue', 'language', 'q'] as const;

/** Practices: read, written, reviewed, taken up. */
export function practiceRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const names = async (ctx: Ctx) => ({
    issues: await listIssues(ctx),
    countries: await listPlaces(ctx, { kind: 'country' }),
  });
  const slugOf = (c: C) => c.req.param('slug') ?? '';

  app.get('/practices', async (c) => {
    const filters = Object.fromEntries(filterNames.map((name) => [name, c.req.query(name)?.slice(0, 120) ?? '']));
    const shown = await read(c, async (ctx) => ({
      ...(await listPractices(ctx, filters, c.req.query('before'))),
      counted: await practiceFacets(ctx),
      ...(await names(ctx)),
    }));
    return publicPage(c, deps, <PracticesPage v={view(c, deps)} {...shown} filters={filters} />);
  });

  app.get('/practices.atom', async (c) => {
    // The feed is the same for everybody, so it holds what everybody may read.
    const open = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: 'public' } });
    const { practices } = await read(c, (ctx) => listPractices(open(ctx), {}));
    const v = view(c, deps);
    const origin = publicOrigin(deps, c.var.network);
    const body = atomFeed(
      {
        title: v.t('exchange.practices.feed', { network: v.text(v.network.name) }),
        locale: v.locale,
        home: origin + urls.practices.list(v.at),
        self: origin + urls.practices.atom(v.at),
        address: (item) => origin + urls.practices.show(v.at, item.slug),
        machineMade: v.t('ui.machine'),
        html: (item) => (<Markdown text={item.body} />).toString(),
      },
      practices.flatMap((practice) => entryOf(v.t, practice, v.locale, v.network.locales) ?? []),
    );
    return sendOpen(c, body, 'application/atom+xml; charset=utf-8');
  });

  app.get('/practices/new', (c) => {
    requireMember(c);
    return page(c, <NewPracticePage v={view(c, deps)} state={emptyForm({ locale: c.var.locale })} id={newId()} />);
  });

  app.post('/practices', async (c) => {
    requireMember(c);
    const sent = await readForm(c);
    const values = readFields(sent, ['title', 'locale']);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(createForm(c.var.network.locales), values);
    if (!parsed.ok)
      return page(c, <NewPracticePage v={view(c, deps)} state={{ values, errors: parsed.errors }} id={id} />, 422);
    const slug = await write(c, (ctx) => createPractice(ctx, id, parsed.data));
    const { at } = view(c, deps);
    return after(c, urls.practices.text(at, slug, parsed.data.locale), 'exchange.practices.flash.created');
  });

  app.get('/practices/mine', async (c) => {
    const account = requireMember(c);
    const practices = await read(c, (ctx) => workOn(ctx, account.id));
    return page(c, <MyPracticesPage v={view(c, deps)} practices={practices} />);
  });

  async function show(c: C, wrong?: FormState): Promise<Response> {
    const shown = await read(c, async (ctx) => {
      const practice = found(await findPractice(ctx, slugOf(c)));
      const own = accountOf(ctx);
      const [about, known, organisations] = await Promise.all([
        aboutOf(ctx, subject, practice.id),
        names(ctx),
        own && mayExchange(ctx.actor) ? organisationsOf(ctx, own) : [],
      ]);
      return { practice, about, ...known, organisations };
    });
    const state = wrong ?? emptyForm();
    const node = <PracticePage v={view(c, deps)} {...shown} state={state} useId={newId()} />;
    const open = shown.practice.state === 'published' && shown.practice.public;
    return wrong ? page(c, node, 422) : open ? publicPage(c, deps, node, 60) : page(c, node);
  }

  app.get('/practices/:slug', (c) => show(c));

  /** The practice, if the actor may change it now; else 404. */
  async function own(c: C, ctx: Ctx): Promise<Practice> {
    requireMember(c);
    const practice = found(await findPractice(ctx, slugOf(c)));
    const may = mayReview(ctx.actor) || (mayChange(ctx.actor, practice) && practice.state !== 'published');
    return found(may ? practice : undefined);
  }
  /** What the forms' own fields choose from. */
  const listsOf = async (ctx: Ctx) => {
    const [countries, organisations] = await Promise.all([
      listPlaces(ctx, { kind: 'country' }),
      organisationsOf(ctx, accountOf(ctx) ?? ''),
    ]);
    return { countries, organisations };
  };

  async function editPage(c: C, wrong?: { state: FormState; tags?: SpineChoice }): Promise<Response> {
    const { practice, tags, lists, organisations } = await read(c, async (ctx) => {
      const practice = await own(c, ctx);
      const [tags, lists, organisations] = await Promise.all([
        chosenOf(ctx, subject, practice.id),
        spineLists(ctx),
        organisationsOf(ctx, accountOf(ctx) ?? ''),
      ]);
      // Where it was tried is said elsewhere.
      const tried = [practice.country, ...practice.uses.map((use) => use.country)];
      return {
        practice,
        tags: { ...tags, places: tags.places.filter((one) => !tried.includes(one)) },
        lists,
        organisations,
      };
    });
    const values = { ...valuesOf(practice), ...wrong?.state.values };
    return page(
      c,
      <EditPracticePage
        v={view(c, deps)}
        lists={lists}
        countries={lists.places.filter((one) => one.kind === 'country')}
        organisations={organisations}
        practice={practice}
        chosen={wrong?.tags ?? tags}
        state={{ values, errors: wrong?.state.errors ?? {} }}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/practices/:slug/edit', (c) => editPage(c));

  app.post('/practices/:slug/edit', async (c) => {
    requireMember(c);
    const sent = await readForm(c);
    const values = readFields(sent, basicsFields);
    const tags = readSpine(sent);
    const { practice, lists } = await read(c, async (ctx) => ({
      practice: await own(c, ctx),
      lists: await listsOf(ctx),
    }));
    const parsed = parse(
      basicsForm({
        countries: lists.countries.map((one) => one.id),
        organisations: [...lists.organisations.map((one) => one.id), practice.organisationId ?? ''],
        locales: c.var.network.locales,
      }),
      values,
    );
    if (!parsed.ok) return editPage(c, { state: { values, errors: parsed.errors }, tags });
    await write(c, async (ctx) => saveBasics(ctx, practice.slug, parsed.data, await knownSpine(ctx, tags)));
    return after(c, urls.practices.edit(view(c, deps).at, practice.slug), 'exchange.flash.saved');
  });

  async function textPage(c: C, state?: FormState): Promise<Response> {
    const locale = localeOf(c);
    const practice = await read(c, (ctx) => own(c, ctx));
    const text = practice.texts.find((one) => one.locale === locale);
    const values = Object.fromEntries(textFields.map((field) => [field, text?.[field] ?? '']));
    return page(
      c,
      <PracticeTextPage v={view(c, deps)} practice={practice} locale={locale} state={state ?? emptyForm(values)} />,
      state ? 422 : 200,
    );
  }

  app.get('/practices/:slug/texts/:language', (c) => textPage(c));

  app.post('/practices/:slug/texts/:language', async (c) => {
    requireMember(c);
    const locale = localeOf(c);
    const values = readFields(await readForm(c), textFields);
    const parsed = parse(textForm, values);
    if (!parsed.ok) return textPage(c, { values, errors: parsed.errors });
    const saved = await write(c, (ctx) => saveText(ctx, slugOf(c), locale, parsed.data));
    if (!saved) return textPage(c, { values, errors: { problem: { key: 'exchange.practices.needed' } } });
    return after(c, urls.practices.edit(view(c, deps).at, slugOf(c)), 'exchange.flash.saved');
  });

  const missing = { texts: { key: 'exchange.practices.missing' } };
  app.post('/practices/:slug/submission', async (c) => {
    requireMember(c);
    if (!(await write(c, (ctx) => submit(ctx, slugOf(c)))))
      return editPage(c, { state: { values: {}, errors: missing } });
    return after(c, urls.practices.edit(view(c, deps).at, slugOf(c)), 'exchange.practices.flash.submitted');
  });

  /** Publishing is a coordinator's. */
  const reviewer = (c: C) => {
    requireMember(c);
    if (!mayReview(c.var.actor)) throw new Problem('not-found');
  };

  app.post('/practices/:slug/publication', async (c) => {
    reviewer(c);
    if (!(await write(c, (ctx) => publish(ctx, slugOf(c)))))
      return editPage(c, { state: { values: {}, errors: missing } });
    return after(c, urls.practices.edit(view(c, deps).at, slugOf(c)), 'exchange.practices.flash.published');
  });

  app.post('/practices/:slug/return', async (c) => {
    reviewer(c);
    const values = readFields(await readForm(c), ['note']);
    const parsed = parse(returnForm, values);
    if (!parsed.ok) return editPage(c, { state: { values, errors: parsed.errors } });
    await write(c, (ctx) => sendBack(ctx, slugOf(c), parsed.data.note));
    return after(c, urls.practices.edit(view(c, deps).at, slugOf(c)), 'exchange.practices.flash.returned');
  });

  app.get('/practices/:slug/removal', async (c) => {
    const practice = await read(c, (ctx) => own(c, ctx));
    return page(
      c,
      <RemovalPage v={view(c, deps)} practice={found(practice.state === 'published' ? undefined : practice)} />,
    );
  });

  app.post('/practices/:slug/removal', async (c) => {
    requireMember(c);
    if (!(await write(c, (ctx) => removePractice(ctx, slugOf(c))))) throw new Problem('not-found');
    return after(c, urls.practices.mine(view(c, deps).at), 'exchange.practices.flash.removed');
  });

  app.post('/practices/:slug/uses', async (c) => {
    requireMember(c);
    const sent = await readForm(c);
    const values = readFields(sent, useFields);
    const lists = await read(c, listsOf);
    const parsed = parse(
      useForm({
        countries: lists.countries.map((one) => one.id),
        organisations: lists.organisations.map((one) => one.id),
        locales: c.var.network.locales,
      }),
      values,
    );
    if (!parsed.ok) return show(c, { values, errors: parsed.errors });
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    await write(c, (ctx) => takeUp(ctx, slugOf(c), id, parsed.data));
    return after(c, urls.practices.show(view(c, deps).at, slugOf(c)), 'exchange.practices.flash.takenUp');
  });

  app.post('/practices/:slug/uses/:id/removal', async (c) => {
    requireMember(c);
    await write(c, (ctx) => removeUse(ctx, slugOf(c), idOf(c, 'id')));
    return after(c, urls.practices.show(view(c, deps).at, slugOf(c)), 'exchange.practices.flash.useRemoved');
  });

  const localeOf = (c: C): string => {
    const locale = c.req.param('language') ?? '';
    if (!c.var.network.locales.includes(locale)) throw new Problem('not-found');
    return locale;
  };
}

const valuesOf = (practice: Practice): Record<string, string> => ({
  country: practice.country ?? '',
  organisation: practice.organisationId ?? '',
  began: practice.began === null ? '' : String(practice.began),
  links: writeLinks(practice.links),
  seen: practice.public ? 'public' : 'members',
});

type Entry = FeedItem & { slug: string; body: string };

/** A practice as an entry of a feed. */
function entryOf(
  t: (key: string) => string,
  practice: Practice,
  locale: string,
  locales: readonly string[],
): Entry | undefined {
  const words = wordsFor(practice, locale, locales);
  if (!words || !isWhole(words)) return undefined;
  const body = parts
    .filter((part) => words[part] !== '')
    .map((part) => `## ${t(`exchange.practices.part.${part}`)}\n\n${words[part]}`)
    .join('\n\n');
  return {
    id: practice.id,
    slug: practice.slug,
    publishAt: practice.publishedAt!,
    authors: practice.organisation ? [practice.organisation] : [],
    locale: words.locale,
    title: words.title,
    summary: words.problem.split('\n')[0]!,
    body,
  };
}
