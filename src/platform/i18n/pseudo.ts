/** The pseudo-locale that shows the interface from right to left (the tag follows the custom of Unicode's ar-XB). */
export const pseudoLocale = 'ar-XB';

/**
 * English words set to run from right to left, so that a page that was built for one direction shows itself.
 * Placeholders, plural branches and tags stay as they are.
 */
export function pseudo(message: string): string {
  let depth = 0;
  return message.replace(/\{|\}|<[^>]+>|[A-Za-zÀ-ÿ]+/g, (piece) => {
    if (piece === '{') depth += 1;
    else if (piece === '}') depth -= 1;
    else if (depth === 0 && !piece.startsWith('<')) return `\u202e${piece}\u202c`;
    return piece;
  });
}
