import type { Context } from 'hono';
import { proofMs, requireAccount } from '../../../platform/access/index.ts';
import { readNetwork } from '../../../platform/db/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  page,
  readForm,
  type Sent,
  view,
} from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { factorsOf } from '../factors/factors.ts';
import { nextPath } from '../next.ts';
import * as queries from '../queries.ts';
import { ProofPage } from './page.tsx';

/** Fields of the proof's own form begin so; everything else in it is what she sent before and is carried along. */
const own = 'proof_';

/** A form that was sent, to be sent again after the proof. */
export type Carried = { to: string; fields: [string, string][] };

/** What a dangerous act answers with when the last proof is too old: the page that asks, with what she sent inside it. */
export async function askForProof(c: Context<Env>, deps: Deps): Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const { at } = view(c, deps);
  if (c.req.method !== 'POST') return c.redirect(urls.accounts.proof(at, pathname + search), 303);
  const plain = (c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded');
  // A file cannot be carried in a form's fields: she proves who she is, and sends it again.
  if (!plain) return c.redirect(urls.accounts.proof(at), 303);
  const fields = (await readForm(c)).pairs().filter(([name]) => !name.startsWith(own));
  return proofPage(c, deps, { to: pathname + search, fields }, undefined, {}, 403);
}

/** What the proof's form carries along, read back from it. */
export function carriedOf(slug: string, sent: Sent): Carried | undefined {
  const to = nextPath(slug, sent.get(`${own}to`));
  return to ? { to, fields: sent.pairs().filter(([name]) => !name.startsWith(own)) } : undefined;
}

/** Asks for a proof; what was being sent is carried along and goes on afterwards. */
export async function proofPage(
  c: Context<Env>,
  deps: Deps,
  carried: Carried | undefined,
  next: string | undefined,
  errors: FieldErrors,
  status: 200 | 403 | 422,
): Promise<Response> {
  const actor = requireAccount(c);
  const { id: network } = c.var.network;
  const shown = await readNetwork(deps.db, network, async (trx) => ({
    account: found(await queries.accountById(trx, network, actor.id)),
    factors: await factorsOf(trx, network, actor.id),
  }));
  return page(
    c,
    <ProofPage v={view(c, deps)} {...shown} carried={carried} next={next} errors={errors} minutes={proofMs / 60_000} />,
    status,
  );
}
