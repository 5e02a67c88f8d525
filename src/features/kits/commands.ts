import { asOwner } from '../../platform/db/index.ts';
import { FileRefused } from '../../platform/readable/index.ts';
import type { Command, CommandPlace } from '../../platform/registry/index.ts';
import { KitRefused, kitNames } from './kit.ts';
import { type Cleared, clearSamples, loadKit } from './load.ts';
import { listKitNetworks } from './queries.ts';

const usage = 'load NAME | clear-samples [NETWORK] [--yes]';

export const commands: Command[] = [
  {
    name: 'kits',
    usage: '',
    summary: 'lists the starter kits and the networks made from them',
    run: (_, at) => list(at),
  },
  {
    name: 'kit',
    usage,
    summary: 'loads a starter kit, or clears the sample content of a network',
    run: (args, at) => refusals(at, () => kit(args, at)),
  },
];

async function kit(args: string[], at: CommandPlace): Promise<number> {
  const [verb, ...rest] = args;
  const names = rest.filter((word) => !word.startsWith('--'));
  const flags = rest.filter((word) => word.startsWith('--'));
  if (verb === 'load' && names.length === 1 && flags.length === 0) return load(names[0]!, at);
  if (verb === 'clear-samples' && names.length <= 1 && flags.every((flag) => flag === '--yes')) {
    return clear(names[0], flags.length > 0, at);
  }
  at.err(`Usage: bin/casement kit ${usage}`);
  return 2;
}

async function list({ deps, out }: CommandPlace): Promise<number> {
  const networks = await asOwner(deps.db, listKitNetworks);
  for (const name of await kitNames()) {
    const network = networks.find((one) => one.kit === name);
    out(network ? `${name}  loaded as /${network.slug}${network.sample ? ' (sample)' : ''}` : `${name}  not loaded`);
  }
  return 0;
}

async function load(name: string, { deps, out }: CommandPlace): Promise<number> {
  const { network, loaded } = await loadKit(deps, name);
  out(
    loaded
      ? `The kit ${name} is loaded: /${network.slug}`
      : `The kit ${name} was loaded before as /${network.slug}; nothing was changed.`,
  );
  return 0;
}

async function clear(network: string | undefined, yes: boolean, { deps, out, err }: CommandPlace): Promise<number> {
  const cleared = await clearSamples(deps, { network, trial: !yes });
  for (const line of cleared.flatMap((one) => report(one, yes))) out(line);
  if (yes) return 0;
  err('Nothing was removed. Supporters who acted on a sample campaign would be removed with it.');
  err(
    `To remove all of this, make a backup, then: bin/casement kit clear-samples ${network ? `${network} ` : ''}--yes`,
  );
  return 1;
}

function report({ network, counts, accountsKept }: Cleared, done: boolean): string[] {
  const lines = counts.map(({ feature, count }) => `  ${feature}: ${count}`);
  if (lines.length === 0) lines.push('  no sample content');
  if (accountsKept > 0) {
    lines.push(
      `  demo accounts kept: ${accountsKept}, so that nobody is locked out. Make a coordinator of your own, then run this again.`,
    );
  }
  return [`/${network}: ${done ? 'removed' : 'would be removed'}`, ...lines];
}

/** What the operator can put right is told in one message, without a stack. */
async function refusals(at: CommandPlace, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KitRefused || error instanceof FileRefused)) throw error;
    at.err(error.message);
    return 1;
  }
}
