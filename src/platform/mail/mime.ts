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
  const bytes = Buffer.from(text);
  let foreign = 0;
  for (const byte of bytes) if (byte > 126) foreign += 1;
  // Text in Thai or Arabic would triple in quoted-printable.
  const readable = foreign * 5 < bytes.length;
  const head = `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${readable ? 'quoted-printable' : 'base64'}\r\n\r\n`;
  return head + (readable ? text.split('\r\n').map(quotedLine).join('\r\n') : base64Lines(bytes));
}

const base64Lines = (bytes: Buffer): string => (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');

const escapes = Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte <= 0x7e && byte !== 0x3d) || byte === 0x09
    ? String.fromCharCode(byte)
    : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
);

/** One line in quoted-printable (RFC 2045): soft breaks before 76 characters, no space at the end, no lone dot or "From ". */
function quotedLine(line: string): string {
  const simple = line.length <= 74 && /^[\x20-\x3c\x3e-\x7e]*$/.test(line) && !/ $|^\.|^From /.test(line);
  if (simple) return line;
  const out: string[] = [];
  let current = '';
  const bytes = Buffer.from(line);
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    const last = i === bytes.length - 1;
    const begins = current === '';
    // A dot or "From " at the start of a line is changed by some servers on the way.
    const marked = (begins && (byte === 0x2e || byte === 0x46)) || (last && (byte === 0x20 || byte === 0x09));
    const escaped = marked ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : escapes[byte]!;
    if (current.length + escaped.length > 75) {
      out.push(`${current}=`);
      current = '';
      i -= 1;
      continue;
    }
    current += escaped;
  }
  out.push(current);
  return out.join('\r\n');
}
