import type { Reference } from '../queries.ts';

export type SetRow = Reference['sets'][number];
export type PostRow = Reference['posts'][number];
export type AssignmentRow = Reference['assignments'][number];

/** Which districts and posts are a role's on which day. Days are texts ('2026-11-21'). */
export type Lines = ReturnType<typeof createLines>;

/** Indexes the dated lines, posts and assignments of the reference data. */
export function createLines(reference: Reference) {
  const posts = new Map(reference.posts.map((each) => [each.id, each]));
  const postsOfRole = Map.groupBy(reference.posts, (each) => each.role_id);
  const postsOfDivision = Map.groupBy(
    reference.posts.filter((each) => each.division_id !== null),
    (each) => each.division_id!,
  );
  const sets = new Map(reference.sets.map((each) => [each.id, each]));
  const setsOfRole = Map.groupBy(reference.sets, (each) => each.role_id);
  const setsOfDivision = Map.groupBy(reference.members, (each) => each.division_id);
  /** For each division that codes were assigned to, one assignment for each role: where that is known from. */
  const assignedRoles = new Map<string, Map<string, Reference['assignments'][number]>>();
  for (const each of reference.assignments) {
    assignedRoles.set(each.division_id, (assignedRoles.get(each.division_id) ?? new Map()).set(each.role_id, each));
  }

  // The lines of a role on a day: of those in force, the ones that came into force last.
  const linesOf = byDay((roleId, on) => {
    const valid = (setsOfRole.get(roleId) ?? []).filter((each) => holds(each, on));
    const latest = valid
      .map((each) => each.valid_from)
      .sort()
      .at(-1);
    return valid.filter((each) => each.valid_from === latest);
  });
  const formerLines = byDay((roleId, on) => (setsOfRole.get(roleId) ?? []).filter((each) => !holds(each, on)));

  /** Kept for a few days at most, in practice for today; a stray date or role from outside must not fill the memory. */
  function byDay(of: (roleId: string, on: string) => readonly SetRow[]) {
    const days = new Map<string, Map<string, readonly SetRow[]>>();
    return (roleId: string, on: string): readonly SetRow[] => {
      let day = days.get(on);
      if (!day) {
        if (days.size > 30) days.clear();
        day = new Map();
        days.set(on, day);
      }
      let found = day.get(roleId);
      if (!found) {
        found = of(roleId, on);
        if (setsOfRole.has(roleId)) day.set(roleId, found);
      }
      return found;
    };
  }

  /** One post as a rule, two for the senators of a state. */
  const postsIn = (roleId: string, divisionId: string) =>
    (postsOfDivision.get(divisionId) ?? []).filter((each) => each.role_id === roleId);

  /** Whether a division is one of a role's on that day; the ended lines where it no longer is; undefined where it never was. */
  function standing(roleId: string, divisionId: string, on: string): 'current' | SetRow | undefined {
    const held = postsIn(roleId, divisionId);
    if (held.some((each) => live(each, on))) return 'current';
    const own = (setsOfDivision.get(divisionId) ?? [])
      .map((each) => sets.get(each.set_id)!)
      .filter((each) => each.role_id === roleId);
    const lines = linesOf(roleId, on);
    if (own.some((each) => lines.includes(each))) return 'current';
    if (own.length > 0) return own[0];
    if (held[0]?.set_id) return sets.get(held[0].set_id);
    return assignedRoles.get(divisionId)?.has(roleId) ? 'current' : undefined;
  }

  /** A post known by its number alone lives on; one that was made for dated lines ends with them. */
  const live = (post: PostRow, on: string) =>
    post.set_id === null || linesOf(post.role_id, on).some((each) => each.id === post.set_id);

  return {
    posts,
    postsOfRole,
    sets,
    setsOfRole,
    setsOfDivision,
    assignedRoles,
    linesOf,
    formerLines,
    postsIn,
    standing,
    live,
  };
}

/** Whether a set's lines are in force on a day. */
export const holds = (set: SetRow, on: string): boolean =>
  set.valid_from <= on && (set.valid_until === null || on < set.valid_until);
