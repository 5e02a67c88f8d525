import type { Report } from './report.ts';

/** The whole import is refused; nothing of it is kept. The message is for the operator, in English like all commands. */
export class ImportRefused extends Error {}

/**
 * Throws `ImportRefused`, with the first reason, where a list that was read has nobody to be taken; else its report says how many were passed
 * over. `does` and `doNot` say what makes somebody one of the list on its day: "serves", "do not serve".
 */
export function refuseEmpty(
  read: Report,
  list: { name: string; asOf: string; taken: number; past: number },
  does: string,
  doNot: string,
): void {
  const [first] = read.refused;
  if (list.taken === 0)
    throw new ImportRefused(
      `${list.name}: nobody in it ${does} as of ${list.asOf}${first ? `; the first reason: ${first.reason}` : ''}`,
    );
  if (list.past > 0) read.notes.push(`${list.past} people ${doNot} as of ${list.asOf} and were passed over`);
}
