import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, type FormState, Markdown, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { DeskNewsItem } from '../item.ts';
import { titleOf } from './desk.tsx';

type Props = { v: View; item: DeskNewsItem; locale: string; state: FormState };

/** The words of one language, with how they will look below. */
export function ItemTextsPage({ v, item, locale, state }: Props) {
  const t = v.t;
  const labels = {
    title: t('news.text.title'),
    summary: t('news.text.summary'),
    body: t('news.text.body'),
    picture_alt: t('news.text.alt'),
  };
  const other = item.texts.find((text) => text.locale !== locale && text.body);
  return (
    <WorkPage
      v={v}
      title={t('news.text.heading', { language: languageName(locale) })}
      back={[
        { href: urls.news.desk(v.at), label: t('news.title') },
        { href: urls.news.edit(v.at, item.id), label: titleOf(v, item) },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form" method="post" action={urls.news.texts(v.at, item.id, locale)} novalidate>
        <Field v={v} name="title" label={labels.title} state={state} lang={locale} required maxlength={160} wording />
        <Field
          v={v}
          name="summary"
          label={labels.summary}
          state={state}
          lang={locale}
          rows={3}
          maxlength={400}
          wording
        />
        <Field
          v={v}
          name="body"
          label={labels.body}
          hint={t('news.text.body.hint')}
          state={state}
          lang={locale}
          rows={16}
          wording
        />
        {item.pictureId && (
          <Field
            v={v}
            name="picture_alt"
            label={labels.picture_alt}
            hint={t('news.text.alt.hint')}
            state={state}
            lang={locale}
            maxlength={300}
            wording
          />
        )}
        <div>
          <button type="submit" class="button">
            {t('news.save')}
          </button>
        </div>
      </form>
      {other && (
        <details>
          <summary>{t('news.text.beside', { language: languageName(other.locale) })}</summary>
          <div class="flow" lang={other.locale}>
            <h2>{other.title}</h2>
            <p>{other.summary}</p>
            <Markdown text={other.body} />
          </div>
        </details>
      )}
    </WorkPage>
  );
}
