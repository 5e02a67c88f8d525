import type { Majority, Outcome, Rules, Voice, Way } from './outcome.ts';

/** 'waiting': a secret ballot whose time is over, with too few ballots in the urn to be counted. */
export type State = 'questions' | 'open' | 'waiting' | 'closed' | 'withdrawn';

/** What goes on. */
export const running: readonly State[] = ['questions', 'open', 'waiting'];

/** How a decision is taken; fixed when it is opened. */
export type Settings = {
  way: Way;
  voice: Voice;
  options: string[];
  secret: boolean;
  quorum: number;
  majority: Majority;
  keepBallots: boolean;
};

/** What is kept of the voices: [choice, how many]. Without counts: a secret ballot that was ended without looking into the urn. */
export type Result = Outcome & { heard: number; counts?: [number, number][] };

export type Decision = Settings & {
  id: string;
  groupId: string | null;
  group: Record<string, string> | null;
  title: string;
  state: State;
  round: number;
  proposal: string;
  /** Why this round's text is another than the one before. */
  reason: string;
  questionsUntil: Date | null;
  openedAt: Date | null;
  closesAt: Date | null;
  closedAt: Date | null;
  electorate: number;
  result: Result | null;
  recorded: string;
  proposedBy: string | null;
  /** By the name she bears where she proposed it; null: no longer here. */
  proposer: string | null;
  /** The meeting at which it is spoken of. */
  meeting: { id: string; title: string } | null;
  createdAt: Date;
};

/** The rules by which its voices are counted. */
export const rulesOf = ({ way, options, secret, quorum, majority }: Settings): Rules => ({
  way,
  options,
  secret,
  quorum,
  majority,
});

/** Its time is over, although nobody counted yet: no voice is heard any more. */
export const isOver = (decision: Pick<Decision, 'state' | 'closesAt'>, now: Date): boolean =>
  decision.state === 'open' && decision.closesAt !== null && decision.closesAt <= now;

/** Takes voices now; an urn that waits does so after its time. */
export const isOpen = (decision: Pick<Decision, 'state' | 'closesAt'>, now: Date): boolean =>
  decision.state === 'waiting' || (decision.state === 'open' && !isOver(decision, now));

/** May be amended: before it is opened; as a consent while it is open; and after objections have blocked it. */
export const mayAmend = (decision: Pick<Decision, 'state' | 'way' | 'result'>): boolean =>
  decision.state === 'questions' ||
  (decision.way === 'consent' &&
    (decision.state === 'open' || (decision.state === 'closed' && decision.result?.is === 'blocked')));
