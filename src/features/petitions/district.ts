import type { Deps } from '../../platform/http/index.ts';
import type { Campaign } from '../campaigns/index.ts';
import { dayOf, type Lookup, type RoleSummary, representativesOf, type Texts } from '../representatives/index.ts';

export type District = { id: string; name: Texts };

/** The role whose districts a petition's signatures are counted by, or undefined: the signer is not asked then. */
export function districtRoleOf(
  lookup: Lookup,
  campaign: Pick<Campaign, 'districtRoleId' | 'targets'>,
): RoleSummary | undefined {
  const id = campaign.districtRoleId ?? campaign.targets.find((target) => target.roleId)?.roleId;
  const role = lookup.roles.find((one) => one.id === id);
  // A court's districts are nobody's own.
  return role?.body.level === 'court' ? undefined : role;
}

/** A role's districts on a day, each once, by name. */
export function districtsOf(lookup: Lookup, roleId: string, day: string): District[] {
  const districts = lookup.list(roleId, day, 'district').flatMap((serving) => serving.division ?? []);
  return [...new Map(districts.map((division) => [division.id, division])).values()];
}

export type Placed = {
  divisionId: string | null;
  /** Districts among which she has to choose. */
  candidates: District[];
  problem?: { field: 'code' | 'district'; key: string };
};

/**
 * The district of a signature: the one she chose, else the one in which her code lies; null where she gave neither or is
 * not asked. The code is looked up in memory and kept nowhere.
 */
export async function placeDistrict(
  deps: Deps,
  network: { id: string },
  campaign: Campaign,
  given: { code: string; district: string },
  now: Date,
): Promise<Placed> {
  const representatives = representativesOf(deps.db);
  const lookup = await representatives.of(network);
  const role = districtRoleOf(lookup, campaign);
  if (!role) return { divisionId: null, candidates: [] };
  if (given.district) {
    const chosen = districtsOf(lookup, role.id, dayOf(now)).find((one) => one.id === given.district);
    if (chosen) return { divisionId: chosen.id, candidates: [] };
    return { divisionId: null, candidates: [], problem: { field: 'district', key: 'petitions.district.unknown' } };
  }
  const code = given.code.trim();
  if (!code || code.length > 20) return { divisionId: null, candidates: [] };
  const [finding] = await representatives.lookup(
    { by: 'postal', country: role.body.country, code },
    { roleIds: [role.id], on: now },
  );
  if (finding?.state === 'found') return { divisionId: finding.divisions[0]!.id, candidates: [] };
  const candidates = finding && finding.state !== 'lines-ended' ? [...finding.divisions] : [];
  if (candidates.length > 0)
    return { divisionId: null, candidates, problem: { field: 'district', key: 'petitions.district.several' } };
  return { divisionId: null, candidates: [], problem: { field: 'code', key: 'petitions.district.notFound' } };
}
