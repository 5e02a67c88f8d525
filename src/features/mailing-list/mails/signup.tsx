import { publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { giveUp, unconfirmedDays } from '../commands.ts';
import { signupRef, signupsOf } from '../queries.ts';

/** Asks a mailbox whether it wants our mails; one that gets them already is told so. Nothing that was typed is repeated. */
export const signupMail: MailKind = {
  secret: true,
  async compose({ ctx, deps }, ids) {
    const composed = new Map<string, ComposedMail>();
    for (const { id, locale, email, askedAt, standing } of await signupsOf(ctx, ids)) {
      if (standing === 'off') continue;
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const at = { network: ctx.network.slug, locale };
      const link =
        publicOrigin(deps, ctx.network) +
        urls.mailingList.own(at, signupRef(deps.secret, ctx.network.id, { id, askedAt }));
      const words = standing === 'waiting' ? 'ask' : 'already';
      const subject = t(`mailing.mail.${words}.subject`, { network });
      const lead = t(`mailing.mail.${words}.lead`, { network });
      const after = t(`mailing.mail.${words}.after`, { days: unconfirmedDays });
      const foot = [network, ctx.network.postalAddress].filter(Boolean).join('\n');
      composed.set(id, {
        from: { name: network },
        to: { name: '', address: email },
        subject,
        text: [t('mailing.mail.greeting'), lead, link, after, foot].join('\n\n'),
        html: await renderMail(
          <MailDocument
            locale={locale}
            dir={direction(locale)}
            title={subject}
            accent={ctx.network.accent}
            sender={network}
            button={{ href: link, label: t(`mailing.mail.${words}.button`) }}
            footer={ctx.network.postalAddress ? <p>{ctx.network.postalAddress}</p> : <p>{network}</p>}
          >
            <p>{t('mailing.mail.greeting')}</p>
            <p>{lead}</p>
            <p>{after}</p>
          </MailDocument>,
        ),
      });
    }
    return composed;
  },
  async settled(ctx, outcomes) {
    for (const { subjectId, state, response } of outcomes)
      if (state === 'failed') await giveUp(ctx, subjectId, response ?? '');
  },
  async returned(ctx, { subjectId, end, response }) {
    if (end === 'failed') await giveUp(ctx, subjectId, response);
  },
};
