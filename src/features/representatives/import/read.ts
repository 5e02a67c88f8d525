import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { sha256 } from '../../../platform/crypto/ids.ts';
import { ImportRefused } from './refusal.ts';

/** Largest files that are read at all, in bytes. A country's ridings at full detail take some tens of megabytes. */
export const limits = { geojson: 256 * 2 ** 20, json: 64 * 2 ** 20, table: 64 * 2 ** 20, yaml: 2 ** 20, files: 20_000 };

export type ReadText = { text: string; checksum: string };

/** Reads a UTF-8 text file. Refuses what is missing, too large, in another encoding, or holds NUL. */
export async function readText(path: string, limit: number): Promise<ReadText> {
  const bytes = await readBytes(path, limit);
  return { text: decode(bytes, path), checksum: sha256(bytes).toString('hex') };
}

async function readBytes(path: string, limit: number): Promise<Uint8Array> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw new ImportRefused(
      `${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : 'cannot be opened'}`,
    );
  }
  try {
    const { size } = await file.stat().then((found) => {
      if (!found.isFile()) throw new ImportRefused(`${path}: not a file`);
      return found;
    });
    if (size > limit) throw new ImportRefused(`${path}: ${size} bytes is more than the ${limit} that are read`);
    const bytes = new Uint8Array(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function decode(bytes: Uint8Array, path: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new ImportRefused(`${path}: is UTF-16; save it as UTF-8`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ImportRefused(`${path}: is not UTF-8`);
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new ImportRefused(`${path}: holds a NUL character at position ${nul + 1}`);
  return text;
}

/** Parses JSON; a file that is not JSON, or is nested too deeply, is refused. An escaped NUL (\u0000) too: no text column holds one. */
export function parseJson(text: string, path: string): unknown {
  if (/\\u0000/.test(text)) throw new ImportRefused(`${path}: holds a NUL character`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ImportRefused(`${path}: is not JSON (${(error as Error).message.slice(0, 120)})`);
  }
}

/** Parses one YAML document without aliases (a few nested aliases can stand for a billion lines). Throws an Error with the reason. */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: true, logLevel: 'error' });
  if (document.errors.length > 0) throw new Error(`not YAML: ${document.errors[0]!.message.split('\n')[0]}`);
  return document.toJS({ maxAliasCount: 0 });
}

/** The YAML files of a folder by name, and one checksum over all of them. */
export async function readFolder(
  folder: string,
): Promise<{ files: { name: string; text: string | ImportRefused }[]; checksum: string }> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new ImportRefused(`${folder}: no such folder`);
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/i.test(name)).sort();
  if (names.length === 0) throw new ImportRefused(`${folder}: holds no .yml file`);
  if (names.length > limits.files) throw new ImportRefused(`${folder}: holds more than ${limits.files} files`);
  const files: { name: string; text: string | ImportRefused }[] = [];
  const sums: string[] = [];
  for (const name of names) {
    try {
      const { text, checksum } = await readText(join(folder, name), limits.yaml);
      files.push({ name, text });
      sums.push(checksum);
    } catch (error) {
      if (!(error instanceof ImportRefused)) throw error;
      files.push({ name, text: error });
    }
  }
  return { files, checksum: sha256(sums.join('\n')).toString('hex') };
}

/**
 * The rows of a comma- or semicolon-separated text (RFC 4180) with a header, by lower-case header name.
 * Throws `ImportRefused` at an unclosed quote; a row with another number of fields is given as a text that says so.
 */
export function parseCsv(text: string, path: string): { header: string[]; rows: (Record<string, string> | string)[] } {
  const separator = (text.slice(0, text.indexOf('\n') + 1 || undefined).match(/;/g)?.length ?? 0) > 0 ? ';' : ',';
  const lines: string[][] = [];
  let fields: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field: string;
    if (text[at] === '"') {
      let end = at + 1;
      for (;;) {
        end = text.indexOf('"', end);
        if (end < 0) throw new ImportRefused(`${path}: a quote opened in line ${lines.length + 1} is never closed`);
        if (text[end + 1] !== '"') break;
        end += 2;
      }
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') field += text[at++];
    } else {
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
      field = text.slice(at, end);
      at = end;
    }
    fields.push(field.trim());
    if (text[at] === separator) {
      at += 1;
      if (at < text.length) continue;
      fields.push('');
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    lines.push(fields);
    fields = [];
  }
  const header = (lines.shift() ?? []).map((name) => name.toLowerCase());
  if (header.length < 2) throw new ImportRefused(`${path}: the first line must name the columns, separated by commas`);
  const rows = lines
    .map((line, i) => ({ line, number: i + 2 }))
    .filter(({ line }) => line.length > 1 || line[0] !== '')
    .map(({ line, number }) =>
      line.length === header.length
        ? Object.fromEntries([['#', `line ${number}`], ...header.map((name, i) => [name, line[i]!])])
        : `line ${number}: ${line.length} fields where the header has ${header.length}`,
    );
  return { header, rows };
}
