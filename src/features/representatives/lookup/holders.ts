import type { Reference } from '../queries.ts';
import type { Contact, DivisionChoice, Official, RoleSummary, Serving, Texts } from '../types.ts';
import { holds, type Lines, type PostRow } from './lines.ts';
import { byDistrict, byName } from './order.ts';

/** Who serves where. */
export function createHolders(
  reference: Reference,
  { lines, roles, choices }: { lines: Lines; roles: Map<string, RoleSummary>; choices: Map<string, DivisionChoice> },
) {
  const { posts, postsOfRole, sets, setsOfDivision, assignedRoles, postsIn, standing, live } = lines;
  const officials = new Map(reference.officials.map((each) => [each.id, each]));
  const tenures = Map.groupBy(reference.tenures, (each) => each.post_id);
  const officialContacts = Map.groupBy(
    reference.contacts.filter((each) => each.official_id !== null),
    (each) => each.official_id!,
  );
  const postContacts = Map.groupBy(
    reference.contacts.filter((each) => each.post_id !== null),
    (each) => each.post_id!,
  );

  function servingIn(post: PostRow, on: string): Serving {
    const role = roles.get(post.role_id)!;
    const division = post.division_id === null ? null : (choices.get(post.division_id) ?? null);
    const base = {
      postId: post.id,
      role,
      label: post.label as Texts,
      division,
      vacant: false,
      official: null,
      sample: post.sample,
    };
    if (!live(post, on)) {
      const set = sets.get(post.set_id!);
      return { ...base, state: 'lines-ended', source: set?.source ?? null, asOf: set?.as_of ?? null };
    }
    const tenure = tenures
      .get(post.id)
      ?.find(
        (each) =>
          (each.from_date === null || each.from_date <= on) && (each.until_date === null || on < each.until_date),
      );
    const official = tenure && officials.get(tenure.official_id);
    if (tenure && official) {
      return {
        ...base,
        state: 'serving',
        official: officialOf(official, post, on),
        source: tenure.source,
        asOf: tenure.as_of,
      };
    }
    if (post.known_as_of === null) return { ...base, state: 'unknown', source: null, asOf: null };
    return { ...base, state: 'vacant', vacant: true, source: post.known_source, asOf: post.known_as_of };
  }

  function officialOf(row: Reference['officials'][number], post: PostRow, on: string): Official {
    const contacts = [...(officialContacts.get(row.id) ?? []), ...(postContacts.get(post.id) ?? [])]
      .filter(
        (each) =>
          (each.from_date === null || each.from_date <= on) && (each.until_date === null || on < each.until_date),
      )
      .map(({ kind, value, note }) => ({ kind, value, note }) as Contact);
    return personOf(row, contacts);
  }

  const personOf = (
    row: Reference['officials'][number],
    contacts: readonly { kind: string; value: string; note: string | null }[],
  ): Official => ({
    id: row.id,
    name: row.name,
    familyName: row.family_name,
    honorific: row.honorific,
    party: row.party,
    contacts: contacts.map(({ kind, value, note }) => ({ kind, value, note }) as Contact),
  });

  function withoutPost(roleId: string, divisionId: string, on: string): Serving | undefined {
    const state = standing(roleId, divisionId, on);
    const role = roles.get(roleId);
    const division = choices.get(divisionId);
    if (!state || !role || !division) return undefined;
    const set = state === 'current' ? undefined : state;
    // Nobody is known there; that there is such a district is known from its lines, or from the codes assigned to it.
    const lines = (setsOfDivision.get(divisionId) ?? []).map((each) => sets.get(each.set_id)!);
    const from =
      set ??
      lines.find((each) => each.role_id === roleId && holds(each, on)) ??
      assignedRoles.get(divisionId)?.get(roleId);
    return {
      postId: null,
      role,
      label: role.name,
      division,
      state: set ? 'lines-ended' : 'unknown',
      vacant: false,
      official: null,
      source: from?.source ?? null,
      asOf: from?.as_of ?? null,
      sample: role.sample,
    };
  }

  function serving(ids: readonly string[], roleIds: readonly string[], on: string): Serving[] {
    const found: Serving[] = [];
    for (const id of new Set(ids)) {
      const post = posts.get(id);
      if (post) {
        if (roleIds.includes(post.role_id)) found.push(servingIn(post, on));
        continue;
      }
      for (const roleId of roleIds) {
        const held = postsIn(roleId, id).map((each) => servingIn(each, on));
        found.push(...(held.length > 0 ? held : [withoutPost(roleId, id, on)].filter((each) => each !== undefined)));
      }
    }
    return found;
  }

  function list(roleId: string, on: string, by: 'name' | 'district'): Serving[] {
    const all = (postsOfRole.get(roleId) ?? [])
      .filter((each) => live(each, on))
      .map((each) => servingIn(each, on))
      // Who left a committee leaves no vacant seat behind.
      .filter((each) => !each.role.body.committee || each.state === 'serving');
    return all.sort(by === 'name' ? byName : byDistrict);
  }

  /** Everybody who serves in a body on that day, role by role. */
  const members = (bodyId: string, on: string): Serving[] =>
    [...roles.values()]
      .filter((role) => role.body.id === bodyId)
      .flatMap((role) => list(role.id, on, 'name').filter((each) => each.official));

  const postsHeld = Map.groupBy(reference.tenures, (each) => each.official_id);
  /** The posts in which somebody serves on that day. */
  const heldBy = (officialId: string, on: string): Serving[] =>
    [...new Set((postsHeld.get(officialId) ?? []).map((each) => each.post_id))].flatMap((id) => {
      const post = posts.get(id);
      const serving = post && servingIn(post, on);
      return serving?.official?.id === officialId ? [serving] : [];
    });

  /** A person of the lists, in whatever post or in none; the ways to reach her that are her own. */
  function official(id: string): Official | undefined {
    const row = officials.get(id);
    return (
      row &&
      personOf(
        row,
        (officialContacts.get(id) ?? []).filter((each) => each.until_date === null),
      )
    );
  }

  return { serving, list, members, heldBy, official };
}
