import type { Context, Hono } from 'hono';
import { requireAccount, requireRole, signedIn } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { askTogether } from '../../platform/db/index.ts';
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
  statusOf,
  view,
} from '../../platform/http/index.ts';
import type { Translatable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { type May, mayDirect, mayWith } from './access.ts';
import { assign, assignmentFields, assignmentForm, candidatesFor, endAssignment } from './assignments.ts';
import { type SentField, saveTexts, setAside } from './commands.ts';
import { readSheet, sheetOf } from './editor.ts';
import { byThing, type Filters, filtered, linesOf, mostThings, progressOf } from './overview.ts';
import { AssignmentsPage } from './pages/assignments.tsx';
import { EditorPage } from './pages/editor.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { poRoutes } from './po/routes.tsx';
import { assignmentsOf, marksOf, waitingOf } from './queries.ts';
import { thingsNamed, translatableOf } from './things.ts';
import { type Assignment, covers, states } from './translation.ts';

type C = Context<Env>;
const thingsAPage = 15;
const stateFilters = ['open', 'waiting', ...states] as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is to be translated, by whom; the editor side by side. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const kinds = translatableOf(deps.features);
  const names = kinds.map(({ kind }) => kind);

  /** Each with the title of the one thing that it is about, as long as that is there. */
  const titled = async (ctx: Ctx, assignments: Assignment[]) => {
    const thingOf = await thingsNamed(
      ctx,
      kinds,
      assignments.flatMap(({ kind, thingId }) => (kind && thingId ? [{ kind, thingId }] : [])),
    );
    return assignments.map((one) => ({
      ...one,
      title: one.kind && one.thingId ? thingOf(one.kind, one.thingId)?.title : undefined,
    }));
  };

  app.get('/translations', async (c) => {
    const account = requireAccount(c);
    const directs = mayDirect(account);
    const { all, cut, own } = await read(c, async (slow) => {
      const ctx = { ...slow, trx: askTogether(slow.trx) };
      const [listed, marks, waiting, assignments] = await Promise.all([
        Promise.all(kinds.map(async (kind) => ({ kind, things: await kind.list(ctx, mostThings) }))),
        marksOf(ctx),
        waitingOf(ctx),
        assignmentsOf(ctx),
      ]);
      const own = assignments.filter((one) => one.accountId === account.id);
      // Who neither directs nor has been given anything has no business here.
      found(directs || own.length > 0 ? account : undefined);
      return {
        // Others learn nothing of who else was given what.
        all: linesOf(
          listed,
          { marks, waiting, assignments: directs ? assignments : own, own },
          c.var.actor,
          c.var.network.locales,
        ),
        cut: listed.some(({ things }) => things.length === mostThings),
        own: await titled(ctx, own),
      };
    });
    const q = (name: string) => c.req.query(name) || undefined;
    const filters: Filters = {
      language: q('language'),
      kind: q('kind'),
      state: stateFilters.find((one) => one === q('state')),
      mine: q('mine') === '1',
      find: q('find')?.slice(0, 200),
    };
    const things = byThing(filtered(all, filters, account.id));
    const from = Math.max(0, Math.min(10_000, Number(q('page')) || 0)) * thingsAPage;
    const v = view(c, deps);
    const next =
      things.length > from + thingsAPage
        ? urls.translations.list(v.at, {
            language: filters.language,
            kind: filters.kind,
            state: filters.state,
            mine: filters.mine ? '1' : undefined,
            find: filters.find,
            page: String(from / thingsAPage + 1),
          })
        : undefined;
    return page(
      c,
      <OverviewPage
        v={v}
        kinds={names}
        progress={progressOf(all)}
        things={things.slice(from, from + thingsAPage)}
        total={things.length}
        next={next}
        filters={filters}
        own={own}
        cut={cut}
      />,
    );
  });

  async function assignmentsPage(c: C, state: FormState, id: string): Promise<Response> {
    const kind = kinds.find((one) => one.kind === (state.values.kind || c.req.query('kind')));
    const thingId = state.values.thing || c.req.query('thing');
    const { assignments, candidates, thing } = await read(c, async (slow) => {
      const ctx = { ...slow, trx: askTogether(slow.trx) };
      const [assignments, candidates, things] = await Promise.all([
        assignmentsOf(ctx),
        candidatesFor(ctx),
        kind && thingId ? kind.find(ctx, [thingId]) : [],
      ]);
      return {
        assignments: await titled(ctx, assignments),
        candidates,
        thing: thingId ? found(things[0]) : undefined,
      };
    });
    const about = thing && { kind: kind!.kind, id: thing.id, title: thing.title };
    const props = { assignments, candidates, thing: about, kinds: names, id };
    return page(c, <AssignmentsPage v={view(c, deps)} state={state} {...props} />, statusOf(state));
  }

  app.get('/translations/assignments', (c) => {
    requireRole(c, 'coordinator');
    return assignmentsPage(c, emptyForm({ locale: c.req.query('locale') ?? '' }), newId());
  });

  app.post('/translations/assignments', async (c) => {
    requireRole(c, 'coordinator');
    const sent = await readForm(c);
    const values = Object.fromEntries(assignmentFields.map((name) => [name, sent.get(name).trim()]));
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const again = (errors: FieldErrors) => assignmentsPage(c, { values, errors }, id);
    const parsed = parse(assignmentForm(c.var.network.locales, names), values);
    if (!parsed.ok) return again(parsed.errors);
    const errors = await write(c, async (ctx) => {
      const { kind, thing, locale } = parsed.data;
      if (thing) {
        const [known] = await found(kinds.find((one) => one.kind === kind)).find(ctx, [thing]);
        if (found(known).source === locale) return { locale: { key: 'translations.assign.same' } };
      }
      return assign(ctx, id, parsed.data);
    });
    return errors
      ? again(errors)
      : after(c, urls.translations.assignments(view(c, deps).at), 'translations.flash.given');
  });

  app.post('/translations/assignments/:id/end', async (c) => {
    const account = requireAccount(c);
    const directs = mayDirect(account);
    await write(c, async (ctx) =>
      found((await endAssignment(ctx, idOf(c, 'id'), directs ? undefined : account.id)) || undefined),
    );
    const v = view(c, deps);
    const back = directs ? urls.translations.assignments(v.at) : urls.accounts.today(v.at);
    return after(c, back, 'translations.flash.ended');
  });

  // Before the texts: no kind is called imports.
  poRoutes(app, deps, kinds);

  /** The kind and language of the address; 404 for a kind that is none and a language that is not the network's. */
  function placeOf(c: C): { kind: Translatable; id: string; locale: string } {
    const kind = found(kinds.find((one) => one.kind === c.req.param('kind')));
    const locale = found(c.var.network.locales.find((one) => one === c.req.param('language')));
    return { kind, id: c.req.param('id') ?? '', locale };
  }

  /** What whoever asks may do with the thing; 404 when that is nothing. */
  async function allowed(ctx: Ctx, { kind, id, locale }: ReturnType<typeof placeOf>) {
    if (!signedIn(ctx.actor)) throw new Problem('sign-in-needed');
    const fast = { ...ctx, trx: askTogether(ctx.trx) };
    const [things, assignments] = await Promise.all([kind.find(fast, [id]), assignmentsOf(fast)]);
    const thing = found(things[0]);
    const mine = assignments.filter((one) => one.accountId === (ctx.actor as { id?: string }).id);
    const may: May = found(mayWith(ctx.actor, mine, kind.kind, thing, locale));
    const about = (list: Assignment[]) => list.filter((one) => covers(one, kind.kind, thing, locale));
    return { may, assigned: about(mayDirect(ctx.actor) ? assignments : mine) };
  }

  async function textPage(
    c: C,
    typed: { sent?: Record<string, SentField>; errors?: FieldErrors; preview?: boolean } = {},
  ): Promise<Response> {
    const place = placeOf(c);
    const props = await read(c, async (ctx) => {
      const { may, assigned } = await allowed(ctx, place);
      return { may, assigned, sheet: found(await sheetOf(ctx, place.kind, place.id, place.locale)) };
    });
    const v = view(c, deps);
    return page(
      c,
      <EditorPage v={v} kind={place.kind} locale={place.locale} {...props} {...typed} />,
      statusOf({ errors: typed.errors ?? {} }),
    );
  }

  app.get('/translations/:kind/:id/:language', (c) => textPage(c));

  app.post('/translations/:kind/:id/:language', async (c) => {
    const place = placeOf(c);
    await read(c, (ctx) => allowed(ctx, place));
    const sent = readSheet(place.kind, await readForm(c));
    const outcome = await write(c, async (ctx) => {
      const { may } = await allowed(ctx, place);
      return saveTexts(ctx, place.kind, place.id, place.locale, sent, may);
    });
    if (!outcome.ok) return textPage(c, { sent, errors: outcome.errors });
    const back = urls.translations.text(view(c, deps).at, place.kind.kind, place.id, place.locale);
    return after(c, back, `translations.flash.${outcome.what}`);
  });

  app.post('/translations/:kind/:id/:language/preview', async (c) => {
    const place = placeOf(c);
    await read(c, (ctx) => allowed(ctx, place));
    const sent = readSheet(place.kind, await readForm(c));
    return textPage(c, { sent, preview: true });
  });

  app.post('/translations/:kind/:id/:language/drafts/removal', async (c) => {
    const place = placeOf(c);
    await write(c, async (ctx) => {
      await allowed(ctx, place);
      await setAside(ctx, place.kind.kind, place.id, place.locale);
    });
    const back = urls.translations.text(view(c, deps).at, place.kind.kind, place.id, place.locale);
    return after(c, back, 'translations.flash.aside');
  });
}
