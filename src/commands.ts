import { doctor } from './commands/doctor.ts';
import { migrateDatabase } from './commands/migrate.ts';
import { checkSchema, withDeps } from './commands/opened.ts';
import { serveWeb, serveWorker } from './commands/serve.ts';
import { start } from './commands/start.ts';
import type { Config } from './config.ts';
import { features } from './features.ts';

/** A command of the program itself; those of features are opened a database first. */
type Own = { name: string; usage: string; summary: string; run(args: string[], config: Config): Promise<number> };

const own: Own[] = [
  {
    name: 'start',
    usage: '',
    summary: 'starts everything: database, web and worker; stops on Ctrl-C or SIGTERM',
    run: noArguments(start),
  },
  { name: 'web', usage: '', summary: 'serves the web alone, on DATABASE_URL', run: noArguments(serveWeb) },
  {
    name: 'worker',
    usage: '',
    summary: 'runs jobs alone (mail, recurring work), on DATABASE_URL',
    run: noArguments(serveWorker),
  },
  {
    name: 'migrate',
    usage: '',
    summary: 'brings the database up to this version of the program',
    run: noArguments(migrateDatabase),
  },
  {
    name: 'doctor',
    usage: '[--mail]',
    summary: 'looks for what is wrong; --mail also tries the mail server',
    run: doctor,
  },
  { name: 'help', usage: '', summary: 'this list', run: async () => help(console.log) },
];

/** These bring the schema with them, or look at one that is not ours. */
const onAnySchema = new Set(['restore']);

/** Runs the command that `args` names and returns its exit code: 2 for a command that there is not. */
export async function dispatch(args: string[], config: Config): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === '--help' || name === '-h') return help(console.log);
  const mine = own.find((command) => command.name === name);
  if (mine) return mine.run(rest, config);
  const theirs = features.flatMap((feature) => feature.commands ?? []).find((command) => command.name === name);
  if (!theirs) {
    console.error(`casement: there is no command "${name}".\n`);
    help(console.error);
    return 2;
  }
  if (rest.includes('--help')) {
    for (const line of called(theirs)) console.log(`bin/casement ${line}`);
    console.log(`  ${theirs.summary}`);
    return 0;
  }
  return withDeps(config, name, async (deps) => {
    if (!onAnySchema.has(name)) await checkSchema(deps);
    return theirs.run(rest, { deps, out: (line) => console.log(line), err: (line) => console.error(line) });
  });
}

function noArguments(run: (config: Config) => Promise<number>): Own['run'] {
  return async (args, config) => {
    if (args.length === 0) return run(config);
    console.error(
      `casement: "${args[0]}" is not understood here. Settings are given in the environment: PORT=3001 npm start`,
    );
    return 2;
  };
}

/** The ways to call a command, a line each. */
const called = ({ name, usage }: { name: string; usage: string }): string[] =>
  usage.split('\n').map((words) => `${name} ${words}`.trim());

function help(out: (line: string) => void): number {
  out('bin/casement COMMAND …\n');
  for (const command of [...own, ...features.flatMap((feature) => feature.commands ?? [])]) {
    for (const line of called(command)) out(`  ${line}`);
    out(`      ${command.summary}`);
  }
  out(
    '\nSettings are given in the environment: PORT, HOST, DATABASE_URL, SMTP_URL, CASEMENT_DATA … (docs/operating.md).',
  );
  return 0;
}
