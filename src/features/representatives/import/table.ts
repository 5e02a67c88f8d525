import type { Database, Trx } from '../../../platform/db/index.ts';
import { foldName } from '../names.ts';
import type { PeopleFile } from './congress.ts';
import { districtsOf, idPart, slugOf } from './districts.ts';
import type { KnownRole } from './known.ts';
import { applyPeople, checkSet, type Person, type Seat } from './people.ts';
import { ensureRole } from './queries.ts';
import { readRecords, readTableText } from './read.ts';
import { ImportRefused } from './refusal.ts';
import { emptyReport, type Report } from './report.ts';
import { roleById } from './roles.ts';
import { runImport } from './run.ts';
import { addressLines, contact, line, sortContacts } from './values.ts';

/** What a column may be, each with the headers by which it is known, folded. */
const known = {
  id: ['id'],
  name: ['name', 'full name', 'nombre', 'nom', 'nome'],
  given: ['first name', 'given name', 'prenom'],
  family: ['last name', 'family name', 'surname'],
  honorific: ['title', 'honorific'],
  party: ['party', 'party name'],
  post: ['post', 'position', 'office'],
  district: ['district', 'constituency', 'riding', 'ward', 'district name'],
  email: ['email', 'e mail', 'email address'],
  phone: ['phone', 'telephone', 'tel'],
  fax: ['fax'],
  address: ['address', 'postal address'],
  form: ['form', 'contact form'],
  website: ['website', 'url', 'web'],
} satisfies Record<string, string[]>;
export type Column = keyof typeof known;
export const columns = Object.keys(known) as Column[];

export type TableImport = PeopleFile & {
  roleId: string;
  /** How to make the role where it is neither stored nor well known. */
  newRole: KnownRole | undefined;
  set: string | undefined;
  /** Headers named by the operator; the other columns are found by the names above. */
  columns: Partial<Record<Column, string>>;
};

type Row = { row: string; cells: Partial<Record<Column, string>> };

/**
 * Imports a table of people (CSV with comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252) as the complete list of
 * one role: with a set, each to her district; without one, to the post named, or to a post of her own.
 * Throws `ImportRefused`, also where the table cannot be read whole.
 */
export async function importTable(db: Database, options: TableImport, now: Date): Promise<Report> {
  const { text, checksum, encoding } = await readTableText(options.file);
  const read = emptyReport();
  if (encoding !== 'utf-8') read.notes.push(`read as ${encoding}`);
  const { rows, unreadable } = readRows(text, options, read);
  const { asOf, source, replace } = options;
  const job = { kind: 'people csv', file: options.file, checksum, asOf, dryRun: options.dryRun, now };
  return runImport(db, job, async (trx, report) => {
    Object.assign(report, structuredClone(read));
    const role = await roleFor(trx, options);
    const seatOf = await seating(trx, options);
    const people: Person[] = [];
    let lost = unreadable;
    for (const row of rows) {
      const person = personOf(row, options, seatOf, report);
      if (typeof person !== 'string') people.push(person);
      else {
        report.refused.push({ row: row.row, reason: person });
        lost += 1;
      }
    }
    if (people.length === 0)
      throw new ImportRefused(
        `${options.file}: nobody can be taken; the first reason: ${report.refused[0]?.reason ?? 'it has no rows'}`,
      );
    const roles = new Map([[options.roleId, role]]);
    const sets = new Map(options.set ? [[options.roleId, options.set]] : []);
    await applyPeople(
      trx,
      { source, asOf, roles, sets, refusedIds: new Set(), unreadable: lost, replace },
      people,
      report,
    );
  });
}

function readRows(text: string, options: TableImport, report: Report): { rows: Row[]; unreadable: number } {
  const [first, ...records] = readRecords(text, options.file);
  const header = (first?.fields ?? []).map((each) => each.trim());
  const at = placesOf(header, options);
  const used = new Set(Object.values(at));
  const rest = header.filter((each, i) => each !== '' && !used.has(i));
  if (rest.length > 0) report.notes.push(`columns not used: ${rest.join(', ')}`);
  const rows: Row[] = [];
  for (const { line, fields } of records) {
    const row = `line ${line}`;
    if (fields.every((each) => each.trim() === '')) continue;
    if (fields.length === header.length)
      rows.push({ row, cells: Object.fromEntries(Object.entries(at).map(([column, i]) => [column, fields[i]!])) });
    else report.refused.push({ row, reason: `${fields.length} fields where the header has ${header.length}` });
  }
  return { rows, unreadable: report.refused.length };
}

/** Which field is which column: as the operator says, else by the known names. */
function placesOf(header: string[], options: TableImport): Partial<Record<Column, number>> {
  const at: Partial<Record<Column, number>> = {};
  const folded = header.map(foldName);
  const given = new Set<number>();
  for (const [column, name] of Object.entries(options.columns) as [Column, string][]) {
    const places = folded.flatMap((each, i) => (each === foldName(name) ? [i] : []));
    if (places.length !== 1)
      throw new ImportRefused(
        `${options.file}: ${places.length === 0 ? 'no column is' : 'two columns are'} called ${name}`,
      );
    at[column] = places[0]!;
    given.add(places[0]!);
  }
  for (const column of columns) {
    if (at[column] !== undefined) continue;
    const names: string[] = known[column];
    const places = folded.flatMap((each, i) => (names.includes(each) && !given.has(i) ? [i] : []));
    if (places.length > 1)
      throw new ImportRefused(
        `${options.file}: two columns may be the ${column} (${places.map((i) => header[i]).join(', ')}); say which with --columns`,
      );
    if (places.length === 1) at[column] = places[0]!;
  }
  if (at.name === undefined && at.family === undefined)
    throw new ImportRefused(`${options.file}: no column is a name; say which is with --columns name=…`);
  if (at.district !== undefined && !options.set)
    throw new ImportRefused(`${options.file}: has a column of districts; say with --set on which lines they are`);
  if (at.district === undefined && options.set)
    throw new ImportRefused(`${options.file}: no column is a district; say which is with --columns district=…`);
  return at;
}

async function roleFor(trx: Trx, options: TableImport): Promise<KnownRole> {
  const role = options.newRole ?? (await roleById(trx, options.roleId));
  if (!role)
    throw new ImportRefused(
      `the role ${options.roleId} is not known yet: describe it with --role-name, --body, --level and --country`,
    );
  await ensureRole(trx, options.roleId, role, { rename: options.newRole !== undefined });
  return role;
}

type Seating = (words: { personId: string; post: string | null; district: string | null }) => Seat | string;

async function seating(trx: Trx, { set, roleId, asOf }: TableImport): Promise<Seating> {
  const bare = { roleId, divisionNames: undefined, from: null };
  if (!set)
    return ({ personId, post }) => {
      if (!post) return { ...bare, divisionId: null, postId: `${roleId}/${idPart(personId)}` };
      const slug = slugOf(post);
      return slug
        ? { ...bare, divisionId: null, postId: `${roleId}/${slug}`, label: { en: post } }
        : `the post "${post}" cannot be made an id: write it in Latin letters, at most 60`;
    };
  const { roleId: roleOfSet } = await checkSet(trx, set, asOf);
  if (roleOfSet !== roleId)
    throw new ImportRefused(`the set ${set} belongs to the role ${roleOfSet}, not to ${roleId}`);
  const find = await districtsOf(trx, set);
  return ({ district }) => {
    const found = find({ name: district, id: district });
    return typeof found === 'string' ? { ...bare, divisionId: found } : found.reason;
  };
}

/** Letters go to the whole name where there is one; a cell that is a formula is a text like any other. */
function personOf({ row, cells }: Row, options: TableImport, seatOf: Seating, report: Report): Person | string {
  const read = (column: Column, most: number): string | null => {
    const parsed = line(most).safeParse(cells[column] ?? '');
    if (!parsed.success) throw new TooLong(column);
    return parsed.data;
  };
  try {
    const given = read('given', 200);
    const family = read('family', 200);
    const name = read('name', 200) ?? [given, family].filter(Boolean).join(' ');
    if (!name) return 'has no name';
    const district = read('district', 200);
    // Without a column of ids she is known by her name within the role, and within the district where there is one.
    const own = read('id', 100) ?? foldName([name, district].filter(Boolean).join(' ')).replaceAll(' ', '-');
    if (!own) return `"${name}" is not a name`;
    const id = `csv/${options.roleId}/${own}`;
    const seat = seatOf({ personId: own, post: read('post', 120), district });
    if (typeof seat === 'string') return `${name}: ${seat}`;
    const address = addressLines.safeParse(cells.address ?? '');
    const { contacts, faults } = sortContacts([
      contact('email', read('email', 254), null),
      contact('phone', read('phone', 80), null),
      contact('fax', read('fax', 80), null),
      contact('form', read('form', 500), null),
      contact('website', read('website', 500), null),
      address.success ? contact('address', address.data, null) : 'the address is too long',
    ]);
    for (const fault of faults) report.notes.push(`${row}, ${name}: ${fault}; left out`);
    const honorific = read('honorific', 60);
    const party = read('party', 100);
    return { row, id, name, givenName: given, familyName: family, honorific, party, contacts, seats: [seat] };
  } catch (error) {
    if (error instanceof TooLong) return error.message;
    throw error;
  }
}

class TooLong extends Error {
  constructor(column: Column) {
    super(`the ${column} is too long`);
  }
}
