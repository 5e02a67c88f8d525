#!/usr/bin/env node
// The operator's command. Runs on any Node from 20.19 with nothing installed: brings in the dependencies, builds what
// changed, and hands over to the program on the Node that the lock file pins.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, isBuilt, root } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { memoryOptions } from './memory.mjs';
import { programNode } from './node.mjs';

const args = process.argv.slice(2);
// Progress belongs to what a start prints; what another command prints may go through a pipe.
// A mail server keeps a mail for later on 75; on 1 it would send it back.
const failure = args[0] === 'inbound' ? 75 : 1;
const say = args[0] === 'start' ? console.log : console.error;

try {
  await ensureDependencies({ full: false, say });
  if (!isBuilt()) {
    if (!existsSync(join(root, 'src/main.ts'))) throw new Error(`The sources are missing from ${root}.`);
    const began = performance.now();
    say('Building …');
    await build();
    say(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  }
} catch (error) {
  console.error(`casement: ${error.message}`);
  process.exit(failure);
}

const node = programNode();
if (!node) {
  console.error(
    `casement: Casement needs Node 24 or newer; this is ${process.version}, and npm has no Node 24 for this machine. Install it from https://nodejs.org`,
  );
  process.exit(failure);
}

// The channel tells the program when this launcher is gone: it then stops in order.
const maps = pathToFileURL(join(root, 'bin/source-maps.mjs')).href;
const child = spawn(node, [...memoryOptions, '--import', maps, join(root, 'dist/casement.js'), ...args], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm does not hand signals on through its shell: when npm or that shell has gone, this is to stop too.
if (process.env.npm_lifecycle_event) {
  const above = ancestors();
  setInterval(() => ancestors() === above || child.kill('SIGTERM'), 200).unref();
}
child.on('error', (error) => {
  console.error(`casement: ${node} does not run here: ${error.message}`);
  process.exit(failure);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)));

/** The processes that we were started by: the shell and, where the system tells, npm above it. */
function ancestors() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')')).split(' ')[2]}`;
  } catch {
    return String(process.ppid);
  }
}
