import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Mistake, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { campaignModes } from '../../campaigns/index.ts';
import { DeskPage } from './parts.tsx';

/** The first step of a campaign: its title. `id` makes the same form, sent twice, one campaign. */
export function CreatePage({ v, id, state }: { v: View; id: string; state: FormState }) {
  const t = v.t;
  const labels = {
    title: t('desk.text.title'),
    slug: t('desk.basics.slug'),
    locale: t('desk.create.locale'),
    mode: t('desk.mode'),
  };
  return (
    <DeskPage v={v} title={t('desk.create.title')} islands={['error-summary']}>
      <p class="lead">{t('desk.create.lead')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.campaigns.create(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field
          v={v}
          name="title"
          label={labels.title}
          hint={t('desk.create.title.hint')}
          state={state}
          required
          wording
        />
        <Select
          v={v}
          name="locale"
          label={labels.locale}
          state={state}
          required
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <fieldset id="mode">
          <legend>{labels.mode}</legend>
          <Mistake v={v} name="mode" state={state} />
          {campaignModes.map((mode) => (
            <Choice type="radio" name="mode" value={mode} checked={(state.values.mode || 'letter') === mode}>
              <b>{t(`desk.mode.${mode}`)}</b>
              <br />
              <small>{t(`desk.mode.${mode}.hint`)}</small>
            </Choice>
          ))}
        </fieldset>
        <Field v={v} name="slug" label={labels.slug} hint={t('desk.create.slug.hint')} state={state} />
        <div class="actions">
          <button type="submit" class="button">
            {t('desk.create.save')}
          </button>
          <a href={urls.campaigns.desk(v.at)}>{t('desk.back')}</a>
        </div>
      </form>
    </DeskPage>
  );
}
