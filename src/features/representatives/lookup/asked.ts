import { foldName } from '../names.ts';
import type { RoleSummary, Serving } from '../types.ts';
import type { Lookup } from './lookup.ts';

/** Whom a campaign asks: everybody's own member (a role), one post, every member of a body, or one person wherever she serves. */
export type AskedTarget = {
  roleId: string | null;
  postId: string | null;
  bodyId: string | null;
  officialId: string | null;
};

/** Judges are invited through their court, never written to. */
export const isAskable = (body: Pick<RoleSummary['body'], 'level'>): boolean => body.level !== 'court';

const courts = new WeakMap<Lookup, ReadonlySet<string>>();

/** Whether a role belongs to a court. Worked out once for each lookup: letters ask it of every post. */
export function isOfCourt(lookup: Lookup, roleId: string): boolean {
  let roles = courts.get(lookup);
  if (!roles) {
    roles = new Set(lookup.roles.filter((role) => !isAskable(role.body)).map((role) => role.id));
    courts.set(lookup, roles);
  }
  return roles.has(roleId);
}

/** The posts that a target stands for on a day, with who serves in them. Of a role that is everybody who holds it. */
export function servingsAsked(lookup: Lookup, target: AskedTarget, day: string): Serving[] {
  if (target.roleId) return lookup.list(target.roleId, day, 'district').filter((each) => each.postId);
  if (target.bodyId) return lookup.members(target.bodyId, day);
  if (target.officialId) return postOf(lookup, target.officialId, day);
  const roleId = lookup.post(target.postId ?? '')?.roleId;
  return roleId ? lookup.serving([target.postId!], [roleId], day) : [];
}

/** The one post in which a person is written to: her seat rather than a committee's membership. None, where she serves nowhere. */
function postOf(lookup: Lookup, officialId: string, day: string): Serving[] {
  const held = lookup.heldBy(officialId, day);
  return [held.find((each) => !each.role.body.committee) ?? held[0]].filter((each) => each !== undefined);
}

export type AskedSearch = {
  posts: Serving[];
  bodies: { body: RoleSummary['body']; members: number }[];
  /** There are more posts than are given. */
  more: boolean;
};

/**
 * Posts in whose label, district, holder or role every one of the words is found, and bodies by their name, whatever the
 * accents and case; those of `country` first. Sample ones only where `samples`.
 */
export function searchAsked(
  lookup: Lookup,
  words: string,
  day: string,
  { most, country }: { most: number; country: string | null },
): AskedSearch {
  const wanted = foldName(words).split(' ').filter(Boolean).slice(0, 8);
  const result: AskedSearch = { posts: [], bodies: [], more: false };
  if (wanted.length === 0) return result;
  const fits = (...texts: string[]) => {
    const folded = foldName(texts.join(' '));
    return wanted.every((word) => folded.includes(word));
  };
  const roles = lookup.roles
    .filter((role) => isAskable(role.body))
    .sort((a, b) => Number(b.body.country === country) - Number(a.body.country === country));
  const bodies = new Map(roles.map((role) => [role.body.id, role.body]));
  for (const body of bodies.values()) {
    if (result.bodies.length >= most || !fits(...Object.values(body.name))) continue;
    const members = lookup.members(body.id, day).length;
    if (members > 0) result.bodies.push({ body, members });
  }
  for (const role of roles) {
    for (const serving of lookup.list(role.id, day, 'district')) {
      if (!serving.postId) continue;
      const texts = [
        ...Object.values(serving.label),
        ...Object.values(role.name),
        ...Object.values(serving.division?.name ?? {}),
      ];
      if (!fits(serving.official?.name ?? '', ...texts)) continue;
      if (result.posts.length === most) return { ...result, more: true };
      result.posts.push(serving);
    }
  }
  return result;
}
