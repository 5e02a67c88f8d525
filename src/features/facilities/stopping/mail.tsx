import { publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { peopleOf } from './commands.ts';

/** Says that something changed with a facility of her organisation; not which, not what, not why. */
export const stoppedMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const { id, name, email, locale: wanted } of await peopleOf(ctx).where('a.id', 'in', ids).execute()) {
      const locale = ctx.network.locales.includes(wanted) ? wanted : ctx.network.locales[0]!;
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const subject = t('facilities.mail.subject', { network });
      const words = [t('facilities.mail.hello', { name }), t('facilities.mail.text')];
      const href = publicOrigin(deps, ctx.network) + urls.facilities.mine({ network: ctx.network.slug, locale });
      mails.set(id, {
        to: { name, address: email! },
        subject,
        text: `${[...words, href].join('\n\n')}\n`,
        html: await renderMail(
          <MailDocument
            locale={locale}
            dir={direction(locale)}
            title={subject}
            accent={ctx.network.accent}
            sender={network}
            button={{ href, label: t('facilities.mine') }}
          >
            {words.map((line) => (
              <p>{line}</p>
            ))}
          </MailDocument>,
        ),
      });
    }
    return mails;
  },
};
