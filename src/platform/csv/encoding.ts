/**
 * The encoding of a table: UTF-8, UTF-16 with its mark, else Windows-1252. `mixed`: some rows are UTF-8 and others are
 * not, so that some name would come out wrong; `unknown`: it is none of them.
 */
export function encodingOf(
  bytes: Uint8Array,
): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'mixed' | 'unknown' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  // Two encodings in one file cannot be told apart cell by cell.
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0x0a, start);
    const row = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (row.some((byte) => byte >= 0x80) && isUtf8(row)) return 'mixed';
    start += row.length + 1;
  }
  return bytes.some((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) ? 'unknown' : 'windows-1252';
}

/** Whether the bytes are text in UTF-8 from the first to the last. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
