import { publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import { inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument } from '../../../ui/mail.tsx';
import { urls } from '../../../urls.ts';
import { pendingActions } from '../ledger.ts';
import { actionRef } from '../ref.ts';

/** The one mail that asks whether the letter or signature is hers. It names the campaign and carries the link, nothing of what was sent. */
export const confirmation: MailKind = {
  async compose({ ctx, deps }, actionIds) {
    const composed = new Map<string, ComposedMail>();
    for (const action of await pendingActions(ctx, actionIds)) {
      const t = deps.messages.for(action.locale);
      const network = inLocale(ctx.network.name, action.locale);
      const at = { network: ctx.network.slug, locale: action.locale };
      const link =
        publicOrigin(deps, ctx.network) +
        urls.campaigns.confirmation(at, actionRef(deps.secret, ctx.network.id, action.id));
      // The name of the campaign is all that the mail carries of its words.
      const named = action.machine ? `${action.title} (${t('ui.machine.short')})` : action.title;
      const words = action.mode === 'petition' ? 'campaigns.mail.sign' : 'campaigns.mail.confirm';
      const lead = t(`${words}.lead`, { campaign: named });
      const after = t(`${words}.after`);
      const other = t(`${words}.other`, { days: 7 });
      const subject = t(`${words}.subject`, { campaign: action.title });
      // Whoever filled the form typed the name: it is not repeated in a mail that carries our signature.
      const greeting = t('campaigns.mail.greeting');
      composed.set(action.id, {
        from: { name: network },
        to: { name: '', address: action.email },
        subject,
        text: [
          greeting,
          lead,
          link,
          after,
          other,
          [network, ctx.network.postalAddress].filter(Boolean).join('\n'),
        ].join('\n\n'),
        html: `<!doctype html>${(
          (
            <MailDocument
              locale={action.locale}
              dir={direction(action.locale)}
              title={subject}
              accent={ctx.network.accent}
              sender={network}
              button={{ href: link, label: t(`${words}.button`) }}
              footer={
                <>
                  <p>{other}</p>
                  {ctx.network.postalAddress && <p>{ctx.network.postalAddress}</p>}
                </>
              }
            >
              <p>{greeting}</p>
              <p>{lead}</p>
              <p>{after}</p>
            </MailDocument>
          )
        ).toString()}`,
      });
    }
    return composed;
  },
};
