import { signedAddress } from '../../../platform/mail/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { representativesOf } from '../../representatives/index.ts';
import { stopAtTheDoor } from '../changes.ts';
import { returnLetter } from '../pacing/faults.ts';
import { queuedLetters, settleLetters } from '../settle.ts';
import { letterText } from './words.ts';

/** A letter to a decision-maker: from us in her name, answered to her, her words alone. Plain text. */
export const letter: MailKind = {
  async compose({ ctx, deps }, deliveryIds) {
    const composed = new Map<string, ComposedMail>();
    // Who serves is asked once more at the last moment: nothing goes to somebody who has left.
    const lookup = await representativesOf(deps.db).of(ctx.network);
    const stopped = await stopAtTheDoor(ctx, lookup, deliveryIds);
    for (const delivery of await queuedLetters(ctx, deliveryIds)) {
      if (stopped.has(delivery.id)) continue;
      const ours = signedAddress(deps, 'reply', ctx.network, delivery.id);
      const reply = (delivery.replies && ours) || delivery.email;
      const network = inLocale(ctx.network.name, delivery.locale);
      composed.set(delivery.id, {
        from: { name: deps.messages.for(delivery.locale)('deliveries.mail.from', { name: delivery.name, network }) },
        to: { name: delivery.officialName, address: delivery.address },
        // Who signed on paper may have no mailbox: her street address stands below her letter.
        ...(reply ? { replyTo: { name: delivery.name, address: reply } } : {}),
        subject: delivery.subject,
        text: letterText(delivery),
      });
    }
    return composed;
  },
  settled: settleLetters,
  returned: returnLetter,
};
