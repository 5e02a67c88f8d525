import type { ComposedMail, Feature, MailOutcome } from '../../../platform/registry/index.ts';

/** A feature for tests: two kinds of mail, composed from nothing but the subject's id, and what it was told of them. */
export type Recorder = {
  feature: Feature;
  outcomes: MailOutcome[];
  /** Subjects that nobody composes any more. */
  gone: Set<string>;
  /** Subjects whose composing fails. */
  broken: Set<string>;
  /** Overrides for one subject. */
  texts: Map<string, Partial<ComposedMail>>;
  composed: string[][];
  /** Where a subject's mail goes; by default an address made of its id. */
  address(subject: string): string;
};

/** A kind of mail for tests, which notes what it was asked for and told. */
export function recorder(): Recorder {
  const outcomes: MailOutcome[] = [];
  const gone = new Set<string>();
  const broken = new Set<string>();
  const texts = new Map<string, Partial<ComposedMail>>();
  const composed: string[][] = [];
  const address = (subject: string) => `to-${subject.slice(-12)}@example.invalid`;
  const kind = {
    async compose(_: unknown, subjectIds: string[]) {
      composed.push(subjectIds);
      if (subjectIds.some((id) => broken.has(id))) throw new Error('cannot be composed');
      return new Map(
        subjectIds
          .filter((id) => !gone.has(id))
          .map((id): [string, ComposedMail] => [
            id,
            {
              to: { name: 'Noor Haddad', address: address(id) },
              subject: `About ${id.slice(-6)}`,
              text: `Text of ${id}\n`,
              ...texts.get(id),
            },
          ]),
      );
    },
    async settled(_: unknown, told: MailOutcome[]) {
      outcomes.push(...told);
    },
  };
  return {
    feature: { name: 'test', mails: { confirmation: kind, letter: kind } },
    outcomes,
    gone,
    broken,
    texts,
    composed,
    address,
  };
}
