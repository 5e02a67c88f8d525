import type { Secret } from '../../platform/crypto/ids.ts';
import { sha256 } from '../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../platform/crypto/signed-id.ts';

/** What her words or her picture are used for. Each is asked for by itself. */
export const uses = ['website', 'campaign', 'news', 'share', 'print', 'film', 'hearing'] as const;
export type Use = (typeof uses)[number];

/** The place that stands for this network's own pages and papers. */
export const here = '';

/** How she wants to be asked, and asked again. */
export const ways = ['account', 'mail', 'phone', 'letter', 'person'] as const;
export type Way = (typeof ways)[number];

/** How her word came to a coordinator who writes it down. */
export const words = ['paper', 'voice', 'phone', 'person'] as const;
export type WordWay = (typeof words)[number];

/** Why a coordinator looks at who she is. */
export const purposes = ['ask', 'pay', 'answer', 'safety', 'correct'] as const;
export type Purpose = (typeof purposes)[number];

/** All that a reader of one language sees of a story. */
export type StoryText = {
  locale: string;
  title: string;
  summary: string;
  body: string;
  picture_alt: string;
};

export type Approval = {
  id: string;
  use: Use;
  place: string;
  locale: string;
  state: 'asked' | 'approved' | 'declined' | 'withdrawn';
  version: string | null;
  expiresAt: Date | null;
  askedAt: Date;
  answeredAt: Date | null;
  remindedAt: Date | null;
};

/**
 * How an approval stands now. `stale`: she agreed to other words than those that are there; `expired`: its last day is over. Only
 * `approved` shows anything.
 */
export type Standing = Approval['state'] | 'stale' | 'expired';

/** @param version the digest of the words of its language as they are, or undefined when there are none */
export function standingOf(
  approval: Pick<Approval, 'state' | 'version' | 'expiresAt'>,
  version: string | undefined,
  now: Date,
): Standing {
  if (approval.state !== 'approved') return approval.state;
  if (!approval.expiresAt || approval.expiresAt <= now) return 'expired';
  return approval.version === version ? 'approved' : 'stale';
}

/** Waits for her answer: she was asked, or what she agreed to is not what is there. */
export const waits = (standing: Standing): boolean => standing === 'asked' || standing === 'stale';

/** So many days before an approval ends she is asked again. */
export const askAgainDays = 30;
const dayMs = 86_400_000;

/** She agreed, and it ends so soon that she is asked again. */
export const endsSoon = (approval: Approval, standing: Standing, now: Date): boolean =>
  standing === 'approved' && approval.expiresAt!.getTime() - now.getTime() <= askAgainDays * dayMs;

/** An asked question that lies longer than this needs somebody. */
export const longWaitMs = 14 * dayMs;

/** For how many months she agrees when nobody says otherwise, and at most. */
export const usualMonths = 12;
export const longestMonths = 36;

/** The digest of what she sees in one language. Anything else than this, and her approval does not hold for it. */
export const versionOf = (
  text: StoryText,
  shown: { publicName: string; alias: boolean; pictureKey: string | null },
): string =>
  sha256(
    JSON.stringify([
      text.locale,
      shown.publicName,
      shown.alias,
      text.title,
      text.summary,
      text.body,
      shown.pictureKey ? [shown.pictureKey, text.picture_alt] : null,
    ]),
  ).toString('hex');

/** There is something to read or to see: a title with words, or a picture that is described. */
export const isReady = (text: StoryText | undefined, pictureKey: string | null): boolean =>
  text !== undefined &&
  text.title.trim() !== '' &&
  (text.body.trim() !== '' || (pictureKey !== null && text.picture_alt.trim() !== ''));

/** The end of a private address: the link's id and a signature over it. */
export const storyRef = (secret: Secret, network: string, linkId: string): string =>
  signedId(secret, 'story', network, linkId);

/** The link's id behind a private address, or undefined when we did not make it for this network. */
export const readStoryRef = (secret: Secret, network: string, ref: string): string | undefined =>
  readSignedId(secret, 'story', network, ref);
