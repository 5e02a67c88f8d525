import type { Span } from '../../platform/files/index.ts';

/**
 * The part of a file that a Range header asks for (RFC 9110, section 14). undefined: all of it, also where the header is not
 * understood or asks for several parts; 'none': a part that is not there (416).
 */
export function spanOf(header: string | undefined, bytes: number): Span | 'none' | undefined {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return undefined;
  const [from, to] = [asked[1]!, asked[2]!];
  // The last so many bytes.
  if (from === '')
    return Number(to) === 0 || bytes === 0 ? 'none' : { first: Math.max(0, bytes - Number(to)), last: bytes - 1 };
  const first = Number(from);
  if (to !== '' && Number(to) < first) return undefined;
  if (first >= bytes) return 'none';
  return { first, last: to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1) };
}
