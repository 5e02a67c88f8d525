import type { View } from '../../../platform/http/index.ts';
import { Choice, Field, type FormState, Mistake } from '../../../ui/index.ts';
import { outcomes } from '../promise.ts';
import { standWords } from '../stand.ts';

type Props = { v: View; state: FormState; today: string };

/** The labels of the fields below, for the list of mistakes above a form. */
export const labelsOf = (v: View): Record<string, string> => ({
  stand: v.t('stands.form.stand'),
  promise: v.t('stands.promise.text'),
  due_on: v.t('stands.promise.due'),
  outcome: v.t('stands.outcome.choice'),
  said_on: v.t('stands.form.date'),
  source: v.t('stands.form.source'),
  source_url: v.t('stands.form.url'),
  note: v.t('stands.form.note'),
});

/** The fields of a stand. */
export function StandFields({ v, state, today }: Props) {
  return (
    <>
      <Words
        v={v}
        state={state}
        name="stand"
        hint={v.t('stands.form.stand.hint')}
        options={standWords.map((word) => ({ word, label: v.t(`stands.stand.${word}`) }))}
      />
      <Saying v={v} state={state} today={today} />
      <Note v={v} state={state} />
    </>
  );
}

/** The fields of a promise. */
export function PromiseFields({ v, state, today }: Props) {
  const labels = labelsOf(v);
  return (
    <>
      <Field
        v={v}
        name="promise"
        label={labels.promise!}
        hint={v.t('stands.promise.text.hint')}
        state={state}
        rows={3}
        maxlength={1000}
        required
      />
      <Field
        v={v}
        name="due_on"
        type="date"
        label={labels.due_on!}
        hint={v.t('stands.promise.due.hint')}
        state={state}
      />
      <Saying v={v} state={state} today={today} />
      <Note v={v} state={state} />
    </>
  );
}

/** The fields of what became of a promise. */
export function OutcomeFields({ v, state, today }: Props) {
  return (
    <>
      <Words
        v={v}
        state={state}
        name="outcome"
        options={outcomes.map((word) => ({ word, label: v.t(`stands.outcome.${word}`) }))}
      />
      <Saying v={v} state={state} today={today} />
    </>
  );
}

function Words({
  v,
  state,
  name,
  hint,
  options,
}: {
  v: View;
  state: FormState;
  name: string;
  hint?: string;
  options: { word: string; label: string }[];
}) {
  const described = [hint && `${name}-hint`, state.errors[name] && `${name}-error`].filter(Boolean).join(' ');
  return (
    <fieldset id={name} tabindex={-1} aria-describedby={described || undefined}>
      <legend>{labelsOf(v)[name]}</legend>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <Mistake v={v} name={name} state={state} />
      {options.map(({ word, label }) => (
        <Choice type="radio" name={name} value={word} checked={state.values[name] === word}>
          {label}
        </Choice>
      ))}
    </fieldset>
  );
}

function Saying({ v, state, today }: Props) {
  const labels = labelsOf(v);
  return (
    <>
      <Field
        v={v}
        name="said_on"
        type="date"
        label={labels.said_on!}
        hint={v.t('stands.form.date.hint', { today: v.date(today) })}
        state={state}
        required
      />
      <Field
        v={v}
        name="source"
        label={labels.source!}
        hint={v.t('stands.form.source.hint')}
        state={state}
        maxlength={500}
        required
      />
      <Field
        v={v}
        name="source_url"
        type="url"
        label={labels.source_url!}
        hint={v.t('stands.form.url.hint')}
        state={state}
        maxlength={2000}
      />
    </>
  );
}

const Note = ({ v, state }: { v: View; state: FormState }) => (
  <Field v={v} name="note" label={v.t('stands.form.note')} hint={v.t('stands.form.note.hint')} state={state} rows={3} />
);
