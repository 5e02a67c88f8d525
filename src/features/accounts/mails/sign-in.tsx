import type { Deps } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { linkUrl, localeOf } from '../links.ts';
import { linksToMail } from '../queries.ts';

/** The mail with a sign-in link. The link is made again from its id; one that is over or used is not mailed any more. */
export const signInMail: MailKind = linkMail('mail');

/** The same for somebody who was invited: who asks her in, and that the link is good for a week. */
export const invitationMail: MailKind = linkMail('invitation');

function linkMail(words: 'mail' | 'invitation'): MailKind {
  return {
    // Whoever reads it can sign in as somebody else.
    secret: true,
    async compose({ ctx, deps }, ids) {
      const mails = new Map<string, ComposedMail>();
      for (const link of await linksToMail(ctx.trx, ctx.network.id, ids, ctx.now)) {
        const locale = localeOf(ctx.network, link.locale);
        const content = {
          network: inLocale(ctx.network.name, locale),
          accent: ctx.network.accent,
          name: link.name,
          address: link.email!,
          url: linkUrl(deps, ctx.network, link.locale, link.id),
        };
        mails.set(link.id, await composed(deps, locale, words, content));
      }
      return mails;
    },
  };
}

type Content = { network: string; accent: string; name: string; address: string; url: string };

async function composed(deps: Deps, locale: string, words: string, content: Content): Promise<ComposedMail> {
  const { network, accent, name, address, url } = content;
  const t = deps.messages.for(locale);
  const [subject, hello, here, once, otherwise] = [
    t(`accounts.${words}.subject`, { network }),
    t('accounts.mail.hello', { name }),
    t(`accounts.${words}.here`, { network }),
    t(`accounts.${words}.once`),
    t(`accounts.${words}.otherwise`),
  ];
  return {
    to: { name, address },
    subject,
    text: `${[hello, here, url, once, otherwise].join('\n\n')}\n`,
    html: await renderMail(
      <MailDocument
        locale={locale}
        dir={direction(locale)}
        title={subject}
        accent={accent}
        sender={network}
        button={{ href: url, label: t('accounts.mail.open') }}
        footer={<p>{otherwise}</p>}
      >
        <p>{hello}</p>
        <p>{here}</p>
        <p>{once}</p>
      </MailDocument>,
    ),
  };
}
