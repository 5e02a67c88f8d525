import { dateIn, publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument } from '../../../ui/mail.tsx';
import { urls } from '../../../urls.ts';
import { actionRef } from '../../campaigns/index.ts';
import { newsToSend } from '../handover/news.ts';

/** One message to those who asked to be told: to whom the petition went, and thanks. Never to anybody else. */
export const handoverNews: MailKind = {
  async compose({ ctx, deps }, ids) {
    const composed = new Map<string, ComposedMail>();
    for (const news of await newsToSend(ctx, ids)) {
      const t = deps.messages.for(news.locale);
      const network = inLocale(ctx.network.name, news.locale);
      const at = { network: ctx.network.slug, locale: news.locale };
      const link =
        publicOrigin(deps, ctx.network) +
        urls.campaigns.action(at, actionRef(deps.secret, ctx.network.id, news.actionId));
      const subject = t('petitions.mail.news.subject', { title: news.title });
      const paragraphs = [
        t('petitions.mail.news.greeting'),
        t('petitions.mail.news.lead', {
          title: news.machine ? `${news.title} (${t('ui.machine.short')})` : news.title,
          recipient: news.recipient,
          count: news.confirmed,
          date: dateIn(news.locale, ctx.network.timeZone, news.handedOn, 'date'),
        }),
        ...(news.words ? [news.words] : []),
        t('petitions.mail.news.thanks'),
      ];
      const why = t('petitions.mail.news.why');
      composed.set(news.id, {
        from: { name: network },
        to: { name: '', address: news.email },
        subject,
        text: [...paragraphs, link, why, [network, ctx.network.postalAddress].filter(Boolean).join('\n')].join('\n\n'),
        html: `<!doctype html>${(
          (
            <MailDocument
              locale={news.locale}
              dir={direction(news.locale)}
              title={subject}
              accent={ctx.network.accent}
              sender={network}
              button={{ href: link, label: t('petitions.mail.news.button') }}
              footer={
                <>
                  <p>{why}</p>
                  {ctx.network.postalAddress && <p>{ctx.network.postalAddress}</p>}
                </>
              }
            >
              {paragraphs
                .flatMap((paragraph) => paragraph.split(/\n{2,}/))
                .map((paragraph) => (
                  <p>{paragraph}</p>
                ))}
            </MailDocument>
          )
        ).toString()}`,
      });
    }
    return composed;
  },
};
