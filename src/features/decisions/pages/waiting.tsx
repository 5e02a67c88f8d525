import type { View } from '../../../platform/http/index.ts';
import type { FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Place } from '../../documents/index.ts';
import { waitsUntil } from '../counting.ts';
import type { Decision } from '../decision.ts';
import { ballotsNeeded, fewestSecret } from '../outcome.ts';
import type { AtEnd } from '../queries.ts';
import { OwnPage, ReasonForm } from './forms.tsx';

type Urn = AtEnd & { able: number };

/** Why a secret ballot whose time is over is not counted yet, what is missing, and what can be done. */
export function WaitingUrn({ v, decision, urn, handles }: { v: View; decision: Decision; urn: Urn; handles: boolean }) {
  const needed = ballotsNeeded(urn.electorate, decision.quorum);
  // What the clock will count within a minute is not missing any more.
  const missing = Math.max(0, needed - urn.ballots);
  return (
    <section class="notice flow" aria-labelledby="waiting">
      <h2 id="waiting">{v.t('decisions.waiting')}</h2>
      <p>{v.t('decisions.waiting.why', { least: fewestSecret })}</p>
      <p>
        <b>{v.t('decisions.waiting.missing', { ballots: urn.ballots, missing })}</b>{' '}
        {needed > fewestSecret && v.t('decisions.waiting.quorum', { quorum: needed })}{' '}
        {v.t(urn.able < missing ? 'decisions.waiting.unable' : 'decisions.waiting.still', { able: urn.able })}
      </p>
      <p class="quiet">
        {decision.closesAt && v.t('decisions.waiting.until', { date: v.date(waitsUntil(decision.closesAt)) })}
      </p>
      {handles && (
        <p>
          <a class="button plain" href={urls.decisions.ending(v.at, decision.id)}>
            {v.t('decisions.end')}
          </a>
        </p>
      )}
    </section>
  );
}

/** Asks once more, and why, before the ballots of an urn that waits are destroyed. */
export function EndingPage({
  v,
  place,
  state,
  decision,
  urn,
}: {
  v: View;
  place: Place;
  state: FormState;
  decision: Decision;
  urn: Urn;
}) {
  return (
    <OwnPage v={v} place={place} decision={decision} title={v.t('decisions.end')} state={state}>
      <p>{v.t('decisions.end.text', { ballots: urn.ballots })}</p>
      <ReasonForm
        v={v}
        decision={decision}
        state={state}
        action={urls.decisions.ending(v.at, decision.id)}
        hint={v.t('decisions.end.hint')}
        label={v.t('decisions.end.now')}
      />
    </OwnPage>
  );
}
