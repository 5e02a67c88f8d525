import type { Deps } from '../../../platform/http/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { linkUrl, localeOf } from '../links.ts';
import { linksToMail } from '../queries.ts';

/** The mail with a sign-in link. The link is made again from its id; one that is over or used is not mailed any more. */
export const signInMail: MailKind = {
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const link of await linksToMail(ctx.trx, ctx.network.id, ids, ctx.now)) {
      const locale = localeOf(ctx.network, link.locale);
      mails.set(
        link.id,
        composed(deps, locale, {
          network: inLocale(ctx.network.name, locale),
          name: link.name,
          address: link.email,
          url: linkUrl(deps, ctx.network, link.locale, link.id),
        }),
      );
    }
    return mails;
  },
};

type Content = { network: string; name: string; address: string; url: string };

function composed(deps: Deps, locale: string, { network, name, address, url }: Content): ComposedMail {
  const t = deps.messages.for(locale);
  const hello = t('accounts.mail.hello', { name });
  const here = t('accounts.mail.here', { network });
  const once = t('accounts.mail.once');
  const otherwise = t('accounts.mail.otherwise');
  return {
    to: { name, address },
    subject: t('accounts.mail.subject', { network }),
    text: `${[hello, here, url, once, otherwise].join('\n\n')}\n`,
    html: `<!doctype html>${(
      <html lang={locale}>
        <head>
          <meta charset="utf-8" />
          <title>{t('accounts.mail.subject', { network })}</title>
        </head>
        <body>
          <p>{hello}</p>
          <p>{here}</p>
          <p>
            <a href={url}>{t('accounts.mail.open')}</a>
          </p>
          <p>{once}</p>
          <p>{otherwise}</p>
          <p>
            <small>{url}</small>
          </p>
        </body>
      </html>
    )}`,
  };
}
