import type { View } from '../../../platform/http/index.ts';
import { Field, type FormState, Select, State } from '../../../ui/index.ts';
import type { Place } from '../../vocabularies/index.ts';
import { currentStep, type Invitation, type PledgeState, type Step, stateOf } from '../pledge.ts';

const tones = { asked: 'plain', accepted: 'wait', declined: 'bad', visited: 'ok' } as const;

/** Where an invitation stands, in words. */
export const StateMark = ({ v, state }: { v: View; state: PledgeState }) => (
  <State tone={tones[state]}>{v.t(`pledges.state.${state}`)}</State>
);

/** Who was invited: the name, and the post she held. */
export function Who({ v, invitation }: { v: View; invitation: Invitation }) {
  const label = v.text(invitation.label);
  return (
    <>
      <b>{invitation.name}</b>
      {label && (
        <>
          <br />
          <small {...v.tongue(invitation.label)}>{label}</small>
        </>
      )}
    </>
  );
}

/** Where something can be read. */
export function Source({ source, sourceUrl }: { source: string; sourceUrl: string | null }) {
  return sourceUrl ? (
    <a href={sourceUrl} rel="external nofollow noopener noreferrer">
      {source || sourceUrl}
    </a>
  ) : (
    <span>{source}</span>
  );
}

/** That something was taken back, when and why. */
export function TakenBack({ v, what }: { v: View; what: Pick<Step, 'retractedAt' | 'retractionReason'> }) {
  if (!what.retractedAt) return null;
  return <p>{v.t('pledges.retracted', { date: v.date(what.retractedAt), reason: what.retractionReason ?? '' })}</p>;
}

/** One thing that became of an invitation: its day, its words, and where they can be read. */
export function StepWords({ v, step }: { v: View; step: Step }) {
  return (
    <>
      <p>
        <StateMark v={v} state={step.kind} /> {v.date(step.on)}
        {step.plannedOn && ` · ${v.t('pledges.planned', { date: v.date(step.plannedOn) })}`}
      </p>
      {step.words && (
        <blockquote dir="auto">
          <p class="lines">{step.words}</p>
          <p>
            <small>{v.t(`pledges.wordsOf.${step.wordsOf}.${step.kind === 'visited' ? 'report' : 'words'}`)}</small>
          </p>
        </blockquote>
      )}
      <p>
        <small>
          {v.t('pledges.source')} <Source source={step.source} sourceUrl={step.sourceUrl} />
        </small>
      </p>
    </>
  );
}

/** The state of an invitation with the day that goes with it. */
export function Standing({ v, invitation }: { v: View; invitation: Invitation }) {
  const step = currentStep(invitation);
  return (
    <>
      <StateMark v={v} state={stateOf(invitation)} /> {v.date(step?.on ?? invitation.askedOn, 'short')}
    </>
  );
}

/** What every invitation asks: which prison, when, where that can be read. */
export function InvitationFields({
  v,
  places,
  state,
  today,
}: {
  v: View;
  places: Place[];
  state: FormState;
  today: string;
}) {
  const t = v.t;
  return (
    <>
      {places.length > 0 && (
        <Select
          v={v}
          name="place_id"
          label={t('pledges.form.prison')}
          state={state}
          options={[
            { value: '', label: t('pledges.form.prison.other') },
            ...places.map((place) => ({ value: place.id, label: place.label })),
          ]}
        />
      )}
      <Field
        v={v}
        name="place"
        label={t('pledges.form.place')}
        hint={t('pledges.form.place.hint')}
        state={state}
        maxlength={200}
      />
      <Field
        v={v}
        name="asked_on"
        type="date"
        label={t('pledges.form.asked')}
        hint={t('pledges.form.asked.hint', { today: v.date(today) })}
        state={state}
        required
      />
      <Field
        v={v}
        name="source"
        label={t('pledges.form.source')}
        hint={t('pledges.form.source.hint')}
        state={state}
        maxlength={500}
      />
      <Field v={v} name="source_url" type="url" label={t('pledges.form.url')} state={state} maxlength={2000} />
      <Field
        v={v}
        name="note"
        label={t('pledges.form.note')}
        hint={t('pledges.form.note.hint')}
        state={state}
        rows={3}
      />
    </>
  );
}

/** The labels of those fields, for the list of mistakes. */
export const invitationLabels = (v: View): Record<string, string> => ({
  place_id: v.t('pledges.form.prison'),
  place: v.t('pledges.form.place'),
  asked_on: v.t('pledges.form.asked'),
  source: v.t('pledges.form.source'),
  source_url: v.t('pledges.form.url'),
  note: v.t('pledges.form.note'),
});
