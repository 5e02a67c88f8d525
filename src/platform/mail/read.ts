import { decodeWords } from './headers.ts';

/** A stored message as a person reads it. */
export type ReadableMail = { headers: [name: string, value: string][]; text: string; html: string | undefined };

/**
 * Reads a message that `buildMime` made (one text part, or text and HTML). Not a general parser: mail from outside
 * needs one of its own.
 */
export function readMime(mime: Uint8Array): ReadableMail {
  const { headers, body } = split(Buffer.from(mime).toString('utf8'));
  const type = headerOf(headers, 'content-type');
  const boundary = /boundary="([^"]+)"/.exec(type)?.[1];
  const shown = headers.map(([name, value]): [string, string] => [name, decodeWords(value)]);
  if (!boundary) return { headers: shown, text: decode(headers, body), html: undefined };
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.slice(2, -2)));
  const find = (wanted: string) => parts.find((part) => headerOf(part.headers, 'content-type').startsWith(wanted));
  const text = find('text/plain');
  const html = find('text/html');
  return {
    headers: shown,
    text: text ? decode(text.headers, text.body) : '',
    html: html && decode(html.headers, html.body),
  };
}

function split(source: string): { headers: [string, string][]; body: string } {
  const end = source.indexOf('\r\n\r\n');
  const head = end < 0 ? source : source.slice(0, end);
  const headers = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
  return { headers, body: end < 0 ? '' : source.slice(end + 4) };
}

const headerOf = (headers: [string, string][], name: string): string =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';

function decode(headers: [string, string][], body: string): string {
  const encoding = headerOf(headers, 'content-transfer-encoding');
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(
          body
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        );
  return bytes.toString('utf8').replaceAll('\r\n', '\n');
}
