import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, ErrorSummary, type FormState, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage, postName } from '../../desk/index.ts';
import { countPromises, inOrder, isDue, type OutcomeWord, outcomeOf, type Promised } from '../promise.ts';
import type { Seat } from '../stand.ts';
import { labelsOf, OutcomeFields, PromiseFields } from './fields.tsx';
import { Said, TakenBack } from './parts.tsx';

const tones = { kept: 'ok', broken: 'bad', open: 'wait' } as const;

/** What became of a promise, in words. */
export const OutcomeMark = ({ v, outcome }: { v: View; outcome: OutcomeWord }) => (
  <State tone={tones[outcome]}>{v.t(`stands.outcome.${outcome}`)}</State>
);

/** Promises made and kept, for everybody: who promised what by when, where that was said, and what became of it. */
export function PromisesMade({ v, promises, today }: { v: View; promises: Promised[]; today: string }) {
  const t = v.t;
  if (promises.length === 0) return null;
  return (
    <>
      <h2>{t('stands.promises.title')}</h2>
      <p>{t('stands.promises.counts', countPromises(promises))}</p>
      <Table
        caption={t('stands.promises.title')}
        head={['who', 'what', 'said', 'due', 'outcome'].map((column) => t(`stands.promises.head.${column}`))}
      >
        {inOrder(promises).map((promised) => (
          <tr>
            <th scope="row">{promised.officialName}</th>
            <td dir="auto">
              {promised.promise}
              <TakenBack v={v} stand={promised} />
            </td>
            <td>
              <Said v={v} stand={promised} />
            </td>
            <td>
              <span class="cell-label">{t('stands.promises.head.due')}</span>{' '}
              {promised.dueOn ? v.date(promised.dueOn) : t('stands.promises.noDay')}
            </td>
            <td>
              {!promised.retractedAt && <OutcomeMark v={v} outcome={outcomeOf(promised)} />}
              {isDue(promised, today) && <p>{t('stands.promises.passed')}</p>}
              <Outcomes v={v} promised={promised} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** Every outcome that was recorded, with day and source. */
function Outcomes({ v, promised }: { v: View; promised: Promised }) {
  if (promised.outcomes.length === 0) return null;
  return (
    <ul class="plain">
      {promised.outcomes.map((outcome, place) => (
        <li>
          {place > 0 && `${v.t(`stands.outcome.${outcome.outcome}`)}, `}
          <Said v={v} stand={{ saidOn: outcome.seenOn, source: outcome.source, sourceUrl: outcome.sourceUrl }} />
        </li>
      ))}
    </ul>
  );
}

/** The promises of one seat, for coordinators: each with what became of it, and the ways to say so. */
export function SeatPromises({ v, campaign, promises }: { v: View; campaign: DeskCampaign; promises: Promised[] }) {
  const t = v.t;
  return (
    <ol class="plain flow">
      {inOrder(promises).map((promised) => (
        <li class="flow">
          <p>
            {promised.officialName}
            {v.t('ui.colon')} <span dir="auto">{promised.promise}</span>{' '}
            {!promised.retractedAt && <OutcomeMark v={v} outcome={outcomeOf(promised)} />}
            <br />
            <Said v={v} stand={promised} />
            {' · '}
            {promised.dueOn ? t('stands.promises.by', { date: v.date(promised.dueOn) }) : t('stands.promises.noDay')}
          </p>
          {promised.note && <p>{t('stands.history.note', { note: promised.note })}</p>}
          <TakenBack v={v} stand={promised} />
          <Outcomes v={v} promised={promised} />
          {!promised.retractedAt && (
            <p>
              <a href={urls.stands.outcome(v.at, campaign.id, promised.id)}>
                {t('stands.outcome.link')}
                <AboutWhat v={v} text={promised.promise} />
              </a>
              {' · '}
              <a href={urls.stands.promiseRetraction(v.at, campaign.id, promised.id)}>
                {t('stands.retraction.link')}
                <AboutWhat v={v} text={promised.promise} />
              </a>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

type PromiseProps = { v: View; campaign: DeskCampaign; seat: Seat; id: string; today: string; state: FormState };

/** The form for a promise of the one who holds a seat. */
export function PromisePage({ v, campaign, seat, id, today, state }: PromiseProps) {
  const t = v.t;
  const official = seat.serving.official!;
  return (
    <DeskPage v={v} title={t('stands.promise.title')} campaign={campaign} islands={['error-summary']}>
      <p id="official">
        {official.name} · {postName(v, seat.serving.label, seat.serving.division?.name ?? null)}
      </p>
      <ErrorSummary v={v} state={state} labels={{ ...labelsOf(v), official: official.name }} />
      <form class="form short" method="post" action={urls.stands.promises(v.at, campaign.id)} novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="post" value={seat.postId} />
        <input type="hidden" name="official" value={official.id} />
        <PromiseFields v={v} state={state} today={today} />
        <div>
          <button type="submit" class="button">
            {t('stands.promise.save')}
          </button>
        </div>
      </form>
      <p>
        <a href={urls.stands.post(v.at, campaign.id, seat.postId)}>{t('stands.retraction.back')}</a>
      </p>
    </DeskPage>
  );
}

type OutcomeProps = {
  v: View;
  campaign: DeskCampaign;
  promised: Promised;
  id: string;
  today: string;
  state: FormState;
};

/** What became of a promise: recorded with day and source, beside what was recorded before. */
export function OutcomePage({ v, campaign, promised, id, today, state }: OutcomeProps) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('stands.outcome.title')} campaign={campaign} islands={['error-summary']}>
      <p>
        {promised.officialName}
        {v.t('ui.colon')} <span dir="auto">{promised.promise}</span>
        <br />
        <Said v={v} stand={promised} />
        {' · '}
        {promised.dueOn ? t('stands.promises.by', { date: v.date(promised.dueOn) }) : t('stands.promises.noDay')}
      </p>
      <Outcomes v={v} promised={promised} />
      {promised.retractedAt ? (
        <TakenBack v={v} stand={promised} />
      ) : (
        <>
          <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
          <form
            class="form short"
            method="post"
            action={urls.stands.outcome(v.at, campaign.id, promised.id)}
            novalidate
          >
            <input type="hidden" name="id" value={id} />
            <OutcomeFields v={v} state={state} today={today} />
            <div>
              <button type="submit" class="button">
                {t('stands.outcome.save')}
              </button>
            </div>
          </form>
        </>
      )}
      <p>
        <a href={urls.stands.post(v.at, campaign.id, promised.postId)}>{t('stands.retraction.back')}</a>
      </p>
    </DeskPage>
  );
}
