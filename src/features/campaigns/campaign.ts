import { sha256Hex } from '../../platform/crypto/ids.ts';
import type { Channel } from '../deliveries/index.ts';
import type { AskedTarget } from '../representatives/index.ts';
import type { Share } from './share.ts';

/** What those who take part do: write a letter, or sign a petition. */
export const campaignModes = ['letter', 'petition'] as const;
export type CampaignMode = (typeof campaignModes)[number];

/** A campaign as the public sees it, in one language. */
export type Campaign = {
  id: string;
  slug: string;
  state: 'draft' | 'open' | 'closed';
  mode: CampaignMode;
  /** Whose districts the signatures of a petition are counted by; null: those of the first role that is asked. */
  districtRoleId: string | null;
  goal: number | null;
  closesAt: Date | null;
  /** The letters of a day go to each target in one mail. */
  digest: boolean;
  sample: boolean;
  picture: { key: string; width: number; height: number; alt: string } | null;
  /** The language of the words that follow: the page's, or where there are none in it the first of the network's. */
  locale: string;
  title: string;
  summary: string;
  story: string;
  asks: string[];
  addressees: string;
  letterSubject: string;
  letterBody: string;
  thanks: string;
  targets: Target[];
  /** The ways to its targets that it offers, the first one first. */
  channels: Channel[];
  issues: { id: string; label: Record<string, string> }[];
  places: { id: string; label: Record<string, string> }[];
  /** Its fields that a machine translated and nobody has reviewed, as the columns are named. */
  machine: string[];
  /** The languages in which it can be read. */
  locales: string[];
  /** How it is passed on. */
  share: Share;
  /** Quiet periods during which the form does not offer some of those who are asked. */
  rests: Rest[];
};

/** How a signature is shown on the public page. */
export const displays = ['full', 'initial', 'hidden'] as const;
export type Display = (typeof displays)[number];

/** What a signature has beside the person who gives it. */
export type Signature = { display: Display; comment: string; divisionId: string | null };

/** Asked of everybody's own member (a role), of one fixed post, of every member of a body, or of one person. */
export type Target = AskedTarget;

/** From the first to the last day ('2027-03-28') nobody is offered a letter to these roles. */
export type Rest = { name: string; from: string; until: string; roleIds: string[] };

/** The period in which this role rests on a day; the one that ends last. */
export const restOf = (rests: readonly Rest[], roleId: string, day: string): Rest | undefined =>
  rests
    .filter((rest) => rest.from <= day && day <= rest.until && rest.roleIds.includes(roleId))
    .sort((a, b) => (a.until < b.until ? 1 : -1))[0];

/** Whether letters are taken now. */
export const isOpen = (campaign: Pick<Campaign, 'state' | 'closesAt'>, now: Date): boolean =>
  campaign.state === 'open' && (!campaign.closesAt || campaign.closesAt > now);

/** How far towards the goal, for a progress bar: never over the whole. */
export const progress = (letters: number, goal: number): number => Math.min(letters, goal);

/** The next goal to name once one is reached: doubled until it lies ahead. */
export function nextGoal(letters: number, goal: number): number {
  let next = goal;
  while (letters >= next) next *= 2;
  return next;
}

/** What makes two submissions of one person the same action: the same words to the same posts, signed in the same way. SHA-256 as hex. */
export function contentHash(letter: {
  subject: string;
  body: string;
  postIds: string[];
  signature?: Signature;
}): string {
  const { subject, body, postIds, signature } = letter;
  const signed = signature ? [signature.display, signature.comment, signature.divisionId] : [];
  return sha256Hex(JSON.stringify([subject, body, [...postIds].sort(), ...signed]));
}

/** A post somebody may choose, with what the choice needs to be judged. */
export type Choosable = { postId: string; roleId: string; divisionId: string | null; court?: boolean };

/**
 * Whether the chosen posts may be written to in one letter: each belongs to a target of the campaign, and of one role
 * only those of one district (everybody has one member in each body). `askedOfAll` are the posts of the bodies and persons
 * that are asked of everybody. Returns a message key, or undefined.
 */
export function choiceProblem(
  targets: Target[],
  chosen: Choosable[],
  count: number,
  askedOfAll: ReadonlySet<string> = new Set(),
): string | undefined {
  if (count === 0) return 'campaigns.letter.to.none';
  if (chosen.length !== count) return 'campaigns.letter.to.unknown';
  // Judges are invited through their court's administration, never written to in numbers.
  if (chosen.some((post) => post.court)) return 'campaigns.letter.to.court';
  const fixed = new Set(targets.map((target) => target.postId));
  const roles = new Set(targets.map((target) => target.roleId));
  const districts = new Map<string, string | null>();
  for (const post of chosen) {
    if (fixed.has(post.postId) || askedOfAll.has(post.postId)) continue;
    if (!roles.has(post.roleId)) return 'campaigns.letter.to.unknown';
    const other = districts.get(post.roleId);
    if (other !== undefined && other !== post.divisionId) return 'campaigns.letter.to.several';
    districts.set(post.roleId, post.divisionId);
  }
  return undefined;
}
