import { publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { readersOf } from '../queries.ts';
import { storyRef } from '../story.ts';

/** Says that something waits on a page of hers: no name, no title, no use, nothing of what it is about. */
export const wordMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const composed = new Map<string, ComposedMail>();
    for (const reader of await readersOf(ctx, ids)) {
      const { locales } = ctx.network;
      const locale = reader.locale && locales.includes(reader.locale) ? reader.locale : ctx.locale;
      const t = deps.messages.for(locale);
      const network = inLocale(ctx.network.name, locale);
      const at = { network: ctx.network.slug, locale };
      const path =
        reader.way === 'account'
          ? urls.stories.mine(at)
          : urls.stories.own(at, { link: storyRef(deps.secret, ctx.network.id, reader.linkId) });
      const href = publicOrigin(deps, ctx.network) + path;
      const subject = t('stories.mail.subject', { network });
      const lead = t('stories.mail.lead');
      const after = t('stories.mail.after');
      composed.set(reader.linkId, {
        from: { name: network },
        to: { name: '', address: reader.email },
        subject,
        text: `${[t('stories.mail.greeting'), lead, href, after, network].join('\n\n')}\n`,
        html: await renderMail(
          <MailDocument
            locale={locale}
            dir={direction(locale)}
            title={subject}
            accent={ctx.network.accent}
            sender={network}
            button={{ href, label: t('stories.mail.button') }}
            footer={<p>{network}</p>}
          >
            <p>{t('stories.mail.greeting')}</p>
            <p>{lead}</p>
            <p>{after}</p>
          </MailDocument>,
        ),
      });
    }
    return composed;
  },
};
