export type TextPart = { text: string; href: string | undefined };

/**
 * Cuts a mail's text into plain pieces and links. Only addresses on our own origins become links: that is how a
 * confirmation is followed from the outbox; a link that a person wrote into her letter stays text.
 */
export function linkedText(text: string, origins: readonly string[]): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+/g)) {
    const href = match[0].replace(/[.,;:!?)\]}'’»]+$/, '');
    if (!ours(href, origins)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: undefined });
    parts.push({ text: href, href });
    from = match.index + href.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: undefined });
  return parts;
}

function ours(href: string, origins: readonly string[]): boolean {
  const url = URL.parse(href);
  return url !== null && origins.includes(url.origin) && url.username === '' && url.password === '';
}
