import { pino } from 'pino';
import { readConfig } from '../../../config.ts';
import { openDatabase } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/http/index.ts';
import { openDirectory } from '../../../platform/tenancy/index.ts';
import { sendMails } from '../sending/send.ts';
import { recorder } from './feature.ts';

// A worker that does nothing but send one network's mail, for the test that kills it.
// DATABASE_URL, SMTP_URL: where; NETWORK: whose; LEASE: milliseconds.
const config = readConfig({
  LOG_LEVEL: 'silent',
  DATABASE_URL: process.env.DATABASE_URL,
  SMTP_URL: process.env.SMTP_URL,
});
const db = openDatabase(config.databaseUrl!, { app: 4 });
const deps = {
  config,
  db,
  networks: openDirectory(db),
  features: [recorder().feature],
  log: pino({ level: 'silent' }),
  clock: () => new Date(),
} as unknown as Deps;

process.stdout.write('ready\n');
for (;;) {
  await sendMails(deps, process.env.NETWORK!, undefined, { leaseMs: Number(process.env.LEASE), batch: 40 });
  await new Promise((resolve) => setTimeout(resolve, 50));
}
