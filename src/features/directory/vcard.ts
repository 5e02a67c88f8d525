import type { PersonCard } from './card.ts';

/** A text value of a vCard: the signs that mean something are escaped, controls are gone. */
const value = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\n/g, '\\n');

/** A line of at most 75 octets, and what is left of it on the next ones, cut between letters (RFC 6350, 3.2). */
function folded(line: string): string {
  const out: string[] = [];
  let part = '';
  let octets = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (octets + size > 75) {
      out.push(part);
      part = ' ';
      octets = 1;
    }
    part += letter;
    octets += size;
  }
  return [...out, part].join('\r\n');
}

/**
 * A vCard 4.0 (RFC 6350) of what a reader may see of a woman. Her statement about herself is never in it: a card is passed on, and what
 * was passed on cannot be taken back. `page` is her page's whole address.
 */
export function vCard(card: PersonCard, page: string, network: string): string {
  const lines = ['BEGIN:VCARD', 'VERSION:4.0', 'KIND:individual', `FN:${value(card.name ?? '')}`];
  if (card.pronouns) lines.push(`PRONOUNS:${value(card.pronouns)}`);
  for (const work of card.organisations ?? []) {
    lines.push(`ORG:${value(work.name)}`);
    if (work.position) lines.push(`TITLE:${value(work.position)}`);
  }
  if (card.email) lines.push(`EMAIL:${value(card.email)}`);
  if (card.phone) lines.push(`TEL;VALUE=text:${value(card.phone)}`);
  if (card.website) lines.push(`URL:${card.website.replace(/[\r\n]/g, '')}`);
  if (card.country) lines.push(`ADR:;;;${value(card.place ?? '')};;;${value(card.country)}`);
  for (const language of card.languages ?? []) lines.push(`LANG:${language}`);
  if (card.safe_contact) lines.push(`NOTE:${value(card.safe_contact)}`);
  lines.push(`CATEGORIES:${value(network)}`, `SOURCE:${page}`, 'END:VCARD');
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
