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
  /** Nobody signs in with it any more. */
  closed: boolean;
};

/**
 * One row that can be taken. `same`: her account by address. `alike`: accounts that may be hers, by name. `twin`: an earlier line of the
 * list that may be she.
 */
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
  twin: { line: number; name: string; email: string | null } | undefined;
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

/** The same name gives the same key, whichever of its words comes first. */
const personKey = (name: string): string =>
  nameKey(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(' ') || nameKey(name);

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
  const byName = Map.groupBy(
    at.known.filter(({ closed }) => !closed),
    (each) => personKey(each.name),
  );
  const inList = new Map<string, Row[]>();
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
    if (same?.closed) {
      refuse('closed', { value: written.slice(0, 80) });
      continue;
    }
    const who = personKey(name);
    const alike = same
      ? []
      : (byName.get(who) ?? []).filter(
          (each) =>
            country === null ||
            each.country === null ||
            each.country === country ||
            (organisationId !== null && each.organisations.includes(organisationId)),
        );
    const earlier = inList.get(who) ?? [];
    // Two addresses that both have an account are two women, or one who will be joined by somebody who sees both.
    const twin = same
      ? undefined
      : earlier.find(
          (each) =>
            (organisationId !== null && each.organisationId === organisationId) ||
            ((organisationId === null || each.organisationId === null) &&
              (country === null || each.country === null || country === each.country)),
        );
    const row: Row = {
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
      twin: twin && { line: twin.line, name: twin.name, email: twin.email },
    };
    plan.rows.push(row);
    inList.set(who, [...earlier, row]);
  }
  return plan;
}

/** Whether somebody has to say whose row it is. */
export const isAsked = (row: Row): boolean => row.alike.length > 0 || row.twin !== undefined;

/** What somebody may answer for a row: an account's id, an earlier line of the list, or somebody else. */
export const answersFor = (row: Row): string[] => [
  ...row.alike.map(({ id }) => id),
  ...(row.twin ? [`line-${row.twin.line}`] : []),
  'other',
];

/** A row as it was decided about: of a known account, of an earlier line, or of somebody new. */
export type Decided = Omit<Row, 'same' | 'alike' | 'twin'> & { accountId: string | null; twinLine: number | null };

/**
 * The rows as they are to be taken, by what was answered for each line. What a later line of the same woman knows beyond the earlier one is
 * hers from the beginning.
 */
export function decide(plan: Plan, answers: ReadonlyMap<number, string>): Decided[] {
  const byLine = new Map<number, Decided>();
  for (const { same, alike, twin, ...row } of plan.rows) {
    const answer = answers.get(row.line);
    const accountId = same?.id ?? alike.find(({ id }) => id === answer)?.id ?? null;
    const first = twin && answer === `line-${twin.line}` ? byLine.get(twin.line) : undefined;
    if (first) {
      first.email ??= row.email;
      first.emailKey ??= row.emailKey;
      first.country ??= row.country;
    }
    byLine.set(row.line, { ...row, accountId, twinLine: first?.line ?? null });
  }
  return [...byLine.values()];
}

/** How many accounts and memberships taking it would make. */
export function countsOf(plan: Plan): Record<string, number> {
  return {
    people: plan.rows.filter((row) => !row.same).length,
    known: plan.rows.filter((row) => row.same).length,
    memberships: plan.rows.filter((row) => !row.same?.member).length,
    refused: plan.refused.length,
  };
}
