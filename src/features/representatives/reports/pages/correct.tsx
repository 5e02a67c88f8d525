import type { View } from '../../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Mistake, Select } from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { DeskFrame } from '../../pages/frame.tsx';
import { contactLabel, servingTitle } from '../../pages/serving.tsx';
import type { Serving } from '../../types.ts';
import { contactKinds } from '../forms.ts';
import type { ErrorReport } from '../queries.ts';

/** What this network knows better than the list: how she is reached, or who holds the post. */
export function CorrectPage({
  v,
  serving,
  report,
  state,
}: {
  v: View;
  serving: Serving;
  report: ErrorReport | undefined;
  state: FormState;
}) {
  const { official } = serving;
  const holder = state.values.holder || (report?.what === 'left' ? 'other' : 'same');
  const contacts = official?.contacts ?? [];
  return (
    <DeskFrame v={v} title={v.t('representatives.correct.title')} islands={['error-summary']}>
      <p class="lead">{servingTitle(v, serving)}</p>
      <p>{v.t('representatives.correct.lead')}</p>
      {report && (
        <p class="notice">
          {v.t(`representatives.report.what.${report.what}`)}
          {report.words && `${v.t('ui.colon')} ${report.words}`}
        </p>
      )}
      <form
        class="form short"
        method="post"
        action={urls.representatives.correction(v.at, serving.postId ?? '', report?.id)}
        novalidate
      >
        <ErrorSummary v={v} state={state} labels={{ source: v.t('representatives.correct.source') }} />
        <fieldset id="holder">
          <legend>{v.t('representatives.correct.holder')}</legend>
          <Mistake v={v} name="holder" state={state} />
          <Choice type="radio" name="holder" value="same" checked={holder === 'same'}>
            {official
              ? v.t('representatives.correct.holder.same', { name: official.name })
              : v.t('representatives.correct.holder.still')}
          </Choice>
          <Choice type="radio" name="holder" value="vacant" checked={holder === 'vacant'}>
            {v.t('representatives.correct.holder.vacant')}
          </Choice>
          <Choice type="radio" name="holder" value="other" checked={holder === 'other'}>
            {v.t('representatives.correct.holder.other')}
          </Choice>
        </fieldset>
        <fieldset>
          <legend>{v.t('representatives.correct.new')}</legend>
          <Field v={v} name="name" label={v.t('representatives.correct.name')} state={state} maxlength={200} either />
          <Field
            v={v}
            name="email"
            type="email"
            label={v.t('representatives.contact.email')}
            state={state}
            maxlength={254}
            either
          />
          <Field v={v} name="as_of" type="date" label={v.t('representatives.correct.since')} state={state} either />
        </fieldset>
        {official && (
          <fieldset>
            <legend>{v.t('representatives.correct.reach', { name: official.name })}</legend>
            <p class="hint">{v.t('representatives.correct.reach.hint')}</p>
            {contacts.map(({ kind, value, note }, i) => (
              <Field
                v={v}
                name={`contact-${i}`}
                label={[contactLabel(v, kind), note].filter(Boolean).join(', ')}
                state={{ ...state, values: { [`contact-${i}`]: state.values[`contact-${i}`] ?? value } }}
                rows={kind === 'address' ? 3 : undefined}
                either
                wording={false}
              />
            ))}
            <Select
              v={v}
              name="new_kind"
              label={v.t('representatives.correct.add')}
              state={state}
              options={contactKinds.map((kind) => ({ value: kind, label: contactLabel(v, kind) }))}
            />
            <Field v={v} name="new_value" label={v.t('representatives.correct.value')} state={state} either />
          </fieldset>
        )}
        <Field
          v={v}
          name="source"
          label={v.t('representatives.correct.source')}
          hint={v.t('representatives.correct.source.hint')}
          state={state}
          maxlength={300}
          required
        />
        <div>
          <button class="button">{v.t('representatives.correct.button')}</button>
        </div>
      </form>
    </DeskFrame>
  );
}
