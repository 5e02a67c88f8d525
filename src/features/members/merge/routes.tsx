import type { Context, Hono } from 'hono';
import { requireProof } from '../../../platform/access/index.ts';
import { type Deps, type Env, found, handlersOf, idOf, page, readForm, view } from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { requireDesk } from '../access.ts';
import { actorId } from '../queries.ts';
import { refusal } from '../refusal.ts';
import { keepApart, mergeMembers, objection, undoable, undoMerge } from './commands.ts';
import { BesidePage, MergedPage, MergesPage, PickPage } from './pages.tsx';
import { findMerge, findSides, likelyPairs, listMerges, sidesOf } from './queries.ts';
import { countRows } from './rows.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const idIn = (value: string | undefined): string | undefined => (value && uuid.test(value) ? value : undefined);
const wordsIn = (c: C): string => (c.req.query('q') ?? '').replaceAll('\0', '').trim().slice(0, 100);

/** Two accounts of one woman become one: likely pairs, any two, both beside each other, the question, and the way back. */
export function mergeRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/members/merges', async (c) => {
    requireDesk(c);
    const shown = await read(c, async (ctx) => ({ pairs: await likelyPairs(ctx), merges: await listMerges(ctx) }));
    return page(c, <MergesPage v={view(c, deps)} {...shown} />);
  });

  /** With one account, the other is looked for; with two, they stand beside each other. */
  async function newPage(c: C, keptId: string | undefined, goneId: string | undefined, wrong?: string) {
    const words = wordsIn(c);
    const v = view(c, deps);
    const shown = await read(c, async (ctx) => {
      const sides = await sidesOf(
        ctx,
        [keptId, goneId].flatMap((id) => id ?? []),
      );
      const kept = keptId ? found(sides.find(({ id }) => id === keptId)) : undefined;
      if (!kept || !goneId) return { kept, list: words ? await findSides(ctx, words) : [] };
      const gone = found(sides.find(({ id }) => id === goneId));
      const no = wrong ?? objection(actorId(ctx), kept, gone);
      return { kept, gone, no, counts: no ? [] : await countRows(ctx, deps.features, goneId, keptId!) };
    });
    if ('list' in shown)
      return page(c, <PickPage v={v} kept={shown.kept} words={words} list={shown.list ?? []} />, 200);
    return page(c, <BesidePage v={v} {...shown} />, wrong ? 422 : 200);
  }

  app.get('/members/merges/new', (c) => {
    requireDesk(c);
    // Before she compares, not after she decided.
    if (c.req.query('gone')) requireProof(c);
    return newPage(c, idIn(c.req.query('kept')), idIn(c.req.query('gone')));
  });

  app.post('/members/merges', async (c) => {
    requireDesk(c);
    requireProof(c);
    const sent = await readForm(c);
    const [keptId, goneId] = [found(idIn(sent.get('kept'))), found(idIn(sent.get('gone')))];
    let merge = '';
    const refused = await refusal(() =>
      write(c, async (ctx) => {
        merge = await mergeMembers(ctx, deps.features, keptId, goneId);
      }),
    );
    if (refused) return newPage(c, keptId, goneId, refused);
    return after(c, urls.members.merge(view(c, deps).at, merge), 'members.flash.merged');
  });

  app.post('/members/merges/apart', async (c) => {
    requireDesk(c);
    const sent = await readForm(c);
    const ids: [string, string] = [found(idIn(sent.get('one'))), found(idIn(sent.get('other')))];
    await write(c, (ctx) => keepApart(ctx, ids));
    return after(c, urls.members.merges(view(c, deps).at), 'members.flash.apart');
  });

  async function mergePage(c: C, id: string, wrong?: string) {
    const shown = await read(c, async (ctx) => {
      const merge = found(await findMerge(ctx, id));
      return { merge, may: await undoable(ctx, merge), sides: await sidesOf(ctx, [merge.keptId, merge.goneId]) };
    });
    return page(c, <MergedPage v={view(c, deps)} {...shown} wrong={wrong} />, wrong ? 422 : 200);
  }

  app.get('/members/merges/:id', (c) => {
    requireDesk(c);
    return mergePage(c, idOf(c, 'id'));
  });

  app.post('/members/merges/:id/reversal', async (c) => {
    requireDesk(c);
    requireProof(c);
    const id = idOf(c, 'id');
    const refused = await refusal(() => write(c, (ctx) => undoMerge(ctx, deps.features, id)));
    if (refused) return mergePage(c, id, refused);
    return after(c, urls.members.merge(view(c, deps).at, id), 'members.flash.parted');
  });
}
