import { dateIn, publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { localeOf } from '../links.ts';
import { noticesToMail } from '../queries.ts';

/** Tells somebody what happened to her account: that, when, with which browser. Never what lies inside it. */
export const noticeMail: MailKind = {
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const notice of await noticesToMail(ctx.trx, ctx.network.id, ids)) {
      if (!notice.email) continue;
      const locale = localeOf(ctx.network, notice.locale);
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const device = notice.device ?? t('accounts.account.unknownDevice');
      const when = dateIn(locale, ctx.network.timeZone, notice.at, 'time');
      const subject = t('accounts.noticeMail.subject', { network });
      const hello = t('accounts.mail.hello', { name: notice.name });
      const what = `${t(`accounts.notice.${notice.kind}`, { device })} ${when}`;
      const joined = ['joined', 'joined-away', 'parted'].includes(notice.kind);
      const was = t(joined ? 'accounts.noticeMail.right' : 'accounts.noticeMail.was');
      const wasNot = t(joined ? 'accounts.noticeMail.wrong' : 'accounts.noticeMail.wasNot');
      const href = publicOrigin(deps, ctx.network) + urls.accounts.account({ network: ctx.network.slug, locale });
      mails.set(notice.id, {
        to: { name: notice.name, address: notice.email },
        subject,
        text: `${[hello, what, was, wasNot, href].join('\n\n')}\n`,
        html: await renderMail(
          <MailDocument
            locale={locale}
            dir={direction(locale)}
            title={subject}
            accent={ctx.network.accent}
            sender={network}
            button={{ href, label: t('accounts.account.title') }}
          >
            <p>{hello}</p>
            <p>{what}</p>
            <p>{was}</p>
            <p>{wasNot}</p>
          </MailDocument>,
        ),
      });
    }
    return mails;
  },
};
