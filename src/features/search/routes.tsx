import { setImmediate as turn } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { requireAccount, signedIn } from '../../platform/access/index.ts';
import { readSignedId } from '../../platform/crypto/signed-id.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  readForm,
  view,
} from '../../platform/http/index.ts';
import type { Searchable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { audiencesOf, find, mended, nothing, type Results } from './find.ts';
import { alertUse } from './mail.ts';
import { labelsOf, type Noun, nounsNamed } from './nouns.ts';
import { SearchPage } from './pages/results.tsx';
import { SavedPage } from './pages/saved.tsx';
import { type Question, readQuestion, writeQuestion } from './question.ts';
import { keepSearch, looked, removeSearch, savedSearches, setMail, stopMail, withNews } from './saved.ts';

/** Every kind of thing that the features let be found, by its name. */
export const kindsOf = (deps: Deps): ReadonlyMap<string, Searchable> =>
  new Map(deps.features.flatMap((feature) => feature.searchable ?? []).map((one) => [one.kind, one]));

type Found = {
  results: Results;
  nouns: Noun[];
  labels: ReadonlyMap<string, string>;
  instead: Question | undefined;
};

/** The search over everything, and what people keep of it. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const kinds = kindsOf(deps);
  const translatable = deps.features.flatMap((feature) => feature.translatable ?? []);
  const byAddress = limiter('search', limits.searchesByAddress);
  const { read, after } = handlersOf(deps);
  const often = <T,>(c: Context<Env>, work: (ctx: Ctx) => Promise<T>) =>
    readNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx)), { plansKept: true });
  // What somebody keeps for herself turns no public page over.
  const write = <T,>(c: Context<Env>, work: (ctx: Ctx) => Promise<T>) =>
    inNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx)));

  app.get('/search', async (c) => {
    const v = view(c, deps);
    const question = readQuestion(new URL(c.req.url).searchParams);
    if (question.q === '')
      return page(
        c,
        <SearchPage
          v={v}
          question={question}
          results={nothing}
          nouns={[]}
          instead={undefined}
          labels={new Map()}
          keepable={false}
        />,
      );
    await byAddress.consume(addressKey(c.var.address));
    const show = (found: Found) =>
      page(c, <SearchPage v={v} question={question} {...found} keepable={signedIn(c.var.actor)} />);
    let ready: { results: Results; shown: ReturnType<typeof show> } | undefined;
    const found = await often(c, async (ctx): Promise<Found> => {
      let nouns: Noun[] | undefined;
      let labels: ReadonlyMap<string, string> | undefined;
      const answered = async () => {
        const audiences = await audiencesOf(ctx);
        const results = await find(ctx, kinds, audiences, question, {
          translatable,
          // The page is made while the rooms are asked; it is this one unless they show less.
          expecting(expected) {
            if (!nouns || !labels) return;
            ready = { results: expected, shown: show({ results: expected, nouns, labels, instead: undefined }) };
            // Waited for only if it is the page; it may fail unseen otherwise.
            ready.shown.catch(() => {});
          },
        });
        const better = results.total === 0 ? await mended(ctx, kinds, audiences, question, translatable) : undefined;
        return { results: better?.results ?? results, instead: better?.question };
      };
      const answering = answered();
      // What goes to the database leaves in the next turn; in that after it names are looked through, while the database works.
      const named = turn()
        .then(() => turn())
        .then(async () => {
          [nouns, labels] = await Promise.all([nounsNamed(deps, ctx, question.q), labelsOf(deps, ctx)]);
          return { nouns, labels };
        });
      const [answer, names] = await Promise.all([answering, named]);
      return { ...answer, ...names };
    });
    return ready?.results === found.results ? ready.shown : show(found);
  });

  app.get('/search/saved', async (c) => {
    const { id } = requireAccount(c);
    const { searches, labels } = await read(c, async (ctx) => ({
      searches: await withNews(ctx, kinds, await savedSearches(ctx, id)),
      labels: await labelsOf(deps, ctx),
    }));
    return page(c, <SavedPage v={view(c, deps)} searches={searches} labels={labels} />);
  });

  app.post('/search/saved', async (c) => {
    const { id } = requireAccount(c);
    const query = (await readForm(c)).get('query');
    const v = view(c, deps);
    const state = await write(c, async (ctx) => {
      const kept = await keepSearch(ctx, id, query);
      await looked(ctx, id, writeQuestion(readQuestion(new URLSearchParams(query))).toString());
      return kept;
    });
    return after(c, urls.search.saved(v.at), state === 'kept' ? 'search.saved.kept' : 'search.saved.full');
  });

  app.post('/search/saved/:id/mailing', async (c) => {
    const { id } = requireAccount(c);
    const mail = (await readForm(c)).get('mail') === 'yes';
    await write(c, (ctx) => setMail(ctx, id, idOf(c, 'id'), mail));
    return after(
      c,
      urls.search.saved(view(c, deps).at),
      mail ? 'search.saved.mail.begun' : 'search.saved.mail.stopped',
    );
  });

  // No session is read, and no page comes back: the signed address is the right to end these mails, and to nothing else.
  app.post('/search/alerts/:ref/one-click', async (c) => {
    const id = found(readSignedId(deps.secret, alertUse, c.var.network.id, c.req.param('ref')));
    await write(c, (ctx) => stopMail(ctx, id));
    return c.text('', 200);
  });

  app.post('/search/saved/:id/removal', async (c) => {
    const { id } = requireAccount(c);
    await write(c, (ctx) => removeSearch(ctx, id, idOf(c, 'id')));
    return after(c, urls.search.saved(view(c, deps).at), 'search.saved.removed');
  });
}
