/** What stands below one of these was not written for here. */
const signature = /^--\s?$/;
const attribution = /^(?:on|el|le|em|am|a|il)\b.{3,300}(?:wrote|escribió|a écrit|escreveu|schrieb|ha scritto)\s*:$/i;
const divider =
  /^(?:-{2,}\s*(?:original message|forwarded message|mensaje original|mensaje reenviado|message d.origine|message transféré|mensagem original|mensagem encaminhada)\b.*|_{10,})$/i;
const sender = /^\*?(?:from|de|von|da)\s?:\*?\s+\S/i;
const date = /^\*?(?:sent|date|enviado|enviada|fecha|envoyé|data|gesendet)\s?(?:el|em|le)?\s?:\*?\s+\S/i;

/**
 * What somebody wrote in a reply by mail, without the mail it answers, its header and her signature: nothing that was written
 * here before is put up again. Words between quoted lines stay, with what they answer; what is quoted below the last of them goes.
 */
export function trimReply(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd());
  let end = lines.length;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!.trim();
    if (signature.test(lines[at]!) || divider.test(line)) {
      end = at;
      break;
    }
    if (sender.test(line) && lines.slice(at + 1, at + 5).some((next) => date.test(next.trim()))) {
      end = at;
      break;
    }
    // A mail program may break the line that says who wrote when; below it everything is the other's, unless she wrote between.
    const broken = line === '' ? undefined : [1, 2, 3].find((count) => saysWhoWrote(lines.slice(at, at + count)));
    if (broken && !ownWordsAfterQuote(lines, at + broken)) {
      end = at;
      break;
    }
  }
  const kept = lines.slice(0, end);
  while (kept.length > 0 && /^\s*(?:>.*)?$/.test(kept.at(-1)!)) kept.pop();
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Lines that together say who wrote when; a blank one is no part of it. */
function saysWhoWrote(lines: string[]): boolean {
  const parts = lines.map((line) => line.trim());
  return !parts.includes('') && attribution.test(parts.join(' '));
}

/** Whether words of her own stand between or below quoted lines from here on. */
function ownWordsAfterQuote(lines: string[], from: number): boolean {
  let quotedYet = false;
  for (const line of lines.slice(from)) {
    if (signature.test(line)) return false;
    if (/^\s*>/.test(line)) quotedYet = true;
    else if (quotedYet && line.trim() !== '') return true;
  }
  return false;
}
