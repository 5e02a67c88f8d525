import { type ChildProcess, spawn } from 'node:child_process';

/** A child process that is started again when it ends by itself, after 1, 2, 4 … 30 seconds. */
export type Kept = {
  /** The child's process number; undefined while it is being started again. */
  pid(): number | undefined;
  /** Asks the child to stop, waits for it at most `graceMs`, then ends it. */
  stop(): Promise<void>;
};

/**
 * Runs `node` with `args` beside us, on an IPC channel: it ends when we go away. In a process group of its own, so
 * that Ctrl-C in a terminal reaches us alone and we stop it in order.
 * @param onEnd is told when it ended by itself, and after how long it is started again
 */
export function keepChild(
  args: string[],
  env: NodeJS.ProcessEnv,
  onEnd: (how: string, againInMs: number) => void,
  graceMs = 12_000,
): Kept {
  let stopping = false;
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = 1_000;

  function start(): void {
    const began = Date.now();
    const started = spawn(process.execPath, [...process.execArgv, ...args], {
      env,
      // What it would tell a person when started alone is not wanted here; its log and its errors are.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true,
    });
    child = started;
    let told = false;
    const ended = (how: string) => {
      if (told) return;
      told = true;
      child = undefined;
      if (stopping) return;
      if (Date.now() - began > 60_000) pauseMs = 1_000;
      onEnd(how, pauseMs);
      timer = setTimeout(start, pauseMs);
      pauseMs = Math.min(pauseMs * 2, 30_000);
    };
    started.once('error', (error) => ended(error.message));
    started.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
  }

  start();
  return {
    pid: () => child?.pid,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      await new Promise<void>((resolve) => {
        const force = setTimeout(() => running.kill('SIGKILL'), graceMs);
        running.once('exit', () => {
          clearTimeout(force);
          resolve();
        });
        if (running.connected) running.send('stop', () => {});
        else running.kill('SIGTERM');
      });
    },
  };
}
