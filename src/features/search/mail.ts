import { signedId } from '../../platform/crypto/signed-id.ts';
import { publicOrigin } from '../../platform/http/index.ts';
import type { ComposedMail, MailKind } from '../../platform/registry/index.ts';
import { plainMail, spoken } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { searchesToMail } from './saved.ts';

/** The use of the signed id by which a mail program ends these mails. */
export const alertUse = 'search-alert';

/** Says that a saved search finds something new; not what it searches for, and not what it found. */
export const newsMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const saved of await searchesToMail(ctx, ids)) {
      if (!saved.email) continue;
      const { t, locale, network, at } = spoken(ctx, deps, saved.locale);
      const ref = signedId(deps.secret, alertUse, ctx.network.id, saved.id);
      mails.set(saved.id, {
        ...(await plainMail(ctx, deps, {
          to: { name: saved.name, address: saved.email },
          locale,
          subject: t('search.mail.subject', { network }),
          paragraphs: [t('search.mail.hello', { name: saved.name }), t('search.mail.text')],
          path: urls.search.saved(at),
          button: t('search.saved.title'),
          why: t('search.mail.stop'),
        })),
        unsubscribe: publicOrigin(deps, ctx.network) + urls.search.oneClick(at, ref),
      });
    }
    return mails;
  },
};
