import { type InboundHandler, readSignedRef } from '../../platform/mail/index.ts';
import { takeMail } from './commands.ts';

/** The tag of the address to which an answer of ours asks for replies. */
export const tag = 'inbox';

/** Mail to the address of an inquiry: her reply to what we answered. Reports of mail servers are taken and dropped. */
export const inbound: InboundHandler = {
  tag,
  async take({ ctx, deps }, ref, mail) {
    const id = readSignedRef(deps, tag, ctx.network, ref);
    if (!id) return false;
    if (mail.report) return true;
    return takeMail(ctx, id, mail);
  },
};
