import type { View } from '../../../platform/http/index.ts';
import { State, Table } from '../../../ui/index.ts';
import type { Decision, Result } from '../decision.ts';
import { choicesOf, fewestSecret, quorumOf } from '../outcome.ts';
import type { Ballot } from '../queries.ts';
import { choiceWords, outcomeTone, outcomeWords } from './words.ts';

type Line = { words: string; voices: number };

const linesOf = (v: View, decision: Decision, result: Result): Line[] => {
  const counts = new Map(result.counts);
  return choicesOf(decision).map((choice) => ({
    words: choiceWords(v, decision, choice),
    voices: counts.get(choice) ?? 0,
  }));
};

const row = 34;
const bar = 20;

/** The voices as bars. The table beside it says the same. */
function Bars({ v, lines }: { v: View; lines: Line[] }) {
  const most = Math.max(1, ...lines.map(({ voices }) => voices));
  return (
    <svg class="bars" viewBox={`0 0 400 ${lines.length * row}`} role="img" aria-label={v.t('decisions.result.picture')}>
      {lines.map(({ voices }, at) => (
        <>
          <rect class="track" x="0" y={at * row + 4} width="340" height={bar} />
          <rect class="voices" x="0" y={at * row + 4} width={Math.round((340 * voices) / most)} height={bar} />
          <text x="350" y={at * row + bar}>
            {v.number(voices)}
          </text>
        </>
      ))}
    </svg>
  );
}

/** What came of it: in words, in a picture, in a table; and who voted, as far as it is kept. */
export function ResultPart({
  v,
  decision,
  ballots,
  voted,
}: {
  v: View;
  decision: Decision & { result: Result };
  ballots: Ballot[];
  voted: (string | null)[];
}) {
  const { result } = decision;
  const lines = linesOf(v, decision, result);
  return (
    <section class="flow" aria-labelledby="result">
      <h2 id="result">{v.t('decisions.result')}</h2>
      <p class="lead">
        <State tone={outcomeTone(result)}>{outcomeWords(v, decision, result)}</State>
      </p>
      <p>{v.t(`decisions.why.${result.is}`, { least: fewestSecret })}</p>
      <p>
        {v.t('decisions.heard', {
          heard: result.heard,
          electorate: decision.electorate,
          quorum: quorumOf(decision.electorate, decision.quorum),
        })}
      </p>
      {result.counts && (
        <div class="result">
          <Bars v={v} lines={lines} />
          <Table
            caption={v.t('decisions.result.table')}
            head={[v.t('decisions.head.choice'), v.t('decisions.head.voices')]}
          >
            {lines.map(({ words, voices }) => (
              <tr>
                <th scope="row">{words}</th>
                <td>{v.number(voices)}</td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      {!decision.keepBallots && <p class="quiet">{v.t('decisions.totals')}</p>}
      {decision.secret && voted.length > 0 && (
        <details class="fold">
          <summary>
            <b>{v.t('decisions.voted', { count: voted.length })}</b>
          </summary>
          <p class="quiet">{v.t('decisions.voted.secret')}</p>
          <p>{voted.map((name) => name ?? nameless(v, decision)).join(', ')}</p>
        </details>
      )}
      {ballots.length > 0 && <Voices v={v} decision={decision} ballots={ballots} />}
    </section>
  );
}

/** Somebody who left, or an organisation that hides from the reader. */
const nameless = (v: View, decision: Decision): string =>
  v.t(decision.voice === 'organisation' ? 'decisions.nameless' : 'decisions.nobody');

/** Open voices by name, objections and reasons first. */
export function Voices({ v, decision, ballots }: { v: View; decision: Decision; ballots: Ballot[] }) {
  return (
    <Table
      caption={v.t('decisions.voices')}
      head={[v.t('decisions.head.who'), v.t('decisions.head.choice'), v.t('decisions.head.reason')]}
    >
      {ballots.map((one) => (
        <tr>
          <th scope="row">{one.name ?? nameless(v, decision)}</th>
          <td>
            <State tone={decision.way === 'consent' && one.choice === 2 ? 'wait' : 'plain'}>
              {choiceWords(v, decision, one.choice)}
            </State>
          </td>
          <td class="lines">{one.reason}</td>
        </tr>
      ))}
    </Table>
  );
}
