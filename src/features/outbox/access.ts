import type { Context } from 'hono';
import { coordinates, requireRole } from '../../platform/access/index.ts';
import type { Env } from '../../platform/http/index.ts';

/** Who reads the outbox, and decides about its mails: coordinators. It shows addresses and private links; giving access (administrators) is another power. */
export const mayReadOutbox = coordinates;

/** Throws `sign-in-needed` for somebody signed out, `not-found` for everybody else. */
export const requireOutbox = (c: Context<Env>): unknown => requireRole(c, 'coordinator');
