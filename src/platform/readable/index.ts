import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { root } from '../db/root.ts';

export { isLoaded, noteLoaded } from './loaded.ts';

/** A readable file (YAML, or Markdown under a YAML head) that cannot be used; the message names the file and each key. */
export class FileRefused extends Error {
  constructor(file: string, reasons: string[]) {
    const name = relative(root, file).startsWith('..') ? file : relative(root, file);
    super(`${name} cannot be used:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
  }
}

/**
 * Reads one YAML 1.2 file and checks it. Throws `FileRefused` for a file that is missing, is not YAML, or does not fit.
 * Aliases are bounded, so that a file of nested aliases cannot fill the memory.
 */
export async function readYaml<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>> {
  return checked(file, schema, yamlOf(file, await textOf(file)));
}

/** Reads a Markdown file whose head, between two lines of `---`, is YAML; the text below the head is added as `body`. */
export async function readMarkdown<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>> {
  const text = await textOf(file);
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  if (!parts) throw new FileRefused(file, ['the file must begin with a head between two lines of ---']);
  const head = yamlOf(file, parts[1]!);
  if (typeof head !== 'object' || head === null || Array.isArray(head)) {
    throw new FileRefused(file, ['the head must be a list of "key: value" lines']);
  }
  return checked(file, schema, { ...head, body: parts[2]!.trim() });
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  } catch (error) {
    throw new FileRefused(file, [(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(error)]);
  }
}

function yamlOf(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new FileRefused(
      file,
      document.errors.map((error) => error.message.split('\n')[0]!.replace(/:$/, '')),
    );
  }
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    throw new FileRefused(file, [(error as Error).message]);
  }
}

function checked<S extends z.ZodType>(file: string, schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new FileRefused(
      file,
      parsed.error.issues.map((issue) => `${keyPath(issue.path)}: ${issue.message}`),
    );
  }
  return parsed.data;
}

/** `home.en.ways[0].title`, as one would write it. */
const keyPath = (path: PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  ) || 'the file';
