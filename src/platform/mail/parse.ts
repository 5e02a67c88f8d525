import type { InboundMail } from './inbound.ts';

/** Larger messages are refused: a reply is words. */
export const largestInbound = 10 * 1024 * 1024;
/** What is kept of a text, in characters. */
const longestText = 20_000;

/** A mail from outside that cannot be taken: not a message at all, or too large. */
export class UnreadableMail extends Error {}

/** What a server reports about a mail of ours (RFC 3464), one recipient's. */
export type DeliveryReport = {
  action: 'failed' | 'delayed' | 'other';
  /** "5.1.1"; null where the report names none. */
  status: string | null;
  /** The other server's words, at most 200 characters. */
  diagnostic: string | null;
};

/**
 * Reads a message as a mail server hands it over. Nothing in it is to be believed, and everything in it may be wrong:
 * charsets, encodings and nested parts are the parser's business; attachments are counted and dropped.
 * Throws `UnreadableMail`.
 *
 * @param recipients the envelope's recipients
 * @param sender the envelope's sender; '' is a report or another program's mail
 */
export async function readInbound(
  source: Uint8Array,
  recipients: string[],
  sender: string | null,
): Promise<InboundMail> {
  if (source.length > largestInbound) throw new UnreadableMail('too large');
  const { default: PostalMime } = await import('postal-mime');
  const email = await PostalMime.parse(source, {
    maxNestingDepth: 20,
    maxHeadersSize: 256 * 1024,
    maxRfc822NestingDepth: 2,
    rfc822Attachments: true,
  }).catch(() => {
    throw new UnreadableMail('unreadable');
  });
  if (email.headers.length === 0) throw new UnreadableMail('no header');
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value ?? '';
  const report = reportOf(email.attachments);
  const from = email.from && 'address' in email.from ? email.from : undefined;
  const date = email.date ? new Date(email.date) : null;
  return {
    recipients,
    from: { name: clean(from?.name ?? '', 200), address: clean(from?.address ?? '', 254).replace(/\s/g, '') },
    subject: clean(email.subject ?? '', 300),
    date: date && !Number.isNaN(date.getTime()) ? date : null,
    messageId: angled(email.messageId),
    inReplyTo: angled(email.inReplyTo),
    text: bodyText(email.text, email.html),
    html: null,
    automatic: report !== null || sender === '' || isAutomatic(header),
    attachments: report ? 0 : email.attachments.filter((part) => !part.related).length,
    report,
  };
}

/** Holiday notes, receipts, lists: by RFC 3834, and by the headers that programs used before it. */
function isAutomatic(header: (name: string) => string): boolean {
  const submitted = header('auto-submitted').trim().toLowerCase();
  return (
    (submitted !== '' && !submitted.startsWith('no')) ||
    /\b(bulk|junk|list|auto_reply|auto-reply)\b/i.test(header('precedence')) ||
    ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress-reply', 'list-id'].some((name) => header(name) !== '') ||
    /^<>$/.test(header('return-path').trim())
  );
}

/** Plain text, from the HTML where there is no other; NUL and other control signs gone, blank lines few, cut at the limit. */
function bodyText(text: string | undefined, html: string | undefined): string {
  const plain = (text?.trim() ? text : textOf(html ?? ''))
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .toWellFormed()
    .trim();
  return plain.length > longestText ? `${plain.slice(0, longestText).toWellFormed()}…` : plain;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of an HTML mail that brought no text: for reading, never shown as HTML. */
export function textOf(html: string): string {
  return html
    .slice(0, 400_000)
    .replace(/<(script|style|head|title)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(/<(br|\/p|\/div|\/tr|\/li|\/h[1-6]|\/blockquote)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
    })
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n');
}

type Part = { mimeType: string; content: ArrayBuffer | Uint8Array | string };

function reportOf(parts: Part[]): DeliveryReport | null {
  const part = parts.find(({ mimeType }) => /^message\/(delivery-status|global-delivery-status)$/.test(mimeType));
  if (!part) return null;
  const text = typeof part.content === 'string' ? part.content : Buffer.from(part.content as Uint8Array).toString();
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t]+.*)*)`, 'im').exec(text.slice(0, 20_000))?.[1]?.trim() ?? '';
  const action = field('action').toLowerCase();
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(field('status'))?.[0] ?? null;
  return {
    action: action === 'failed' || action === 'delayed' ? action : 'other',
    status,
    diagnostic: clean(field('diagnostic-code').replace(/^[\w-]+;\s*/, ''), 200) || null,
  };
}

/** One line without control signs, no longer than `limit`. */
const clean = (text: string, limit: number): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, limit);

const angled = (id: string | undefined): string | null => clean(id ?? '', 400).replace(/^<|>$/g, '') || null;
