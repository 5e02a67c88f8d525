/** What another site puts into its page, in three strengths. */
export type Snippets = { script: string; iframe: string; link: string };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * The three snippets of a campaign. `framed` is the form's address for frames, `page` the campaign's own page, `loader` the script.
 * A reader without script finds the plain link in the first one too.
 */
export function snippetsOf(given: { title: string; framed: string; page: string; loader: string }): Snippets {
  const [title, framed, page, loader] = [given.title, given.framed, given.page, given.loader].map(escaped) as [
    string,
    string,
    string,
    string,
  ];
  const link = `<a href="${page}">${title}</a>`;
  return {
    script: `<script async src="${loader}" data-src="${framed}" data-title="${title}"></script>\n<noscript>${link}</noscript>`,
    iframe: `<iframe src="${framed}" title="${title}" width="100%" height="720" loading="lazy" style="border: 0"></iframe>`,
    link,
  };
}
