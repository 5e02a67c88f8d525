import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import {
  appRoleProblems,
  clockDifference,
  engineFacts,
  mailHeldSince,
  migrationState,
  tablesWithoutRowSecurity,
  unsuitable,
} from '../platform/db/state.ts';
import type { Deps } from '../platform/http/index.ts';
import { withDeps } from './opened.ts';

/** One thing looked at. `wrong` makes the command fail; `note` is worth knowing. */
type Finding = { what: string; state: 'well' | 'note' | 'wrong'; says: string };

const well = (what: string, says: string): Finding => ({ what, state: 'well', says });
const note = (what: string, says: string): Finding => ({ what, state: 'note', says });
const wrong = (what: string, says: string): Finding => ({ what, state: 'wrong', says });

/** `bin/casement doctor`: looks at everything that decides whether this installation is sound. Exit code 1 if something is wrong. */
export async function doctor(args: string[], config: Config): Promise<number> {
  if (args.some((arg) => arg !== '--mail')) {
    console.error('casement doctor [--mail]');
    return 2;
  }
  return withDeps(
    config,
    'doctor',
    async (deps) => {
      const findings = [
        ...program(),
        ...dataFolder(deps.config),
        await room(deps.config),
        ...(await database(deps)),
        ...settings(deps.config),
        await mail(deps.config, args.includes('--mail')),
      ];
      for (const { what, state, says } of findings) {
        console.log(`${{ well: 'well ', note: 'note ', wrong: 'WRONG' }[state]}  ${what}: ${says}`);
      }
      const bad = findings.filter(({ state }) => state === 'wrong').length;
      console.log(bad === 0 ? '\nNothing is wrong.' : `\n${bad} thing(s) to put right.`);
      return bad === 0 ? 0 : 1;
    },
    { anyEngine: true },
  );
}

function program(): Finding[] {
  const major = Number.parseInt(process.versions.node, 10);
  const says = `Node ${process.version} on ${process.platform} ${process.arch}`;
  return [major >= 24 ? well('program', says) : wrong('program', `${says}; it needs 24`)];
}

/** The secret opens everything that is signed or sealed: nobody else may read it. */
function dataFolder({ dataFolder: folder }: Config): Finding[] {
  if (process.platform === 'win32') return [well('data folder', folder)];
  const others = statSync(join(folder, 'secret')).mode & 0o077;
  return [
    others === 0
      ? well('data folder', `${folder} is writable, its secret closed`)
      : wrong('data folder', `${join(folder, 'secret')} can be read by others: chmod 600 it`),
  ];
}

async function room({ dataFolder: folder }: Config): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / 1024 ** 3;
  const says = `${free.toFixed(1)} GB free`;
  return free < 1 ? wrong('disk', `${says}: make room before the database must stop`) : well('disk', says);
}

async function database(deps: Deps): Promise<Finding[]> {
  const facts = await engineFacts(deps.db);
  const problems = unsuitable(facts);
  if (problems.length > 0) return problems.map((text) => wrong('engine', text));
  const findings = [well('engine', `PostgreSQL ${facts.versionText}, ${facts.encoding}, ${facts.locale}`)];

  const { missing, unknown } = await migrationState(deps.db);
  if (unknown.length > 0) findings.push(wrong('schema', `made by a newer Casement: ${unknown.join(', ')}`));
  else if (missing.length > 0)
    findings.push(
      wrong('schema', `${missing.length} migration(s) missing, from ${missing[0]} on: run "bin/casement migrate"`),
    );
  else findings.push(well('schema', 'up to date'));

  const role = await appRoleProblems(deps.db);
  findings.push(
    ...(role.length > 0 ? role.map((text) => wrong('role', text)) : [well('role', 'requests run as casement_app')]),
  );
  const open = await tablesWithoutRowSecurity(deps.db);
  findings.push(
    open.length > 0
      ? wrong('second lock', `row-level security is off on ${open.join(', ')}`)
      : well('second lock', 'row-level security is on for every table with network_id'),
  );
  const held = await mailHeldSince(deps.db);
  if (held) {
    const since = held.toISOString().slice(0, 10);
    findings.push(
      note(
        'held mail',
        `restored from a backup on ${since}, so nothing leaves: look at the outbox, then run "bin/casement release-mail"`,
      ),
    );
  }
  const apart = await clockDifference(deps.db);
  findings.push(
    apart > 5_000
      ? wrong('clock', `the database's clock is ${(apart / 1000).toFixed(0)} s away from this machine's`)
      : well('clock', `${new Date().toISOString()}, the same in the database`),
  );
  return findings;
}

function settings({ host, origins, trustedProxies }: Config): Finding[] {
  const loopback = host === '127.0.0.1' || host === '::1' || host === 'localhost';
  const [origin = ''] = origins;
  if (!loopback && !origin.startsWith('https:')) {
    return [
      note(
        'address',
        `it listens on ${host}, but CASEMENT_ORIGIN is ${origin}: links in mails would not be encrypted, or lead nowhere`,
      ),
    ];
  }
  if (loopback && origin.startsWith('https:') && trustedProxies === 0) {
    return [
      note(
        'address',
        `${origin} comes through a proxy: set CASEMENT_TRUST_PROXY=1, or every visitor has the proxy's address`,
      ),
    ];
  }
  return [well('address', `${origin}, listening on ${host}`)];
}

async function mail({ smtpUrl, mailFrom }: Config, ask: boolean): Promise<Finding> {
  if (!smtpUrl) return note('mail', 'SMTP_URL is not set: mails stay in the outbox, where coordinators read them');
  const { host } = new URL(smtpUrl);
  if (!ask) return well('mail', `${host}, from ${mailFrom}; "bin/casement doctor --mail" tries it`);
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(smtpUrl);
  try {
    await transport.verify();
    return well('mail', `${host} answers and lets us in`);
  } catch (error) {
    return wrong('mail', `${host}: ${(error as Error).message}`);
  } finally {
    transport.close();
  }
}
