import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openDeps } from '../deps.ts';
import { oneTimeSignInLinks } from '../features/accounts/index.ts';
import { loadKits } from '../features/kits/index.ts';
import { loadStandards } from '../features/standards/index.ts';
import { loadVocabularies } from '../features/vocabularies/index.ts';
import { newId } from '../platform/crypto/ids.ts';
import { asOwner, makeLogRoom, migrate } from '../platform/db/index.ts';
import { mailHeldSince, migrationState } from '../platform/db/state.ts';
import type { Deps } from '../platform/http/index.ts';
import { mailerOf } from '../platform/mail/index.ts';
import { keepChild } from '../platform/process/child.ts';
import { announce, installationSecret, withdraw } from '../platform/process/data-folder.ts';
import { InUse, lockWhenFree, stopping } from '../platform/process/lock.ts';
import { giveMemoryBack } from '../platform/process/memory.ts';
import { isFree } from '../platform/process/port.ts';
import { aborted, stopSignal } from '../platform/process/signals.ts';
import { Closing, checkEngine, closeDatabase, settled, startOwnServer } from './opened.ts';
import { portTaken, startWeb } from './serve.ts';

/** Stopping is bounded: requests have 10 s, the worker 12 s, the database 30 s. */
const longestStopMs = 60_000;
/** Half a gigabyte is written then, once: not while the start itself needs the disk. */
const roomAfterMs = 60_000;

/**
 * `bin/casement start`: lock the data folder → database → migrations → starter kits → web and worker → wait → stop in the
 * reverse order. Returns 0 after a signal, 1 when the database died; what prevents a start is thrown as a message.
 */
export async function start(given: Config): Promise<number> {
  const stop = stopSignal();
  const closing = new Closing();
  try {
    const config = await settled(given);
    const lock = await lockWhenFree(config.dataFolder, 'start', console.log).catch((error) => {
      if (!(error instanceof InUse)) throw error;
      throw new Error(
        `${error.message} Stop that one first; or give this one a folder of its own: CASEMENT_DATA=/other/folder PORT=${config.port + 1} npm start`,
      );
    });
    closing.add(() => lock.release());
    stop.addEventListener('abort', () => lock.tell(stopping));
    // Before anything is made, so that a taken port leaves nothing behind.
    if (!(await isFree(config.port, config.host))) throw new Error(portTaken(config.port, config.host));

    const database = await openServer(config, closing);
    const deps = openDeps(config, database.url, installationSecret(config.dataFolder), { app: 12, owner: 3 });
    closing.add(() => closeDatabase(deps));
    await checkEngine(deps);
    stop.throwIfAborted();
    await bringUp(deps);
    giveMemoryBack();
    stop.throwIfAborted();

    // A mail setting that cannot work is refused at the start, not with the first mail.
    mailerOf(config);
    const web = await startWeb(deps);
    const worker = keepChild(
      [process.argv[1]!, 'worker'],
      { ...process.env, DATABASE_URL: database.url, CASEMENT_DATA: config.dataFolder },
      (how, ms) => console.error(`The worker ended by itself (${how}); it is started again in ${ms / 1000} s.`),
    );
    // Together: no new request is taken while the worker ends its jobs.
    closing.add(() => Promise.all([web.stop(), worker.stop()]));
    announce(config.dataFolder, { databaseUrl: database.url, url: web.url });
    closing.add(() => withdraw(config.dataFolder));
    await welcome(deps, web.url);
    if (!config.databaseUrl) {
      const later = setTimeout(() => void makeRoom(deps, database.url), roomAfterMs);
      closing.add(() => clearTimeout(later));
    }

    const died = await Promise.race([aborted(stop).then(() => undefined), database.ended]);
    if (died) {
      console.error(
        `PostgreSQL ended by itself; Casement stops. Start it again: it recovers what was committed. PostgreSQL's last words:\n${died.log}`,
      );
      return 1;
    }
    return 0;
  } catch (error) {
    // Asked to stop while still starting: that is no failure.
    if (stop.aborted) return 0;
    throw error;
  } finally {
    if (stop.aborted) console.log('Stopping: open requests may finish, then the worker and the database end …');
    setTimeout(() => {
      console.error(`casement: did not stop within ${longestStopMs / 1000} s; ending now. The next start recovers.`);
      process.exit(1);
    }, longestStopMs).unref();
    await closing.run();
    if (stop.aborted) console.log('Stopped.');
  }
}

/** For the log of the database; that it fails is no reason to stop. */
async function makeRoom({ config, log }: Deps, databaseUrl: string): Promise<void> {
  try {
    const ready = await makeLogRoom(databaseUrl, join(config.dataFolder, 'postgres'));
    log.info({ ready }, 'room for the log of the database');
  } catch (error) {
    log.warn({ error: String(error) }, 'no room was made for the log of the database');
  }
}

type Server = { url: string; ended: Promise<{ log: string } | undefined> };

/** The database that DATABASE_URL names, or our own. */
async function openServer(config: Config, closing: Closing): Promise<Server> {
  if (config.databaseUrl) return { url: config.databaseUrl, ended: new Promise(() => {}) };
  const began = performance.now();
  console.log('Starting the database …');
  const server = await startOwnServer(config.dataFolder, console.log);
  closing.add(() => server.stop());
  console.log(`The database runs (PostgreSQL, process ${server.pid}), after ${seconds(began)}.`);
  return server;
}

/** Migrations, and into a new installation the starter kits. */
async function bringUp(deps: Deps): Promise<void> {
  const { missing, unknown } = await migrationState(deps.db);
  if (unknown.length > 0) {
    throw new Error(
      `The database was made by a newer Casement (it has ${unknown.join(', ')}). Start that version, or restore a backup.`,
    );
  }
  if (missing.length > 0) {
    const began = performance.now();
    console.log(`Migrating the database (${missing.length}) …`);
    await migrate(deps.db);
    console.log(`Migrated in ${seconds(began)}.`);
  }
  // Unchanged files cost one query.
  await asOwner(deps.db, loadVocabularies);
  await asOwner(deps.db, loadStandards);
  // The row is written last: a first start that was killed goes on where it was.
  const { rowCount } = await deps.db.owner.query('select from installation');
  if (rowCount) return;
  if (deps.config.demo) {
    const began = performance.now();
    console.log('Loading the starter kits (CASEMENT_DEMO=off leaves them out) …');
    await loadKits(deps, (line) => console.log(`  ${line}`));
    console.log(`Loaded in ${seconds(began)}.`);
  }
  await deps.db.owner.query('insert into installation (id) values ($1) on conflict do nothing', [newId()]);
}

/** What a newcomer reads when everything runs. */
async function welcome(deps: Deps, url: string): Promise<void> {
  console.log(`\nCasement is ready:  ${url}\n`);
  const links = await oneTimeSignInLinks(deps);
  const networks = await deps.networks.all();
  if (await mailHeldSince(deps.db)) {
    console.log('No mail leaves: this was restored from a backup. "bin/casement release-mail" lets it leave again.\n');
  }
  if (networks.length === 0) {
    console.log(
      'There is no network yet. "bin/casement kits" lists what to begin with, and "bin/casement help" everything else.',
    );
  }
  if (links.length > 0) {
    const codes = await sampleCodes(deps);
    console.log('Try first: open the address, choose a network, find your representatives and write to one.');
    if (codes.length > 0) console.log(`Invented postal codes lead to invented representatives: ${codes.join(', ')}.`);
    console.log(
      'Then sign in as its coordinator (each link works once) and read the confirmation mail in the outbox:\n',
    );
    for (const link of links) console.log(`  ${link.network}, ${link.name} (${link.roles})\n    ${link.url}`);
    console.log('');
  }
  console.log('Ctrl-C stops it.');
}

/** For each network, an invented postal code that leads to somebody whom its campaigns ask. */
async function sampleCodes(deps: Deps): Promise<string[]> {
  const { rows } = await deps.db.owner.query<{ slug: string; code: string; name: string }>(
    `select distinct on (n.slug) n.slug, p.code, p.name
    from postal_points p
      join postal_divisions d on d.country = p.country and d.code = p.code
      join campaign_targets t on t.role_id = d.role_id
      join networks n on n.id = t.network_id
    where p.sample order by n.slug, p.code`,
  );
  return rows.map(({ slug, code, name }) => `${slug} ${code} (${name})`);
}

const seconds = (began: number) => `${((performance.now() - began) / 1000).toFixed(1)} s`;
