import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Command, CommandPlace } from '../../../platform/registry/index.ts';
import { importBoundaries } from './boundaries.ts';
import { importCommittees } from './committees.ts';
import { importCommons } from './commons.ts';
import { importCongress, type PeopleFile } from './congress.ts';
import { type KnownRole, knownRoles, knownSets } from './known.ts';
import { importOpenStates } from './openstates.ts';
import { importPopolo } from './popolo.ts';
import { importPostal } from './postal.ts';
import { ImportRefused } from './refusal.ts';
import { printable, type Report, reportLines } from './report.ts';
import { importRepresent } from './represent.ts';
import { type Column, columns, importTable } from './table.ts';

const usage = [
  'bin/casement import boundaries FILE.geojson --set NAME --role ID --id-property P --valid-from D --as-of D --source TEXT',
  '       [--name-property P] [--name-property-fr P] [--division-prefix T] [--division-suffix T] [--valid-until D]',
  '       [--role-name T --body T --level federal|region|municipal|senate|court|other --country CC] [--licence T]',
  'bin/casement import people openstates FOLDER --as-of D [--set NAME …] [--source T] [--replace]',
  'bin/casement import people openstates FILE.json --as-of D [--source T] [--replace]   (governors, mayors)',
  'bin/casement import people committees FILE.json --as-of D [--source T] [--replace]   (OpenStates; after its people)',
  'bin/casement import people commons FILE.json --set NAME --as-of D [--source T] [--replace]',
  'bin/casement import people congress FILE.json[.gz] --as-of D [--source T] [--replace]',
  'bin/casement import people represent FILE.json[.gz] --set NAME --as-of D [--source T] [--replace]',
  'bin/casement import people popolo FILE.json[.gz] --as-of D --source T [--level L] [--country CC] [--replace]',
  'bin/casement import people csv FILE --role ID --as-of D --source T [--set NAME] [--columns name=Header,email=Header…] [--replace]',
  '       [--role-name T --body T --level L --country CC]',
  'bin/casement import postal FILE --kind geonames|centroids|crosswalk --country CC --as-of D --source T',
  '       [--role ID --division-prefix T] [--division-suffix T] [--valid-until D]   (crosswalk)',
  'every one takes --dry-run; a date D is written 2026-11-21',
];

class Misused extends Error {}

const name = z.string().regex(/^[a-z0-9][a-z0-9:._-]{0,80}$/, 'lower-case letters, digits and hyphens');
const role = z.string().regex(/^[a-z0-9-]{1,60}:[a-z0-9-]{1,40}$/, 'for example ca-commons:member');
const text = z.string().trim().min(1).max(300);
const date = z.iso.date('a day as 2026-11-21');
const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters');
const affix = z.string().regex(/^[\x21-\x7e]{0,150}$/, 'no spaces');

const shapes = {
  set: name,
  role,
  'role-name': text,
  body: text,
  level: z.enum(['federal', 'region', 'municipal', 'senate', 'court', 'other']),
  country,
  'id-property': text,
  'name-property': text,
  'name-property-fr': text,
  'division-prefix': affix,
  'division-suffix': affix,
  'valid-from': date,
  'valid-until': date,
  'as-of': date,
  source: text,
  licence: text,
  kind: z.enum(['geonames', 'centroids', 'crosswalk']),
  columns: z.string().max(2_000),
};
type Name = keyof typeof shapes;

/** `bin/casement import …`: boundaries, people and postal codes, from files the operator has downloaded. */
export const importCommand: Command = {
  name: 'import',
  usage:
    'boundaries FILE | people openstates|committees|commons|congress|represent|popolo|csv FILE | postal FILE, with options',
  summary: 'Import districts, the people who serve, and postal codes',
  async run(args, at) {
    try {
      const report = await dispatch(args, at);
      for (const line of reportLines(report, args.includes('--dry-run'))) at.out(line);
      return 0;
    } catch (error) {
      if (error instanceof Misused) {
        at.err(error.message);
        for (const line of usage) at.err(line);
        return 2;
      }
      if (error instanceof ImportRefused) {
        at.err(printable(`refused, nothing was kept: ${error.message}`));
        return 1;
      }
      throw error;
    }
  },
};

function dispatch(args: string[], at: CommandPlace): Promise<Report> {
  const [what, ...rest] = args;
  if (what === 'boundaries') return boundaries(rest, at);
  const form = what === 'people' ? rest[0] : undefined;
  if (form === 'openstates') return openStates(rest.slice(1), at);
  if (form === 'committees') return committees(rest.slice(1), at);
  if (form === 'commons') return commons(rest.slice(1), at);
  if (form === 'congress') return congress(rest.slice(1), at);
  if (form === 'represent') return represent(rest.slice(1), at);
  if (form === 'popolo') return popolo(rest.slice(1), at);
  if (form === 'csv') return table(rest.slice(1), at);
  if (what === 'postal') return postal(rest, at);
  throw new Misused(what ? `import ${args.slice(0, 2).join(' ')}: there is no such import` : 'what is to be imported?');
}

type Options = {
  file: string;
  given: Partial<Record<Name, string>>;
  sets: string[];
  dryRun: boolean;
  replace: boolean;
};

/** The one file and the options that this import takes; every other option is refused. */
function read(args: string[], names: readonly Name[], flags: readonly 'replace'[], at: CommandPlace): Options {
  const options = Object.fromEntries([
    ...names.map((each) => [each, { type: 'string' as const, ...(each === 'set' ? { multiple: true as const } : {}) }]),
    ...[...flags, 'dry-run'].map((each) => [each, { type: 'boolean' as const }]),
  ]);
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: joined(args), options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Misused((error as Error).message);
  }
  const [file, ...more] = parsed.positionals;
  if (!file || more.length > 0) throw new Misused('name exactly one file or folder');
  const given: Partial<Record<Name, string>> = {};
  for (const each of names) {
    for (const value of [parsed.values[each] ?? []].flat() as string[]) {
      const checked = shapes[each].safeParse(value);
      if (!checked.success) throw new Misused(`--${each} ${value}: ${checked.error.issues[0]!.message}`);
      given[each] = checked.data;
    }
  }
  if (given['as-of'] && given['as-of'] > at.deps.clock().toISOString().slice(0, 10))
    throw new Misused(`--as-of ${given['as-of']} is in the future`);
  return {
    file,
    given,
    sets: [parsed.values.set ?? []].flat() as string[],
    dryRun: parsed.values['dry-run'] === true,
    replace: parsed.values.replace === true,
  };
}

/** A value such as "-2013" after its option is a value, not another option. */
function joined(args: string[]): string[] {
  return args.reduce<string[]>((all, arg) => {
    const before = all.at(-1);
    if (before && /^--[a-z-]+$/.test(before) && /^-[^-]/.test(arg)) all[all.length - 1] = `${before}=${arg}`;
    else all.push(arg);
    return all;
  }, []);
}

function need(options: Options, each: Name, fallback?: string): string {
  const value = options.given[each] ?? fallback;
  if (value === undefined) throw new Misused(`--${each} is missing`);
  return value;
}

async function boundaries(args: string[], at: CommandPlace): Promise<Report> {
  const names = [
    'set',
    'role',
    'role-name',
    'body',
    'level',
    'country',
    'id-property',
    'name-property',
    'name-property-fr',
    'division-prefix',
    'division-suffix',
    'valid-from',
    'valid-until',
    'as-of',
    'source',
    'licence',
  ] as const;
  const options = read(args, names, [], at);
  const { given } = options;
  if (options.sets.length > 1) throw new Misused('a file of boundaries is one --set');
  const set = need(options, 'set');
  const known = knownSets[set];
  const roleId = need(options, 'role', known?.role);
  const validFrom = need(options, 'valid-from');
  const validUntil = given['valid-until'] ?? null;
  if (validUntil !== null && validUntil <= validFrom) throw new Misused('--valid-until must come after --valid-from');
  return importBoundaries(
    at.deps.db,
    {
      file: options.file,
      set,
      roleId,
      newRole: describedRole(options, roleId),
      idProperty: need(options, 'id-property', known?.idProperty),
      nameProperty: given['name-property'] ?? known?.nameProperty,
      nameFrProperty: given['name-property-fr'] ?? known?.nameFrProperty,
      divisionPrefix: given['division-prefix'] ?? known?.prefix ?? '',
      divisionSuffix: given['division-suffix'] ?? known?.suffix ?? '',
      validFrom,
      validUntil,
      asOf: need(options, 'as-of'),
      source: need(options, 'source'),
      licence: given.licence ?? null,
      dryRun: options.dryRun,
    },
    at.deps.clock(),
  );
}

/** A role that the operator describes; the four options come together. Undefined where none of them is given. */
function describedRole({ given }: Options, roleId: string): KnownRole | undefined {
  const words = [given['role-name'], given.body, given.level, given.country];
  if (words.every((each) => each === undefined)) return undefined;
  if (words.some((each) => each === undefined))
    throw new Misused('--role-name, --body, --level and --country are given together');
  const known = knownRoles[roleId];
  return {
    body: {
      id: known?.body.id ?? roleId.split(':')[0]!,
      name: { en: given.body! },
      level: given.level as KnownRole['body']['level'],
      country: given.country!,
    },
    name: { en: given['role-name']! },
    position: known?.position ?? 50,
  };
}

async function openStates(args: string[], at: CommandPlace): Promise<Report> {
  const options = read(args, ['set', 'as-of', 'source'], ['replace'], at);
  return importOpenStates(
    at.deps.db,
    {
      folder: options.file,
      sets: options.sets,
      asOf: need(options, 'as-of'),
      source: need(options, 'source', 'openstates/people (CC0)'),
      replace: options.replace,
      dryRun: options.dryRun,
    },
    at.deps.clock(),
  );
}

/** What every import of one file of people is told. */
const peopleFile = (options: Options, source?: string): PeopleFile => ({
  file: options.file,
  asOf: need(options, 'as-of'),
  source: need(options, 'source', source),
  replace: options.replace,
  dryRun: options.dryRun,
});

function oneSet(options: Options): string | undefined {
  if (options.sets.length > 1) throw new Misused('these people serve on one --set');
  return options.given.set;
}

async function commons(args: string[], at: CommandPlace): Promise<Report> {
  const options = read(args, ['set', 'as-of', 'source'], ['replace'], at);
  oneSet(options);
  const file = { ...peopleFile(options, 'House of Commons of Canada'), set: need(options, 'set') };
  return importCommons(at.deps.db, file, at.deps.clock());
}

async function congress(args: string[], at: CommandPlace): Promise<Report> {
  const options = read(args, ['as-of', 'source'], ['replace'], at);
  const file = peopleFile(options, 'unitedstates/congress-legislators (CC0)');
  return importCongress(at.deps.db, file, at.deps.clock());
}

async function committees(args: string[], at: CommandPlace): Promise<Report> {
  const options = read(args, ['as-of', 'source'], ['replace'], at);
  return importCommittees(at.deps.db, peopleFile(options, 'openstates/people (CC0)'), at.deps.clock());
}

async function represent(args: string[], at: CommandPlace): Promise<Report> {
  const options = read(args, ['set', 'as-of', 'source'], ['replace'], at);
  oneSet(options);
  const file = { ...peopleFile(options, 'Represent, Open North'), set: need(options, 'set') };
  return importRepresent(at.deps.db, file, at.deps.clock());
}

async function popolo(args: string[], at: CommandPlace): Promise<Report> {
  const options = read(args, ['as-of', 'source', 'level', 'country'], ['replace'], at);
  const level = need(options, 'level', 'other') as KnownRole['body']['level'];
  const file = { ...peopleFile(options), level, country: options.given.country };
  return importPopolo(at.deps.db, file, at.deps.clock());
}

async function table(args: string[], at: CommandPlace): Promise<Report> {
  const names = ['set', 'role', 'role-name', 'body', 'level', 'country', 'as-of', 'source', 'columns'] as const;
  const options = read(args, names, ['replace'], at);
  const roleId = need(options, 'role');
  const file = {
    ...peopleFile(options),
    roleId,
    newRole: describedRole(options, roleId),
    set: oneSet(options),
    columns: mapping(options.given.columns),
  };
  return importTable(at.deps.db, file, at.deps.clock());
}

/** "name=Full name,email=Work e-mail" */
function mapping(given: string | undefined): Partial<Record<Column, string>> {
  const chosen: Partial<Record<Column, string>> = {};
  for (const pair of given?.split(',') ?? []) {
    const [column, header] = [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()];
    const known = columns.find((each) => each === column);
    if (!known || !header)
      throw new Misused(`--columns ${pair}: write COLUMN=Header, COLUMN being ${columns.join(', ')}`);
    chosen[known] = header;
  }
  return chosen;
}

async function postal(args: string[], at: CommandPlace): Promise<Report> {
  const options = read(
    args,
    ['kind', 'country', 'as-of', 'source', 'role', 'division-prefix', 'division-suffix', 'valid-until'],
    [],
    at,
  );
  const { given } = options;
  const kind = need(options, 'kind') as 'geonames' | 'centroids' | 'crosswalk';
  const forCrosswalk = ['role', 'division-prefix', 'division-suffix', 'valid-until'] as const;
  const misplaced = kind === 'crosswalk' ? undefined : forCrosswalk.find((each) => given[each] !== undefined);
  if (misplaced) throw new Misused(`--${misplaced} belongs to --kind crosswalk`);
  return importPostal(
    at.deps.db,
    {
      file: options.file,
      kind,
      country: need(options, 'country'),
      asOf: need(options, 'as-of'),
      source: need(options, 'source'),
      roleId: kind === 'crosswalk' ? need(options, 'role') : undefined,
      divisionPrefix: kind === 'crosswalk' ? need(options, 'division-prefix') : '',
      divisionSuffix: given['division-suffix'] ?? '',
      validUntil: given['valid-until'] ?? null,
      dryRun: options.dryRun,
    },
    at.deps.clock(),
  );
}
