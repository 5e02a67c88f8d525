import { z } from 'zod';
import type { Database } from '../../../platform/db/index.ts';
import type { PeopleFile } from './congress.ts';
import { digest, idPart, slugOf } from './districts.ts';
import type { KnownRole } from './known.ts';
import { applyPeople, type Person, type Seat } from './people.ts';
import { limits, parseJson, readPackedText } from './read.ts';
import { ImportRefused, refuseEmpty } from './refusal.ts';
import { emptyReport, type Report } from './report.ts';
import { roleById } from './roles.ts';
import { runImport } from './run.ts';
import { addressLines, contact, day, firstIssue, line, nameLine, sortContacts } from './values.ts';

export type PopoloImport = PeopleFile & {
  /** For bodies that are not stored yet. */
  level: KnownRole['body']['level'];
  country: string | undefined;
};

// https://www.popoloproject.com/specs/: the parts that are used; the rest may be anything.
const key = z.union([z.string().min(1).max(200), z.number().int().transform(String)]);
const blank = z.literal('').transform(() => undefined);
const date = z.union([day, blank]).nullish();
const area = z.object({
  id: key,
  name: nameLine.nullish(),
  identifier: line(200).nullish(),
  identifiers: z
    .array(z.object({ identifier: z.string().max(200) }))
    .max(50)
    .default([]),
});
const organization = z.object({ id: key, name: nameLine, classification: line(100).nullish() });
const post = z.object({
  id: key,
  label: line(120).nullish(),
  role: line(120).nullish(),
  organization_id: key.nullish(),
  area_id: key.nullish(),
  area: area.nullish(),
});
const membership = z.object({
  person_id: key,
  organization_id: key.nullish(),
  post_id: key.nullish(),
  area_id: key.nullish(),
  role: line(120).nullish(),
  on_behalf_of_id: key.nullish(),
  start_date: date,
  end_date: date,
});
const detail = z.object({
  type: z.string().max(40),
  value: z.string().max(1_000),
  label: line(80).nullish(),
  note: line(80).nullish(),
});
const person = z.object({
  id: key,
  name: nameLine,
  given_name: line(200).nullish(),
  family_name: line(200).nullish(),
  honorific_prefix: line(60).nullish(),
  email: line(254).nullish(),
  contact_details: z.array(detail).max(50).default([]),
  links: z
    .array(z.object({ url: z.string().max(500) }))
    .max(50)
    .default([]),
});
const list = z.array(z.unknown()).max(50_000).default([]);
const document = z.object({
  persons: z.array(z.unknown()).min(1).max(50_000),
  organizations: list,
  posts: list,
  memberships: list,
  areas: list,
});

type Area = z.output<typeof area>;
type Organization = z.output<typeof organization>;
type Post = z.output<typeof post>;
type Membership = z.output<typeof membership>;
type File = {
  organizations: Map<string, Organization>;
  areas: Map<string, Area>;
  posts: Map<string, Post>;
};

/**
 * Imports a Popolo document. Each role of an organization becomes a role of a body ("parliament:member"), each post one
 * of ours, also where nobody holds it; memberships held on `asOf` are the seats. Throws `ImportRefused`.
 */
export async function importPopolo(db: Database, options: PopoloImport, now: Date): Promise<Report> {
  const { text, checksum } = await readPackedText(options.file, limits.json);
  const parsed = document.safeParse(parseJson(text, options.file));
  if (!parsed.success) throw new ImportRefused(`${options.file}: is not a Popolo document with persons`);
  const read = emptyReport();
  const { asOf, source, replace } = options;
  const take = <T>(kind: string, schema: z.ZodType<T>, values: unknown[]) => rowsOf(kind, schema, values, read);
  const organizations = byId(take('organization', organization, parsed.data.organizations));
  const areas = byId(take('area', area, parsed.data.areas));
  const posts = byId(take('post', post, parsed.data.posts));
  const file: File = { organizations, areas, posts };
  const held = take('membership', membership, parsed.data.memberships).filter(
    ({ value }) => !(value.start_date && value.start_date > asOf) && !(value.end_date && value.end_date <= asOf),
  );
  const of = Map.groupBy(held, ({ value }) => value.person_id);
  const made = new Map<string, KnownRole>();
  const people: Person[] = [];
  let past = 0;
  for (const { row, value } of take('person', person, parsed.data.persons)) {
    const seats: Seat[] = [];
    let party: string | null = null;
    for (const each of of.get(value.id) ?? []) {
      const behalf = each.value.on_behalf_of_id ? organizations.get(each.value.on_behalf_of_id) : undefined;
      party = behalf?.name ?? party;
      const own = each.value.organization_id ? organizations.get(each.value.organization_id) : undefined;
      if (own && /party|parti|partido/i.test(own.classification ?? '')) {
        party = own.name;
        continue;
      }
      const seat = seatOf(each.value, file, options, made);
      if (typeof seat === 'string') read.refused.push({ row: each.row, reason: `${value.name}: ${seat}` });
      else seats.push(seat);
    }
    if (!of.has(value.id)) past += 1;
    if (seats.length > 0) people.push(personOf(row, value, party, seats, read));
  }
  refuseEmpty(read, { name: options.file, asOf, taken: people.length, past }, 'holds a post', 'hold no post');
  const open = [...posts.values()].flatMap((each) => {
    const seat = postSeat(each, file, options, made);
    return typeof seat === 'string' ? [] : [seat];
  });
  const job = { kind: 'people popolo', file: options.file, checksum, asOf, dryRun: options.dryRun, now };
  return runImport(db, job, async (trx, report) => {
    Object.assign(report, structuredClone(read));
    const roles = new Map<string, KnownRole>();
    for (const [id, role] of made) roles.set(id, (await roleById(trx, id)) ?? role);
    const rules = { source, asOf, roles, sets: new Map(), refusedIds: new Set<string>(), replace, posts: open };
    // A row that could not be read may be anybody's seat: nobody is ended on such a file.
    await applyPeople(trx, { ...rules, unreadable: report.refused.length }, people, report);
  });
}

type Read<T> = { row: string; value: T };

function rowsOf<T>(kind: string, schema: z.ZodType<T>, values: unknown[], report: Report): Read<T>[] {
  return values.flatMap((value, i) => {
    const row = `${kind} ${i + 1}`;
    const parsed = schema.safeParse(value);
    if (parsed.success) return [{ row, value: parsed.data }];
    report.refused.push({ row, reason: firstIssue(parsed.error) });
    return [];
  });
}

const byId = <T extends { id: string }>(rows: Read<T>[]): Map<string, T> =>
  new Map(rows.map(({ value }) => [value.id, value]));

/** The seat of a membership; or the reason why it is none. Puts the role that it needs among `made`. */
function seatOf(held: Membership, file: File, options: PopoloImport, made: Map<string, KnownRole>): Seat | string {
  const from = held.start_date ?? null;
  if (held.post_id) {
    const named = file.posts.get(held.post_id);
    if (!named) return `its post ${held.post_id} is not in the file`;
    const merged = {
      ...named,
      organization_id: named.organization_id ?? held.organization_id,
      area_id: named.area_id ?? held.area_id,
      role: named.role ?? held.role,
    };
    const seat = postSeat(merged, file, options, made);
    return typeof seat === 'string' ? seat : { ...seat, from };
  }
  const { organization_id, area_id, role } = held;
  const seat = postSeat({ id: `person-${held.person_id}`, organization_id, area_id, role }, file, options, made);
  if (typeof seat === 'string') return seat;
  // In a district without a post of its own, whoever holds the role holds the seat of the district.
  const { postId, ...bare } = seat;
  return { ...(seat.divisionId ? bare : seat), from };
}

function postSeat(
  each: Post,
  file: File,
  options: PopoloImport,
  made: Map<string, KnownRole>,
): Omit<Seat, 'from'> | string {
  const body = each.organization_id ? file.organizations.get(each.organization_id) : undefined;
  if (!body) return 'its organization is not in the file';
  const place = each.area ?? (each.area_id ? file.areas.get(each.area_id) : undefined);
  if (!place && each.area_id) return `its area ${each.area_id} is not in the file`;
  const ocd = place && ocdOf(place);
  const country = options.country ?? /country:([a-z]{2})/.exec(ocd ?? '')?.[1]?.toUpperCase();
  if (!country) return 'its country is not known: give --country';
  const called = each.role ?? each.label ?? 'member';
  const bodyId = idPart(body.id);
  const roleId = `${bodyId}:${(slugOf(called) ?? digest(called)).slice(0, 40)}`;
  if (!made.has(roleId))
    made.set(roleId, {
      body: { id: bodyId, name: { en: body.name }, level: options.level, country },
      name: { en: called },
      position: 50,
    });
  return {
    roleId,
    divisionId: place ? (ocd ?? `${bodyId}/area:${idPart(place.id)}`) : null,
    divisionNames: place ? { en: place.name ?? place.id } : undefined,
    postId: `${roleId}/${idPart(each.id)}`,
    ...(each.label ? { label: { en: each.label } } : {}),
  };
}

const ocdOf = (place: Area): string | undefined =>
  [place.id, place.identifier, ...place.identifiers.map((each) => each.identifier)].find(
    (each) => each && /^ocd-division\/[\x21-\x7e]{1,180}$/.test(each),
  ) ?? undefined;

const kinds: Record<string, 'email' | 'phone' | 'fax' | 'address' | 'form' | 'website'> = {
  email: 'email',
  voice: 'phone',
  phone: 'phone',
  tel: 'phone',
  cell: 'phone',
  fax: 'fax',
  address: 'address',
  form: 'form',
  contact_form: 'form',
  url: 'website',
  website: 'website',
};

function personOf(
  row: string,
  value: z.output<typeof person>,
  party: string | null,
  seats: Seat[],
  report: Report,
): Person {
  const { contacts, faults } = sortContacts([
    contact('email', value.email, null),
    ...value.contact_details.map(({ type, value, label, note }) => {
      const kind = Object.hasOwn(kinds, type.toLowerCase()) ? kinds[type.toLowerCase()]! : undefined;
      const text = kind === 'address' ? addressLines.parse(value) : line(1_000).parse(value);
      return kind && contact(kind, text, label ?? note ?? null);
    }),
    ...value.links.slice(0, 2).map(({ url }) => contact('website', url, null)),
  ]);
  for (const fault of faults) report.notes.push(`${row}, ${value.name}: ${fault}; left out`);
  return {
    row,
    id: `popolo/${value.id}`,
    name: value.name,
    givenName: value.given_name ?? null,
    familyName: value.family_name ?? null,
    honorific: value.honorific_prefix ?? null,
    party,
    contacts,
    seats,
  };
}
