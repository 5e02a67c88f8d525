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
    // The page's own title is the only h1: a text's uppermost headings are h2, however many # were typed.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 1, 4);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
  },
});

// Finding the pairs of so many signs takes time that grows with their square, for every reader and every network of
// the process (20,000 signs: 20 s); lists and quotations in one another end the stack. No text of ours has a tenth of it.
const mostSigns = 1_000;
const tooDeep = /^(?:[ \t]*(?:>|[*+-][ \t]|\d{1,9}[.)][ \t])){30}/m;

/** Markdown as HTML; text that is no honest Markdown comes out as its plain lines. */
function render(text: string): string {
  const signs = text.match(/[*_~`[\]<]/g)?.length ?? 0;
  if (signs > mostSigns || tooDeep.test(text)) return plain(text);
  try {
    const tokens = marked.lexer(text);
    const headings = tokens.flatMap((token) => (token.type === 'heading' ? [token] : []));
    const highest = Math.min(...headings.map((heading) => heading.depth));
    for (const heading of headings) heading.depth -= highest - 1;
    return marked.parser(tokens);
  } catch {
    return plain(text);
  }
}

const plain = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escaped(paragraph)}</p>\n`)
    .join('');

/** A coordinator's Markdown as HTML. Safe for any input, and quick. */
export function Markdown({ text }: { text: string }) {
  return <>{raw(render(text))}</>;
}
