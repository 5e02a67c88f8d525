import { failureFacts } from '../../platform/db/index.ts';
import { deliverInbound, readAll, readInbound, UnreadableMail } from '../../platform/mail/index.ts';
import type { Command } from '../../platform/registry/index.ts';

/** Exit codes as mail servers read them (sysexits.h). */
const exits = { taken: 0, usage: 64, unreadable: 65, unknown: 67, later: 75 };

/** Takes one message from a mail server's pipe: `bin/casement inbound --from SENDER RECIPIENT … < message`. */
export const inboundCommand: Command = {
  name: 'inbound',
  usage: '[--from SENDER] RECIPIENT … < MESSAGE',
  summary: 'takes one mail that came in, from the pipe of a mail server',
  async run(args, { deps, err }) {
    const from = args.indexOf('--from');
    const sender = from < 0 ? null : (args[from + 1] ?? '').replace(/^<|>$/g, '');
    const recipients = args.filter((_, place) => from < 0 || (place !== from && place !== from + 1));
    if (recipients.length === 0 || recipients.some((one) => one.startsWith('--'))) {
      err('Usage: bin/casement inbound [--from SENDER] RECIPIENT … < MESSAGE');
      return exits.usage;
    }
    if (!deps.config.inbound) {
      err('There is no way in for mail: set INBOUND_DOMAIN (docs/operating.md).');
      return exits.later;
    }
    try {
      const mail = await readInbound(await readAll(process.stdin), recipients, sender);
      if ((await deliverInbound(deps, mail)) === 'taken') return exits.taken;
      err('There is no such address here.');
      return exits.unknown;
    } catch (error) {
      const unreadable = error instanceof UnreadableMail;
      err(unreadable ? `The message cannot be taken: ${error.message}.` : 'Not now: try again later.');
      if (!unreadable) deps.log.error({ ...failureFacts(error) }, 'a mail could not be taken');
      return unreadable ? exits.unreadable : exits.later;
    }
  },
};
