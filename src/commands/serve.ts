import { setPriority } from 'node:os';
import { createApp } from '../app.tsx';
import type { Config } from '../config.ts';
import { openDeps } from '../deps.ts';
import { wakeMails } from '../features/outbox/index.ts';
import { representativesOf } from '../features/representatives/index.ts';
import { listenForNotices } from '../platform/db/index.ts';
import { type Deps, listen } from '../platform/http/index.ts';
import { startWorker } from '../platform/jobs/index.ts';
import { closeMailer, mailerOf } from '../platform/mail/index.ts';
import { installationSecret } from '../platform/process/data-folder.ts';
import { aborted, stopSignal } from '../platform/process/signals.ts';
import { Closing, checkEngine, checkSchema, closeDatabase, settled } from './opened.ts';

/** A web server that also hears of edits made by other processes. `stop` lets open requests finish. */
export type Web = { url: string; port: number; stop(): Promise<void> };

/** Serves the app on the configured host and port. Rejects with a message that says what to do when the port is taken. */
export async function startWeb(deps: Deps): Promise<Web> {
  const { host, port } = deps.config;
  const listening = await listen(createApp(deps), deps).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(portTaken(port, host)) : error;
  });
  const notices = await listenToOthers(deps);
  return {
    url: listening.url,
    port: listening.port,
    async stop() {
      await listening.stop();
      await notices.stop();
    },
  };
}

/** Forgets what this process keeps in memory as soon as another one has changed it. */
const listenToOthers = (deps: Deps) =>
  listenForNotices(deps.db.url, {
    casement_edits: (network) => {
      representativesOf(deps.db).forget(network);
      deps.edits.emit(network);
    },
    casement_reference: () => {
      representativesOf(deps.db).reload();
      deps.edits.emit('');
    },
  });

export const portTaken = (port: number, host: string): string =>
  `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`;

/** `bin/casement web`: one of several web processes, on a database that is managed elsewhere. */
export const serveWeb = (config: Config): Promise<number> =>
  serveApart(config, 'web', async (deps) => {
    const web = await startWeb(deps);
    console.log(`Casement's web serves on ${web.url}`);
    return web;
  });

/** So much the worker steps back behind the web and the database, where processors are short (as `nice`). */
const gentle = 5;

/** `bin/casement worker`: runs jobs, as the child of a start or apart from it. */
export const serveWorker = (config: Config): Promise<number> =>
  serveApart(config, 'worker', async (deps) => {
    // Whoever sends a letter waits for the answer; a mail may leave a little later.
    setPriority(gentle);
    // A key that would not sign is refused here, not with the first mail.
    mailerOf(deps.config);
    // Letters are addressed in this process too: who serves must be known here as soon as anywhere.
    const notices = await listenToOthers(deps);
    const worker = await startWorker(deps);
    for (const network of await deps.networks.all()) await wakeMails(deps, network.id);
    console.log("Casement's worker runs.");
    return {
      async stop() {
        await worker.stop();
        await notices.stop();
        closeMailer(deps.config);
      },
    };
  });

async function serveApart(
  given: Config,
  what: string,
  begin: (deps: Deps) => Promise<{ stop(): Promise<void> }>,
): Promise<number> {
  const stop = stopSignal();
  const closing = new Closing();
  if (!given.databaseUrl) {
    throw new Error(
      `"bin/casement ${what}" needs DATABASE_URL. On one machine, "npm start" starts the database, the web and the worker together.`,
    );
  }
  const config = await settled(given);
  const deps = openDeps(config, given.databaseUrl, installationSecret(config.dataFolder), { app: 12, owner: 5 });
  closing.add(() => closeDatabase(deps));
  try {
    await checkEngine(deps);
    await checkSchema(deps);
    const begun = await begin(deps);
    closing.add(() => begun.stop());
    await aborted(stop);
    return 0;
  } finally {
    await closing.run();
  }
}
