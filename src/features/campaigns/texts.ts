/** The texts of a campaign in one language, named as the columns are. */
export type CampaignText = {
  locale: string;
  title: string;
  summary: string;
  story: string;
  asks: string[];
  addressees: string;
  letter_subject: string;
  letter_body: string;
  thanks: string;
  picture_alt: string;
};

/** The longest message a supporter may send, in characters: so also the longest a campaign may propose to her. */
export const longestLetter = 10_000;

/** What a language needs before the public is offered it. Addressees, thanks and the picture's words may wait. */
const neededParts = ['title', 'summary', 'story', 'asks', 'letter_subject', 'letter_body'] as const;
export type NeededPart = (typeof neededParts)[number];

/** Which of the needed parts are still blank. */
export function missingParts(text: Omit<CampaignText, 'locale'> | undefined): NeededPart[] {
  if (!text) return [...neededParts];
  const blank = (part: string | string[]) =>
    (typeof part === 'string' ? [part] : part).every((line) => line.trim() === '');
  return neededParts.filter((part) => blank(text[part]));
}

const asSent = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** Whether a letter still holds what a machine translated and nobody has reviewed: she is told before it leaves in her name. */
export const isMachineLetter = (
  text: { letter_subject: string; letter_body: string; machine: readonly string[] },
  letter: { subject: string; body: string },
): boolean =>
  (text.machine.includes('letter_body') && asSent(text.letter_body) === asSent(letter.body)) ||
  (text.machine.includes('letter_subject') && asSent(text.letter_subject) === asSent(letter.subject));

/** Whether the public may be offered the campaign in this language. */
export const isReady = (text: Omit<CampaignText, 'locale'> | undefined): boolean => missingParts(text).length === 0;
