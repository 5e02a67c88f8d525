import type { CsvRecord } from '../../../platform/csv/index.ts';
import { isDay } from '../../../platform/http/index.ts';
import { emailKey, readEmail } from '../../../platform/mail/index.ts';
import { nameKey } from '../../organisations/index.ts';
import type { Columns, Field } from './columns.ts';

/** Why a row is not taken, or what of it is left out: a message and its values. */
export type Note = { line: number; key: string; values: Record<string, unknown> };

/** Somebody with an account, as far as a list is compared with her. */
export type Known = {
  id: string;
  name: string;
  emailKey: string | null;
  country: string | null;
  organisations: string[];
  /** Has a membership that holds or is suspended. */
  member: boolean;
};

/** One row that can be taken. `same`: her account by address. `alike`: accounts that may be hers, by name. */
export type Row = {
  line: number;
  name: string;
  email: string | null;
  emailKey: string | null;
  country: string | null;
  locale: string;
  organisationId: string | null;
  position: string;
  since: string;
  renewOn: string | null;
  same: Known | undefined;
  alike: Known[];
};
export type Plan = { rows: Row[]; refused: Note[]; notes: Note[] };

/** What a list is compared with. Names of countries and organisations are keys (`nameKey`). */
export type Surroundings = {
  known: readonly Known[];
  countries: ReadonlyMap<string, string>;
  organisations: ReadonlyMap<string, string>;
  locales: readonly string[];
  today: string;
};

/**
 * What taking the list would do, row by row. A row without a name, with an address that is none, or with one that another row
 * has, is refused; a country, organisation, language or day that nobody knows is left out of its row, and said.
 */
export function planOf(
  header: readonly string[],
  records: readonly CsvRecord[],
  columns: Columns,
  at: Surroundings,
): Plan {
  const plan: Plan = { rows: [], refused: [], notes: [] };
  const byEmail = new Map(at.known.flatMap((each) => (each.emailKey ? [[each.emailKey, each] as const] : [])));
  const byName = Map.groupBy(at.known, (each) => nameKey(each.name));
  const lines = new Map<string, number>();
  for (const { line, fields } of records) {
    const refuse = (why: string, values: Record<string, unknown> = {}) =>
      void plan.refused.push({ line, key: `members.import.refused.${why}`, values });
    const leaveOut = (field: Field, value: string) =>
      void plan.notes.push({ line, key: `members.import.leftOut.${field}`, values: { value: value.slice(0, 80) } });
    if (fields.length !== header.length) {
      refuse('fields', { count: fields.length, wanted: header.length });
      continue;
    }
    const cell = (field: Field): string =>
      columns[field] === undefined
        ? ''
        : (fields[columns[field]] ?? '')
            .replace(/\p{Cc}/gu, ' ')
            .trim()
            .normalize('NFC');
    const name = (cell('name') || [cell('given'), cell('family')].filter(Boolean).join(' ')).slice(0, 120);
    if (name === '') {
      refuse('name');
      continue;
    }
    const written = cell('email');
    const email = written === '' ? null : (readEmail(written) ?? undefined);
    if (email === undefined) {
      refuse('email', { value: written.slice(0, 80) });
      continue;
    }
    const key = email && emailKey(email);
    const before = key ? lines.get(key) : undefined;
    if (before !== undefined) {
      refuse('twice', { line: before });
      continue;
    }
    if (key) lines.set(key, line);
    const looked = <T>(field: Field, find: (value: string) => T | undefined): T | undefined => {
      const value = cell(field);
      const found = value === '' ? undefined : find(value);
      if (value !== '' && found === undefined) leaveOut(field, value);
      return found;
    };
    const country = looked('country', (value) => at.countries.get(nameKey(value))) ?? null;
    const organisationId = looked('organisation', (value) => at.organisations.get(nameKey(value))) ?? null;
    const locale =
      looked('language', (value) => at.locales.find((each) => each === value.toLowerCase())) ?? at.locales[0]!;
    const since = looked('since', (value) => (isDay(value) && value <= at.today ? value : undefined)) ?? at.today;
    const renewOn = looked('renewal', (value) => (isDay(value) ? value : undefined)) ?? null;
    const same = key ? byEmail.get(key) : undefined;
    const alike = same
      ? []
      : (byName.get(nameKey(name)) ?? []).filter(
          (each) =>
            country === null ||
            each.country === null ||
            each.country === country ||
            (organisationId !== null && each.organisations.includes(organisationId)),
        );
    plan.rows.push({
      line,
      name,
      email,
      emailKey: key,
      country,
      locale,
      organisationId,
      position: cell('position').slice(0, 120),
      since,
      renewOn,
      same,
      alike: alike.slice(0, 3),
    });
  }
  return plan;
}

/** How many accounts, memberships and affiliations taking it would make. */
export function countsOf(plan: Plan, same: ReadonlyMap<number, string> = new Map()): Record<string, number> {
  const known = (row: Row) => row.same ?? row.alike.find(({ id }) => id === same.get(row.line));
  return {
    people: plan.rows.filter((row) => !known(row)).length,
    known: plan.rows.filter((row) => known(row)).length,
    memberships: plan.rows.filter((row) => !known(row)?.member).length,
    refused: plan.refused.length,
  };
}
