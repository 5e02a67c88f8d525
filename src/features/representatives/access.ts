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
