import { type ChildProcess, fork } from 'node:child_process';

/** A part of the benchmark in a process of its own; it ends with us. */
export type Part = {
  pid: number;
  /** One question at a time; rejects with the part's error, or when it ends. */
  ask<Answer>(question: unknown): Promise<Answer>;
  stop(): Promise<void>;
};

const running = new Set<Part>();

/** Ends every part that still runs, so that none outlives what it talks to. */
export const stopParts = async (): Promise<void> => void (await Promise.all([...running].map((part) => part.stop())));

/** Starts this same program in the role `name` (see main.ts). */
export function startPart(name: string): Part {
  const child = fork(process.argv[1]!, ['--part', name], {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // In a process group of its own: Ctrl-C reaches the benchmark alone, which then ends its parts.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const part: Part = {
    pid: child.pid!,
    ask: (question) => ask(child, question),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
  running.add(part);
  void ended.then(() => running.delete(part));
  return part;
}

type Reply = { answer: unknown } | { error: string };

function ask<Answer>(child: ChildProcess, question: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const over = () => reject(new Error('a part of the benchmark ended before it answered'));
    child.once('exit', over);
    child.once('message', (reply: Reply) => {
      child.off('exit', over);
      if ('error' in reply) reject(new Error(reply.error));
      else resolve(reply.answer as Answer);
    });
    child.send(question as object);
  });
}

/** What a part does: answers questions until its parent is gone. */
export function answer(respond: (question: never) => Promise<unknown>): void {
  process.on('message', (question) => {
    respond(question as never).then(
      (value) => process.send!({ answer: value ?? null }),
      (error: Error) => process.send!({ error: error.stack ?? String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
}
