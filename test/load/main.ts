import { aborted, stopSignal } from '../../src/platform/process/signals.ts';
import { actions } from './actions.ts';
import { serveBare } from './bare-server.ts';
import { belongFigures } from './belong.ts';
import { bytes } from './bytes.ts';
import { stopParts } from './child.ts';
import { serveLoad } from './http-load.ts';
import { lookup } from './lookup.ts';
import { mail } from './mail.ts';
import { serveMailer } from './mailer.ts';
import { memory } from './memory.ts';
import { page } from './page.ts';
import { isLinux, processorTicks } from './processes.ts';
import { provision } from './provision.ts';
import { isMet, jsonLine, type Result, tableLines } from './report.ts';
import { search } from './search.ts';
import { serveSink } from './smtp-sink.ts';
import { start } from './start.ts';
import { surge } from './surge.ts';
import { serveUngrouped } from './ungrouped.ts';
import { type Bench, openBench } from './world.ts';

/** Each gives one figure or several that belong together. An error of one does not keep the others from running. */
const figures: Record<string, (bench: Bench) => Promise<Result[]>> = {
  bytes,
  page,
  actions,
  surge,
  lookup,
  mail,
  start,
  memory,
  ...belongFigures,
  provision,
  search,
};

/** What runs beside the benchmark in a process of its own. */
const parts: Record<string, () => void> = {
  load: serveLoad,
  bare: serveBare,
  ungrouped: serveUngrouped,
  sink: serveSink,
  mailer: serveMailer,
};

/** `bench [NAME …] [--full] [--json]`. Exit code 0 when every figure ran, whether met or not; 1 otherwise; 2 for a wrong name. */
async function main(args: string[]): Promise<number> {
  const unknown = args.filter((arg) => !['--full', '--json', '--'].includes(arg) && !(arg in figures));
  if (unknown.length > 0) {
    console.error(
      `bench: there is no ${unknown.join(', ')}. Figures: ${Object.keys(figures).join(' ')}; options: --full --json`,
    );
    return 2;
  }
  const wanted = Object.keys(figures).filter((name) => args.includes(name));
  const json = args.includes('--json');
  const stop = stopSignal();
  const bench = openBench({ full: args.includes('--full'), say: (line) => console.error(line) });
  const began = performance.now();
  const work = async (): Promise<number> => {
    const results: Result[] = [];
    for (const name of wanted.length > 0 ? wanted : Object.keys(figures)) {
      bench.say(`Measuring ${name} …`);
      const before = isLinux ? processorTicks() : undefined;
      const made = await figures[name]!(bench);
      if (before) bench.say(takenBetween(before, processorTicks()));
      results.push(...made);
      for (const line of made.flatMap((one) => (json ? [jsonLine(one)] : tableLines(one)))) console.log(line);
    }
    const missed = results.filter((one) => !('skipped' in one) && !isMet(one)).map((one) => one.name);
    bench.say(
      `${((performance.now() - began) / 1000).toFixed(0)} s. ${missed.length === 0 ? 'Every target is met.' : `Not met: ${missed.join(', ')}.`}`,
    );
    return 0;
  };
  try {
    return await Promise.race([
      work(),
      aborted(stop).then(() => {
        bench.say('Stopping …');
        return 130;
      }),
    ]);
  } finally {
    await stopParts();
    await bench.closing.run();
  }
}

/** How much of the machine's time others had meanwhile; above some per cent, figures of two runs differ by more than programs do. */
const takenBetween = (from: ReturnType<typeof processorTicks>, to: ReturnType<typeof processorTicks>): string =>
  `The host gave ${((100 * (to.taken - from.taken)) / Math.max(1, to.all - from.all)).toFixed(0)} % of the processors' time to others meanwhile.`;

const [flag, part] = process.argv.slice(2);
if (flag === '--part') parts[part ?? '']!();
else {
  let code = 1;
  try {
    code = await main(process.argv.slice(2));
  } catch (error) {
    console.error(`bench: ${(error as Error)?.stack ?? error}`);
  }
  process.exit(code);
}
