import type { ComposedMail } from '../registry/index.ts';
import { readEmail } from './address.ts';
import { asciiDomain, field, mailbox, oneLine, unstructured } from './headers.ts';

/** What a message needs beside its text. */
export type MimeFrame = {
  /** The left part of the Message-ID, or the whole once it was fixed: stays the same when the mail is repeated. */
  messageId: string;
  from: { name: string; address: string };
  date: Date;
  locale: string;
  /** Written by the program, not by a person (RFC 3834): nobody's holiday note should answer it. */
  automatic: boolean;
};

export type BuiltMail = { messageId: string; to: string; subject: string; mime: Buffer };

/** An address that is not safe to send to or from. Its text names the field, never the address. */
export class UnsafeAddress extends Error {}

/**
 * Builds a message as it goes over the wire: RFC 5322 header, text alone or text and HTML as alternatives.
 * Nothing a person typed can begin a header line. Throws `UnsafeAddress` for an address that `readEmail` refuses.
 * (Written here because nodemailer's composer takes over 1 ms a message, more than sending it.)
 */
export function buildMime(mail: ComposedMail, frame: MimeFrame): BuiltMail {
  const from = safe(frame.from.address, 'from');
  const to = safe(mail.to.address, 'to');
  const domain = asciiDomain(from).split('@')[1]!;
  const messageId = frame.messageId.includes('@') ? frame.messageId : `${frame.messageId}@${domain}`;
  const subject = oneLine(mail.subject).slice(0, 500);
  const header = [
    field('From', mailbox(frame.from.name, from)),
    field('To', mailbox(mail.to.name, to)),
    mail.replyTo ? field('Reply-To', mailbox(mail.replyTo.name, safe(mail.replyTo.address, 'reply-to'))) : '',
    ...(mail.unsubscribe
      ? [
          field('List-Unsubscribe', `<${mail.unsubscribe}>`),
          field('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
        ]
      : []),
    field('Subject', unstructured(mail.subject)),
    field('Message-ID', `<${messageId}>`),
    field('Date', frame.date.toUTCString().replace('GMT', '+0000')),
    field('Content-Language', frame.locale),
    frame.automatic ? field('Auto-Submitted', 'auto-generated') : '',
    'MIME-Version: 1.0\r\n',
  ].join('');
  const text = part('text/plain', mail.text);
  if (mail.html === undefined) return { messageId, to, subject, mime: Buffer.from(header + text) };
  // "=_" can stand in neither quoted-printable nor base64: the boundary never occurs inside a part.
  const boundary = `=_${messageId.split('@')[0]}`;
  const body = [
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n\r\n`,
    `--${boundary}\r\n${text}\r\n`,
    `--${boundary}\r\n${part('text/html', mail.html)}\r\n`,
    `--${boundary}--\r\n`,
  ].join('');
  return { messageId, to, subject, mime: Buffer.from(header + body) };
}

function safe(address: string, name: string): string {
  const read = readEmail(address);
  if (!read) throw new UnsafeAddress(`the ${name} address is not usable`);
  return read;
}

function part(type: string, content: string): string {
  const text = content.toWellFormed().replace(/\r\n?|\n/g, '\r\n');
  const bytes = Buffer.byteLength(text);
  // UTF-8 takes one byte more for each letter with an accent, two for one in Thai: enough to tell which encoding is shorter.
  const foreign = bytes - text.length;
  // Text in Thai or Arabic would triple in quoted-printable.
  const readable = foreign * 8 < bytes;
  const head = `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${readable ? 'quoted-printable' : 'base64'}\r\n\r\n`;
  return head + (readable ? text.split('\r\n').map(quotedLine).join('\r\n') : base64Lines(Buffer.from(text)));
}

const base64Lines = (bytes: Buffer): string => (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');

const hex = (character: string) => `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
const escapes = new Map(
  Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(byte), hex(String.fromCharCode(byte))]),
);

/** One line in quoted-printable (RFC 2045): soft breaks before 76 characters, no space at the end, no lone dot or "From ". */
function quotedLine(line: string): string {
  let encoded = Buffer.from(line)
    .toString('latin1')
    .replace(/[^\t\x20-\x3c\x3e-\x7e]|[\t ]$/g, (character) => escapes.get(character)!);
  const out: string[] = [];
  for (;;) {
    // A dot or "From " at the start of a line is changed by some servers on the way.
    if (/^\.|^From /.test(encoded)) encoded = hex(encoded) + encoded.slice(1);
    if (encoded.length <= 76) break;
    // Never inside an escape.
    const end = encoded[74] === '=' ? 74 : encoded[73] === '=' ? 73 : 75;
    out.push(`${encoded.slice(0, end)}=`);
    encoded = encoded.slice(end);
  }
  out.push(encoded);
  return out.join('\r\n');
}
