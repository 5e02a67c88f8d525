/** The letter as its reader gets it: her words, her name, and her street address if she gave one. */
export function letterText(letter: { body: string; name: string; street: string }): string {
  return [letter.body.trim(), '', letter.name, ...(letter.street ? [letter.street] : [])].join('\n');
}
