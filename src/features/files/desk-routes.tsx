import type { Hono } from 'hono';
import { z } from 'zod';
import { requireRole } from '../../platform/access/index.ts';
import { record } from '../../platform/audit/index.ts';
import { type Deps, type Env, handlersOf, page, parse, readForm, view } from '../../platform/http/index.ts';
import { emptyForm } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { RoomPage } from './pages/room.tsx';
import { countByState, quotaOf, saveQuota, usedBytes } from './queries.ts';

/** Megabytes: one at least, ten terabytes at most. */
const measure = { least: 1, most: 10_000_000 };
const number = z
  .string()
  .trim()
  .regex(/^\d{1,8}$/, 'files.desk.number')
  .transform(Number)
  .refine((value) => value >= measure.least && value <= measure.most, 'files.desk.number');
const quotaForm = z.object({ network: number, person: number });

/** How much room the network's files take and may take. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const keepers = ['coordinator', 'administrator'] as const;

  app.get('/desk/files', async (c) => {
    requireRole(c, ...keepers);
    const facts = await read(c, async (ctx) => ({ used: await usedBytes(ctx), states: await countByState(ctx) }));
    const quota = quotaOf({ network: c.var.network });
    const state = emptyForm({ network: String(quota.network), person: String(quota.person) });
    return page(c, <RoomPage v={view(c, deps)} {...facts} quota={quota} state={state} measure={measure} />);
  });

  app.post('/desk/files/quota', async (c) => {
    requireRole(c, ...keepers);
    const sent = await readForm(c);
    const values = { network: sent.get('network'), person: sent.get('person') };
    const form = parse(quotaForm, values);
    if (!form.ok) {
      const errors = Object.fromEntries(
        Object.keys(form.errors).map((field) => [field, { key: 'files.desk.number', values: measure }]),
      );
      const facts = await read(c, async (ctx) => ({ used: await usedBytes(ctx), states: await countByState(ctx) }));
      const quota = quotaOf({ network: c.var.network });
      return page(
        c,
        <RoomPage v={view(c, deps)} {...facts} quota={quota} state={{ values, errors }} measure={measure} />,
        422,
      );
    }
    await write(c, async (ctx) => {
      await saveQuota(ctx, form.data);
      await record(ctx, { verb: 'changed', noun: 'network', id: ctx.network.id, detail: { fileQuota: form.data } });
    });
    return after(c, urls.files.desk(view(c, deps).at), 'files.desk.saved');
  });
}
