import { type Addressee, addresseeOf } from '../deliveries/index.ts';
import { type CarriedFinding, dayOf, type Lookup, type RoleSummary, type Texts } from '../representatives/index.ts';
import { type Campaign, type Rest, restOf, type Target } from './campaign.ts';

/** One target of a campaign on the letter form. */
export type AddresseeGroup = {
  key: string;
  title: Texts;
  /** Why this is not certain, or undefined when it is. */
  note: 'several' | 'centroid' | 'lines-ended' | 'unknown' | undefined;
  /** Who was found: one, or the candidates. */
  shown: Addressee[];
  /** Everybody who holds the role, to choose by district or name where nobody was found. */
  all: Addressee[];
  source: string | null;
  asOf: string | null;
  /** The quiet period in which nobody is offered a letter to these. */
  rest?: Rest;
};

/** The role that a target asks, of a fixed post too. */
const roleOfTarget = (lookup: Lookup, target: Target | undefined): string =>
  target?.roleId ?? lookup.post(target?.postId ?? '')?.roleId ?? '';

/** The groups with the quiet period of each that rests on `day`: of those nobody is shown. */
export function withRests(lookup: Lookup, campaign: Campaign, groups: AddresseeGroup[], day: string): AddresseeGroup[] {
  if (campaign.rests.length === 0) return groups;
  return groups.map((group) => {
    const rest = restOf(campaign.rests, roleOfTarget(lookup, campaign.targets[Number(group.key)]), day);
    return rest ? { ...group, rest, note: undefined, shown: [], all: [] } : group;
  });
}

/** The period for which the whole campaign rests: everybody it asks does. The one that ends first. */
export function wholeRest(lookup: Lookup, campaign: Campaign, day: string): Rest | undefined {
  if (campaign.rests.length === 0 || campaign.targets.length === 0) return undefined;
  const rests = campaign.targets.map((target) => restOf(campaign.rests, roleOfTarget(lookup, target), day));
  return rests.every((rest) => rest !== undefined) ? rests.sort((a, b) => (a.until < b.until ? -1 : 1))[0] : undefined;
}

/** The targets of a campaign as the letter form shows them, given what a lookup found (nothing, before one). */
export function groupsOf(lookup: Lookup, targets: Target[], finding: CarriedFinding, on: Date): AddresseeGroup[] {
  const day = dayOf(on);
  const states = new Map(finding.states.map(({ roleId, state }) => [roleId, state]));
  return targets.flatMap((target, index): AddresseeGroup[] => {
    const key = String(index);
    if (target.postId) {
      const roleId = lookup.post(target.postId)?.roleId ?? '';
      const [serving] = lookup.serving([target.postId], [roleId], day);
      if (!serving) return [];
      return [
        {
          key,
          title: serving.role.body.name,
          note: undefined,
          shown: [addresseeOf(serving)],
          all: [],
          source: serving.source,
          asOf: serving.asOf,
        },
      ];
    }
    const role = roleOf(lookup, target.roleId!);
    if (!role) return [];
    const here = lookup
      .serving(finding.divisionIds, [role.id], day)
      .filter((serving) => serving.postId && serving.state !== 'lines-ended');
    const state = states.get(role.id);
    const note =
      here.length > 0
        ? state === 'several' || state === 'centroid'
          ? state
          : new Set(here.map((serving) => serving.division?.id)).size > 1
            ? 'several'
            : undefined
        : state && state !== 'found'
          ? state === 'lines-ended'
            ? 'lines-ended'
            : 'unknown'
          : undefined;
    const everybody =
      here.length > 0 && note === undefined
        ? []
        : lookup.list(role.id, day, 'district').filter((serving) => serving.postId);
    const from = here[0] ?? everybody[0];
    return [
      {
        key,
        title: role.body.name,
        note,
        shown: here.map(addresseeOf),
        all: everybody.map(addresseeOf),
        source: from?.source ?? null,
        asOf: from?.asOf ?? null,
      },
    ];
  });
}

/**
 * Who is ticked when the form opens: fixed posts, and a member found without doubt. A district that may be hers or
 * not ticks nobody.
 */
export const tickedAtFirst = (groups: AddresseeGroup[], targets: Target[]): string[] =>
  groups
    .filter(
      (group) =>
        !group.rest && group.note === undefined && (targets[Number(group.key)]?.postId || group.shown.length === 1),
    )
    .flatMap((group) => group.shown)
    .filter((addressee) => addressee.officialName !== null)
    .map((addressee) => addressee.postId);

export const roleOf = (lookup: Lookup, roleId: string): RoleSummary | undefined =>
  lookup.roles.find((role) => role.id === roleId);
