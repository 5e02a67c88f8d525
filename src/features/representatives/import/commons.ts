import { z } from 'zod';
import type { Database } from '../../../platform/db/index.ts';
import { foldName } from '../names.ts';
import { divisionsByName } from './districts.ts';
import { knownRoles } from './known.ts';
import { applyPeople, checkSet, type Person } from './people.ts';
import { readSetDivisions } from './queries.ts';
import { limits, parseJson, readText } from './read.ts';
import { ImportRefused } from './refusal.ts';
import type { Report } from './report.ts';
import { runImport } from './run.ts';
import { addressLines, contact, day, firstIssue, line, nameLine, sortContacts } from './values.ts';

export type CommonsImport = {
  file: string;
  set: string;
  asOf: string;
  source: string;
  replace: boolean;
  dryRun: boolean;
};

const roleId = 'ca-commons:member';
const blank = z.literal('').transform(() => undefined);
const member = z.object({
  id: z.union([z.string().regex(/^\d{1,12}$/), z.number().int().positive().transform(String)]),
  firstName: nameLine,
  lastName: nameLine,
  honorific: line(40).optional(),
  isCurrent: z.boolean(),
  fromDate: z.union([day, blank]).nullish(),
  party: line(100).nullish(),
  email: line(254).nullish(),
  addresses: z
    .array(
      z.object({
        type: line(40),
        physical: addressLines.nullish(),
        phone: line(80).nullish(),
        fax: line(80).nullish(),
      }),
    )
    .max(20)
    .default([]),
  urls: z.object({ contact: z.string().optional(), website: z.string().optional() }).default({}),
  constituency: z.object({ name: nameLine }),
});

/** Imports members of the House of Commons, joined by riding name to one dated set of ridings. Throws `ImportRefused`. */
export async function importCommons(db: Database, options: CommonsImport, now: Date): Promise<Report> {
  const { text, checksum } = await readText(options.file, limits.json);
  const list = z.array(z.unknown()).min(1).max(10_000).safeParse(parseJson(text, options.file));
  if (!list.success) throw new ImportRefused(`${options.file}: is not a list of members`);
  const job = { kind: 'people commons', file: options.file, checksum, asOf: options.asOf, dryRun: options.dryRun, now };
  return runImport(db, job, async (trx, report) => {
    const set = await checkSet(trx, options.set, options.asOf);
    if (set.roleId !== roleId)
      throw new ImportRefused(`the set ${options.set} belongs to the role ${set.roleId}, not to ${roleId}`);
    const ridings = divisionsByName(await readSetDivisions(trx, options.set));
    const people: Person[] = [];
    const refusedIds = new Set<string>();
    let unreadable = 0;
    let past = 0;
    for (const [i, value] of list.data.entries()) {
      const row = `member ${i + 1}`;
      const parsed = member.safeParse(value);
      if (!parsed.success) {
        report.refused.push({ row, reason: firstIssue(parsed.error) });
        unreadable += 1;
        continue;
      }
      const each = parsed.data;
      if (!each.isCurrent) {
        past += 1;
        continue;
      }
      const division = ridings.get(foldName(each.constituency.name));
      if (!division) {
        const why = ridings.has(foldName(each.constituency.name))
          ? 'more than one riding has this name'
          : 'no riding has this name';
        report.refused.push({
          row,
          reason: `${each.firstName} ${each.lastName}, ${each.constituency.name}: ${why} in ${options.set}`,
        });
        refusedIds.add(`ca-commons/${each.id}`);
        continue;
      }
      people.push(personOf(row, each, division, report));
    }
    if (people.length === 0)
      throw new ImportRefused(
        `${options.file}: nobody can be joined; the first reason: ${report.refused[0]?.reason ?? 'nobody serves'}`,
      );
    if (past > 0) report.notes.push(`${past} former members were passed over`);
    const roles = new Map([[roleId, knownRoles[roleId]!]]);
    const sets = new Map([[roleId, options.set]]);
    await applyPeople(
      trx,
      { source: options.source, asOf: options.asOf, roles, sets, refusedIds, unreadable, replace: options.replace },
      people,
      report,
    );
  });
}

function personOf(row: string, each: z.output<typeof member>, divisionId: string, report: Report): Person {
  const name = `${each.firstName} ${each.lastName}`;
  const { contacts, faults } = sortContacts([
    contact('email', each.email, null),
    ...each.addresses.flatMap((office) => [
      contact('phone', office.phone, office.type),
      contact('fax', office.fax, office.type),
      contact('address', office.physical, office.type),
    ]),
    contact('website', each.urls.contact, null),
    contact('website', each.urls.website, null),
  ]);
  for (const fault of faults) report.notes.push(`${row}, ${name}: ${fault}; left out`);
  return {
    row,
    id: `ca-commons/${each.id}`,
    name,
    givenName: each.firstName,
    familyName: each.lastName,
    honorific: each.honorific ?? null,
    party: each.party ?? null,
    contacts,
    seats: [{ roleId, divisionId, divisionNames: undefined, from: each.fromDate ?? null }],
  };
}
