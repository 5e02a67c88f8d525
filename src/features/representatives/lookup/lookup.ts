import type { Reference } from '../queries.ts';
import type { DivisionChoice, Official, Place, RoleFinding, RoleSummary, Serving, Texts } from '../types.ts';
import { createHolders } from './holders.ts';
import { createLines } from './lines.ts';
import { createPlaces, type Shapes } from './places.ts';

export type Lookup = {
  roles: readonly RoleSummary[];
  /** Countries of which postal codes are known. */
  postalCountries: readonly string[];
  /** Invented codes to try in a demonstration where these roles are looked up: each leads to one district of every role it is of. */
  sampleCodes(roleIds: readonly string[]): readonly string[];
  /** The sets whose shapes a lookup of this place asks for. */
  setsFor(place: Place, roleIds: readonly string[], on: string): readonly string[];
  /** The sets by which these roles are looked up on that day: those in force, else those that ended. */
  setsOf(roleIds: readonly string[], on: string): string[];
  /** The findings of a point or a code are the same list wherever they are the same. */
  lookup(place: Place, roleIds: readonly string[], on: string): readonly RoleFinding[];
  /** For each post or division named, in their order: who serves there on that day, for these roles. */
  serving(ids: readonly string[], roleIds: readonly string[], on: string): Serving[];
  /** All posts of a role on that day, by family name (the vacant ones last) or by district. */
  list(roleId: string, on: string, by: 'name' | 'district'): Serving[];
  /** Everybody who serves in a body on that day, role by role. */
  members(bodyId: string, on: string): Serving[];
  /** The posts in which somebody serves on that day. */
  heldBy(officialId: string, on: string): Serving[];
  /** A person of the lists, whether she serves or not. */
  official(id: string): Official | undefined;
  division(id: string): DivisionChoice | undefined;
  post(id: string): { id: string; roleId: string; divisionId: string | null } | undefined;
};

type RoleRow = Omit<Reference['roles'][number], 'sample' | 'position'>;

/** A role with its body, read from a row of the lists or of a network's own; `posts`: how many it has. */
export const summaryOf = (row: RoleRow, sample: boolean, posts: number): RoleSummary => ({
  id: row.id,
  name: row.name as Texts,
  body: {
    id: row.body_id,
    name: row.body_name as Texts,
    level: row.level,
    country: row.country,
    committee: row.committee,
  },
  sample,
  posts,
});

/** Codes of the invented country, those of the most roles first; no more than one wants to try. */
function sampleCodes({ assignments }: Reference, roleIds: readonly string[]): string[] {
  const rows = assignments.filter(({ country, role_id }) => country === 'XX' && roleIds.includes(role_id));
  return [...Map.groupBy(rows, ({ code }) => code)]
    .filter(([, own]) => new Set(own.map(({ role_id }) => role_id)).size === own.length)
    .sort(([code, own], [other, others]) => others.length - own.length || (code < other ? -1 : 1))
    .slice(0, 2)
    .map(([code]) => code);
}

/** Builds the maps behind lookups. Pure: days are texts ('2026-11-21'), shapes come through `shapes`. */
export function createLookup(reference: Reference, shapes: Shapes): Lookup {
  const choices = new Map<string, DivisionChoice>(
    reference.divisions.map((each) => {
      const names = each.names as Texts;
      return [each.id, Object.freeze({ id: each.id, name: Object.keys(names).length > 0 ? names : { en: each.name } })];
    }),
  );
  const lines = createLines(reference);
  const roles = new Map<string, RoleSummary>(
    reference.roles.map((each) => [each.id, summaryOf(each, each.sample, lines.postsOfRole.get(each.id)?.length ?? 0)]),
  );
  const known = { lines, roles, choices };
  const places = createPlaces(reference, known, shapes);
  const holders = createHolders(reference, known);
  return {
    ...places,
    ...holders,
    roles: [...roles.values()],
    sampleCodes: (roleIds) => sampleCodes(reference, roleIds),
    division: (id) => choices.get(id),
    post: (id) => {
      const post = lines.posts.get(id);
      return post && { id: post.id, roleId: post.role_id, divisionId: post.division_id };
    },
  };
}
