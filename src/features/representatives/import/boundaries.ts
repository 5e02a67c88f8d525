import { z } from 'zod';
import type { Database, Trx } from '../../../platform/db/index.ts';
import { type Area, type Bounds, checkGeometry, type GeometryFault } from '../../../platform/geo/index.ts';
import type { Texts } from '../types.ts';
import { districtNames, type KnownRole, knownRoles } from './known.ts';
import {
  deleteBoundaries,
  ensureRole,
  readBoundaries,
  readRole,
  readSet,
  type SetRow,
  setsOfRole,
  writeBoundaries,
  writeDivisions,
  writeSet,
} from './queries.ts';
import { limits, parseJson, readText } from './read.ts';
import { ImportRefused } from './refusal.ts';
import type { Report } from './report.ts';
import { runImport } from './run.ts';

export type BoundaryImport = {
  file: string;
  set: string;
  roleId: string;
  /** How to make the role where it is neither stored nor well known. */
  newRole: KnownRole | undefined;
  idProperty: string;
  nameProperty: string | undefined;
  nameFrProperty: string | undefined;
  divisionPrefix: string;
  divisionSuffix: string;
  validFrom: string;
  validUntil: string | null;
  asOf: string;
  source: string;
  licence: string | null;
  dryRun: boolean;
};

const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.unknown()).min(1).max(100_000),
});
const feature = z.object({
  type: z.literal('Feature'),
  geometry: z.unknown(),
  properties: z.record(z.string(), z.unknown()),
});
const label = z.string().trim().min(1).max(200);
/** Files without the em dash write two hyphens for it: "Hull--Aylmer" is read by people as "Hull—Aylmer". */
const districtLabel = label.transform((name) => name.replace(/(?<=\S)--(?=\S)/g, '—'));
const identifier = z.union([label, z.number().int().transform(String)]);

const reasons: Record<GeometryFault, string> = {
  'not-a-polygon': 'the geometry is not a polygon',
  empty: 'the geometry is empty',
  'not-a-number': 'a coordinate is not a number',
  'out-of-range': 'a coordinate is not in degrees (longitude first, WGS 84)',
  'too-few-points': 'a ring has fewer than four points, or no area',
  unclosed: 'a ring is not closed: its last point must be its first',
  antimeridian: 'a ring crosses the antimeridian; cut it there into two polygons (RFC 7946, 3.1.9)',
  'self-crossing': 'a ring crosses itself',
  'too-large': 'the geometry has too many points',
};

type Row = { divisionId: string; name: string; names: Texts; area: Area };

/** Imports one dated set of districts from a GeoJSON file. Throws `ImportRefused` where nothing of it can be taken. */
export async function importBoundaries(db: Database, options: BoundaryImport, now: Date): Promise<Report> {
  const { text, checksum } = await readText(options.file, limits.geojson);
  const parsed = collection.safeParse(parseJson(text, options.file));
  if (!parsed.success) throw new ImportRefused(`${options.file}: is not a GeoJSON FeatureCollection with features`);
  const job = { kind: 'boundaries', file: options.file, checksum, asOf: options.asOf, dryRun: options.dryRun, now };
  return runImport(db, job, async (trx, report) => {
    const country = await roleCountry(trx, options, report);
    const bounds: Bounds = [180, 90, -180, -90];
    const rows = readRows(parsed.data.features, options, report, bounds);
    if (rows.size === 0)
      throw new ImportRefused(
        `${options.file}: no feature can be taken; the first reason: ${report.refused[0]?.reason}`,
      );
    await writeRows(trx, options, country, rows, bounds, report, now);
  });
}

async function roleCountry(trx: Trx, options: BoundaryImport, report: Report): Promise<string> {
  const stored = await readRole(trx, options.roleId);
  const role = options.newRole ?? (stored ? undefined : knownRoles[options.roleId]);
  if (role) {
    await ensureRole(trx, options.roleId, role, { rename: options.newRole !== undefined });
    if (!stored) report.notes.push(`new role ${options.roleId}: ${role.name.en}, ${role.body.name.en}`);
    return role.body.country;
  }
  if (stored) return stored.country;
  throw new ImportRefused(
    `the role ${options.roleId} is not known yet: describe it with --role-name, --body, --level and --country`,
  );
}

function readRows(features: unknown[], options: BoundaryImport, report: Report, bounds: Bounds): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const [i, value] of features.entries()) {
    const row = `feature ${i + 1}`;
    const refuse = (reason: string) => void report.refused.push({ row, reason });
    const parsed = feature.safeParse(value);
    if (!parsed.success) {
      refuse('is not a GeoJSON feature');
      continue;
    }
    const { properties, geometry } = parsed.data;
    const property = (name: string | undefined) =>
      name !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    const id = identifier.safeParse(property(options.idProperty));
    if (!id.success) {
      const keys = Object.keys(properties).slice(0, 12);
      const theirs = keys.map((key) => key.slice(0, 40)).join(', ') || 'none';
      refuse(`has no property ${options.idProperty}, or it is not a short text or a whole number; it has: ${theirs}`);
      continue;
    }
    const divisionId = `${options.divisionPrefix}${id.data}${options.divisionSuffix}`;
    if (rows.has(divisionId)) {
      refuse(`${divisionId} stands twice in the file`);
      continue;
    }
    const checked = checkGeometry(geometry);
    if (!checked.ok) {
      refuse(`${divisionId}: ${reasons[checked.fault]}${checked.where ? ` (${checked.where})` : ''}`);
      continue;
    }
    const names = namesOf(id.data, property(options.nameProperty), property(options.nameFrProperty), options.roleId);
    if (!names) {
      refuse(`${divisionId} has no name in ${options.nameProperty ?? options.nameFrProperty}`);
      continue;
    }
    rows.set(divisionId, { divisionId, name: names.en ?? Object.values(names)[0]!, names, area: checked.area });
    widen(bounds, checked.bounds);
  }
  return rows;
}

function namesOf(id: string, en: unknown, fr: unknown, roleId: string): Texts | undefined {
  // Without a name the district is called by the last part of its id: "ocd-division/…/sldu:53" is District 53.
  if (en === undefined && fr === undefined) return districtNames(knownRoles[roleId], id.split(/[:/]/).at(-1)!);
  const english = districtLabel.safeParse(en);
  const french = districtLabel.safeParse(fr);
  if (!english.success && !french.success) return undefined;
  return { ...(english.success ? { en: english.data } : {}), ...(french.success ? { fr: french.data } : {}) };
}

function widen(bounds: Bounds, by: Bounds): void {
  bounds[0] = Math.min(bounds[0], by[0]);
  bounds[1] = Math.min(bounds[1], by[1]);
  bounds[2] = Math.max(bounds[2], by[2]);
  bounds[3] = Math.max(bounds[3], by[3]);
}

async function writeRows(
  trx: Trx,
  options: BoundaryImport,
  country: string,
  rows: Map<string, Row>,
  bounds: Bounds,
  report: Report,
  now: Date,
): Promise<void> {
  const before = await readSet(trx, options.set);
  if (before && before.role_id !== options.roleId) {
    throw new ImportRefused(`the set ${options.set} belongs to the role ${before.role_id}`);
  }
  if (before && before.as_of > options.asOf) {
    throw new ImportRefused(
      `the set ${options.set} is stored as of ${before.as_of}; this file, as of ${options.asOf}, is older`,
    );
  }
  for (const other of await setsOfRole(trx, options.roleId)) {
    const overlaps =
      other.id !== options.set &&
      (options.validUntil === null || other.valid_from < options.validUntil) &&
      (other.valid_until === null || options.validFrom < other.valid_until);
    if (overlaps)
      report.notes.push(
        `the set ${other.id} is valid at the same time; on those days the set with the later --valid-from is used`,
      );
  }
  // A feature that could not be read this time is not gone: what is stored of it stays.
  const stored = new Map(
    (before ? await readBoundaries(trx, options.set) : []).map((each) => [each.division_id, each]),
  );
  const differs = (row: Row) => {
    const old = stored.get(row.divisionId);
    return (
      !old ||
      old.name !== row.name ||
      JSON.stringify(sorted(old.names as Texts)) !== JSON.stringify(sorted(row.names)) ||
      !sameArea(old.geometry, row.area)
    );
  };
  const all = [...rows.values()];
  const write = all.filter(differs);
  const gone = report.refused.length > 0 ? [] : [...stored.keys()].filter((id) => !rows.has(id));
  report.added += write.filter((row) => !stored.has(row.divisionId)).length;
  report.changed += write.filter((row) => stored.has(row.divisionId)).length;
  report.unchanged += all.length - write.length;
  report.ended += gone.length;
  if (before && (before.valid_from !== options.validFrom || before.valid_until !== options.validUntil)) {
    report.changed += 1;
    report.notes.push(`the set is now valid from ${options.validFrom} until ${options.validUntil ?? 'further notice'}`);
  }
  const set: SetRow = {
    id: options.set,
    role_id: options.roleId,
    name: options.set,
    valid_from: options.validFrom,
    valid_until: options.validUntil,
    source: options.source,
    licence: options.licence,
    as_of: options.asOf,
    bounds: before?.bounds && report.refused.length > 0 ? wider(bounds, before.bounds) : bounds,
  };
  if (
    !before ||
    Object.entries(set).some(([key, value]) => JSON.stringify(before[key as keyof SetRow]) !== JSON.stringify(value))
  ) {
    await writeSet(trx, set, now);
  }
  await writeDivisions(
    trx,
    write.map(({ divisionId, names }) => ({ id: divisionId, country, names })),
  );
  await writeBoundaries(trx, options.set, write);
  await deleteBoundaries(trx, options.set, gone);
}

function wider(bounds: Bounds, stored: number[]): Bounds {
  const both: Bounds = [...bounds];
  widen(both, stored as Bounds);
  return both;
}

function sameArea(stored: unknown, area: Area): boolean {
  const { type, coordinates } = stored as Area;
  return type === area.type && JSON.stringify(coordinates) === JSON.stringify(area.coordinates);
}

const sorted = (texts: Texts): [string, string][] => Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
