import { momentWords } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Choice, ErrorSummary, Field, type FormState, Markdown, Mistake, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Place, ScopePage } from '../../documents/index.ts';
import { type Decision, isOpen, isOver, mayAmend, type Result, running } from '../decision.ts';
import { choicesOf, quorumOf } from '../outcome.ts';
import type { AtEnd, Ballot, MyVoice, Question, Round } from '../queries.ts';
import { listOf } from './list.tsx';
import { ResultPart, Voices } from './result.tsx';
import { WaitingUrn } from './waiting.tsx';
import { choiceWords } from './words.ts';

export type Shown = {
  decision: Decision;
  questions: Question[];
  rounds: Round[];
  ballots: Ballot[];
  voted: (string | null)[];
  heard: number;
  voices: MyVoice[];
  /** Of an urn that waits. */
  urn: (AtEnd & { able: number }) | undefined;
};
type Props = Shown & {
  v: View;
  place: Place;
  zone: string;
  /** Proposed it, or runs the scope. */
  handles: boolean;
  /** The mistakes of the one form that was sent, by its name. */
  wrong?: { form: 'ballot' | 'question' | 'answer' | 'record'; of?: string; state: FormState };
};

/** A decision from proposal to outcome, and what she can do about it now. */
export function DecisionPage(props: Props) {
  const { v, place, decision, zone, handles, wrong, ballots, rounds } = props;
  const open = isOpen(decision, v.now);
  const labels = Object.fromEntries(
    ['choice', 'reason', 'question', 'answer', 'recorded'].map((name) => [name, v.t(`decisions.field.${name}`)]),
  );
  return (
    <ScopePage v={v} place={place} title={decision.title} list={listOf(v)} islands={['error-summary']}>
      {wrong && <ErrorSummary v={v} state={wrong.state} labels={labels} />}
      <p>
        {running.includes(decision.state) && (
          <>
            <State tone={open ? 'wait' : 'plain'}>
              {v.t(isOver(decision, v.now) ? 'decisions.state.over' : `decisions.state.${decision.state}`)}
            </State>{' '}
          </>
        )}
        {stateWords(v, decision, zone)}
      </p>
      {handles && <Handling v={v} decision={decision} />}
      {props.urn && <WaitingUrn v={v} decision={decision} urn={props.urn} handles={handles} />}
      {decision.result && (
        <ResultPart v={v} decision={decision as Decision & { result: Result }} ballots={ballots} voted={props.voted} />
      )}
      {(decision.recorded || (handles && decision.state === 'closed')) && <Recorded {...props} />}
      <section class="flow" aria-labelledby="proposal">
        <h2 id="proposal">{v.t('decisions.proposal')}</h2>
        <p class="quiet">
          {v.t('decisions.proposedBy', {
            name: decision.proposer ?? v.t('decisions.nobody'),
            when: v.date(decision.createdAt),
          })}
        </p>
        {decision.round > 1 && (
          <p class="notice">{v.t('decisions.round', { round: decision.round, reason: decision.reason })}</p>
        )}
        <div class="sheet flow">
          <Markdown text={decision.proposal} />
        </div>
        {decision.meeting && (
          <p>
            <a href={urls.meetings.show(v.at, decision.meeting.id)}>
              {v.t('decisions.meeting', { title: decision.meeting.title })}
            </a>
          </p>
        )}
        {rounds.length > 0 && <Earlier v={v} rounds={rounds} />}
      </section>
      {open && <Voicing {...props} />}
      {decision.state === 'open' && (
        <section class="flow" aria-labelledby="sofar">
          <h2 id="sofar">{v.t('decisions.soFar')}</h2>
          <p>
            {v.t('decisions.heard', {
              heard: props.heard,
              electorate: decision.electorate,
              quorum: quorumOf(decision.electorate, decision.quorum),
            })}
          </p>
          {decision.way === 'consent' && ballots.length > 0 ? (
            <Voices v={v} decision={decision} ballots={ballots} />
          ) : (
            decision.way === 'vote' && <p class="quiet">{v.t('decisions.later')}</p>
          )}
        </section>
      )}
      <Questions {...props} />
      <How v={v} decision={decision} zone={zone} />
    </ScopePage>
  );
}

function stateWords(v: View, decision: Decision, zone: string): string {
  const moment = (at: Date | null) => (at ? momentWords(at, zone, v.locale) : '');
  if (decision.state === 'questions')
    return decision.questionsUntil
      ? v.t('decisions.until.questions', { when: moment(decision.questionsUntil) })
      : v.t('decisions.until.none');
  if (decision.state === 'open') return v.t('decisions.until.open', { when: moment(decision.closesAt) });
  if (decision.state === 'waiting') return v.t('decisions.until.waiting', { when: moment(decision.closesAt) });
  return v.t(`decisions.until.${decision.state}`, { when: moment(decision.closedAt) });
}

/** What its proposer, and who runs the group, do next. */
function Handling({ v, decision }: { v: View; decision: Decision }) {
  const live = decision.state === 'questions' || decision.state === 'open';
  if (!live && !mayAmend(decision)) return null;
  return (
    <div class="actions">
      {decision.state === 'questions' && (
        <a class="button" href={urls.decisions.opening(v.at, decision.id)}>
          {v.t(`decisions.opening.${decision.way}`)}
        </a>
      )}
      {mayAmend(decision) && (
        <a class="button plain" href={urls.decisions.amendment(v.at, decision.id)}>
          {v.t('decisions.amend')}
        </a>
      )}
      {live && <a href={urls.decisions.withdrawal(v.at, decision.id)}>{v.t('decisions.withdraw')}</a>}
    </div>
  );
}

/** The form of each voice that she can give. */
function Voicing({ v, decision, voices, wrong }: Props) {
  return (
    <section class="flow" aria-labelledby="voice">
      <h2 id="voice">{v.t(`decisions.voice.title.${decision.way}`)}</h2>
      {voices.length === 0 && (
        <p class="notice">
          {v.t(decision.voice === 'member' ? 'decisions.voice.none' : 'decisions.voice.noOrganisation')}
        </p>
      )}
      {voices.map((voice, at) => {
        const state = wrong?.form === 'ballot' && wrong.of === voice.voterId ? wrong.state : undefined;
        if (decision.secret && voice.voted)
          return (
            <p class="notice ok">
              {voice.organisation && <b>{`${voice.organisation}${v.t('ui.colon')} `}</b>}
              {v.t('decisions.voice.inUrn')}
            </p>
          );
        return <Voice v={v} decision={decision} voice={voice} state={state} first={at === 0} />;
      })}
    </section>
  );
}

function Voice({
  v,
  decision,
  voice,
  state,
  first,
}: {
  v: View;
  decision: Decision;
  voice: MyVoice;
  state: FormState | undefined;
  first: boolean;
}) {
  const chosen = state ? state.values.choice : voice.choice === null ? undefined : String(voice.choice);
  const shown = state ?? { values: { reason: voice.reason }, errors: {} };
  // Ids stand once on a page: where she speaks for several, the first form alone is led to by the list of mistakes.
  const id = (name: string) => (first ? name : `${name}-${voice.voterId}`);
  return (
    <form class="form short" method="post" action={urls.decisions.ballot(v.at, decision.id)}>
      <input type="hidden" name="voter" value={voice.voterId} />
      <input type="hidden" name="round" value={String(decision.round)} />
      {voice.organisation && <p>{v.t('decisions.voice.for', { organisation: voice.organisation })}</p>}
      {voice.voted && <p>{v.t('decisions.voice.given')}</p>}
      <fieldset id={id('choice')}>
        <legend>{v.t(`decisions.voice.legend.${decision.way}`)}</legend>
        <Mistake v={v} name="choice" state={shown} />
        {choicesOf(decision).map((choice) => (
          <Choice type="radio" name="choice" value={String(choice)} checked={chosen === String(choice)}>
            {choiceWords(v, decision, choice)}
            {decision.way === 'consent' && (
              <>
                <br />
                <small>{v.t(`decisions.stance.${choice}.hint`)}</small>
              </>
            )}
          </Choice>
        ))}
      </fieldset>
      {!decision.secret && first && (
        <Field
          v={v}
          name="reason"
          label={v.t('decisions.field.reason')}
          hint={v.t(decision.way === 'consent' ? 'decisions.reason.consent' : 'decisions.reason.vote')}
          state={shown}
          maxlength={2000}
          rows={3}
          either
        />
      )}
      <p class="quiet">{v.t(decision.secret ? 'decisions.voice.secret' : 'decisions.voice.open')}</p>
      <div>
        <button type="submit" class="button">
          {v.t(voice.voted ? 'decisions.voice.change' : 'decisions.voice.give')}
          {voice.organisation && <AboutWhat v={v} text={voice.organisation} />}
        </button>
      </div>
    </form>
  );
}

function Questions({ v, decision, questions, place, handles, wrong }: Props) {
  const asks = running.includes(decision.state);
  const empty: FormState = { values: {}, errors: {} };
  const toAnswer = questions.filter((one) => !one.answeredAt).at(0);
  return (
    <section class="flow" aria-labelledby="questions">
      <h2 id="questions">{v.t('decisions.questions', { count: questions.length })}</h2>
      {questions.length === 0 && <p class="quiet">{v.t('decisions.questions.none')}</p>}
      <ol class="plain flow">
        {questions.map((one) => (
          <li class="group">
            <p class="lines">
              <b>{`${one.asker ?? v.t('decisions.nobody')}${v.t('ui.colon')}`}</b> {one.question}
            </p>
            {one.answeredAt ? (
              <div class="other flow">
                <p class="quiet">
                  {v.t('decisions.answeredBy', {
                    name: one.answerer ?? v.t('decisions.nobody'),
                    when: v.date(one.answeredAt),
                  })}
                </p>
                <Markdown text={one.answer} />
              </div>
            ) : (
              <p class="quiet">{v.t('decisions.unanswered')}</p>
            )}
            {handles && one === toAnswer && (
              <form class="form short" method="post" action={urls.decisions.answer(v.at, decision.id, one.id)}>
                <Field
                  v={v}
                  name="answer"
                  label={v.t('decisions.field.answer')}
                  state={wrong?.form === 'answer' ? wrong.state : empty}
                  maxlength={4000}
                  rows={4}
                  required
                />
                <div>
                  <button type="submit" class="button plain">
                    {v.t('decisions.answer')}
                  </button>
                </div>
              </form>
            )}
          </li>
        ))}
      </ol>
      {asks && (place.writes || place.group === null) && (
        <form class="form short" method="post" action={urls.decisions.questions(v.at, decision.id)}>
          <Field
            v={v}
            name="question"
            label={v.t('decisions.field.question')}
            state={wrong?.form === 'question' ? wrong.state : empty}
            maxlength={2000}
            rows={3}
            required
          />
          <div>
            <button type="submit" class="button plain">
              {v.t('decisions.ask')}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

function Recorded({ v, decision, handles, wrong }: Props) {
  const state = wrong?.form === 'record' ? wrong.state : { values: { recorded: decision.recorded }, errors: {} };
  return (
    <section class="flow" aria-labelledby="record">
      <h2 id="record">{v.t(decision.state === 'withdrawn' ? 'decisions.withdrawn.why' : 'decisions.recorded')}</h2>
      {decision.recorded ? (
        <div class="sheet flow">
          <Markdown text={decision.recorded} />
        </div>
      ) : (
        <p>{v.t('decisions.record.empty')}</p>
      )}
      {handles && decision.state === 'closed' && (
        <details class="fold" open={wrong?.form === 'record' || undefined}>
          <summary>{v.t(decision.recorded ? 'decisions.record.change' : 'decisions.record.write')}</summary>
          <form class="form short" method="post" action={urls.decisions.record(v.at, decision.id)}>
            <Field
              v={v}
              name="recorded"
              label={v.t('decisions.field.recorded')}
              hint={v.t('decisions.field.recorded.hint')}
              state={state}
              maxlength={10_000}
              rows={6}
              required
            />
            <div>
              <button type="submit" class="button">
                {v.t('decisions.record.save')}
              </button>
            </div>
          </form>
        </details>
      )}
    </section>
  );
}

function Earlier({ v, rounds }: { v: View; rounds: Round[] }) {
  return (
    <details class="fold">
      <summary>{v.t('decisions.rounds', { count: rounds.length })}</summary>
      {rounds.map((round) => (
        <section class="flow">
          <h3>{v.t('decisions.roundNumber', { round: round.round, when: v.date(round.at) })}</h3>
          {round.reason && <p class="quiet">{round.reason}</p>}
          <Markdown text={round.proposal} />
        </section>
      ))}
    </details>
  );
}

/** By which rules it is decided. */
function How({ v, decision, zone }: { v: View; decision: Decision; zone: string }) {
  const facts: [string, string][] = [
    ['way', v.t(`decisions.way.${decision.way}`)],
    ['voice', v.t(`decisions.whose.${decision.voice}`)],
    ['ballot', v.t(decision.secret ? 'decisions.ballot.secret' : 'decisions.ballot.open')],
    ['quorum', v.t('decisions.quorum.words', { percent: decision.quorum })],
    ...(decision.way === 'vote'
      ? ([['majority', v.t(`decisions.majority.${decision.majority}`)]] as [string, string][])
      : []),
    ['keep', v.t(decision.keepBallots ? 'decisions.keep.ballots' : 'decisions.keep.totals')],
    ...(decision.openedAt ? ([['opened', momentWords(decision.openedAt, zone, v.locale)]] as [string, string][]) : []),
  ];
  return (
    <section class="flow" aria-labelledby="how">
      <h2 id="how">{v.t('decisions.how')}</h2>
      <dl class="facts">
        {facts.map(([name, words]) => (
          <>
            <dt>{v.t(`decisions.field.${name}`)}</dt>
            <dd>{words}</dd>
          </>
        ))}
      </dl>
      {decision.secret && <p class="quiet">{v.t('decisions.secret.promise')}</p>}
    </section>
  );
}
