/** A stretch of lines that two texts have in common, or that only one of them has. */
export type Stretch = { kind: 'same' | 'gone' | 'new'; lines: string[] };

/** Beyond so many cells of the table the middle is shown as replaced as a whole: nobody waits for a finer answer. */
const mostCells = 4_000_000;

/**
 * What changed from one text to another, line by line: a longest common subsequence (Wagner–Fischer), after the equal beginning and end
 * are set aside. Joining the lines that are not `new` gives the first text, those that are not `gone` the second.
 */
export function compareTexts(before: string, after: string): Stretch[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) {
    tail += 1;
  }
  const stretches: Stretch[] = [];
  const add = (kind: Stretch['kind'], lines: string[]) => {
    if (lines.length === 0) return;
    const last = stretches.at(-1);
    if (last?.kind === kind) last.lines.push(...lines);
    else stretches.push({ kind, lines: [...lines] });
  };
  add('same', a.slice(0, head));
  middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), add);
  add('same', a.slice(a.length - tail));
  return stretches;
}

function middle(a: string[], b: string[], add: (kind: Stretch['kind'], lines: string[]) => void): void {
  if (a.length * b.length > mostCells || a.length === 0 || b.length === 0) {
    add('gone', a);
    add('new', b);
    return;
  }
  const width = b.length + 1;
  // longest[i * width + j]: how many lines a[i…] and b[j…] have in common, in order.
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      add('same', [a[i]!]);
      i += 1;
      j += 1;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) {
      add('gone', [a[i]!]);
      i += 1;
    } else {
      add('new', [b[j]!]);
      j += 1;
    }
  }
  add('gone', a.slice(i));
  add('new', b.slice(j));
}
