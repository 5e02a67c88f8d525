export const stepKinds = ['accepted', 'declined', 'visited'] as const;
export type StepKind = (typeof stepKinds)[number];

/** Where an invitation stands: asked until something else was recorded. */
export type PledgeState = 'asked' | StepKind;

/** Something that became of an invitation. Days are texts ('2026-11-21'). */
export type Step = {
  id: string;
  kind: StepKind;
  on: string;
  /** The day of the visit, where an acceptance names one. */
  plannedOn: string | null;
  /** The reason as it was said, or the report. */
  words: string;
  wordsOf: 'theirs' | 'ours';
  source: string;
  sourceUrl: string | null;
  recordedAt: Date;
  retractedAt: Date | null;
  retractionReason: string | null;
};

export type Invitation = {
  id: string;
  campaignId: string;
  kind: 'official' | 'court';
  postId: string | null;
  officialId: string | null;
  /** The person's name as it was, or the court's. */
  name: string;
  label: Record<string, string>;
  /** Where a court's administration is reached. */
  address: string;
  placeId: string | null;
  /** The prison in words, or its name in the reader's language. */
  place: string;
  askedOn: string;
  source: string;
  sourceUrl: string | null;
  note: string;
  sample: boolean;
  recordedAt: Date;
  retractedAt: Date | null;
  retractionReason: string | null;
  /** The latest first; what was taken back too. */
  steps: Step[];
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The latest day first; of one day, what was recorded last. */
export const latestStep = (a: Step, b: Step): number =>
  compare(b.on, a.on) || b.recordedAt.getTime() - a.recordedAt.getTime() || compare(b.id, a.id);

/** The step that counts: the latest that was not taken back. */
export const currentStep = (invitation: Pick<Invitation, 'steps'>): Step | undefined =>
  invitation.steps.filter((step) => !step.retractedAt).sort(latestStep)[0];

export const stateOf = (invitation: Pick<Invitation, 'steps'>): PledgeState => currentStep(invitation)?.kind ?? 'asked';

export type PledgeCount = Record<PledgeState, number>;

/** How many invitations stand where. Those taken back are in no count; courts are counted apart from people. */
export function countStates(invitations: readonly Invitation[]): PledgeCount {
  const count: PledgeCount = { asked: 0, accepted: 0, declined: 0, visited: 0 };
  for (const invitation of invitations) if (!invitation.retractedAt) count[stateOf(invitation)] += 1;
  return count;
}

/** Accepted for a day that has passed, and nothing was recorded since: did she come? */
export function isOverdue(invitation: Invitation, today: string): boolean {
  const step = currentStep(invitation);
  return !invitation.retractedAt && step?.kind === 'accepted' && step.plannedOn !== null && step.plannedOn < today;
}
