import type { Child } from 'hono/jsx';

type Props = {
  locale: string;
  dir: 'ltr' | 'rtl';
  title: string;
  /** The network's accent (#rrggbb) for the button and the rule on top. */
  accent?: string;
  /** Who writes: the network's name, above the title. */
  sender?: string;
  /** One thing to do, after the text. Its address is repeated below it for readers that show no buttons. */
  button?: { href: string; label: string };
  /** Small print: why this mail came, the postal address. */
  footer?: Child;
  children?: Child;
};

const font = "-apple-system, 'Segoe UI', 'Noto Sans', Roboto, Helvetica, Arial, sans-serif";

/**
 * A mail as HTML: plain, no pictures, nothing loaded. It sets no background and no text colour, so that the reader's
 * own light or dark colours hold; the accent is used only where white stands on it, or as a line.
 */
export function MailDocument({ locale, dir, title, accent = '#a8361c', sender, button, footer, children }: Props) {
  return (
    <html lang={locale} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style>
          {':root { color-scheme: light dark; } p, li { margin: 0 0 1em; } blockquote { margin: 0 0 1em; }'}
        </style>
      </head>
      <body dir={dir} style={`margin: 0; padding: 24px 16px; font: 17px/1.55 ${font}; text-align: start;`}>
        <main
          style={`max-width: 560px; margin: 0 auto; border-top: 4px solid ${accent}; padding-top: 20px; overflow-wrap: break-word;`}
        >
          {sender && <p style="margin: 0 0 8px; font-size: 15px;">{sender}</p>}
          <h1 style="margin: 0 0 20px; font: 600 24px/1.25 Georgia, 'Times New Roman', serif;">{title}</h1>
          {children}
          {button && (
            <>
              <p style="margin: 24px 0 8px;">
                <a
                  href={button.href}
                  style={`display: inline-block; padding: 13px 22px; border-radius: 4px; background: ${accent}; color: #ffffff; font-weight: 600; text-decoration: none;`}
                >
                  {button.label}
                </a>
              </p>
              <p style="margin: 0 0 24px; font-size: 14px;">
                <a href={button.href} dir="ltr" style="color: inherit; word-break: break-all;">
                  {button.href}
                </a>
              </p>
            </>
          )}
          {footer && (
            <div style="margin-top: 32px; padding-top: 12px; border-top: 1px solid #8d8399; font-size: 14px;">
              {footer}
            </div>
          )}
        </main>
      </body>
    </html>
  );
}

/** A mail's HTML part as text, for `ComposedMail.html`. */
export async function renderMail(node: { toString(): string | Promise<string> }): Promise<string> {
  return `<!doctype html>${await node.toString()}`;
}
