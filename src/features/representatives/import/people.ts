import type { Trx } from '../../../platform/db/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import type { Texts } from '../types.ts';
import { districtNames, type KnownRole } from './known.ts';
import {
  type ContactRow,
  endTenures,
  ensureRole,
  type OfficialRow,
  type PostRow,
  readDivisionNames,
  readOfficials,
  readPosts,
  readSet,
  readSetDivisions,
  readTenures,
  type TenureRow,
  writeDivisions,
  writeOfficials,
  writePosts,
  writeTenures,
} from './queries.ts';
import { ImportRefused } from './refusal.ts';
import type { Report } from './report.ts';

export type Seat = {
  roleId: string;
  /** Null for a post that represents no district. */
  divisionId: string | null;
  divisionNames: Texts | undefined;
  from: string | null;
  /** The post's own id, where a division has more than one or none; else it is "role/division". */
  postId?: string;
  /** What the post is called, where that is more than the role's name. */
  label?: Texts;
};

/** A serving person as a file tells of her. `row` names her place in the file for the report. */
export type Person = {
  row: string;
  id: string;
  name: string;
  givenName: string | null;
  familyName: string | null;
  honorific: string | null;
  party: string | null;
  contacts: ContactRow[];
  seats: Seat[];
};

export type PeopleImport = {
  source: string;
  asOf: string;
  roles: Map<string, KnownRole>;
  /** The dated lines on which the posts of a role stand, where they are named. */
  sets: Map<string, string>;
  /** People who are in the file, but could not be taken: their stored posts are left alone. */
  refusedIds: Set<string>;
  /** Rows of which not even the person is known: while there is one, nobody can be said to be missing. */
  unreadable: number;
  /** Take a file in which more than half of those who serve are missing. */
  replace: boolean;
  /** Posts that the file names, held or not: one that nobody holds is known to be vacant. */
  posts?: Omit<Seat, 'from'>[];
};

const postIdOf = (seat: Omit<Seat, 'from'>): string => seat.postId ?? `${seat.roleId}/${seat.divisionId}`;

/**
 * Refuses a set that the people of `asOf` cannot have served on, and gives back the set's role.
 * A serving person is never joined to ended lines, nor to lines that are not yet in force.
 */
export async function checkSet(trx: Trx, setId: string, asOf: string): Promise<{ roleId: string }> {
  const set = await readSet(trx, setId);
  if (!set) throw new ImportRefused(`the set ${setId} is not there: import its boundaries first`);
  if (asOf < set.valid_from) {
    throw new ImportRefused(
      `the lines of ${setId} hold from ${set.valid_from}; people as of ${asOf} served on earlier lines and are not joined to them`,
    );
  }
  if (set.valid_until !== null && asOf >= set.valid_until) {
    throw new ImportRefused(
      `the lines of ${setId} ended on ${set.valid_until}; people as of ${asOf} are not joined to ended lines`,
    );
  }
  return { roleId: set.role_id };
}

/**
 * Lays a complete list of serving people over what is stored: new people and posts are added, changed ones rewritten,
 * those no longer in it ended on `asOf` (never deleted). Every division of a named set gets a post, so that an empty
 * one is known to be vacant. Throws `ImportRefused` for a list older than the stored one, or one that looks cut off.
 */
export async function applyPeople(trx: Trx, options: PeopleImport, people: Person[], report: Report): Promise<void> {
  const { asOf } = options;
  const roleIds = [...options.roles.keys()];
  for (const [id, role] of options.roles) await ensureRole(trx, id, role);
  const posts = new Map((await readPosts(trx, roleIds)).map((post) => [post.id, post]));
  const newest = [...posts.values()].reduce<string | null>(
    (max, { known_as_of }) => (known_as_of && (!max || known_as_of > max) ? known_as_of : max),
    null,
  );
  if (newest && newest > asOf)
    throw new ImportRefused(`the people stored are as of ${newest}; this file, as of ${asOf}, is older`);

  const seated = await seatPeople(trx, options, people, report);
  const wantedPosts = await wantPosts(trx, options, seated);
  const tenures = await readTenures(trx, roleIds);
  const open = tenures.filter((each) => each.until_date === null || each.until_date > asOf);
  const wanted = new Set(seated.map(({ person, postId }) => `${person.id} ${postId}`));
  const missing = open.filter(
    (each) => !wanted.has(`${each.official_id} ${each.post_id}`) && !options.refusedIds.has(each.official_id),
  );
  const ending = options.unreadable > 0 ? [] : missing;
  if (options.unreadable > 0 && missing.length > 0) {
    report.notes.push(
      `${missing.length} people are not in the file, but were left as they are because ${options.unreadable} rows could not be read`,
    );
  }
  if (open.length >= 10 && ending.length * 2 > open.length && !options.replace) {
    throw new ImportRefused(
      `${ending.length} of the ${open.length} people who serve are not in this file. If that is right, say so with --replace`,
    );
  }

  await writeDivisions(
    trx,
    [...seated.map(({ seat }) => seat), ...(options.posts ?? [])].flatMap((seat) =>
      seat.divisionNames && seat.divisionId
        ? [{ id: seat.divisionId, country: options.roles.get(seat.roleId)!.body.country, names: seat.divisionNames }]
        : [],
    ),
    { onlyNew: true },
  );
  await writePosts(
    trx,
    wantedPosts.filter((post) => differs(posts.get(post.id), post)),
  );
  await writePeople(trx, options, seated, open, tenures, report);
  await endTenures(
    trx,
    ending.map((each) => each.id),
    asOf,
  );
  report.ended += ending.length;
  for (const { name } of ending) report.notes.push(`ended on ${asOf}: ${name}`);
  const taken = new Set(seated.map(({ postId }) => postId));
  const held = new Set(open.filter((each) => !ending.includes(each)).map((each) => each.post_id));
  const vacant = wantedPosts.filter((post) => !taken.has(post.id) && !held.has(post.id));
  const districts = await readDivisionNames(
    trx,
    vacant.flatMap((post) => post.division_id ?? []),
  );
  for (const post of vacant) report.notes.push(`vacant: ${postName(post, districts)} (${post.id})`);
}

/** A post as the operator knows it, "Member, Durham". Its id stays beside it: of one district two posts may be called the same. */
function postName({ label, division_id }: PostRow, districts: ReadonlyMap<string, string>): string {
  const called = inLocale(label, 'en');
  const district = division_id && districts.get(division_id);
  return !district || called.includes(district) ? called : `${called}, ${district}`;
}

type Seated = { person: Person; seat: Seat; postId: string };

/** One person for each post: a second one is refused, and so is a seat outside the named set. */
async function seatPeople(trx: Trx, options: PeopleImport, people: Person[], report: Report): Promise<Seated[]> {
  const divisionsOf = new Map<string, Set<string>>();
  for (const [roleId, setId] of options.sets)
    divisionsOf.set(roleId, new Set((await readSetDivisions(trx, setId)).map((each) => each.id)));
  const seated = new Map<string, Seated>();
  const seen = new Set<string>();
  for (const person of people) {
    const refuse = (reason: string) => {
      report.refused.push({ row: person.row, reason: `${person.name}: ${reason}` });
      options.refusedIds.add(person.id);
    };
    if (seen.has(person.id)) {
      refuse(`the id ${person.id} stands twice in the file`);
      continue;
    }
    seen.add(person.id);
    for (const seat of person.seats) {
      const postId = postIdOf(seat);
      const within = divisionsOf.get(seat.roleId);
      const other = seated.get(postId);
      if (within && !(seat.divisionId && within.has(seat.divisionId)))
        refuse(`${seat.divisionId} is not in the set ${options.sets.get(seat.roleId)}`);
      else if (other) refuse(`${postId} is already taken by ${other.person.name}`);
      else seated.set(postId, { person, seat, postId });
    }
  }
  return [...seated.values()];
}

async function wantPosts(trx: Trx, options: PeopleImport, seated: Seated[]): Promise<PostRow[]> {
  const wanted = new Map<string, PostRow>();
  const want = (seat: Omit<Seat, 'from'>) =>
    wanted.set(postIdOf(seat), {
      id: postIdOf(seat),
      role_id: seat.roleId,
      division_id: seat.divisionId,
      label: seat.label ?? options.roles.get(seat.roleId)!.name,
      set_id: options.sets.get(seat.roleId) ?? null,
      known_as_of: options.asOf,
      known_source: options.source,
    });
  for (const [roleId, setId] of options.sets) {
    for (const { id } of await readSetDivisions(trx, setId)) want({ roleId, divisionId: id, divisionNames: undefined });
  }
  // Posts known without lines: those of an earlier list that this one leaves empty are vacant as of this one.
  const withoutLines = [...options.roles.keys()].filter((roleId) => !options.sets.has(roleId));
  if (withoutLines.length > 0) {
    for (const { id, role_id, division_id, label, set_id } of await readPosts(trx, withoutLines)) {
      const seat = { roleId: role_id, divisionId: division_id, divisionNames: undefined };
      if (set_id === null) want({ ...seat, postId: id, label: label as Texts });
    }
  }
  for (const post of options.posts ?? []) want(post);
  for (const { seat } of seated) want(seat);
  return [...wanted.values()];
}

function differs(stored: { set_id: string | null; known_as_of: string | null } | undefined, post: PostRow): boolean {
  return !stored || stored.set_id !== post.set_id || stored.known_as_of !== post.known_as_of;
}

async function writePeople(
  trx: Trx,
  options: PeopleImport,
  seated: Seated[],
  open: { id: string; official_id: string; post_id: string; from_date: string | null; as_of: string }[],
  all: { id: string; official_id: string; post_id: string }[],
  report: Report,
): Promise<void> {
  const people = new Map(seated.map(({ person }) => [person.id, person]));
  if (people.size === 0) return;
  const stored = await readOfficials(trx, [...people.keys()]);
  const officials = new Map(stored.officials.map((each) => [each.id, each]));
  const contacts = Map.groupBy(stored.contacts, (each) => each.official_id!);
  const used = new Set(all.map((each) => each.id));
  const officialRows: { official: OfficialRow; contacts: ContactRow[] }[] = [];
  const tenureRows: TenureRow[] = [];
  for (const person of people.values()) {
    const official = officialOf(person, options);
    const old = officials.get(person.id);
    const sameContacts =
      JSON.stringify(contactsOf(contacts.get(person.id) ?? [])) === JSON.stringify(contactsOf(person.contacts));
    let state: 'added' | 'changed' | 'unchanged' = !old
      ? 'added'
      : sameContacts && sameOfficial(old, official)
        ? 'unchanged'
        : 'changed';
    if (state !== 'unchanged' || old!.as_of !== options.asOf)
      officialRows.push({ official, contacts: person.contacts });
    for (const { seat, postId } of seated.filter((each) => each.person === person)) {
      const current = open.find((each) => each.official_id === person.id && each.post_id === postId);
      // Where the list does not say since when: whoever follows somebody serves from the day of the list on.
      const follows = () => all.some((each) => each.post_id === postId && each.official_id !== person.id);
      const from = seat.from ?? (current ? current.from_date : follows() ? options.asOf : null);
      if (current && current.from_date === from && current.as_of === options.asOf) continue;
      if (state === 'unchanged' && (!current || current.from_date !== from)) state = 'changed';
      let id = current?.id ?? `${person.id}@${postId}`;
      // Somebody who comes back to a post has a second tenure; the first one stays as it was.
      if (!current && used.has(id)) id = `${id}@${options.asOf}`;
      tenureRows.push({
        id,
        official_id: person.id,
        post_id: postId,
        from_date: from,
        until_date: null,
        source: options.source,
        as_of: options.asOf,
      });
    }
    report[state] += 1;
  }
  await writeOfficials(trx, officialRows);
  await writeTenures(trx, tenureRows);
}

const officialOf = (person: Person, options: PeopleImport): OfficialRow => ({
  id: person.id,
  name: person.name,
  family_name: person.familyName,
  given_name: person.givenName,
  honorific: person.honorific,
  party: person.party,
  source: options.source,
  as_of: options.asOf,
});

const sameOfficial = (a: OfficialRow, b: OfficialRow): boolean =>
  a.name === b.name &&
  a.family_name === b.family_name &&
  a.given_name === b.given_name &&
  a.honorific === b.honorific &&
  a.party === b.party &&
  a.source === b.source;

const contactsOf = (rows: readonly ContactRow[]): string[][] =>
  rows.map(({ kind, value, note }) => [kind, value, note ?? '']).sort();

/** A role with districts that are known by number. */
export const seatByNumber = (
  roleId: string,
  role: KnownRole,
  divisionId: string,
  number: string,
  from: string | null,
): Seat => ({
  roleId,
  divisionId,
  divisionNames: districtNames(role, number),
  from,
});
