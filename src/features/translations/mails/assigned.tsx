import { publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { assignedTo } from '../queries.ts';

/** Says that something waits to be translated, and where; never what it is. An assignment that ended meanwhile is not told. */
export const assignedMail: MailKind = {
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const { id, name, email, locale: hers } of await assignedTo(ctx, ids)) {
      const locale = ctx.network.locales.includes(hers) ? hers : ctx.network.locales[0]!;
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const href = publicOrigin(deps, ctx.network) + urls.translations.list({ network: ctx.network.slug, locale });
      const subject = t('translations.mail.subject', { network });
      const hello = t('translations.mail.hello', { name });
      const text = t('translations.mail.text');
      const why = t('translations.mail.why');
      mails.set(id, {
        to: { name, address: email },
        subject,
        text: `${[hello, text, href, why].join('\n\n')}\n`,
        html: await renderMail(
          <MailDocument
            locale={locale}
            dir={direction(locale)}
            title={subject}
            accent={ctx.network.accent}
            sender={network}
            button={{ href, label: t('translations.mail.open') }}
            footer={<p>{why}</p>}
          >
            <p>{hello}</p>
            <p>{text}</p>
          </MailDocument>,
        ),
      });
    }
    return mails;
  },
};
