/** A stretch of two texts: in both, only in the first, or only in the second. */
export type Piece = { text: string; kind: 'same' | 'gone' | 'new' };

// The table of the longest common part grows with the product of both; longer texts are compared by lines, then not at all.
const mostCells = 1_000_000;

/** Two texts as pieces that stayed, went and came. What stayed and went gives the first again, what stayed and came the second. */
export function compare(before: string, after: string): Piece[] {
  for (const split of [/(?<=\s)|(?=\s)/, /(?<=\n)/]) {
    const [a, b] = [before.split(split), after.split(split)];
    const [start, end] = ends(a, b);
    if ((a.length - start - end) * (b.length - start - end) <= mostCells) return joined(diff(a, b, start, end));
  }
  return joined([
    { text: before, kind: 'gone' },
    { text: after, kind: 'new' },
  ]);
}

/** How many parts are equal at the beginning and at the end. */
function ends(a: readonly string[], b: readonly string[]): [number, number] {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return [start, end];
}

function diff(a: readonly string[], b: readonly string[], start: number, end: number): Piece[] {
  const from = a.slice(start, a.length - end);
  const to = b.slice(start, b.length - end);
  const width = to.length + 1;
  const table = new Uint32Array((from.length + 1) * width);
  for (let i = from.length - 1; i >= 0; i -= 1)
    for (let j = to.length - 1; j >= 0; j -= 1)
      table[i * width + j] =
        from[i] === to[j]
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
  const pieces: Piece[] = a.slice(0, start).map((text) => ({ text, kind: 'same' }));
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      pieces.push({ text: from[i]!, kind: 'same' });
      i += 1;
      j += 1;
    } else if (i < from.length && (j === to.length || table[(i + 1) * width + j]! >= table[i * width + j + 1]!)) {
      pieces.push({ text: from[i]!, kind: 'gone' });
      i += 1;
    } else {
      pieces.push({ text: to[j]!, kind: 'new' });
      j += 1;
    }
  }
  return [...pieces, ...a.slice(a.length - end).map((text): Piece => ({ text, kind: 'same' }))];
}

function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    if (piece.text === '') continue;
    const last = out.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else out.push({ ...piece });
  }
  return out;
}
