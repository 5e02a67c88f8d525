import { type Lookup, summaryOf } from '../lookup/lookup.ts';
import { byDistrict, byName } from '../lookup/order.ts';
import type { Contact, Official, RoleSummary, Serving, Texts } from '../types.ts';
import type { Own } from './own.ts';

/**
 * The reference data as one network sees it: its own bodies and posts beside the operator's, its own holders and corrected
 * contacts in their place. Nothing of the reference data is copied; what a question finds is changed on its way out.
 */
export function layOver(world: Lookup, own: Own): Lookup {
  const ownRoles = new Map<string, RoleSummary>(
    own.roles.map((each) => [
      each.id,
      summaryOf(each, false, own.posts.filter((post) => post.role_id === each.id).length),
    ]),
  );
  const worldRoles = new Map(world.roles.map((each) => [each.id, each]));
  const roleOf = (id: string) => ownRoles.get(id) ?? worldRoles.get(id);
  const posts = new Map(own.posts.flatMap((each) => (roleOf(each.role_id) ? [[each.id, each] as const] : [])));
  const postsOfRole = Map.groupBy(posts.values(), (each) => each.role_id);
  const postsOfDivision = Map.groupBy(
    [...posts.values()].filter((each) => each.division_id !== null),
    (each) => each.division_id!,
  );
  const tenures = Map.groupBy(own.tenures, (each) => each.post_id);
  const heldBy = Map.groupBy(
    own.tenures.filter((each) => each.official_id !== null),
    (each) => each.official_id!,
  );
  const officials = new Map(own.officials.map((each) => [each.id, each]));
  const contacts = Map.groupBy(own.contacts, (each) => each.official_id);
  const corrections = Map.groupBy(own.corrections, (each) => each.official_id);

  function officialOf(id: string): Official | null {
    const row = officials.get(id);
    if (!row) return world.official(id) ?? null;
    return {
      id,
      name: row.name,
      familyName: row.family_name,
      honorific: row.honorific,
      party: row.party,
      contacts: (contacts.get(id) ?? []).map(({ kind, value, note }) => ({ kind, value, note }) as Contact),
    };
  }

  /** Of those who hold a post on a day, the one of whom that is known latest. */
  const holdingOf = (postId: string, on: string) =>
    tenures
      .get(postId)
      ?.filter(
        (each) =>
          (each.from_date === null || each.from_date <= on) && (each.until_date === null || on < each.until_date),
      )
      .sort((a, b) => (a.as_of < b.as_of ? 1 : -1))[0];

  /** The operator's fact as this network knows it: the later "as of" wins, and of one day the network's own. */
  function corrected(serving: Serving, on: string): Serving {
    const { postId } = serving;
    const ours = postId === null || !tenures.has(postId) ? undefined : laterOf(postId, serving, on);
    const told = ours ?? serving;
    const changes = told.official && corrections.get(told.official.id);
    if (!changes) return told;
    return { ...told, official: { ...told.official!, contacts: apply(changes, told.official!.contacts) } };
  }

  function laterOf(postId: string, serving: Serving, on: string): Serving | undefined {
    if (serving.state === 'lines-ended') return undefined;
    const held = holdingOf(postId, on);
    if (!held || (serving.asOf !== null && serving.asOf > held.as_of)) return undefined;
    const official = held.official_id === null ? null : officialOf(held.official_id);
    return {
      ...serving,
      state: official ? 'serving' : 'vacant',
      vacant: official === null,
      official,
      source: held.source,
      asOf: held.as_of,
    };
  }

  function servingIn(post: Own['posts'][number], on: string): Serving {
    const held = holdingOf(post.id, on);
    const official = held?.official_id ? officialOf(held.official_id) : null;
    const serving: Serving = {
      postId: post.id,
      role: roleOf(post.role_id)!,
      label: post.label as Texts,
      division: post.division_id === null ? null : (world.division(post.division_id) ?? null),
      state: official ? 'serving' : 'vacant',
      vacant: official === null,
      official,
      source: held?.source ?? post.known_source,
      asOf: held?.as_of ?? post.known_as_of,
      sample: false,
    };
    const changes = official && corrections.get(official.id);
    return changes ? { ...serving, official: { ...official, contacts: apply(changes, official.contacts) } } : serving;
  }

  /** A committee's empty membership is nobody's seat. */
  const listed = (serving: Serving) => !serving.role.body.committee || serving.state === 'serving';

  function serving(ids: readonly string[], roleIds: readonly string[], on: string): Serving[] {
    return ids.flatMap((id) => {
      const post = posts.get(id);
      if (post) return roleIds.includes(post.role_id) ? [servingIn(post, on)] : [];
      const mine = (postsOfDivision.get(id) ?? []).filter((each) => roleIds.includes(each.role_id));
      const theirs = world.serving([id], roleIds, on);
      if (mine.length === 0) return theirs.map((each) => corrected(each, on));
      // A district of which the operator's lists tell nothing but its name: the network's own post stands there.
      const told = new Set(mine.map((each) => each.role_id));
      return [
        ...theirs.filter((each) => each.postId !== null || !told.has(each.role.id)).map((each) => corrected(each, on)),
        ...mine.map((each) => servingIn(each, on)),
      ];
    });
  }

  function list(roleId: string, on: string, by: 'name' | 'district'): Serving[] {
    const mine = (postsOfRole.get(roleId) ?? []).map((each) => servingIn(each, on)).filter(listed);
    const theirs = ownRoles.has(roleId) ? [] : world.list(roleId, on, by).map((each) => corrected(each, on));
    const all = [...theirs, ...mine];
    return mine.length > 0 || tenures.size > 0 ? all.sort(by === 'name' ? byName : byDistrict) : all;
  }

  const roles = [...world.roles, ...ownRoles.values()];
  const extra = new Set([...ownRoles.keys()]);
  return {
    ...world,
    roles,
    serving,
    list,
    // An own role stands on no lines: nothing is known of a place, and its list is offered.
    lookup(place, roleIds, on) {
      const theirs = world.lookup(place, roleIds, on);
      return roleIds.some((id) => extra.has(id))
        ? [
            ...theirs,
            ...roleIds
              .filter((id) => extra.has(id))
              .map((roleId) => ({ roleId, state: 'unknown' as const, divisions: [], source: null, asOf: null })),
          ]
        : theirs;
    },
    members: (bodyId, on) =>
      roles
        .filter((role) => role.body.id === bodyId)
        .flatMap((role) => list(role.id, on, 'name').filter((each) => each.official)),
    heldBy(officialId, on) {
      const ids = new Set([
        ...world.heldBy(officialId, on).flatMap((each) => each.postId ?? []),
        ...(heldBy.get(officialId) ?? []).map((each) => each.post_id),
      ]);
      return [...ids].flatMap((id) => {
        const roleId = posts.get(id)?.role_id ?? world.post(id)?.roleId;
        return roleId ? serving([id], [roleId], on).filter((each) => each.official?.id === officialId) : [];
      });
    },
    official: (id) => officialOf(id) ?? undefined,
    post(id) {
      const post = posts.get(id);
      return post ? { id, roleId: post.role_id, divisionId: post.division_id } : world.post(id);
    },
  };
}

/** The contacts with what is replaced, ended and added. A change of a value that the list no longer says does nothing. */
export function apply(
  changes: readonly { kind: string; old_value: string | null; new_value: string | null }[],
  contacts: readonly Contact[],
): Contact[] {
  let result = [...contacts];
  for (const { kind, old_value, new_value } of changes) {
    const same = (value: string | null) => (each: Contact) => each.kind === kind && each.value === value;
    if (old_value === null) {
      if (!result.some(same(new_value)))
        result = [{ kind: kind as Contact['kind'], value: new_value!, note: null }, ...result];
    } else if (new_value === null) result = result.filter((each) => !same(old_value)(each));
    else result = result.map((each) => (same(old_value)(each) ? { ...each, value: new_value } : each));
  }
  return result;
}
