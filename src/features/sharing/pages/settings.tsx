import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, type FormState, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

/** What holds for all campaigns of the network: who may show its forms, and what is kept of where people came from. */
export function SettingsPage({ v, referrer, state }: { v: View; referrer: boolean; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('sharing.settings.title')} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={{ embedOn: t('sharing.settings.sites') }} />
      <form class="form short" method="post" action={urls.sharing.settings(v.at)}>
        <fieldset>
          <legend>{t('sharing.settings.referrer')}</legend>
          <Choice name="referrer" value="yes" checked={referrer}>
            {t('sharing.settings.referrer.choice')}
          </Choice>
          <p class="hint">{t('sharing.settings.referrer.hint')}</p>
        </fieldset>
        <Field
          v={v}
          name="embedOn"
          label={t('sharing.settings.sites')}
          hint={t('sharing.settings.sites.hint')}
          state={state}
          rows={4}
          wording={false}
        />
        <div class="actions">
          <button class="button" type="submit">
            {t('sharing.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}
