import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  abstains,
  agrees,
  ballotsNeeded,
  choicesOf,
  fewestSecret,
  heard,
  majorities,
  no,
  objects,
  outcomeOf,
  quorumOf,
  type Rules,
  standsAside,
  yes,
} from './outcome.ts';

const rules = (given: Partial<Rules> = {}): Rules => ({
  way: 'vote',
  options: [],
  secret: false,
  quorum: 0,
  majority: 'half',
  ...given,
});
const tally = (...pairs: [number, number][]) => new Map(pairs);
const is = (given: Partial<Rules>, counts: Map<number, number>, electorate = 100) =>
  outcomeOf(rules(given), counts, electorate);

describe('what the voices decided', () => {
  test('by the table of the house', () => {
    expect(is({}, tally([yes, 3], [no, 2]))).toEqual({ is: 'accepted' });
    expect(is({}, tally([yes, 2], [no, 2], [abstains, 9]))).toEqual({ is: 'tie' });
    expect(is({}, tally([yes, 1], [no, 2]))).toEqual({ is: 'rejected' });
    expect(is({}, tally([abstains, 4]))).toEqual({ is: 'no-votes' });
    expect(is({ majority: 'two-thirds' }, tally([yes, 4], [no, 2]))).toEqual({ is: 'accepted' });
    expect(is({ majority: 'two-thirds' }, tally([yes, 5], [no, 3]))).toEqual({ is: 'rejected' });
    expect(is({ quorum: 50 }, tally([yes, 3], [abstains, 1]), 9)).toEqual({ is: 'no-quorum' });
    expect(is({ quorum: 50 }, tally([yes, 3], [abstains, 2]), 9)).toEqual({ is: 'accepted' });
    expect(is({ secret: true }, tally([yes, 4]))).toEqual({ is: 'too-few' });
    expect(is({ secret: true }, tally([yes, 4], [abstains, 1]))).toEqual({ is: 'accepted' });
    const options = ['Lima', 'Nairobi', 'Oslo'];
    expect(is({ options, majority: 'most' }, tally([0, 2], [1, 3], [2, 1]))).toEqual({ is: 'chosen', option: 1 });
    expect(is({ options, majority: 'half' }, tally([0, 2], [1, 3], [2, 1]))).toEqual({ is: 'no-majority' });
    expect(is({ options, majority: 'most' }, tally([0, 3], [1, 3]))).toEqual({ is: 'tie' });
    expect(is({ way: 'consent' }, tally([agrees, 9], [standsAside, 2]))).toEqual({ is: 'accepted' });
    expect(is({ way: 'consent' }, tally([agrees, 9], [objects, 1]))).toEqual({ is: 'blocked' });
    expect(is({ way: 'consent' }, tally([standsAside, 3]))).toEqual({ is: 'no-votes' });
  });

  test('an urn that waits is opened for no fewer than may be shown, and no fewer than the quorum asks for', () => {
    expect([ballotsNeeded(6, 50), ballotsNeeded(5, 100), ballotsNeeded(40, 25), ballotsNeeded(40, 0)]).toEqual([
      5, 5, 10, 5,
    ]);
    fc.assert(
      fc.property(fc.nat(2_000), fc.integer({ min: 0, max: 100 }), (electorate, quorum) => {
        const { is: outcome } = is(
          { secret: true, quorum },
          tally([yes, ballotsNeeded(electorate, quorum)]),
          electorate,
        );
        expect(outcome).toBe('accepted');
      }),
    );
  });

  const anyRules: fc.Arbitrary<Rules> = fc.record({
    way: fc.constantFrom('consent' as const, 'vote' as const),
    options: fc.constantFrom<string[]>([], ['a', 'b'], ['a', 'b', 'c', 'd']),
    secret: fc.boolean(),
    quorum: fc.integer({ min: 0, max: 100 }),
    majority: fc.constantFrom(...majorities),
  });
  const world = anyRules.chain((rules) =>
    fc.record({
      rules: fc.constant(rules),
      ballots: fc.array(fc.constantFrom(...choicesOf(rules)), { maxLength: 40 }),
      silent: fc.integer({ min: 0, max: 40 }),
    }),
  );
  const counted = (ballots: number[]) => {
    const counts = new Map<number, number>();
    for (const choice of ballots) counts.set(choice, (counts.get(choice) ?? 0) + 1);
    return counts;
  };

  test('does not depend on the order of ballots; below the quorum and below five secret voices nothing is decided', () => {
    fc.assert(
      fc.property(world, ({ rules, ballots, silent }) => {
        const electorate = ballots.length + silent;
        const outcome = outcomeOf(rules, counted(ballots), electorate);
        expect(outcomeOf(rules, counted([...ballots].reverse()), electorate)).toEqual(outcome);
        expect(heard(counted(ballots))).toBe(ballots.length);
        if (rules.secret && ballots.length < fewestSecret) expect(outcome.is).toBe('too-few');
        else if (ballots.length < quorumOf(electorate, rules.quorum)) expect(outcome.is).toBe('no-quorum');
        else if (rules.way === 'consent' && ballots.includes(objects)) expect(outcome.is).toBe('blocked');
        if (outcome.is === 'chosen' || outcome.is === 'accepted') {
          const won = outcome.is === 'chosen' ? outcome.option : 0;
          const votes = ballots.filter((choice) => choice === won).length;
          for (const other of choicesOf(rules).filter((choice) => choice !== won && choice !== abstains)) {
            if (rules.way === 'vote') expect(votes).toBeGreaterThan(ballots.filter((one) => one === other).length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('one more voice for what won never takes it away', () => {
    fc.assert(
      fc.property(world, ({ rules, ballots, silent }) => {
        const before = outcomeOf(rules, counted(ballots), ballots.length + silent + 1);
        if (before.is !== 'accepted' && before.is !== 'chosen') return;
        const won = before.is === 'chosen' ? before.option : 0;
        expect(outcomeOf(rules, counted([...ballots, won]), ballots.length + silent + 1)).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });
});
