import { publicOrigin } from '../../../platform/http/index.ts';
import { readEmail } from '../../../platform/mail/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { urls } from '../../../urls.ts';
import { actionRef } from '../../campaigns/index.ts';
import { repliesToPass } from '../queries.ts';
import { forgetPassed } from '../record.ts';

/** A reply that came to her letter's address, sent on to her as plain text; she answers it directly. */
export const passed: MailKind = {
  // Whether coordinators may read it is hers to say, and they do so at the replies.
  secret: 'words',
  async compose({ ctx, deps }, ids) {
    const composed = new Map<string, ComposedMail>();
    for (const reply of await repliesToPass(ctx, ids)) {
      const t = deps.messages.for(reply.locale);
      const at = { network: ctx.network.slug, locale: reply.locale };
      const sender = readEmail(reply.senderAddress);
      const page =
        publicOrigin(deps, ctx.network) + urls.replies.mine(at, actionRef(deps.secret, ctx.network.id, reply.actionId));
      const who = [reply.senderName, sender ? `<${sender}>` : ''].filter(Boolean).join(' ') || t('replies.mail.nobody');
      composed.set(reply.id, {
        from: { name: inLocale(ctx.network.name, reply.locale) },
        to: { name: reply.name, address: reply.email },
        replyTo: sender ? { name: reply.senderName, address: sender } : undefined,
        subject: t('replies.mail.subject', { subject: reply.subject || t('replies.mail.noSubject') }),
        text: [
          t('replies.mail.lead', { who, official: reply.officialName ?? 'none' }),
          t('replies.mail.unproved'),
          reply.dropped > 0 ? t('replies.mail.dropped', { count: reply.dropped }) : '',
          '---',
          reply.body,
          '---',
          t(reply.kept ? 'replies.mail.kept' : 'replies.mail.notKept'),
          page,
        ]
          .filter(Boolean)
          .join('\n\n'),
      });
    }
    return composed;
  },
  settled: (ctx, outcomes) =>
    forgetPassed(
      ctx,
      outcomes.map((outcome) => outcome.subjectId),
    ),
};
