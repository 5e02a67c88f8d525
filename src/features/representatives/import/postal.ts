import { z } from 'zod';
import type { Database, Trx } from '../../../platform/db/index.ts';
import { normalisePostalCode } from '../names.ts';
import {
  type AssignmentRow,
  deleteAssignments,
  deletePoints,
  type PointRow,
  readAssignments,
  readPoints,
  writeAssignments,
  writePoints,
} from '../queries.ts';
import { houseDivision } from './congress.ts';
import { districtNames, knownRoles } from './known.ts';
import { ensureRole, readRole, writeDivisions } from './queries.ts';
import { limits, parseCsv, readText } from './read.ts';
import { ImportRefused } from './refusal.ts';
import { emptyReport, type Report } from './report.ts';
import { runImport } from './run.ts';
import { stateDivision } from './us-states.ts';

export type PostalImport = {
  file: string;
  kind: 'geonames' | 'centroids' | 'crosswalk';
  country: string;
  asOf: string;
  source: string;
  /** For crosswalks. */
  roleId: string | undefined;
  divisionPrefix: string;
  divisionSuffix: string;
  validUntil: string | null;
  dryRun: boolean;
};

const degrees = (most: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d+)?$/)
    .transform(Number)
    .refine((value) => Math.abs(value) <= most);
const latitude = degrees(90);
const longitude = degrees(180);

/** Imports centroids of postal codes, or a table that says which districts a code touches. Throws `ImportRefused`. */
export async function importPostal(db: Database, options: PostalImport, now: Date): Promise<Report> {
  const { text, checksum } = await readText(options.file, limits.table);
  const read = emptyReport();
  const job = {
    kind: `postal ${options.kind}`,
    file: options.file,
    checksum,
    asOf: options.asOf,
    dryRun: options.dryRun,
    now,
  };
  if (options.kind === 'crosswalk') {
    const rows = readCrosswalk(text, options, read);
    return runImport(db, job, async (trx, report) => {
      Object.assign(report, structuredClone(read));
      await applyCrosswalk(trx, options, rows, report);
    });
  }
  const rows = readPointRows(text, options, read);
  return runImport(db, job, async (trx, report) => {
    Object.assign(report, structuredClone(read));
    await applyPoints(trx, options, rows, report);
  });
}

function readPointRows(text: string, options: PostalImport, report: Report): Map<string, PointRow> {
  const rows = new Map<string, PointRow>();
  for (const { row, country, code, name, lat, lon, region } of options.kind === 'geonames'
    ? geonames(text, report)
    : centroids(text, options, report)) {
    const refuse = (reason: string) => void report.refused.push({ row, reason });
    const known = normalisePostalCode(options.country, code);
    const y = latitude.safeParse(lat);
    const x = longitude.safeParse(lon);
    const key = `${known}\u001f${name}`;
    if (country !== options.country) refuse(`is of ${country || 'no country'}, not of ${options.country}`);
    else if (!known) refuse(`"${code}" is not a postal code of ${options.country}`);
    else if (!y.success || !x.success) refuse(`${known}: the latitude or longitude is not in degrees`);
    else if (Math.abs(y.data) === 90) refuse(`${known}: lies at a pole; nobody votes there`);
    else if (y.data === 0 && x.data === 0) refuse(`${known}: lies at 0, 0, where no code is known`);
    else if (rows.has(key)) refuse(`${known} ${name} stands twice in the file`);
    else
      rows.set(key, {
        country,
        code: known,
        name,
        latitude: y.data,
        longitude: x.data,
        region,
        source: options.source,
        as_of: options.asOf,
      });
  }
  if (rows.size === 0)
    throw new ImportRefused(
      `${options.file}: no row can be taken; the first reason: ${report.refused[0]?.reason ?? 'the file is empty'}`,
    );
  return rows;
}

type Raw = {
  row: string;
  country: string;
  code: string;
  name: string;
  lat: string;
  lon: string;
  region: string | null;
};

/** https://download.geonames.org/export/zip/readme.txt: twelve columns, tabs, no header. */
function* geonames(text: string, report: Report): Generator<Raw> {
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = `line ${i + 1}`;
    const fields = line.replace(/\r$/, '').split('\t');
    if (fields.length < 11 || fields.length > 12)
      report.refused.push({ row, reason: `has ${fields.length} columns; GeoNames has 12` });
    else
      yield {
        row,
        country: fields[0]!,
        code: fields[1]!,
        name: fields[2]!.slice(0, 200),
        lat: fields[9]!,
        lon: fields[10]!,
        region: regionOf(fields[0]!, fields[4]!),
      };
  }
}

const canadian = ['territory:nt', 'territory:nu', 'territory:yt'];

/** The division that GeoNames' two letters of a state or province name; null for other countries and letters. */
function regionOf(country: string, letters: string): string | null {
  if (country === 'US') return stateDivision(letters)?.id ?? null;
  if (country !== 'CA' || !/^[A-Z]{2}$/.test(letters)) return null;
  const lower = letters.toLowerCase();
  const kind = canadian.includes(`territory:${lower}`) ? 'territory' : 'province';
  return `ocd-division/country:ca/${kind}:${lower}`;
}

function* centroids(text: string, options: PostalImport, report: Report): Generator<Raw> {
  const { header, rows } = parseCsv(text, options.file);
  const code = column(header, ['zip', 'zcta', 'zcta5', 'code', 'postal_code', 'postcode'], options.file);
  const lat = column(header, ['latitude', 'lat', 'intptlat'], options.file);
  const lon = column(header, ['longitude', 'lon', 'lng', 'long', 'intptlong'], options.file);
  for (const row of rows) {
    if (typeof row === 'string') refuseLine(row, report);
    else
      yield {
        row: row['#']!,
        country: options.country,
        code: row[code]!,
        name: '',
        lat: row[lat]!,
        lon: row[lon]!,
        region: null,
      };
  }
}

function column(header: string[], names: string[], file: string): string {
  const found = names.find((name) => header.includes(name));
  if (!found) throw new ImportRefused(`${file}: none of its columns is called ${names.join(', ')}`);
  return found;
}

function refuseLine(line: string, report: Report): void {
  const at = line.indexOf(': ');
  report.refused.push({ row: line.slice(0, at), reason: line.slice(at + 2) });
}

async function applyPoints(
  trx: Trx,
  options: PostalImport,
  rows: Map<string, PointRow>,
  report: Report,
): Promise<void> {
  const stored = new Map(
    (await readPoints(trx, options.country)).map((each) => [`${each.code}\u001f${each.name}`, each]),
  );
  const own = [...stored.values()].filter((each) => each.source === options.source);
  refuseOlder(own, options.asOf);
  const write: PointRow[] = [];
  for (const [key, row] of rows) {
    const old = stored.get(key);
    const same =
      old &&
      old.latitude === row.latitude &&
      old.longitude === row.longitude &&
      old.source === row.source &&
      old.region === row.region;
    if (!same || old.as_of !== row.as_of) write.push(row);
    report[same ? 'unchanged' : old ? 'changed' : 'added'] += 1;
  }
  const taken = new Set([...rows.values()].map((each) => each.code));
  const gone =
    report.refused.length > 0
      ? own.filter((each) => taken.has(each.code) && !rows.has(`${each.code}\u001f${each.name}`))
      : own.filter((each) => !rows.has(`${each.code}\u001f${each.name}`));
  report.ended += gone.length;
  const codes = Map.groupBy(rows.values(), (each) => each.code);
  for (const [code, points] of codes)
    if (points.length > 1)
      report.notes.push(`${code} has ${points.length} centroids; a lookup looks around each of them`);
  await writePoints(trx, write);
  await deletePoints(trx, options.country, gone);
}

function refuseOlder(stored: readonly { as_of: string }[], asOf: string): void {
  const newest = stored
    .map((each) => each.as_of)
    .sort()
    .at(-1);
  if (newest !== undefined && newest > asOf)
    throw new ImportRefused(`the rows stored of this source are as of ${newest}; this file, as of ${asOf}, is older`);
}

type Assignment = { code: string; divisionId: string; number: string };

function readCrosswalk(text: string, options: PostalImport, report: Report): Map<string, Assignment> {
  const { header, rows } = parseCsv(text, options.file);
  const code = column(header, ['zcta', 'zcta5', 'zip', 'code', 'postal_code', 'postcode'], options.file);
  const district = column(header, ['cd', 'district', 'division', 'division_id'], options.file);
  const found = new Map<string, Assignment>();
  for (const row of rows) {
    if (typeof row === 'string') {
      refuseLine(row, report);
      continue;
    }
    const known = normalisePostalCode(options.country, row[code]!);
    const number = row[district]!.replace(/^0+(?=\d)/, '');
    const divisionId = divisionOf(number, options);
    const refuse = (reason: string) => void report.refused.push({ row: row['#']!, reason });
    if (!known) refuse(`"${row[code]}" is not a postal code of ${options.country}`);
    else if (!/^[\x21-\x7e]{1,200}$/.test(divisionId) || number === '')
      refuse(`${known}: "${row[district]}" is not a district`);
    else if (found.has(`${known} ${divisionId}`)) refuse(`${known} with ${number} stands twice in the file`);
    else found.set(`${known} ${divisionId}`, { code: known, divisionId, number });
  }
  if (found.size === 0)
    throw new ImportRefused(
      `${options.file}: no row can be taken; the first reason: ${report.refused[0]?.reason ?? 'the file is empty'}`,
    );
  return found;
}

/** The division that a number stands for; a state's one seat in Congress, which has no number, is the state itself. */
function divisionOf(number: string, { roleId, divisionPrefix, divisionSuffix }: PostalImport): string {
  const state = roleId === 'us-house:member' ? /^(.+)\/cd:$/.exec(divisionPrefix)?.[1] : undefined;
  if (state && /^\d{1,2}$/.test(number)) return houseDivision(state, Number(number)) + divisionSuffix;
  return `${divisionPrefix}${number}${divisionSuffix}`;
}

async function applyCrosswalk(
  trx: Trx,
  options: PostalImport,
  rows: Map<string, Assignment>,
  report: Report,
): Promise<void> {
  const roleId = options.roleId!;
  const role = knownRoles[roleId];
  if (role) await ensureRole(trx, roleId, role);
  else if (!(await readRole(trx, roleId)))
    throw new ImportRefused(`the role ${roleId} is not known yet: import its boundaries or people first`);
  const before = await readAssignments(trx, options.country, roleId);
  refuseOlder(before, options.asOf);
  const stored = new Map(before.map((each) => [`${each.code} ${each.division_id}`, each]));
  const divisions = new Map([...rows.values()].map((each) => [each.divisionId, each.number]));
  await writeDivisions(
    trx,
    [...divisions].map(([id, number]) => ({ id, country: options.country, names: districtNames(role, number) })),
    { onlyNew: true },
  );
  const write: AssignmentRow[] = [];
  for (const [key, { code, divisionId }] of rows) {
    const old = stored.get(key);
    const row = {
      country: options.country,
      code,
      role_id: roleId,
      division_id: divisionId,
      source: options.source,
      as_of: options.asOf,
      valid_until: options.validUntil,
    };
    const same = old && old.source === row.source && old.valid_until === row.valid_until;
    if (!same || old.as_of !== row.as_of) write.push(row);
    report[same ? 'unchanged' : old ? 'changed' : 'added'] += 1;
  }
  const gone = report.refused.length > 0 ? [] : before.filter((each) => !rows.has(`${each.code} ${each.division_id}`));
  report.ended += gone.length;
  const districts = Map.groupBy(rows.values(), (each) => each.code);
  const split = [...districts.values()].filter((each) => each.length > 1).length;
  report.notes.push(`${districts.size} codes, of which ${split} touch more than one district`);
  await writeAssignments(trx, write);
  await deleteAssignments(
    trx,
    options.country,
    roleId,
    gone.map((each) => ({ code: each.code, divisionId: each.division_id })),
  );
}
