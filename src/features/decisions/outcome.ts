/** How a decision is taken, and whose voice counts. */
export const ways = ['consent', 'vote'] as const;
export type Way = (typeof ways)[number];
export const voices = ['member', 'organisation'] as const;
export type Voice = (typeof voices)[number];
export const majorities = ['most', 'half', 'two-thirds'] as const;
export type Majority = (typeof majorities)[number];

/** The stances of a consent. */
export const [agrees, standsAside, objects] = [0, 1, 2] as const;
/** In a vote without options of its own: yes and no. In every vote: an abstention. */
export const [yes, no, abstains] = [0, 1, -1] as const;

/** A secret ballot is counted out only if so many voted: fewer would show who voted what. */
export const fewestSecret = 5;

/**
 * How many ballots an urn waits for, once it waits: as many as may be shown, and as many as the quorum asks for, because it is opened
 * once, and only for a result.
 */
export const ballotsNeeded = (electorate: number, percent: number): number =>
  Math.max(fewestSecret, quorumOf(electorate, percent));

export type Rules = {
  way: Way;
  /** None: yes or no. */
  options: readonly string[];
  secret: boolean;
  /** In per cent of the voices that could be heard. */
  quorum: number;
  majority: Majority;
};

export type Outcome =
  | { is: 'accepted' | 'rejected' | 'tie' | 'no-majority' | 'no-quorum' | 'too-few' | 'no-votes' | 'blocked' }
  | { is: 'chosen'; option: number };

/** What somebody may choose from. */
export const choicesOf = ({ way, options }: Pick<Rules, 'way' | 'options'>): number[] =>
  way === 'consent'
    ? [agrees, standsAside, objects]
    : [...(options.length === 0 ? [yes, no] : options.map((_, n) => n)), abstains];

/** A tally: how many chose what. */
export type Tally = ReadonlyMap<number, number>;

const count = (tally: Tally, choice: number): number => tally.get(choice) ?? 0;

/** How many voices were heard. */
export const heard = (tally: Tally): number => [...tally.values()].reduce((sum, n) => sum + n, 0);

/** How many voices the quorum asks for. */
export const quorumOf = (electorate: number, percent: number): number => Math.ceil((electorate * percent) / 100);

/**
 * What the voices decided. An abstention counts towards the quorum and to neither side. A tie leaves things as they are.
 * `electorate` is how many voices could be heard, as frozen when it was opened.
 */
export function outcomeOf(rules: Rules, tally: Tally, electorate: number): Outcome {
  const all = heard(tally);
  if (rules.secret && all < fewestSecret) return { is: 'too-few' };
  if (all < quorumOf(electorate, rules.quorum)) return { is: 'no-quorum' };
  if (rules.way === 'consent') {
    if (count(tally, objects) > 0) return { is: 'blocked' };
    return { is: count(tally, agrees) > 0 ? 'accepted' : 'no-votes' };
  }
  const sides = choicesOf(rules).filter((choice) => choice !== abstains);
  const said = sides.reduce((sum, choice) => sum + count(tally, choice), 0);
  if (said === 0) return { is: 'no-votes' };
  const enough = (votes: number) =>
    rules.majority === 'two-thirds' ? votes * 3 >= said * 2 : rules.majority === 'half' ? votes * 2 > said : true;
  if (rules.options.length === 0) {
    const [pro, contra] = [count(tally, yes), count(tally, no)];
    if (pro === contra) return { is: 'tie' };
    return { is: pro > contra && enough(pro) ? 'accepted' : 'rejected' };
  }
  const most = Math.max(...sides.map((choice) => count(tally, choice)));
  const first = sides.filter((choice) => count(tally, choice) === most);
  if (first.length > 1) return { is: 'tie' };
  return enough(most) ? { is: 'chosen', option: first[0]! } : { is: 'no-majority' };
}
