import { publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { noticesToMail } from './queries.ts';

/** Says that something waits in one of her groups: never in which, nor what. */
export const noticeMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const notice of await noticesToMail(ctx, ids)) {
      if (!notice.email) continue;
      const { locales } = ctx.network;
      const locale = locales.includes(notice.locale) ? notice.locale : locales[0]!;
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const subject = t('groups.mail.notice.subject', { network });
      const text = t('groups.mail.notice.text');
      const href = publicOrigin(deps, ctx.network) + urls.groups.list({ network: ctx.network.slug, locale });
      mails.set(notice.id, {
        to: { name: notice.name, address: notice.email },
        subject,
        text: `${[text, href].join('\n\n')}\n`,
        html: await renderMail(
          <MailDocument
            locale={locale}
            dir={direction(locale)}
            title={subject}
            accent={ctx.network.accent}
            sender={network}
            button={{ href, label: t('groups.mail.notice.button') }}
          >
            <p>{text}</p>
          </MailDocument>,
        ),
      });
    }
    return mails;
  },
};
