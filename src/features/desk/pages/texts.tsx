import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, type FormState, Markdown, Part } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { CampaignText } from '../../campaigns/index.ts';
import type { DeskCampaign } from '../campaign.ts';
import { type TextField, type TextForm, textFields, textValues } from '../forms.ts';
import { deskUrls } from '../urls.ts';
import { DeskPage } from './parts.tsx';

const rows: Partial<Record<TextField, number>> = {
  summary: 3,
  story: 16,
  asks: 6,
  addressees: 4,
  letter_body: 14,
  thanks: 4,
};

type Props = {
  v: View;
  campaign: DeskCampaign;
  locale: string;
  state: FormState;
  /** What the preview shows: as saved, or as typed. */
  shown: TextForm | undefined;
  /** The preview is of words that are not saved yet. */
  unsaved?: boolean;
  /** Another language's texts, each beside the field it belongs to. */
  beside: CampaignText | undefined;
};

/** The texts of one language: the fields, another language beside them, and how it will look. */
export function TextsPage({ v, campaign, locale, state, shown, unsaved, beside }: Props) {
  const t = v.t;
  // What a letter proposes is, in a petition, what everybody signs.
  const keyOf = (field: TextField) =>
    campaign.mode === 'petition' && /^letter_/.test(field) ? `desk.text.petition.${field}` : `desk.text.${field}`;
  const labels = Object.fromEntries(textFields.map((field) => [field, t(keyOf(field))]));
  const others = v.network.locales.filter(
    (other) => other !== locale && campaign.texts.some((text) => text.locale === other),
  );
  const besideValues = beside && textValues(beside);
  return (
    <DeskPage
      v={v}
      title={t('desk.texts.heading', { language: languageIn(v.locale, locale) })}
      campaign={campaign}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      {unsaved && (
        <div class="notice">
          <p>{t('desk.texts.unsaved')}</p>
        </div>
      )}
      {others.length > 0 && (
        <p>
          {t('desk.texts.beside')}{' '}
          {others.map((other) => (
            <>
              <a
                href={deskUrls.textsBeside(v.at, campaign.id, locale, other)}
                aria-current={beside?.locale === other ? 'true' : undefined}
              >
                {languageName(other)}
              </a>{' '}
            </>
          ))}
        </p>
      )}
      <form
        class={beside ? 'form' : 'form short'}
        method="post"
        action={
          beside
            ? deskUrls.textsBeside(v.at, campaign.id, locale, beside.locale)
            : urls.campaigns.texts(v.at, campaign.id, locale)
        }
        novalidate
      >
        {textFields.map((field) => (
          <div class={besideValues ? 'beside' : undefined}>
            <Field
              v={v}
              name={field}
              label={labels[field]!}
              hint={t(`${keyOf(field)}.hint`)}
              state={state}
              rows={rows[field]}
              lang={locale}
              required={!['addressees', 'thanks', 'picture_alt'].includes(field)}
              wording
            />
            {besideValues && (
              <div
                class="other"
                role="group"
                aria-label={t('desk.texts.other', {
                  language: languageIn(v.locale, beside.locale),
                  part: labels[field]!,
                })}
                tabindex={0}
              >
                <b class="hint">
                  {t('desk.texts.other', { language: languageIn(v.locale, beside.locale), part: labels[field]! })}
                </b>
                <p lang={beside.locale}>{besideValues[field] || '—'}</p>
              </div>
            )}
          </div>
        ))}
        <div class="actions">
          <button type="submit" class="button">
            {t('desk.texts.save')}
          </button>
          <button type="submit" class="button plain" name="only" value="preview">
            {t('desk.texts.preview.action')}
          </button>
        </div>
      </form>
      {shown && <Preview v={v} text={shown} locale={locale} unsaved={unsaved} words={labels.letter_body!} />}
    </DeskPage>
  );
}

/** How the public will read it: folded, unless it was asked for. */
function Preview({
  v,
  text,
  locale,
  unsaved,
  words,
}: {
  v: View;
  text: TextForm;
  locale: string;
  unsaved?: boolean;
  /** What the letter is called. */
  words: string;
}) {
  const t = v.t;
  return (
    <Part
      title={t(unsaved ? 'desk.preview.unsaved' : 'desk.preview.saved')}
      said={[text.title]}
      open={unsaved === true}
    >
      <div class="flow" lang={locale}>
        {text.title && <h3>{text.title}</h3>}
        <p class="lead">{text.summary}</p>
        <Markdown text={text.story} />
        {text.asks.length > 0 && (
          <>
            <h3 lang={v.locale}>{t('desk.text.asks')}</h3>
            <ol class="asks">
              {text.asks.map((ask) => (
                <li>
                  <span>{ask}</span>
                </li>
              ))}
            </ol>
          </>
        )}
        {text.addressees && (
          <>
            <h3 lang={v.locale}>{t('desk.text.addressees')}</h3>
            <Markdown text={text.addressees} />
          </>
        )}
        {(text.letter_subject || text.letter_body) && (
          <>
            <h3 lang={v.locale}>{words}</h3>
            <div class="letter">
              <b>{text.letter_subject}</b>
              {`\n\n${text.letter_body}`}
            </div>
          </>
        )}
        {text.thanks && (
          <>
            <h3 lang={v.locale}>{t('desk.text.thanks')}</h3>
            <Markdown text={text.thanks} />
          </>
        )}
      </div>
    </Part>
  );
}
