import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { plainMail, spoken } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { noticesToMail } from './queries.ts';

/** Says that something waits in one of her groups: never in which, nor what. */
export const noticeMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const notice of await noticesToMail(ctx, ids)) {
      if (!notice.email) continue;
      const { t, locale, network, at } = spoken(ctx, deps, notice.locale);
      mails.set(
        notice.id,
        await plainMail(ctx, deps, {
          to: { name: notice.name, address: notice.email },
          locale,
          subject: t('groups.mail.notice.subject', { network }),
          paragraphs: [t('groups.mail.notice.text')],
          path: urls.groups.list(at),
          button: t('groups.mail.notice.button'),
        }),
      );
    }
    return mails;
  },
};
