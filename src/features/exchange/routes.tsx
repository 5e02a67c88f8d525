import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  publicPage,
  readForm,
  statusOf,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { aboutOf, chosenOf, knownSpine, readSpine, type SpineChoice, spineLists } from '../spine/index.ts';
import { listIssues, listPlaces } from '../vocabularies/index.ts';
import { mayChange, mayExchange, requireMember } from './access.ts';
import { createItem, finishItem, reopenItem, saveItem, saveText, withdrawItem } from './commands.ts';
import { dayIn, itemFields, itemForm, newItemForm, readFields, resultForm, textFields, textForm } from './forms.ts';
import { type Item, sides, stateOn, usualDays } from './item.ts';
import { bestMatches } from './matching.ts';
import { EditItemPage, ItemTextPage, NewItemPage } from './pages/edit.tsx';
import { ExchangePage } from './pages/list.tsx';
import { ResultPage, ShowItemPage } from './pages/show.tsx';
import { candidatesFor, facets, findItem, listItems, organisationsOf, subject, todayOf } from './queries.ts';
import { talkRoutes } from './talk-routes.tsx';
import { listTalks } from './talks.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const filterNames = ['side', 'kind', 'country', 'language', 'issue'] as const;
/** So many matches are shown beside an item. */
const shownMatches = 8;

/** Offers and requests: the list, one item with what fits it, writing and ending it. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/exchange', async (c) => {
    const before = c.req.query('before');
    if (before !== undefined && !uuid.test(before)) throw new Problem('not-found');
    const filters = Object.fromEntries(filterNames.map((name) => [name, c.req.query(name)?.slice(0, 80) ?? '']));
    const shown = await read(c, async (ctx) => ({
      ...(await listItems(ctx, filters, before)),
      counted: await facets(ctx),
      issues: await listIssues(ctx),
      countries: await listPlaces(ctx, { kind: 'country' }),
    }));
    return publicPage(c, deps, <ExchangePage v={view(c, deps)} {...shown} filters={filters} />);
  });

  /** What the form chooses from. */
  const listsOf = async (ctx: Ctx) => {
    const [lists, organisations] = await Promise.all([
      spineLists(ctx),
      organisationsOf(ctx, ctx.actor.kind === 'account' ? ctx.actor.id : ''),
    ]);
    const countries = lists.places.filter((one) => one.kind === 'country');
    return { lists, countries, organisations, today: todayOf(ctx) };
  };
  type Lists = Awaited<ReturnType<typeof listsOf>>;
  const known = (c: C, lists: Lists, item?: Item) => ({
    countries: lists.countries.map((one) => one.id),
    // An organisation that the item stands for already may stay, whoever saves it.
    organisations: [
      ...lists.organisations.map((one) => one.id),
      ...(item?.organisationId ? [item.organisationId] : []),
    ],
    locales: c.var.network.locales,
  });
  const typed = (sent: Awaited<ReturnType<typeof readForm>>, names: readonly string[]) => ({
    values: readFields(sent, names),
    languages: [...new Set(sent.all('languages'))],
    tags: readSpine(sent),
  });

  app.get('/exchange/new', async (c) => {
    requireMember(c);
    const lists = await read(c, listsOf);
    const asked = c.req.query('side');
    const side = sides.find((one) => one === asked) ?? 'offer';
    const state = emptyForm({
      side,
      seen: 'members',
      locale: c.var.locale,
      until: dayIn(lists.today, usualDays),
    });
    return page(
      c,
      <NewItemPage
        v={view(c, deps)}
        {...lists}
        state={state}
        chosen={{ languages: [c.var.locale], tags: { issues: [], places: [], provisions: [] } }}
        id={newId()}
      />,
    );
  });

  app.post('/exchange', async (c) => {
    requireMember(c);
    const sent = await readForm(c);
    const lists = await read(c, listsOf);
    const { values, languages, tags } = typed(sent, [...itemFields, ...textFields, 'locale']);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(newItemForm(lists.today, known(c, lists)), { ...values, languages });
    if (!parsed.ok) {
      const state = { values, errors: parsed.errors };
      return page(
        c,
        <NewItemPage v={view(c, deps)} {...lists} state={state} chosen={{ languages, tags }} id={id} />,
        422,
      );
    }
    await write(c, async (ctx) => createItem(ctx, id, parsed.data, await knownSpine(ctx, tags)));
    return after(c, urls.exchange.item(view(c, deps).at, id), 'exchange.flash.created');
  });

  talkRoutes(app, deps);

  app.get('/exchange/:id', async (c) => {
    const shown = await read(c, async (ctx) => {
      const item = found(await findItem(ctx, idOf(c, 'id')));
      const today = todayOf(ctx);
      const belongs = mayExchange(ctx.actor);
      const candidates = belongs && stateOn(item, today) === 'open' ? await candidatesFor(ctx, [item]) : [];
      const [talks, about, issues, countries] = await Promise.all([
        belongs ? listTalks(ctx, item.id) : [],
        aboutOf(ctx, subject, item.id),
        listIssues(ctx),
        listPlaces(ctx, { kind: 'country' }),
      ]);
      return { item, today, talks, about, matches: bestMatches(item, candidates, shownMatches), issues, countries };
    });
    return page(c, <ShowItemPage v={view(c, deps)} {...shown} messageId={newId()} state={emptyForm()} />);
  });

  /** The item, if the actor may change it; else 404. */
  async function own(c: C, ctx: Ctx): Promise<Item> {
    requireMember(c);
    const item = found(await findItem(ctx, idOf(c, 'id')));
    return found(mayChange(c.var.actor, item) ? item : undefined);
  }

  async function editPage(
    c: C,
    wrong?: { state: FormState; languages: string[]; tags: SpineChoice },
  ): Promise<Response> {
    const { item, tags, lists } = await read(c, async (ctx) => {
      const item = await own(c, ctx);
      const [tags, lists] = await Promise.all([chosenOf(ctx, subject, item.id), listsOf(ctx)]);
      // Its country has a field of its own.
      return { item, tags: { ...tags, places: tags.places.filter((one) => one !== item.country) }, lists };
    });
    return page(
      c,
      <EditItemPage
        v={view(c, deps)}
        {...lists}
        item={item}
        chosen={{ languages: wrong?.languages ?? item.languages, tags: wrong?.tags ?? tags }}
        state={wrong?.state ?? emptyForm(valuesOf(item))}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/exchange/:id/edit', (c) => editPage(c));

  app.post('/exchange/:id/edit', async (c) => {
    requireMember(c);
    const sent = await readForm(c);
    const { item, lists } = await read(c, async (ctx) => ({ item: await own(c, ctx), lists: await listsOf(ctx) }));
    const { values, languages, tags } = typed(sent, itemFields);
    const parsed = parse(itemForm(lists.today, known(c, lists, item)), { ...values, side: item.side, languages });
    if (!parsed.ok) return editPage(c, { state: { values, errors: parsed.errors }, languages, tags });
    await write(c, async (ctx) => saveItem(ctx, item.id, parsed.data, await knownSpine(ctx, tags)));
    return after(c, urls.exchange.item(view(c, deps).at, item.id), 'exchange.flash.saved');
  });

  async function textPage(c: C, state?: FormState): Promise<Response> {
    const locale = localeOf(c);
    const item = await read(c, (ctx) => own(c, ctx));
    const text = item.texts.find((one) => one.locale === locale);
    return page(
      c,
      <ItemTextPage
        v={view(c, deps)}
        item={item}
        locale={locale}
        state={state ?? emptyForm({ title: text?.title ?? '', body: text?.body ?? '' })}
      />,
      state ? 422 : 200,
    );
  }

  app.get('/exchange/:id/texts/:language', (c) => textPage(c));

  app.post('/exchange/:id/texts/:language', async (c) => {
    requireMember(c);
    const locale = localeOf(c);
    const values = readFields(await readForm(c), textFields);
    const parsed = parse(textForm, values);
    if (!parsed.ok) return textPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => saveText(ctx, idOf(c, 'id'), locale, parsed.data));
    return after(c, urls.exchange.edit(view(c, deps).at, idOf(c, 'id')), 'exchange.flash.saved');
  });

  async function resultPage(c: C, state: FormState): Promise<Response> {
    const item = await read(c, (ctx) => own(c, ctx));
    return page(c, <ResultPage v={view(c, deps)} item={item} state={state} />, statusOf(state));
  }

  app.get('/exchange/:id/result', (c) => resultPage(c, emptyForm()));

  app.post('/exchange/:id/result', async (c) => {
    requireMember(c);
    const values = readFields(await readForm(c), ['result']);
    const parsed = parse(resultForm, values);
    if (!parsed.ok) return resultPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => finishItem(ctx, idOf(c, 'id'), parsed.data.result));
    return after(c, urls.exchange.item(view(c, deps).at, idOf(c, 'id')), 'exchange.flash.done');
  });

  app.post('/exchange/:id/withdrawal', async (c) => {
    requireMember(c);
    await write(c, (ctx) => withdrawItem(ctx, idOf(c, 'id')));
    return after(c, urls.exchange.mine(view(c, deps).at), 'exchange.flash.withdrawn');
  });

  app.post('/exchange/:id/reopening', async (c) => {
    requireMember(c);
    const open = await write(c, (ctx) => reopenItem(ctx, idOf(c, 'id')));
    const { at } = view(c, deps);
    const id = idOf(c, 'id');
    return open
      ? after(c, urls.exchange.item(at, id), 'exchange.flash.reopened')
      : after(c, urls.exchange.edit(at, id), 'exchange.flash.newDay');
  });

  const localeOf = (c: C): string => {
    const locale = c.req.param('language') ?? '';
    if (!c.var.network.locales.includes(locale)) throw new Problem('not-found');
    return locale;
  };
}

const valuesOf = (item: Item): Record<string, string> => ({
  side: item.side,
  kind: item.kind,
  organisation: item.organisationId ?? '',
  country: item.country ?? '',
  whereabouts: item.whereabouts,
  from: item.from ?? '',
  until: item.until,
  seen: item.seen,
});
