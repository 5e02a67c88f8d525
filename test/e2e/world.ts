import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { startWeb, type Web } from '../../src/commands/serve.ts';
import { root } from '../../src/platform/db/index.ts';
import type { Command } from '../../src/platform/registry/index.ts';
import { createTestApp, type TestApp, type TestOptions } from '../app.ts';

/** The system's Chromium, rather without its windows; undefined where none is installed. */
export const chromiumPath: string | undefined = [
  process.env.CASEMENT_CHROMIUM,
  process.env.CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path));

const shared = process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data');

/** A file or folder of the real data. */
export const realData = (name: string): string => join(shared, name);

/** Why a browser test cannot run here; undefined when it can. With CI=true a missing part is a failure instead. */
export function missing(...needed: ('chromium' | 'data')[]): string | undefined {
  const lacks = [
    needed.includes('chromium') && !chromiumPath && 'Chromium is not installed (set CHROMIUM to its path)',
    needed.includes('data') && !existsSync(shared) && 'the real data is not there (set CASEMENT_SHARED_DATA)',
  ].filter((reason) => reason !== false);
  if (lacks.length === 0) return undefined;
  const reason = lacks.join('; ');
  if (process.env.CI === 'true') throw new Error(`cannot be skipped with CI=true: ${reason}`);
  console.warn(`SKIPPED: ${reason}`);
  return reason;
}

/** How a person's browser is set. */
export type Visitor = {
  /** Whether pages may run script. On unless said otherwise. */
  script?: boolean;
  colorScheme?: 'light' | 'dark';
  width?: number;
  /** A cookie header as `signInAs` gives it. */
  cookie?: string;
};

/** What a browser did that no page of ours may make it do. */
export type Strays = { requests: string[]; errors: string[] };

export type World = {
  app: TestApp;
  /** The public origin. */
  url: string;
  /** A new browser profile: no cookies, no history. */
  visit(visitor?: Visitor): Promise<{ context: BrowserContext; page: Page; strays: Strays }>;
  /** Runs an operator's command; answers what it printed. */
  operate(name: string, ...args: string[]): Promise<{ code: number; out: string[]; err: string[] }>;
  stop(): Promise<void>;
};

/** The whole program on a real port, on a database of its own, and one browser. No mail server is configured. */
export async function openWorld({
  host = '127.0.0.1',
  ...options
}: TestOptions & { host?: string } = {}): Promise<World> {
  const port = await freePort();
  const url = `http://${host}:${port}`;
  // Requests made past the browser, through `app.post`, come from the second origin.
  const origins = `${url},http://127.0.0.1:3000`;
  const app = await createTestApp({
    ...options,
    env: { PORT: String(port), CASEMENT_ORIGIN: origins, ...options.env },
  });
  let server: Web | undefined;
  let browser: Browser | undefined;
  try {
    server = await startWeb(app.deps);
    browser = await openBrowser();
  } catch (error) {
    await server?.stop();
    await app.stop();
    throw error;
  }
  const opened = { server, browser };
  return {
    app,
    url,
    async visit(visitor = {}) {
      const context = await opened.browser.newContext({
        viewport: { width: visitor.width ?? 1280, height: 800 },
        javaScriptEnabled: visitor.script ?? true,
        colorScheme: visitor.colorScheme ?? 'light',
        reducedMotion: 'reduce',
        locale: 'en-CA',
      });
      context.setDefaultTimeout(30_000);
      if (visitor.cookie) {
        const at = visitor.cookie.indexOf('=');
        await context.addCookies([{ name: visitor.cookie.slice(0, at), value: visitor.cookie.slice(at + 1), url }]);
      }
      const page = await context.newPage();
      return { context, page, strays: watch(page, url) };
    },
    async operate(name, ...args) {
      const out: string[] = [];
      const err: string[] = [];
      const command = app.deps.features
        .flatMap((feature): Command[] => feature.commands ?? [])
        .find((one) => one.name === name);
      if (!command) throw new Error(`there is no command "${name}"`);
      const code = await command.run(args, {
        deps: app.deps,
        out: (line) => out.push(line),
        err: (line) => err.push(line),
      });
      // An operator's command is another process: the web hears of it by a notice, a moment later.
      await pause(300);
      return { code, out, err };
    },
    async stop() {
      await opened.browser.close();
      await opened.server.stop();
      await app.stop();
    },
  };
}

/** Chromium that can reach nothing but this machine: every other name leads nowhere. */
function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // What a page's script was compiled to is kept for the next page (axe-core is read on each).
      '--js-flags=--no-flush-bytecode',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

/** Notes every request to somebody else, and every error or broken policy that the page reports. */
function watch(page: Page, url: string): Strays {
  const strays: Strays = { requests: [], errors: [] };
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(`${url}/`) && !to.startsWith('data:')) strays.requests.push(to);
  });
  page.on('pageerror', (error) => strays.errors.push(String(error)));
  page.on('console', (message) => {
    // Chromium reports every answer of 400 and more here; tests ask for such pages on purpose.
    const expected = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    if ((message.type() === 'error' || message.type() === 'warning') && !expected) strays.errors.push(message.text());
  });
  return strays;
}

/** A port that nobody listens on now. The origin must be known before the server starts. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
