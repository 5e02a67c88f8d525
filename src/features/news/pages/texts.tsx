import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { type FormState, TextForm, WorkPage } from '../../../ui/index.ts';
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
      title={t('news.text.heading', { language: languageIn(v.locale, locale) })}
      back={[
        { href: urls.news.desk(v.at), label: t('news.title') },
        { href: urls.news.edit(v.at, item.id), label: titleOf(v, item) },
      ]}
      islands={['error-summary']}
    >
      <TextForm
        v={v}
        action={urls.news.texts(v.at, item.id, locale)}
        locale={locale}
        state={state}
        labels={labels}
        hints={{ body: t('news.text.body.hint'), picture_alt: t('news.text.alt.hint') }}
        picture={Boolean(item.pictureId)}
        save={t('news.save')}
        other={other && { ...other, label: t('news.text.beside', { language: languageIn(v.locale, other.locale) }) }}
      />
    </WorkPage>
  );
}
