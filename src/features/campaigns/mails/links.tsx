import { dateIn, publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument } from '../../../ui/mail.tsx';
import { urls } from '../../../urls.ts';
import { titlesIn } from '../ledger.ts';
import { linkMailsPerDay, linksOf, mostLinks } from '../links.ts';
import { actionRef } from '../ref.ts';

/** Her private links again: of each letter or signature its campaign, day and state, and nothing of what was sent. */
export const privateLinks: MailKind = {
  secret: true,
  async compose({ ctx, deps }, personIds) {
    const composed = new Map<string, ComposedMail>();
    const mailboxes = await linksOf(ctx, personIds);
    if (mailboxes.size === 0) return composed;
    const titled = await titlesIn(
      ctx,
      [...mailboxes.values()].flatMap(({ links }) => links.map(({ campaign }) => campaign)),
    );
    // She may have written in a language that the network has given up since.
    const locale = ctx.network.locales.includes(ctx.locale) ? ctx.locale : ctx.network.locales[0]!;
    const t = deps.messages.for(locale);
    const network = inLocale(ctx.network.name, locale);
    const at = { network: ctx.network.slug, locale };
    const origin = publicOrigin(deps, ctx.network);
    const subject = t('campaigns.mail.links.subject', { network });
    const greeting = t('campaigns.mail.greeting');
    const lead = t('campaigns.mail.links.lead', { network });
    const keep = t('campaigns.mail.links.keep');
    const other = t('campaigns.mail.links.other', { count: linkMailsPerDay });
    for (const [person, { email, links }] of mailboxes) {
      const listed = links.slice(0, mostLinks).map(({ id, campaign, mode, state, at: day }) => {
        const { title, machine } = titled(campaign, locale);
        const kind = mode === 'petition' ? 'signature' : 'letter';
        return {
          title: machine ? `${title} (${t('ui.machine.short')})` : title,
          says: t(`campaigns.mail.links.${kind}.${state}`, { date: dateIn(locale, ctx.network.timeZone, day, 'date') }),
          href: origin + urls.campaigns.action(at, actionRef(deps.secret, ctx.network.id, id)),
        };
      });
      const more = links.length > mostLinks ? t('campaigns.mail.links.more', { count: mostLinks }) : '';
      composed.set(person, {
        from: { name: network },
        to: { name: '', address: email },
        subject,
        text: [
          greeting,
          lead,
          ...listed.map(({ title, says, href }) => [title, says, href].join('\n')),
          more,
          keep,
          other,
          [network, ctx.network.postalAddress].filter(Boolean).join('\n'),
        ]
          .filter(Boolean)
          .join('\n\n'),
        html: `<!doctype html>${(
          (
            <MailDocument
              locale={locale}
              dir={direction(locale)}
              title={subject}
              accent={ctx.network.accent}
              sender={network}
              footer={
                <>
                  <p>{other}</p>
                  {ctx.network.postalAddress && <p>{ctx.network.postalAddress}</p>}
                </>
              }
            >
              <p>{greeting}</p>
              <p>{lead}</p>
              <ul>
                {listed.map(({ title, says, href }) => (
                  <li>
                    <a href={href}>{title}</a>
                    <br />
                    {says}
                  </li>
                ))}
              </ul>
              {more && <p>{more}</p>}
              <p>{keep}</p>
            </MailDocument>
          )
        ).toString()}`,
      });
    }
    return composed;
  },
};
