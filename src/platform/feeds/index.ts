export { jsonFeedAnswer } from './api.ts';
/** What a feed says of one thing. */
export type FeedItem = {
  id: string;
  locale: string;
  title: string;
  summary: string;
  publishAt: Date;
  authors: string[];
  /** A machine translated what the entry holds, and nobody has reviewed that. */
  machine?: boolean;
};

/** Where a feed and its items are, with the words around them. */
export type Channel<Item extends FeedItem> = {
  title: string;
  locale: string;
  /** Absolute addresses: of the page that lists the items, of the feed itself, of an item. */
  home: string;
  self: string;
  address(item: Item): string;
  /** Stands before the words of an item that a machine translated. */
  machineMade: string;
  /** The Markdown of an item as HTML. */
  html(item: Item): string;
};

/** Text as XML 1.0 can hold it. */
export const xml = (text: string): string =>
  // What XML 1.0 cannot hold at all is left out.
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The words of an item in short and whole, with what is to be said before them. */
function wordsOf<Item extends FeedItem>(channel: Channel<Item>, item: Item): { summary: string; html: string } {
  const html = channel.html(item);
  if (!item.machine) return { summary: item.summary, html };
  return {
    summary: [channel.machineMade, item.summary].filter(Boolean).join(' '),
    html: `<p><em>${xml(channel.machineMade)}</em></p>${html}`,
  };
}

/** Atom (RFC 4287), newest first. Its date is that of the newest item, so that an unchanged feed is the same bytes. */
export function atomFeed<Item extends FeedItem>(channel: Channel<Item>, items: Item[]): string {
  const updated = items[0]?.publishAt.toISOString() ?? '1970-01-01T00:00:00Z';
  const entries = items.map((item) => {
    const { summary, html } = wordsOf(channel, item);
    return `  <entry xml:lang="${xml(item.locale)}">
    <id>urn:uuid:${item.id}</id>
    <title>${xml(item.title)}</title>
    <link href="${xml(channel.address(item))}"/>
    <published>${item.publishAt.toISOString()}</published>
    <updated>${item.publishAt.toISOString()}</updated>
${item.authors.map((name) => `    <author><name>${xml(name)}</name></author>\n`).join('')}    <summary>${xml(summary)}</summary>
    <content type="html">${xml(html)}</content>
  </entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(channel.locale)}">
  <id>${xml(channel.home)}</id>
  <title>${xml(channel.title)}</title>
  <author><name>${xml(channel.title)}</name></author>
  <link rel="self" href="${xml(channel.self)}"/>
  <link href="${xml(channel.home)}"/>
  <updated>${updated}</updated>
${entries.join('\n')}
</feed>
`;
}

/** JSON Feed 1.1, with one field of our own: whether a machine translated the entry. */
export const jsonFeed = <Item extends FeedItem>(channel: Channel<Item>, items: Item[]): Record<string, unknown> => ({
  version: 'https://jsonfeed.org/version/1.1',
  title: channel.title,
  language: channel.locale,
  home_page_url: channel.home,
  feed_url: channel.self,
  items: items.map((item) => ({
    id: item.id,
    url: channel.address(item),
    title: item.title,
    summary: wordsOf(channel, item).summary || undefined,
    content_html: wordsOf(channel, item).html,
    language: item.locale,
    date_published: item.publishAt.toISOString(),
    authors: item.authors.length > 0 ? item.authors.map((name) => ({ name })) : undefined,
    _casement: item.machine ? { machine_translated: true } : undefined,
  })),
});
