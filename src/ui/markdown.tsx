import { raw } from 'hono/html';
import { Marked } from 'marked';

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

// HTML in the source is shown as text; links go to http(s), mail and own paths; pictures are not loaded from anywhere.
const marked = new Marked({
  gfm: true,
  breaks: false,
  renderer: {
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
    link({ href, tokens }) {
      const inner = this.parser.parseInline(tokens);
      return /^(https?:\/\/|mailto:|\/[^/]|#)/i.test(href)
        ? `<a href="${escaped(href)}" rel="noreferrer">${inner}</a>`
        : inner;
    },
    // The page's own title is the only h1.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 1, 4);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
  },
});

/** A coordinator's Markdown as HTML. Safe for any input. */
export function Markdown({ text }: { text: string }) {
  return <>{raw(marked.parse(text, { async: false }))}</>;
}
