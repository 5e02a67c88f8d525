import { publicOrigin } from '../../platform/http/index.ts';
import { direction } from '../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../platform/registry/index.ts';
import { inLocale } from '../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { searchesToMail } from './saved.ts';

/** Says that a saved search finds something new; not what it searches for, and not what it found. */
export const newsMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const saved of await searchesToMail(ctx, ids)) {
      if (!saved.email) continue;
      const locale = ctx.network.locales.includes(saved.locale) ? saved.locale : ctx.network.locales[0]!;
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const subject = t('search.mail.subject', { network });
      const hello = t('search.mail.hello', { name: saved.name });
      const text = t('search.mail.text');
      const stop = t('search.mail.stop');
      const href = publicOrigin(deps, ctx.network) + urls.search.saved({ network: ctx.network.slug, locale });
      mails.set(saved.id, {
        to: { name: saved.name, address: saved.email },
        subject,
        text: `${[hello, text, href, stop].join('\n\n')}\n`,
        html: await renderMail(
          <MailDocument
            locale={locale}
            dir={direction(locale)}
            title={subject}
            accent={ctx.network.accent}
            sender={network}
            button={{ href, label: t('search.saved.title') }}
          >
            <p>{hello}</p>
            <p>{text}</p>
            <p>{stop}</p>
          </MailDocument>,
        ),
      });
    }
    return mails;
  },
};
