import type { Context } from 'hono';
import type { z } from 'zod';
import { Problem } from './errors.ts';

/** A form as it was sent: every value of every field, in order. */
export type Sent = { get(name: string): string; all(name: string): string[] };

/** Field errors by field name; each is a message key, with values for it. */
export type FieldErrors = Record<string, { key: string; values?: Record<string, unknown> }>;

export type Parsed<T> = { ok: true; data: T } | { ok: false; errors: FieldErrors };

const largestForm = 256 * 1024;

/**
 * Reads an ordinary (url-encoded) form. Throws `too-large` above 256 KiB and `unreadable` for another content type
 * or text that holds NUL, which PostgreSQL cannot store.
 */
export async function readForm(c: Context): Promise<Sent> {
  const type = c.req.header('content-type') ?? '';
  if (type && !type.startsWith('application/x-www-form-urlencoded')) throw new Problem('unreadable');
  const length = c.req.header('content-length');
  if (Number(length ?? 0) > largestForm) throw new Problem('too-large');
  const text = length === undefined ? await readUpTo(largestForm, c.req.raw.body) : await c.req.text();
  if (text.length > largestForm) throw new Problem('too-large');
  return sentOf(new URLSearchParams(text));
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
export function sentOf(parameters: URLSearchParams): Sent {
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
