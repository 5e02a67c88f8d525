import { dispatch } from './commands.ts';
import { readConfig } from './config.ts';
import { InUse } from './platform/process/lock.ts';

/** The whole program: the environment, then the command that was asked for. */
async function main(): Promise<number> {
  const config = readConfig(process.env);
  return dispatch(process.argv.slice(2), config);
}

let code: number;
try {
  code = await main();
} catch (error) {
  // What a person can put right is a message; only what nobody foresaw carries a stack.
  const told = error instanceof InUse || (error instanceof Error && error.constructor === Error);
  console.error(`casement: ${told ? error.message : ((error as Error)?.stack ?? error)}`);
  // A mail server keeps a mail for later on 75 (EX_TEMPFAIL); on 1 it would send it back.
  code = process.argv[2] === 'inbound' ? 75 : 1;
}
// Nothing may hold the process open after its command has ended.
process.exit(code);
