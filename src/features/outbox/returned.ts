import { type InboundHandler, readSignedRef, shorten } from '../../platform/mail/index.ts';
import { bounce } from './queries.ts';
import { mailKinds } from './sending/settle.ts';

/**
 * Mail that comes back to the envelope address of a mail of ours (RFC 3464): written down, and told to the owner of its kind.
 * Anything else that comes there is taken and dropped: it is written by programs.
 */
export const returned: InboundHandler = {
  tag: 'bounce',
  async take({ ctx, deps }, ref, mail) {
    const id = readSignedRef(deps, 'bounce', ctx.network, ref);
    if (!id) return false;
    const { report } = mail;
    if (!report || report.action === 'other') return true;
    const response = shorten([report.status, report.diagnostic].filter(Boolean).join(' ') || 'returned');
    const end = report.action === 'failed' ? ('failed' as const) : ('late' as const);
    const known = await bounce(ctx, id, end, response);
    if (!known) return true;
    await mailKinds(deps).get(known.kind)?.returned?.(ctx, { subjectId: known.subjectId, end, response, at: ctx.now });
    return true;
  },
};
