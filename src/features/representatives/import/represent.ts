import { z } from 'zod';
import type { Database } from '../../../platform/db/index.ts';
import { foldName } from '../names.ts';
import type { PeopleFile } from './congress.ts';
import { districtsOf } from './districts.ts';
import { applyPeople, checkSet, type Person } from './people.ts';
import { limits, parseJson, readPackedText } from './read.ts';
import { ImportRefused } from './refusal.ts';
import type { Report } from './report.ts';
import { roleById } from './roles.ts';
import { runImport } from './run.ts';
import { addressLines, contact, firstIssue, line, sortContacts } from './values.ts';

export type RepresentImport = PeopleFile & { set: string };

// https://represent.opennorth.ca/api/#representativeset: the parts that are used; the rest may be anything.
const answer = z.object({
  meta: z.object({ next: z.string().nullish(), total_count: z.number().int().nullish() }).optional(),
  objects: z.array(z.unknown()).min(1).max(20_000),
});
const representative = z.object({
  name: line(200).nullish(),
  first_name: line(200).nullish(),
  last_name: line(200).nullish(),
  party_name: line(100).nullish(),
  email: line(254).nullish(),
  elected_office: line(120).nullish(),
  district_name: line(200).nullish(),
  district_id: z.union([line(80), z.number().int().transform(String)]).nullish(),
  related: z.object({ boundary_url: z.string().max(300).nullish() }).optional(),
  url: line(500).nullish(),
  personal_url: line(500).nullish(),
  offices: z
    .array(
      z.object({
        type: line(80).nullish(),
        tel: line(80).nullish(),
        fax: line(80).nullish(),
        postal: addressLines.nullish(),
      }),
    )
    .max(20)
    .default([]),
});

/**
 * Imports an answer of Open North's Represent API, saved as a file, onto one dated set: by the district's id where the
 * set knows it, else by its folded name. An answer that is one page of several is refused. Throws `ImportRefused`.
 */
export async function importRepresent(db: Database, options: RepresentImport, now: Date): Promise<Report> {
  const { text, checksum } = await readPackedText(options.file, limits.json);
  const parsed = answer.safeParse(parseJson(text, options.file));
  if (!parsed.success) throw new ImportRefused(`${options.file}: is not an answer of Represent with objects`);
  const { meta, objects } = parsed.data;
  // Half a council would end the other half.
  if (meta?.next || (meta?.total_count ?? 0) > objects.length)
    throw new ImportRefused(
      `${options.file}: is one page of several (${objects.length} of ${meta?.total_count ?? 'more'}); ask Represent for all with ?limit=1000`,
    );
  const { asOf, source, replace } = options;
  const job = { kind: 'people represent', file: options.file, checksum, asOf, dryRun: options.dryRun, now };
  return runImport(db, job, async (trx, report) => {
    const { roleId } = await checkSet(trx, options.set, asOf);
    const district = await districtsOf(trx, options.set);
    const people: Person[] = [];
    const refusedIds = new Set<string>();
    let unreadable = 0;
    for (const [i, value] of objects.entries()) {
      const row = `object ${i + 1}`;
      const read = representative.safeParse(value);
      const name = read.success ? nameOf(read.data) : null;
      if (!read.success || !name) {
        report.refused.push({ row, reason: read.success ? 'has no name' : firstIssue(read.error) });
        unreadable += 1;
        continue;
      }
      const each = read.data;
      // "/boundaries/toronto-wards-2018/york-centre/" ends with the name of the district as a slug.
      const slug = each.related?.boundary_url?.split('/').filter(Boolean).at(-1);
      const divisionId = district({ name: each.district_name ?? slug, id: each.district_id });
      if (typeof divisionId !== 'string') {
        const office = each.elected_office ? `, ${each.elected_office}` : '';
        report.refused.push({ row, reason: `${name}${office}: ${divisionId.reason}` });
        // She has no id of her own: whose seat hers was cannot be told.
        unreadable += 1;
        continue;
      }
      people.push(personOf(row, name, each, { roleId, divisionId }, options.set, report));
    }
    if (people.length === 0)
      throw new ImportRefused(`${options.file}: nobody can be joined; the first reason: ${report.refused[0]?.reason}`);
    const roles = new Map([[roleId, (await roleById(trx, roleId))!]]);
    const sets = new Map([[roleId, options.set]]);
    await applyPeople(trx, { source, asOf, roles, sets, refusedIds, unreadable, replace }, people, report);
  });
}

const nameOf = (each: z.output<typeof representative>): string | null =>
  each.name ?? ([each.first_name, each.last_name].filter(Boolean).join(' ') || null);

function personOf(
  row: string,
  name: string,
  each: z.output<typeof representative>,
  seat: { roleId: string; divisionId: string },
  set: string,
  report: Report,
): Person {
  const { contacts, faults } = sortContacts([
    contact('email', each.email, null),
    ...each.offices.flatMap((office) => [
      contact('phone', office.tel, office.type ?? null),
      contact('fax', office.fax, office.type ?? null),
      contact('address', office.postal, office.type ?? null),
    ]),
    contact('website', each.url, null),
    contact('website', each.personal_url, null),
  ]);
  for (const fault of faults) report.notes.push(`${row}, ${name}: ${fault}; left out`);
  return {
    row,
    // Represent gives people no ids: she is known by her name within the set and the district.
    id: `represent/${set}/${seat.divisionId}/${foldName(name).replaceAll(' ', '-')}`,
    name,
    givenName: each.first_name ?? null,
    familyName: each.last_name ?? null,
    honorific: null,
    party: each.party_name ?? null,
    contacts,
    seats: [{ ...seat, divisionNames: undefined, from: null }],
  };
}
