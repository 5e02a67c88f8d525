/**
 * The lines of a postal address as a file gave it: its own lines; else split at semicolons; else at commas, where a state
 * or a postal code stays with its town ("Albany, NY 12247"). At most twelve, the rest joined to the last.
 */
export function addressLines(address: string): string[] {
  const clean = (parts: string[]) => parts.map((part) => part.replace(/\s+/g, ' ').trim()).filter(Boolean);
  let lines = clean(address.split(/\r?\n/));
  if (lines.length === 1) lines = clean(address.split(/;/));
  if (lines.length === 1) lines = clean(address.split(/,/)).reduce(keepTogether, []);
  return lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join(', ')] : lines;
}

const most = 12;

/** "NY 12247", "ON", "Ontario K1A 0A6", "12247" belong to the town before them; "Room 3" and "Suite 12" to their street. */
function keepTogether(lines: string[], part: string): string[] {
  const last = lines.at(-1);
  const state =
    /^[A-Z]{2}$|^[A-Z]{2}\.?\s+[A-Z0-9][A-Z0-9 -]{2,9}$|^[\p{L} .'-]{2,30}\s+[A-Z]\d[A-Z] ?\d[A-Z]\d$|^\d{4,6}(-\d{3,4})?$/u;
  const room = /^(room|suite|rm\.?|ste\.?|apt\.?|unit|floor|fl\.?|bureau|#)\s*\S+$/i;
  if (last !== undefined && (state.test(part) || room.test(part))) return [...lines.slice(0, -1), `${last}, ${part}`];
  return [...lines, part];
}

/** At most so many lines: neighbours are joined, the shortest first; the name above and the town below stand alone as long as may be. */
export function inFewLines(lines: readonly string[], limit: number): string[] {
  const few = [...lines];
  while (few.length > limit) {
    let best = 1;
    for (let at = 1; at < few.length - 2; at += 1) {
      if (few[at]!.length + few[at + 1]!.length < few[best]!.length + few[best + 1]!.length) best = at;
    }
    few.splice(best, 2, `${few[best]}, ${few[best + 1]}`);
  }
  return few;
}
