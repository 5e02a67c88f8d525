import { type Deps, publicOrigin } from '../platform/http/index.ts';
import { direction, type Translate } from '../platform/i18n/index.ts';
import type { ComposedMail } from '../platform/registry/index.ts';
import { type Ctx, inLocale } from '../platform/tenancy/index.ts';
import { MailDocument, renderMail } from './mail.tsx';

export type Spoken = { t: Translate; locale: string; network: string; at: { network: string; locale: string } };

/** The words and addresses of a reader's language; of the network's first where it does not speak hers. */
export function spoken(ctx: Ctx, deps: Deps, wanted: string): Spoken {
  const { locales, name, slug } = ctx.network;
  const locale = locales.includes(wanted) ? wanted : locales[0]!;
  return { t: deps.messages.for(locale), locale, network: inLocale(name, locale), at: { network: slug, locale } };
}

export type PlainMail = {
  to: { name: string; address: string };
  locale: string;
  subject: string;
  paragraphs: string[];
  /** Where it leads, below the network's origin, and what the button says. */
  path: string;
  button: string;
  /** Small print: why this mail came, or how to end it. */
  why?: string;
};

/** A mail of a few plain sentences and one way on. */
export async function plainMail(ctx: Ctx, deps: Deps, mail: PlainMail): Promise<ComposedMail> {
  const { to, locale, subject, paragraphs, path, button, why } = mail;
  const href = publicOrigin(deps, ctx.network) + path;
  return {
    to,
    subject,
    text: `${[...paragraphs, href, ...(why ? [why] : [])].join('\n\n')}\n`,
    html: await renderMail(
      <MailDocument
        locale={locale}
        dir={direction(locale)}
        title={subject}
        accent={ctx.network.accent}
        sender={inLocale(ctx.network.name, locale)}
        button={{ href, label: button }}
        footer={why && <p>{why}</p>}
      >
        {paragraphs.map((text) => (
          <p>{text}</p>
        ))}
      </MailDocument>,
    ),
  };
}
