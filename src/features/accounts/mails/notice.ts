import { dateIn } from '../../../platform/http/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { plainMail, spoken } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { noticesToMail } from '../queries.ts';

/** Tells somebody what happened to her account: that, when, with which browser. Never what lies inside it. */
export const noticeMail: MailKind = {
  // When she signed in, and with which browser, is between her and the house.
  secret: 'words',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const notice of await noticesToMail(ctx.trx, ctx.network.id, ids)) {
      if (!notice.email) continue;
      const { t, locale, network, at } = spoken(ctx, deps, notice.locale);
      const device = notice.device ?? t('accounts.account.unknownDevice');
      const when = dateIn(locale, ctx.network.timeZone, notice.at, 'time');
      const joined = ['joined', 'joined-away', 'parted'].includes(notice.kind);
      mails.set(
        notice.id,
        await plainMail(ctx, deps, {
          to: { name: notice.name, address: notice.email },
          locale,
          subject: t('accounts.noticeMail.subject', { network }),
          paragraphs: [
            t('accounts.mail.hello', { name: notice.name }),
            `${t(`accounts.notice.${notice.kind}`, { device })} ${when}`,
            t(joined ? 'accounts.noticeMail.right' : 'accounts.noticeMail.was'),
            t(joined ? 'accounts.noticeMail.wrong' : 'accounts.noticeMail.wasNot'),
          ],
          path: urls.accounts.account(at),
          button: t('accounts.account.title'),
        }),
      );
    }
    return mails;
  },
};
