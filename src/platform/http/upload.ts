import { once } from 'node:events';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import type { Context } from 'hono';
import type { FileStore, Received } from '../files/index.ts';
import { Problem } from './errors.ts';
import { type Sent, sentOf } from './form.ts';

/** A form with at most one file. The file lies in the store's own folder, unchecked; whoever reads it discards it. */
export type Upload = {
  fields: Sent;
  /** Undefined when none was chosen, or when it was too large. Its name is only for showing. */
  file: (Received & { name: string }) | undefined;
  tooLarge: boolean;
};

// As an ordinary form.
const largestFields = 256 * 1024;
const mostFields = 100;
// A larger file is read past and answered with the form, its words kept; far beyond that the request is cut off.
const readPast = 4;
const readPastMost = 100_000_000;

/**
 * Reads a multipart form whose file field is called `field`, straight to the disk. Throws `unreadable` for anything
 * that is not such a form, holds NUL, another file, or breaks off; `too-large` when it is far above `limit` bytes.
 * Whatever it throws, nothing is left behind.
 */
export async function readUpload(
  c: Context,
  { field, limit, files }: { field: string; limit: number; files: FileStore },
): Promise<Upload> {
  const type = c.req.header('content-type') ?? '';
  const body = c.req.raw.body;
  if (!body || !/^multipart\/form-data\s*;/i.test(type)) throw new Problem('unreadable');
  const most = Math.min(limit * readPast, limit + readPastMost) + largestFields;
  if (Number(c.req.header('content-length') ?? 0) > most) throw new Problem('too-large');

  const parser = parserOf(type, limit);
  const parameters = new URLSearchParams();
  let fieldBytes = 0;
  let file: { stream: BusboyFileStream; name: string; received: Promise<Received> } | undefined;
  let failure: unknown;
  let fail: (error: unknown) => void = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    fail = (error) => {
      failure ??= error;
      reject(error);
    };
    parser.once('finish', resolve);
  });
  finished.catch(() => {});

  parser.on('error', () => fail(new Problem('unreadable')));
  parser.on('fieldsLimit', () => fail(new Problem('too-large')));
  parser.on('partsLimit', () => fail(new Problem('too-large')));
  parser.on('filesLimit', () => fail(new Problem('unreadable')));
  parser.on('field', (name: string | undefined, value, _nameCut, valueCut) => {
    fieldBytes += value.length + (name?.length ?? 0);
    if (valueCut || fieldBytes > largestFields) return fail(new Problem('too-large'));
    if (!name) return fail(new Problem('unreadable'));
    parameters.append(name, value);
  });
  parser.on('file', (name: string | undefined, stream, filename: string | undefined) => {
    stream.on('error', () => fail(new Problem('unreadable')));
    if (name !== field || filename?.includes('\0')) {
      stream.resume();
      return fail(new Problem('unreadable'));
    }
    file = { stream, name: shownName(filename ?? ''), received: files.receive(stream, { limit }) };
    file.received.catch(fail);
  });

  try {
    let arrived = 0;
    for await (const piece of body) {
      if (failure) throw failure;
      arrived += piece.length;
      if (arrived > most) throw new Problem('too-large');
      if (!parser.write(piece)) await Promise.race([once(parser, 'drain'), finished]);
    }
    parser.end();
    await finished;
    const received = await file?.received;
    const fields = sentOf(parameters);
    if (!file || !received) return { fields, file: undefined, tooLarge: false };
    // A form without a chosen file sends an empty one without a name.
    const none = received.bytes === 0 && file.name === '';
    const tooLarge = file.stream.truncated;
    if (none || tooLarge) await received.discard();
    return { fields, file: none || tooLarge ? undefined : { ...received, name: file.name }, tooLarge };
  } catch (error) {
    const failed = failure !== undefined;
    const cause = failure ?? error;
    file?.stream.destroy(new Error('the upload broke off'));
    await file?.received.then(
      (received) => received.discard(),
      () => {},
    );
    // The disk's own errors are ours to look at; a connection that broke off is not.
    if (cause instanceof Problem || (failed && (cause as NodeJS.ErrnoException).syscall)) throw cause;
    throw new Problem('unreadable');
  }
}

function parserOf(type: string, limit: number) {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: {
        files: 1,
        fileSize: limit,
        fields: mostFields,
        parts: mostFields + 1,
        fieldSize: largestFields,
        headerPairs: 20,
        headerSize: 8 * 1024,
      },
    });
  } catch {
    // No boundary.
    throw new Problem('unreadable');
  }
}

/** A file's name as it may be shown: no folders, no control or direction characters, at most 120 characters. */
export function shownName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return Array.from(last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').trim())
    .slice(0, 120)
    .join('');
}
