import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { plainMail, spoken } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { noticesToMail } from '../queries.ts';

/** Says that a meeting waits, was changed or is cancelled: never which, of what group, when or where. */
export const noticeMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const notice of await noticesToMail(ctx, ids)) {
      const { t, locale, network, at } = spoken(ctx, deps, notice.locale);
      mails.set(
        notice.id,
        await plainMail(ctx, deps, {
          to: { name: notice.name, address: notice.email },
          locale,
          subject: t(`meetings.mail.${notice.kind}`, { network }),
          paragraphs: [t(`meetings.mail.${notice.kind}.text`)],
          path: urls.meetings.show(at, notice.meetingId),
          button: t('meetings.mail.open'),
          why: t('meetings.mail.why'),
        }),
      );
    }
    return mails;
  },
};
