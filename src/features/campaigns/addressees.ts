import { type Addressee, addresseeOf } from '../deliveries/index.ts';
import {
  type CarriedFinding,
  dayOf,
  type Lookup,
  type RoleSummary,
  type Serving,
  servingsAsked,
  type Texts,
} from '../representatives/index.ts';
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
  /** The one choice that means everybody shown, where a whole body is asked. */
  everybody?: string;
  /** The quiet period in which nobody is offered a letter to these. */
  rest?: Rest;
};

/** The role that a target asks, of a fixed post too. */
const roleOfTarget = (lookup: Lookup, target: Target | undefined): string =>
  target?.roleId ??
  lookup.post(target?.postId ?? '')?.roleId ??
  lookup.roles.find((role) => role.body.id === target?.bodyId)?.id ??
  '';

/** How a form says "every member of this body". */
const everybodyOf = (bodyId: string): string => `body:${bodyId}`;

/** Of somebody who holds two posts, the first. */
const onceEach = (servings: Serving[]): Serving[] => {
  const seen = new Set<string>();
  return servings.filter(({ official }) => !official || !(seen.has(official.id) || !seen.add(official.id)));
};

/**
 * What was chosen as posts: "every member" becomes the posts of those who serve now, nobody twice. What is no such choice
 * stays as it is.
 */
export function expandChoice(
  lookup: Lookup,
  targets: readonly Target[],
  chosen: readonly string[],
  on: Date,
): string[] {
  if (!targets.some((target) => target.bodyId)) return [...chosen];
  const posts = new Set<string>();
  for (const id of chosen) {
    const target = targets.find((one) => one.bodyId && everybodyOf(one.bodyId) === id);
    if (!target) posts.add(id);
    else for (const { postId } of onceEach(servingsAsked(lookup, target, dayOf(on)))) posts.add(postId!);
  }
  return [...posts];
}

/** The posts of the bodies and persons that a campaign asks of everybody. */
export function postsAskedOfAll(lookup: Lookup, targets: readonly Target[], on: Date): ReadonlySet<string> {
  const wide = targets.filter((target) => target.bodyId || target.officialId);
  return new Set(
    wide.flatMap((target) => servingsAsked(lookup, target, dayOf(on)).flatMap((each) => each.postId ?? [])),
  );
}

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
    if (!target.roleId) {
      const servings = onceEach(servingsAsked(lookup, target, day));
      const [first] = servings;
      if (!first) return [];
      return [
        {
          key,
          title: first.role.body.name,
          note: undefined,
          shown: servings.map(addresseeOf),
          all: [],
          source: first.source,
          asOf: first.asOf,
          ...(target.bodyId ? { everybody: everybodyOf(target.bodyId) } : {}),
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
 * Who is ticked when the form opens: those asked of everybody, and a member found without doubt. A district that may be hers or
 * not ticks nobody.
 */
export const tickedAtFirst = (groups: AddresseeGroup[], targets: Target[]): string[] =>
  groups
    .filter(
      (group) =>
        !group.rest && group.note === undefined && (!targets[Number(group.key)]?.roleId || group.shown.length === 1),
    )
    .flatMap((group) =>
      group.everybody
        ? [group.everybody]
        : group.shown.filter((one) => one.officialName !== null).map((one) => one.postId),
    );

export const roleOf = (lookup: Lookup, roleId: string): RoleSummary | undefined =>
  lookup.roles.find((role) => role.id === roleId);
