import type { Context } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { coordinates, requireRole } from '../../platform/access/index.ts';
import { type Env, Problem } from '../../platform/http/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import type { RoleSummary } from './types.ts';

/** Invented decision-makers are shown by demonstration networks alone. Everything else here is public. */
export const visibleRoles = (network: Pick<Network, 'sample'>, roles: readonly RoleSummary[]): RoleSummary[] =>
  roles.filter((role) => network.sample || !role.sample);

/** The countries whose postal codes are asked for: the network's own first, the invented one in demonstrations alone. */
export function visibleCountries(network: Pick<Network, 'sample' | 'country'>, countries: readonly string[]): string[] {
  const shown = countries.filter((country) => network.sample || country !== 'XX');
  return shown.sort((a, b) => Number(b === network.country) - Number(a === network.country) || (a < b ? -1 : 1));
}

/** Those that are found by where somebody lives or by her district: all but the members of committees. */
export const findableRoles = (network: Pick<Network, 'sample'>, roles: readonly RoleSummary[]): RoleSummary[] =>
  visibleRoles(network, roles).filter((role) => !role.body.committee);

/** Keeps the network's own decision-makers and corrections, and reads what visitors reported: the work, which an administrator does not do. */
export const mayKeepOfficials = coordinates;

/** Guards the work pages: `sign-in-needed` for a visitor, `not-found` for an account without the role. */
export const requireKeeper = (c: Context<Env>) => requireRole(c, 'coordinator');

/** The day on the clocks of the network. */
export const today = (c: Context<Env>): string =>
  Temporal.Instant.fromEpochMilliseconds(c.var.now.getTime())
    .toZonedDateTimeISO(c.var.network.timeZone)
    .toPlainDate()
    .toString();

/** An id of the address; one that is no id names nothing. */
export function uuidOf(c: Context<Env>, name: string): string {
  const id = c.req.param(name) ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Problem('not-found');
  return id;
}
