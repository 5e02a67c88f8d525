import { z } from 'zod';
import type { Database } from '../../../platform/db/index.ts';
import { officeOf } from './executive.ts';
import { type KnownRole, legislatureRole } from './known.ts';
import { applyPeople, checkSet, type Person, seatByNumber } from './people.ts';
import { limits, parseJson, parseYaml, readFolder, readPackedText } from './read.ts';
import { ImportRefused, refuseEmpty } from './refusal.ts';
import { emptyReport, type Report } from './report.ts';
import { runImport } from './run.ts';
import { addressLines, contact, day, firstIssue, idLine, line, nameLine, sortContacts } from './values.ts';

export type OpenStatesImport = {
  folder: string;
  sets: string[];
  asOf: string;
  source: string;
  replace: boolean;
  dryRun: boolean;
};

// https://github.com/openstates/people/blob/main/schema.md: the parts that are used; the rest may be anything.
const office = z.object({
  classification: line(80),
  address: addressLines.optional(),
  voice: line(80).optional(),
  fax: line(80).optional(),
});
const role = z.object({
  type: z.string().max(60),
  jurisdiction: z.string(),
  district: z.union([z.string().trim().min(1).max(80), z.number().int().transform(String)]).optional(),
  start_date: day.optional(),
  end_date: day.optional(),
});
const personFile = z.object({
  id: idLine.refine((id) => id.startsWith('ocd-person/'), 'is not an ocd-person id'),
  name: nameLine,
  given_name: line(200).optional(),
  family_name: line(200).optional(),
  email: line(254).optional(),
  party: z
    .array(z.object({ name: nameLine, end_date: z.string().optional() }))
    .max(20)
    .default([]),
  roles: z.array(role).max(100),
  offices: z.array(office).max(50).default([]),
  links: z
    .array(z.object({ url: z.string(), note: z.string().optional() }))
    .max(200)
    .default([]),
});

/**
 * Imports a folder of OpenStates person files, or one JSON file that lists such people (executives, mayors): who serves
 * on `asOf` is joined to a post by district number, state or place. Throws `ImportRefused` where nothing can be taken.
 */
export async function importOpenStates(db: Database, options: OpenStatesImport, now: Date): Promise<Report> {
  const { files, checksum } = /\.json(\.gz)?$/i.test(options.folder)
    ? await readList(options.folder)
    : await readFolder(options.folder);
  const read = emptyReport();
  const people: Person[] = [];
  const roles = new Map<string, KnownRole>();
  const refusedIds = new Set<string>();
  let unreadable = 0;
  let past = 0;
  for (const { name, text } of files) {
    const made =
      text instanceof ImportRefused
        ? text.message
        : typeof text === 'string'
          ? personInYaml(name, text, options.asOf, roles, read)
          : personOf(name, text, options.asOf, roles, read);
    if (typeof made === 'string') {
      read.refused.push({ row: name, reason: made });
      // OpenStates ends a file's name with the person's id: she is there, only not readable.
      const uuid = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.ya?ml$/i.exec(name)?.[1];
      if (uuid) refusedIds.add(`ocd-person/${uuid.toLowerCase()}`);
      else unreadable += 1;
    } else if (made.seats.length === 0) past += 1;
    else people.push(made);
  }
  refuseEmpty(
    read,
    { name: options.folder, asOf: options.asOf, taken: people.length, past },
    'serves',
    'hold no office',
  );
  const job = {
    kind: 'people openstates',
    file: options.folder,
    checksum,
    asOf: options.asOf,
    dryRun: options.dryRun,
    now,
  };
  return runImport(db, job, async (trx, report) => {
    Object.assign(report, structuredClone(read));
    const sets = new Map<string, string>();
    for (const set of options.sets) {
      const { roleId } = await checkSet(trx, set, options.asOf);
      if (!roles.has(roleId))
        throw new ImportRefused(`the set ${set} belongs to the role ${roleId}, which nobody in this folder holds`);
      sets.set(roleId, set);
    }
    await applyPeople(
      trx,
      { source: options.source, asOf: options.asOf, roles, sets, refusedIds, unreadable, replace: options.replace },
      people,
      report,
    );
  });
}

/** The people of a JSON file: a list, or lists by name. */
async function readList(
  file: string,
): Promise<{ files: { name: string; text: object | ImportRefused }[]; checksum: string }> {
  const { text, checksum } = await readPackedText(file, limits.json);
  const people = z.array(z.looseObject({})).max(20_000);
  const parsed = z
    .union([people, z.record(z.string(), people).transform((lists) => Object.values(lists).flat())])
    .safeParse(parseJson(text, file));
  if (!parsed.success) throw new ImportRefused(`${file}: is not a list of people`);
  return { files: parsed.data.map((each, i) => ({ name: `person ${i + 1}`, text: each })), checksum };
}

function personInYaml(file: string, text: string, ...rest: [string, Map<string, KnownRole>, Report]): Person | string {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    return (error as Error).message.slice(0, 200);
  }
  return personOf(file, value, ...rest);
}

/** The person of one file, with the seats held on `asOf`; or the reason why the file is not taken. */
function personOf(
  file: string,
  value: unknown,
  asOf: string,
  roles: Map<string, KnownRole>,
  report: Report,
): Person | string {
  const parsed = personFile.safeParse(value);
  if (!parsed.success) return firstIssue(parsed.error);
  const person = parsed.data;
  const seats: Person['seats'] = [];
  for (const each of person.roles) {
    if ((each.end_date && each.end_date < asOf) || (each.start_date && each.start_date > asOf)) continue;
    const office = officeOf(each.type, each.jurisdiction);
    if (office) {
      roles.set(office.roleId, office.role);
      seats.push({ ...office, from: each.start_date ?? null });
      continue;
    }
    const chamber = each.type === 'upper' || each.type === 'lower' ? each.type : undefined;
    if (!chamber) continue;
    const state = /^ocd-jurisdiction\/country:us\/state:([a-z]{2})\/government$/.exec(each.jurisdiction)?.[1];
    if (!state) return `the jurisdiction ${each.jurisdiction} is not a state's legislature`;
    if (!each.district) return 'a seat has no district';
    const { id, role } = legislatureRole(state, chamber);
    roles.set(id, role);
    const district = each.district.toLowerCase().replace(/[^a-z0-9]+/g, '_');
    const division = `ocd-division/country:us/state:${state}/${chamber === 'upper' ? 'sldu' : 'sldl'}:${district}`;
    seats.push(seatByNumber(id, role, division, each.district, each.start_date ?? null));
  }
  const { contacts, faults } = sortContacts([
    contact('email', person.email, null),
    ...person.offices.flatMap((office) => [
      contact('phone', office.voice, office.classification),
      contact('fax', office.fax, office.classification),
      contact('address', office.address?.replace(/\s*;\s*/g, '\n'), office.classification),
    ]),
    ...person.links
      .slice(0, 2)
      .map(({ url, note }) => contact(/form/i.test(note ?? '') ? 'form' : 'website', url, null)),
  ]);
  for (const fault of faults) report.notes.push(`${file}: ${fault}; left out`);
  return {
    row: file,
    id: person.id.toLowerCase(),
    name: person.name,
    givenName: person.given_name ?? null,
    familyName: person.family_name ?? null,
    honorific: null,
    party: person.party.find((each) => !each.end_date)?.name ?? null,
    contacts,
    seats,
  };
}
