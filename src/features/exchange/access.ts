import type { Context } from 'hono';
import { type AccountActor, belongs, coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** Sees what is for members, writes offers, requests and practices, answers them. */
export const mayExchange = belongs;

/** Somebody who belongs to the network. Throws `sign-in-needed` for somebody signed out, `not-found` for everybody else. */
export const requireMember = (c: Context<Env>): AccountActor => requireRole(c, 'member', 'lead', 'coordinator');

/** Her own, or any for a coordinator: changed, ended, taken back. Nobody's conversations. */
export const mayChange = (actor: Actor, item: { accountId: string | null }): boolean =>
  isHers(actor, item) || coordinates(actor);

/** Written by whoever asks. */
export const isHers = (actor: Actor, item: { accountId: string | null }): boolean =>
  actor.kind === 'account' && actor.id === item.accountId && belongs(actor);

/** Reads practices that wait for review, publishes them and sends them back. */
export const mayReview = coordinates;
