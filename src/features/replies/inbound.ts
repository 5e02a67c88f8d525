import { sha256 } from '../../platform/crypto/ids.ts';
import { type InboundHandler, queueMails, readSignedRef } from '../../platform/mail/index.ts';
import { dayOf } from '../desk/index.ts';
import { agreed, letterById } from './queries.ts';
import { takeReply } from './record.ts';
import { dayOfMail, handlingOf, kindOf } from './reply.ts';

/**
 * Mail to the unique address of a letter: goes on to her, and with her agreement a copy waits for the coordinators. What
 * she sends there herself waits for them alone. Our own mail, reports and repetitions are taken and dropped.
 */
export const inbound: InboundHandler = {
  tag: 'reply',
  async take({ ctx, deps }, ref, mail) {
    const id = readSignedRef(deps, 'reply', ctx.network, ref);
    const letter = id ? await letterById(ctx, id) : undefined;
    if (!letter) return false;
    const kind = kindOf(mail, {
      supporter: letter.supporter.email,
      ourAddress: ctx.network.mailFrom ?? deps.config.mailFrom,
      inboundDomain: deps.config.inbound?.domain ?? '',
    });
    if (kind === 'own' || kind === 'report') return true;
    const { way, goesOn, kept, counts } = handlingOf(kind, mail, await agreed(ctx, letter.actionId));
    if (!goesOn && !kept) return true;
    const reply = await takeReply(ctx, letter, {
      way,
      kept,
      received_on: dayOf(dayOfMail(mail.date, ctx.now), ctx.network.timeZone),
      sender_name: mail.from.name,
      sender_address: mail.from.address,
      subject: mail.subject,
      // A mail without a word (a picture, an empty note) still says that somebody answered.
      body: mail.text || '–',
      dropped: mail.attachments,
      automatic: !counts,
      message_key: mail.messageId ? sha256(mail.messageId).toString('hex') : null,
    });
    if (reply && goesOn) {
      await queueMails(ctx, [
        { kind: 'reply', subjectId: reply, to: letter.supporter.email, locale: letter.supporter.locale, priority: 3 },
      ]);
    }
    return true;
  },
};
