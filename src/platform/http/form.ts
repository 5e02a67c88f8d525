import type { Context } from 'hono';
import type { z } from 'zod';
import { Problem } from './errors.ts';

/** A form as it was sent: every value of every field, in order. */
export type Sent = { get(name: string): string; all(name: string): string[] };

/** Field errors by field name; each is a message key, with values for it. */
export type FieldErrors = Record<string, { key: string; values?: Record<string, unknown> }>;

export type Parsed<T> = { ok: true; data: T } | { ok: false; errors: FieldErrors };

/** The largest form that is read, in bytes. */
export const largestForm = 256 * 1024;

/** Whether a body of this content type is an ordinary (url-encoded) form. */
export const isForm = (type: string): boolean => type.startsWith('application/x-www-form-urlencoded');

/**
 * Reads an ordinary (url-encoded) form. Throws `too-large` above 256 KiB and `unreadable` for another content type
 * or text that holds NUL, which PostgreSQL cannot store.
 */
export async function readForm(c: Context): Promise<Sent> {
  const type = c.req.header('content-type') ?? '';
  if (type && !isForm(type)) throw new Problem('unreadable');
  const length = c.req.header('content-length');
  if (Number(length ?? 0) > largestForm) throw new Problem('too-large');
  const text = length === undefined ? await readUpTo(largestForm, c.req.raw.body) : await c.req.text();
  if (text.length > largestForm) throw new Problem('too-large');
  return sentOf(parametersOf(text));
}

const utf8 = new TextDecoder();

/** A form from its bytes. Throws as `readForm`. */
export const readText = (body: Uint8Array): Sent => sentOf(parametersOf(utf8.decode(body)));

/** What `new URLSearchParams(text)` gives, in a quarter of the time for what browsers send; the odd rest is left to it. */
export function parametersOf(text: string): Iterable<[string, string]> {
  if (text.startsWith('?')) return new URLSearchParams(text);
  const pairs: [string, string][] = [];
  try {
    for (const piece of text.split('&')) {
      if (piece === '') continue;
      const at = piece.indexOf('=');
      pairs.push(at < 0 ? [decoded(piece), ''] : [decoded(piece.slice(0, at)), decoded(piece.slice(at + 1))]);
    }
  } catch {
    // A percent sign that begins no UTF-8 sign: kept or replaced, by rules that stand in the URL standard.
    return new URLSearchParams(text);
  }
  return pairs;
}

function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced;
}

/** A body that does not say its length, read no further than the limit. */
async function readUpTo(limit: number, body: ReadableStream<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw new Problem('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** A form from parameters already read. Line ends become \n; a NUL anywhere is refused. */
export function sentOf(parameters: Iterable<[string, string]>): Sent {
  const values = new Map<string, string[]>();
  for (const [name, raw] of parameters) {
    if (raw.includes('\0') || name.includes('\0')) throw new Problem('unreadable');
    const value = raw.includes('\r') ? raw.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : raw;
    const list = values.get(name);
    if (list) list.push(value);
    else values.set(name, [value]);
  }
  return { get: (name) => values.get(name)?.[0] ?? '', all: (name) => values.get(name) ?? [] };
}

/**
 * Validates what a form's reader picked out. The schema's messages are message keys
 * (`z.string().min(1, 'field.required')`); the first problem of each field wins.
 */
export function parse<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, data: result.data };
  const errors: FieldErrors = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    const limit = 'maximum' in issue ? issue.maximum : 'minimum' in issue ? issue.minimum : undefined;
    errors[field] ??= { key: issue.message, values: limit === undefined ? undefined : { limit: Number(limit) } };
  }
  return { ok: false, errors };
}
