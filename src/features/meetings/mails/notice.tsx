import { publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { noticesToMail } from '../queries.ts';

/** Says that a meeting waits, was changed or is cancelled: never which, of what group, when or where. */
export const noticeMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const notice of await noticesToMail(ctx, ids)) {
      const locale = ctx.network.locales.includes(notice.locale) ? notice.locale : ctx.network.locales[0]!;
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const subject = t(`meetings.mail.${notice.kind}`, { network });
      const text = t(`meetings.mail.${notice.kind}.text`);
      const why = t('meetings.mail.why');
      const at = { network: ctx.network.slug, locale };
      const href = publicOrigin(deps, ctx.network) + urls.meetings.show(at, notice.meetingId);
      mails.set(notice.id, {
        to: { name: notice.name, address: notice.email },
        subject,
        text: `${[text, href, why].join('\n\n')}\n`,
        html: await renderMail(
          <MailDocument
            locale={locale}
            dir={direction(locale)}
            title={subject}
            accent={ctx.network.accent}
            sender={network}
            button={{ href, label: t('meetings.mail.open') }}
            footer={<p>{why}</p>}
          >
            <p>{text}</p>
          </MailDocument>,
        ),
      });
    }
    return mails;
  },
};
