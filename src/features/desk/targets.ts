import type { Network } from '../../platform/tenancy/index.ts';
import { type AskedTarget, isAskable, type Lookup, type Serving, servingsAsked } from '../representatives/index.ts';

type Texts = Record<string, string>;

/** One thing that is asked of decision-makers, as it is stored. */
export type DeskTarget = AskedTarget & { id: string };

/** The same with what is known of it on a day. */
export type ShownTarget = DeskTarget & {
  /** Names by language: of the body, and of the role or post. */
  body: Texts;
  name: Texts;
  /** The district of a fixed post; null for a role or body, and for a post of the whole body. */
  division: Texts | null;
  posts: number;
  serving: number;
  /** Who holds the one post; null for a role or body, and while nobody is known to. */
  holder: string | null;
  /** The oldest day of the data ('2026-08-05'); null while nobody was ever imported. */
  asOf: string | null;
  sample: boolean;
  /** A person who serves nowhere any more, or what is no longer in any list. */
  gone: boolean;
};

const oldest = (servings: readonly Serving[]): string | null =>
  servings.flatMap((each) => each.asOf ?? []).sort()[0] ?? null;
const held = (servings: readonly Serving[]): number => servings.filter((each) => each.official).length;

/** What is known of each target on a day. */
export const describeTargets = (lookup: Lookup, targets: readonly DeskTarget[], day: string): ShownTarget[] =>
  targets.map((target) => {
    const servings = servingsAsked(lookup, target, day);
    const [first] = servings;
    const role = lookup.roles.find((each) =>
      target.roleId ? each.id === target.roleId : each.body.id === target.bodyId,
    );
    const body = first?.role.body ?? role?.body;
    const single = target.postId !== null || target.officialId !== null;
    const person = target.officialId === null ? undefined : lookup.official(target.officialId);
    return {
      ...target,
      body: body?.name ?? {},
      name: (single ? first?.label : role?.name) ?? {},
      division: single ? (first?.division?.name ?? null) : null,
      posts: servings.length,
      serving: held(servings),
      holder: single ? (first?.official?.name ?? person?.name ?? null) : null,
      asOf: oldest(servings),
      sample: role?.sample ?? first?.sample ?? false,
      gone: servings.length === 0 && !target.roleId,
    };
  });

export type RoleChoice = {
  id: string;
  name: Texts;
  bodyId: string;
  body: Texts;
  posts: number;
  serving: number;
  asOf: string | null;
  sample: boolean;
};

/** Every role whose holder somebody finds as her own, those of the network's country first, body by body. */
export const roleChoices = (lookup: Lookup, network: Pick<Network, 'country'>, day: string): RoleChoice[] =>
  lookup.roles
    .filter((role) => isAskable(role.body) && !role.body.committee && !role.id.startsWith('own-'))
    .sort(
      (a, b) =>
        Number(b.body.country === network.country) - Number(a.body.country === network.country) ||
        a.body.country.localeCompare(b.body.country) ||
        a.body.id.localeCompare(b.body.id),
    )
    .map((role) => {
      const servings = lookup.list(role.id, day, 'district');
      return {
        id: role.id,
        name: role.name,
        bodyId: role.body.id,
        body: role.body.name,
        posts: servings.length,
        serving: held(servings),
        asOf: oldest(servings),
        sample: role.sample,
      };
    });

/** What somebody may choose on the desk: one of the four. */
export type TargetChoice = { role: string } | { post: string } | { body: string } | { person: string };

/** The most members of a body that one letter goes to; above it everybody writes to her own member. */
const mostMembers = 200;

/** A chosen target as it is stored, or the message that says why it cannot be asked. */
export function targetOf(
  lookup: Lookup,
  choice: TargetChoice,
  day: string,
): { ok: true; target: AskedTarget } | { ok: false; field: 'q' | 'role'; key: string } {
  const target: AskedTarget = {
    roleId: 'role' in choice ? choice.role : null,
    postId: 'post' in choice ? choice.post : null,
    bodyId: 'body' in choice ? choice.body : null,
    officialId: 'person' in choice ? choice.person : null,
  };
  const field = target.roleId === null ? 'q' : 'role';
  const role = lookup.roles.find((each) =>
    target.roleId !== null ? each.id === target.roleId : each.body.id === target.bodyId,
  );
  const servings = servingsAsked(lookup, target, day);
  const body = role?.body ?? servings[0]?.role.body;
  const known =
    target.roleId !== null ? role !== undefined : servings.length > 0 || lookup.post(target.postId ?? '') !== undefined;
  if (!known) return { ok: false, field, key: 'desk.targets.unknown' };
  if (body && !isAskable(body)) return { ok: false, field, key: 'desk.targets.court' };
  if (target.bodyId !== null && servings.length > mostMembers) return { ok: false, field, key: 'desk.targets.large' };
  return { ok: true, target };
}
