import type { Context, Hono } from 'hono';
import { requireAccount } from '../../../platform/access/index.ts';
import { readNetwork } from '../../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, handlersOf, page, readForm, view } from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { seesDesk, seesToday } from '../access.ts';
import { divided, inOrder, keyOf, type TodayItem } from './list.ts';
import { NoRolePage, TodayPage } from './page.tsx';
import { marksOf, removeMark, setMark, weekFigures } from './queries.ts';

const dayMs = 24 * 3_600_000;
const weekMs = 7 * dayMs;
/** How long a thing may be put off. */
const delays: Record<string, number> = { tomorrow: dayMs, week: weekMs, month: 30 * dayMs };

/** Registers Today. */
export function todayRoutes(app: Hono<Env>, deps: Deps): void {
  const { write, after } = handlersOf(deps);

  app.get('/today', async (c) => {
    const v = view(c, deps);
    if (c.var.actor.kind !== 'account') return c.redirect(urls.accounts.signIn(v.at, urls.accounts.today(v.at)), 303);
    if (c.var.actor.waiting && c.var.actor.roles.length === 0)
      return c.redirect(urls.accounts.factors(v.at, urls.accounts.today(v.at)), 303);
    if (!seesToday(c.var.actor)) return page(c, <NoRolePage v={v} />);
    const { actor } = c.var;
    const { items, marks, week } = await gather(c, actor.id);
    const doors = deps.features.flatMap((feature) => feature.workDoors?.(v.at, actor, c.var.t) ?? []);
    const { shown, aside } = divided(inOrder(items), marks, c.var.now);
    const asked = c.req.query('room') ?? '';
    return page(
      c,
      <TodayPage
        v={v}
        items={shown}
        aside={aside}
        room={shown.some((item) => item.room === asked) ? asked : ''}
        showAside={c.req.query('aside') === 'yes'}
        nameOf={(room) => nameOf(c, room)}
        week={week}
        desk={seesDesk(actor)}
        doors={doors}
      />,
    );
  });

  /** Everything that the rooms have to say, asked of the database together. */
  const gather = (c: Context<Env>, accountId: string) =>
    readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const from = new Date(c.var.now.getTime() - weekMs);
      const [marks, week, said] = await Promise.all([
        marksOf(ctx.trx, c.var.network.id, accountId),
        seesDesk(c.var.actor) ? weekFigures(ctx.trx, c.var.network.id, from) : undefined,
        Promise.all(
          deps.features.map(async (feature) =>
            ((await feature.dashboard?.(ctx, c.var.t, deps.features)) ?? []).map(
              (item): TodayItem => ({ ...item, room: feature.name, key: keyOf(feature.name, item) }),
            ),
          ),
        ),
      ]);
      return { items: said.flat(), marks, week };
    });

  /** A room by the words of its first door, else by its own name here. */
  const nameOf = (c: Context<Env>, room: string): string => {
    const key = `accounts.today.room.${room}`;
    if (deps.messages.has(key)) return c.var.t(key);
    const feature = deps.features.find((one) => one.name === room);
    return (
      feature?.workDoors?.(view(c, deps).at, c.var.actor, c.var.t)[0]?.label ?? c.var.t('accounts.today.room.other')
    );
  };

  app.post('/today/marks', async (c) => {
    const account = requireAccount(c);
    const sent = await readForm(c);
    const key = sent.get('key').slice(0, 300);
    const delay = delays[sent.get('until')];
    const until = delay === undefined ? null : new Date(c.var.now.getTime() + delay);
    if (key !== '') await write(c, (ctx) => setMark(ctx, account.id, key, until));
    return after(c, urls.accounts.today(view(c, deps).at), 'accounts.flash.aside');
  });

  app.post('/today/marks/removal', async (c) => {
    const account = requireAccount(c);
    const key = (await readForm(c)).get('key').slice(0, 300);
    await write(c, (ctx) => removeMark(ctx, account.id, key));
    return after(c, urls.accounts.today(view(c, deps).at), 'accounts.flash.back');
  });
}
