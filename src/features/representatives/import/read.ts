import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseDocument } from 'yaml';
import { sha256 } from '../../../platform/crypto/ids.ts';
import { CsvFault, type CsvRecord, encodingOf, readCsv, separatorOf } from '../../../platform/csv/index.ts';
import { ImportRefused } from './refusal.ts';

/** Largest files that are read at all, in bytes. A country's ridings at full detail take some tens of megabytes. */
export const limits = { geojson: 256 * 2 ** 20, json: 64 * 2 ** 20, table: 64 * 2 ** 20, yaml: 2 ** 20, files: 20_000 };

export type ReadText = { text: string; checksum: string };

/** Reads a UTF-8 text file. Refuses what is missing, too large, in another encoding, or holds NUL. */
export async function readText(path: string, limit: number): Promise<ReadText> {
  const bytes = await readBytes(path, limit);
  return { text: decode(bytes, path), checksum: sha256(bytes).toString('hex') };
}

/** Reads a UTF-8 text file that may be packed with gzip. `limit` holds for the packed and for the unpacked bytes. */
export async function readPackedText(path: string, limit: number): Promise<ReadText> {
  const bytes = await readBytes(path, limit);
  const checksum = sha256(bytes).toString('hex');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { text: decode(bytes, path), checksum };
  let unpacked: Uint8Array;
  try {
    // Stops as soon as the limit is passed: a small file that unpacks to gigabytes never fills the memory.
    unpacked = await promisify(gunzip)(bytes, { maxOutputLength: limit });
  } catch (error) {
    throw new ImportRefused(
      (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? `${path}: unpacks to more than the ${limit} bytes that are read`
        : `${path}: its gzip packing is damaged`,
    );
  }
  return { text: decode(unpacked, path), checksum };
}

/** Reads a table whose encoding is found out: UTF-8, UTF-16 with its mark, else Windows-1252. Says which it was. */
export async function readTableText(path: string): Promise<ReadText & { encoding: string }> {
  const bytes = await readBytes(path, limits.table);
  const encoding = tableEncoding(bytes, path);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ImportRefused(`${path}: is not whole ${encoding}`);
  }
  refuseNul(text, path);
  return { text, checksum: sha256(bytes).toString('hex'), encoding };
}

function tableEncoding(bytes: Uint8Array, path: string) {
  const encoding = encodingOf(bytes);
  if (encoding === 'mixed')
    throw new ImportRefused(`${path}: some rows are UTF-8 and others are not; save it as UTF-8`);
  if (encoding === 'unknown') throw new ImportRefused(`${path}: is neither UTF-8 nor Windows-1252; save it as UTF-8`);
  return encoding;
}

function refuseNul(text: string, path: string): void {
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new ImportRefused(`${path}: holds a NUL character at position ${nul + 1}`);
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
  refuseNul(text, path);
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

/** The records of a table with any of the three usual separators. Throws `ImportRefused` where it cannot be read whole. */
export function readRecords(text: string, path: string): CsvRecord[] {
  try {
    return readCsv(text, separatorOf(text));
  } catch (error) {
    if (error instanceof CsvFault) throw new ImportRefused(`${path}: ${error.message}`);
    throw error;
  }
}

/**
 * The rows of a table with a header, by lower-case header name; empty lines are passed over.
 * Throws `ImportRefused` as above; a row with another number of fields is given as a text that says so.
 */
export function parseCsv(text: string, path: string): { header: string[]; rows: (Record<string, string> | string)[] } {
  const [first, ...records] = readRecords(text, path);
  const header = (first?.fields ?? []).map((name) => name.trim().toLowerCase());
  if (header.length < 2) throw new ImportRefused(`${path}: the first line must name the columns, separated by commas`);
  const rows = records
    .filter(({ fields }) => fields.length > 1 || fields[0]!.trim() !== '')
    .map(({ line, fields }) =>
      fields.length === header.length
        ? Object.fromEntries([['#', `line ${line}`], ...header.map((name, i) => [name, fields[i]!.trim()])])
        : `line ${line}: ${fields.length} fields where the header has ${header.length}`,
    );
  return { header, rows };
}
