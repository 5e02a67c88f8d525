import { sha256 } from '../../platform/crypto/ids.ts';
export const ways = ['form', 'mail', 'letter', 'call', 'visit'] as const;
export type Way = (typeof ways)[number];
/** The ways that are entered by hand. */
export const handWays = ['letter', 'call', 'visit', 'mail'] as const;

export const states = ['new', 'taken', 'waiting', 'answered', 'closed', 'spam'] as const;
export type InquiryState = (typeof states)[number];
/** States in which somebody has something to do. */
export const openStates: readonly InquiryState[] = ['new', 'taken'];

export const senders = ['somebody', 'supporter', 'member', 'family', 'inside', 'lawyer', 'journalist'] as const;
export type Sender = (typeof senders)[number];

/** What may be done with what she wrote, from the least to the most. */
export const permissions = ['unsaid', 'nobody', 'lawyer', 'anonymous', 'named'] as const;
export type Permission = (typeof permissions)[number];

/** In whose words it stands. */
export const voices = ['hers', 'told', 'family', 'translated'] as const;
export type Voice = (typeof voices)[number];

/** How she can be answered safely. */
export const cautions = [
  'mail-read',
  'calls-recorded',
  'no-network',
  'through-family',
  'through-lawyer',
  'no-case',
  'no-money',
  'no-answer',
] as const;
export type Caution = (typeof cautions)[number];

export type Part = {
  id: string;
  kind: 'came' | 'mail' | 'paper' | 'call' | 'note';
  at: Date;
  /** Who of us wrote or entered it. */
  author: string | null;
  subject: string;
  body: string;
  fileId: string | null;
  outcome: string | null;
  dropped: number;
  automatic: boolean;
};

export type Inquiry = {
  id: string;
  way: Way;
  state: InquiryState;
  stateAt: Date;
  topicId: string | null;
  ownerId: string | null;
  owner: string | null;
  sender: Sender;
  name: string;
  email: string;
  phone: string;
  address: string;
  placeId: string | null;
  locale: string;
  subject: string;
  receivedOn: string;
  may: Permission;
  mayNote: string;
  wordsOf: Voice;
  safe: Caution[];
  safeNote: string;
  personId: string | null;
  accountId: string | null;
  sample: boolean;
  createdAt: Date;
};

/** A mark of what is known of her and how she is answered safely; another one once somebody changed it. */
export const aboutMark = (one: Inquiry): string =>
  sha256(
    JSON.stringify([
      [one.sender, one.name, one.email, one.phone, one.address, one.placeId, one.locale, one.subject],
      [one.may, one.mayNote, one.wordsOf, [...one.safe].sort(), one.safeNote],
    ]),
  )
    .toString('base64url')
    .slice(0, 16);

/** What a letter or a call is named by, short enough to be read out. */
export const referenceOf = (id: string): string => id.slice(-6).toUpperCase();

/** The first line of a text, for a subject that nobody gave; cut between words. */
export function subjectOf(text: string, longest = 90): string {
  const first = text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '');
  if (!first) return '';
  if (first.length <= longest) return first;
  const cut = first.slice(0, longest);
  const space = cut.lastIndexOf(' ');
  return `${space > longest / 2 ? cut.slice(0, space) : cut}…`;
}

/** A text as the search compares it: small letters, no marks, one space. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** How long what is never closed, and what is spam, is kept, in days. */
export const keptDays = { open: 1_095, spam: 30 } as const;

/**
 * Whether an inquiry is past its time: spam after a month; what was answered or closed after the days of its topic (a year
 * without one); anything else after three years without a change.
 */
export function isPast(inquiry: { state: string; stateAt: Date }, keepDays: number | null, now: Date): boolean {
  const days =
    inquiry.state === 'spam'
      ? keptDays.spam
      : inquiry.state === 'answered' || inquiry.state === 'closed'
        ? (keepDays ?? 365)
        : keptDays.open;
  return now.getTime() - inquiry.stateAt.getTime() > days * 86_400_000;
}
