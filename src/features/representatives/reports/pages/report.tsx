import type { View } from '../../../../platform/http/index.ts';
import { Choice, Document, ErrorSummary, Field, type FormState, Mistake } from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { servingTitle } from '../../pages/serving.tsx';
import type { Serving } from '../../types.ts';
import { whats } from '../queries.ts';

/** A visitor says what is wrong. No account, no name, no address is asked. */
export function ReportPage({ v, serving, state }: { v: View; serving: Serving; state: FormState }) {
  const label = v.t('representatives.report.what');
  return (
    <Document
      v={v}
      title={v.t('representatives.report.title')}
      section="representatives"
      unlisted
      islands={['error-summary']}
    >
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.representatives.find(v.at)}>{v.t('representatives.find.title')}</a>
        </p>
        <h1 class="small">{v.t('representatives.report.title')}</h1>
        <p class="lead">{servingTitle(v, serving)}</p>
        <form class="form" method="post" action={urls.representatives.reports(v.at)} novalidate>
          <ErrorSummary v={v} state={state} labels={{ what: label, words: v.t('representatives.report.words') }} />
          <input type="hidden" name="post" value={serving.postId ?? ''} />
          <fieldset id="what">
            <legend>{label}</legend>
            <Mistake v={v} name="what" state={state} />
            {whats.map((what) => (
              <Choice type="radio" name="what" value={what} checked={state.values.what === what}>
                {v.t(`representatives.report.what.${what}`)}
              </Choice>
            ))}
          </fieldset>
          <Field
            v={v}
            name="words"
            label={v.t('representatives.report.words')}
            hint={v.t('representatives.report.words.hint')}
            state={state}
            rows={4}
            maxlength={1_000}
          />
          <div class="pot" aria-hidden="true">
            <label for="website">{v.t('representatives.report.trap')}</label>
            <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" value="" />
          </div>
          <button class="button">{v.t('representatives.report.button')}</button>
          <small>{v.t('representatives.report.kept')}</small>
        </form>
      </div>
    </Document>
  );
}
