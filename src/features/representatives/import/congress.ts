import { z } from 'zod';
import type { Database } from '../../../platform/db/index.ts';
import { districtNames, knownRoles } from './known.ts';
import { applyPeople, type Person, type Seat } from './people.ts';
import { type DivisionRow, writeDivisions } from './queries.ts';
import { limits, parseJson, readPackedText } from './read.ts';
import { ImportRefused, refuseEmpty } from './refusal.ts';
import { emptyReport, type Report } from './report.ts';
import { runImport } from './run.ts';
import { stateDivision } from './us-states.ts';
import { addressLines, contact, day, firstIssue, line, nameLine, sortContacts } from './values.ts';

/** What every import of one file of people is told. */
export type PeopleFile = { file: string; asOf: string; source: string; replace: boolean; dryRun: boolean };

const house = 'us-house:member';
const senate = 'us-senate:member';

// https://github.com/unitedstates/congress-legislators#data-dictionary: the parts that are used.
const term = z
  .object({
    start: day,
    end: day,
    state: z.string().regex(/^[A-Z]{2}$/),
    party: line(100).nullish(),
    phone: line(80).nullish(),
    fax: line(80).nullish(),
    address: addressLines.nullish(),
    contact_form: line(500).nullish(),
    url: line(500).nullish(),
  })
  .and(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('rep'), district: z.number().int().min(0).max(99) }),
      z.object({ type: z.literal('sen'), class: z.union([z.literal(1), z.literal(2), z.literal(3)]) }),
    ]),
  );
const identified = z.object({ id: z.object({ bioguide: z.string().regex(/^[A-Z]\d{6}$/) }) });
const legislator = identified.extend({
  name: z.object({ first: nameLine, last: nameLine, official_full: nameLine.optional() }),
  terms: z.array(z.object({ start: z.string(), end: z.string() }).loose()).max(200),
});

/**
 * Imports congress-legislators' current file (JSON, may be packed with gzip): Representatives are joined to their
 * congressional districts, Senators to two posts for each state, told apart by class. Throws `ImportRefused`.
 */
export async function importCongress(db: Database, options: PeopleFile, now: Date): Promise<Report> {
  const { text, checksum } = await readPackedText(options.file, limits.json);
  const list = z.array(z.unknown()).min(1).max(10_000).safeParse(parseJson(text, options.file));
  if (!list.success) throw new ImportRefused(`${options.file}: is not a list of legislators`);
  const read = emptyReport();
  const people: Person[] = [];
  const divisions = new Map<string, DivisionRow>();
  const refusedIds = new Set<string>();
  let unreadable = 0;
  let past = 0;
  for (const [i, value] of list.data.entries()) {
    const row = `legislator ${i + 1}`;
    const made = personOf(row, value, options.asOf, divisions, read);
    if (made === undefined) past += 1;
    else if (typeof made !== 'string') people.push(made);
    else {
      read.refused.push({ row, reason: made });
      const id = identified.safeParse(value);
      if (id.success) refusedIds.add(personId(id.data.id.bioguide));
      else unreadable += 1;
    }
  }
  refuseEmpty(read, { name: options.file, asOf: options.asOf, taken: people.length, past }, 'serves', 'do not serve');
  const job = {
    kind: 'people congress',
    file: options.file,
    checksum,
    asOf: options.asOf,
    dryRun: options.dryRun,
    now,
  };
  return runImport(db, job, async (trx, report) => {
    Object.assign(report, structuredClone(read));
    // Both houses are one file: a house of which nobody is left in it is empty, and `--replace` is asked for.
    const roles = new Map([house, senate].map((id) => [id, knownRoles[id]!]));
    // A crosswalk knows "Congressional District 22" alone, of which there are many: these names say of which state.
    await writeDivisions(trx, [...divisions.values()]);
    const { source, asOf, replace } = options;
    await applyPeople(trx, { source, asOf, roles, sets: new Map(), refusedIds, unreadable, replace }, people, report);
  });
}

const personId = (bioguide: string): string => `us-congress/${bioguide}`;

/** The person with the seat held on `asOf`; undefined where none is held, or the reason why the row is not taken. */
function personOf(
  row: string,
  value: unknown,
  asOf: string,
  divisions: Map<string, DivisionRow>,
  report: Report,
): Person | string | undefined {
  const parsed = legislator.safeParse(value);
  if (!parsed.success) return firstIssue(parsed.error);
  const { id, name, terms } = parsed.data;
  // One term ends on the day on which the next begins.
  const current = terms.findLast((each) => each.start <= asOf && asOf < each.end);
  if (!current) return undefined;
  const held = term.safeParse(current);
  if (!held.success) return `the term: ${firstIssue(held.error)}`;
  const seat = seatOf(held.data, divisions);
  if (typeof seat === 'string') return seat;
  const { phone, fax, address, contact_form, url, party } = held.data;
  const { contacts, faults } = sortContacts([
    contact('phone', phone, null),
    contact('fax', fax, null),
    contact('form', contact_form, null),
    contact('website', url, null),
    contact('address', address, null),
  ]);
  const full = name.official_full ?? `${name.first} ${name.last}`;
  for (const fault of faults) report.notes.push(`${row}, ${full}: ${fault}; left out`);
  return {
    row,
    id: personId(id.bioguide),
    name: full,
    givenName: name.first,
    familyName: name.last,
    honorific: null,
    party: party ?? null,
    contacts,
    seats: [seat],
  };
}

function seatOf(held: z.output<typeof term>, divisions: Map<string, DivisionRow>): Seat | string {
  const state = stateDivision(held.state);
  if (!state) return `${held.state} sends nobody to Congress`;
  const names = { en: state.name };
  if (held.type === 'sen') {
    if (!state.state) return `${state.name} has no senators`;
    divisions.set(state.id, { id: state.id, country: 'US', names });
    // The two senators of a state are of two of the three classes: the class is the seat, and outlives who sits in it.
    const postId = `${senate}/${state.id}/class:${held.class}`;
    return { roleId: senate, divisionId: state.id, divisionNames: undefined, from: held.start, postId };
  }
  const divisionId = houseDivision(state.id, held.district);
  const numbered = Object.entries(districtNames(knownRoles[house], String(held.district)));
  divisions.set(divisionId, {
    id: divisionId,
    country: 'US',
    names:
      divisionId === state.id
        ? names
        : Object.fromEntries(numbered.map(([tag, text]) => [tag, `${state.name}, ${text}`])),
  });
  return { roleId: house, divisionId, divisionNames: undefined, from: held.start };
}

/**
 * The division of a congressional district. Open Civic Data gives no `cd` to a state with one member, nor to the
 * District of Columbia and the territories with their delegates: their division is the state's. Files write such a
 * seat as district 0, the Census as 98 where it is a delegate's.
 */
export const houseDivision = (stateId: string, district: number): string =>
  district === 0 || district === 98 ? stateId : `${stateId}/cd:${district}`;
