import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Mistake, PostButton, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { levels } from '../visibility.ts';

/** Her statement about herself: who may know, her own words, and the way to take it back. `said`: there is one. */
export function LivedPage({ v, state, said }: { v: View; state: FormState; said: boolean }) {
  const t = v.t;
  const labels = { level: t('directory.lived.level'), words: t('directory.lived.words') };
  return (
    <WorkPage
      v={v}
      title={t('directory.lived')}
      back={[{ href: urls.directory.profile(v.at), label: t('directory.profile') }]}
      islands={['error-summary']}
    >
      <p class="lead">{t('directory.lived.lead')}</p>
      <ul>
        <li>{t('directory.lived.rule.yours')}</li>
        <li>{t('directory.lived.rule.counted')}</li>
        <li>{t('directory.lived.rule.never')}</li>
      </ul>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.directory.lived(v.at)} novalidate>
        <fieldset id="level">
          <legend>{labels.level}</legend>
          <Mistake v={v} name="level" state={state} />
          {levels.map((level) => (
            <Choice name="level" value={level} type="radio" checked={state.values.level === level}>
              {t(`directory.level.${level}`)}
            </Choice>
          ))}
        </fieldset>
        <Field
          v={v}
          name="words"
          label={labels.words}
          hint={t('directory.lived.words.hint')}
          state={state}
          rows={4}
          maxlength={1000}
          wording={false}
        />
        <Choice name="uncounted" value="1" checked={state.values.uncounted === '1'}>
          {t('directory.lived.uncounted')}
        </Choice>
        <div>
          <button type="submit" class="button">
            {t(said ? 'directory.lived.change' : 'directory.lived.say')}
          </button>
        </div>
      </form>
      {said && (
        <section class="flow">
          <h2>{t('directory.lived.withdraw')}</h2>
          <p>{t('directory.lived.withdraw.text')}</p>
          <PostButton
            action={urls.directory.livedWithdrawal(v.at)}
            label={t('directory.lived.withdraw.submit')}
            kind="grave"
          />
        </section>
      )}
    </WorkPage>
  );
}
