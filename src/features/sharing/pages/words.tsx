import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { isReady } from '../../campaigns/index.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import { cardSize } from '../card.ts';
import { shareParts } from '../forms.ts';

type Props = { v: View; campaign: DeskCampaign; state: FormState };

/** The words with which a campaign is passed on in each language, with its card beside them. */
export function WordsPage({ v, campaign, state }: Props) {
  const t = v.t;
  const labels = Object.fromEntries(
    v.network.locales.flatMap((locale) =>
      shareParts.map((part) => [
        `${part}_${locale}`,
        t(`sharing.words.${part}`, { language: languageIn(v.locale, locale) }),
      ]),
    ),
  );
  const shown = campaign.state !== 'draft';
  return (
    <DeskPage v={v} title={t('sharing.words.heading')} campaign={campaign} islands={['error-summary']}>
      <p>{t('sharing.words.lead')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.sharing.words(v.at, campaign.id)}>
        {v.network.locales.map((locale) => {
          const text = campaign.texts.find((one) => one.locale === locale);
          return (
            <fieldset>
              <legend>{languageName(locale)}</legend>
              {!isReady(text) && <p>{t('sharing.words.noText')}</p>}
              {shown && (isReady(text) || (state.values[`title_${locale}`] && state.values[`text_${locale}`])) && (
                <img
                  class="card-preview"
                  // Without a mark: it is looked at again soon after a change.
                  src={urls.campaigns.card({ ...v.at, locale }, campaign.slug, String(v.now.getTime()))}
                  width={cardSize.width / 2}
                  height={cardSize.height / 2}
                  alt={t('sharing.words.card', { language: languageIn(v.locale, locale) })}
                  loading="lazy"
                />
              )}
              <Field
                v={v}
                name={`title_${locale}`}
                label={labels[`title_${locale}`]!}
                hint={text?.title ? t('sharing.words.otherwise', { text: text.title }) : undefined}
                state={state}
                maxlength={120}
                lang={locale}
                wording
              />
              <Field
                v={v}
                name={`text_${locale}`}
                label={labels[`text_${locale}`]!}
                hint={text?.summary ? t('sharing.words.otherwise', { text: text.summary }) : undefined}
                state={state}
                rows={3}
                maxlength={280}
                lang={locale}
                wording
              />
              <Field
                v={v}
                name={`hashtag_${locale}`}
                label={labels[`hashtag_${locale}`]!}
                state={state}
                maxlength={41}
                lang={locale}
                autocomplete="off"
                wording
              />
            </fieldset>
          );
        })}
        <div class="actions">
          <button class="button" type="submit">
            {t('sharing.save')}
          </button>
        </div>
      </form>
    </DeskPage>
  );
}
