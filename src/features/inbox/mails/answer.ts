import { signedAddress } from '../../../platform/mail/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { settleAnswers } from '../commands.ts';
import { tag } from '../inbound.ts';
import { referenceOf } from '../inquiry.ts';
import { answersToMail } from '../queries.ts';

/** Our answer to somebody who wrote, as plain text, from the network. Her reply comes back to the inquiry where mail can come in. */
export const answerMail: MailKind = {
  // Between her and the inbox; the outbox shows that it left.
  secret: 'words',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const answer of await answersToMail(ctx, ids)) {
      if (!answer.email) continue;
      const locale = ctx.network.locales.includes(answer.locale) ? answer.locale : ctx.network.locales[0]!;
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const back = signedAddress(deps, tag, ctx.network, answer.inquiry);
      mails.set(answer.id, {
        from: { name: network },
        to: { name: answer.name, address: answer.email },
        replyTo: back ? { name: network, address: back } : undefined,
        subject: answer.subject,
        text: `${[
          answer.body,
          '--',
          t(back ? 'inbox.mail.reply' : 'inbox.mail.reference', { network, reference: referenceOf(answer.inquiry) }),
        ].join('\n\n')}\n`,
      });
    }
    return mails;
  },
  settled: settleAnswers,
  returned: async (ctx, mail) => {
    if (mail.end === 'failed') await settleAnswers(ctx, [{ subjectId: mail.subjectId, state: 'failed' }]);
  },
};
