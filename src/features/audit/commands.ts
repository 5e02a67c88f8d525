import type { ChainFault } from '../../platform/audit/index.ts';
import type { Command } from '../../platform/registry/index.ts';
import { verifyChain } from './seal.ts';

export const commands: Command[] = [
  {
    name: 'audit',
    usage: 'verify [NETWORK]',
    summary: 'checks that no row of the record of changes was altered or removed',
    async run(args, { deps, out, err }) {
      const [verb, slug, ...more] = args;
      if (verb !== 'verify' || more.length > 0) {
        err('Usage: bin/casement audit verify [NETWORK]');
        return 2;
      }
      const networks = (await deps.networks.all()).filter((network) => slug === undefined || network.slug === slug);
      if (slug !== undefined && networks.length === 0) {
        err(`There is no network "${slug}".`);
        return 1;
      }
      let faults = 0;
      for (const network of networks) {
        const report = await verifyChain(deps, network.id);
        faults += report.faults.length;
        out(
          `/${network.slug}: ${report.sealed} rows sealed, ${report.unsealed} waiting, ${report.faults.length === 0 ? 'whole' : 'NOT WHOLE'}`,
        );
        for (const fault of report.faults.slice(0, 50)) out(`  ${inWords(fault)}`);
      }
      return faults > 0 ? 1 : 0;
    },
  },
];

function inWords(fault: ChainFault): string {
  switch (fault.kind) {
    case 'changed':
      return `${fault.position}: changed after it was sealed (${fault.id})`;
    case 'missing':
      return fault.count === 1
        ? `${fault.position}: removed`
        : `${fault.position} to ${fault.position + fault.count - 1}: removed`;
    case 'cut':
      return `ends at ${fault.position}; it had reached ${fault.head}`;
    case 'head':
      return 'the head of the chain was changed or removed';
  }
}
