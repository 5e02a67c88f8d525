import type { Context } from 'hono';
import { readNetwork } from '../db/index.ts';
import type { Ctx } from '../tenancy/ctx.ts';
import type { Deps } from './deps.ts';
import { edit } from './edits.ts';
import type { Env } from './env.ts';
import { found } from './errors.ts';
import { setFlash } from './flash.ts';
import { ctxOf } from './view.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What handlers of work pages do again and again. */
export type Handlers = {
  /** Reads in one transaction, as the network and whoever asks. */
  read<T>(c: Context<Env>, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** Changes in one transaction, and turns over what is kept of the network's public pages. */
  write<T>(c: Context<Env>, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** Leads on to a page, with a sentence about what was done. */
  after(c: Context<Env>, path: string, key: string, values?: Record<string, string | number>): Response;
};

export const handlersOf = (deps: Deps): Handlers => ({
  read: (c, work) => readNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx))),
  write: (c, work) => edit(deps, c.var.network.id, (trx) => work(ctxOf(c, trx))),
  after(c, path, key, values) {
    setFlash(c, deps, { key, values });
    return c.redirect(path, 303);
  },
});

/** An id of the address; one that is no id names nothing (404). */
export const idOf = (c: Context<Env>, name: string): string => {
  const id = c.req.param(name) ?? '';
  return found(uuid.test(id) ? id : undefined);
};

/** 422 for a form that is shown again with its mistakes. */
export const statusOf = (state: { errors: Record<string, unknown> }): 200 | 422 =>
  Object.keys(state.errors).length > 0 ? 422 : 200;
