import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { plainMail, spoken } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { assignedTo } from '../queries.ts';

/** Says that something waits to be translated, and where; never what it is. An assignment that ended meanwhile is not told. */
export const assignedMail: MailKind = {
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const { id, name, email, locale: hers } of await assignedTo(ctx, ids)) {
      const { t, locale, network, at } = spoken(ctx, deps, hers);
      mails.set(
        id,
        await plainMail(ctx, deps, {
          to: { name, address: email },
          locale,
          subject: t('translations.mail.subject', { network }),
          paragraphs: [t('translations.mail.hello', { name }), t('translations.mail.text')],
          path: urls.translations.list(at),
          button: t('translations.mail.open'),
          why: t('translations.mail.why'),
        }),
      );
    }
    return mails;
  },
};
