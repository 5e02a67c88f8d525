import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, type FormState, TextForm, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type SpineChoice, type SpineLists, SpinePart } from '../../spine/index.ts';
import type { Story } from '../queries.ts';
import { standsAs, titleOf } from './parts.tsx';

const backTo = (v: View, story: Story) => [
  { href: urls.stories.desk(v.at), label: v.t('stories.title') },
  { href: urls.stories.edit(v.at, story.id), label: titleOf(v, story) },
];

type TextsProps = { v: View; story: Story; locale: string; state: FormState };

/** Her words in one language. Where she agreed to the words as they are, the page says that another text needs her again. */
export function StoryTextsPage({ v, story, locale, state }: TextsProps) {
  const t = v.t;
  const labels = {
    title: t('stories.text.title'),
    summary: t('stories.text.summary'),
    body: t('stories.text.body'),
    picture_alt: t('stories.text.alt'),
  };
  const other = story.texts.find((text) => text.locale !== locale && text.body);
  const agreed = story.approvals.some((one) => one.locale === locale && standsAs(story, one, v.now) === 'approved');
  return (
    <WorkPage
      v={v}
      title={t('stories.text.heading', { language: languageIn(v.locale, locale) })}
      back={backTo(v, story)}
      islands={['error-summary']}
    >
      <TextForm
        v={v}
        action={urls.stories.texts(v.at, story.id, locale)}
        locale={locale}
        state={state}
        labels={labels}
        hints={{ body: t('stories.text.body.hint'), picture_alt: t('stories.text.alt.hint') }}
        picture={true}
        save={t('stories.save')}
        other={other && { ...other, label: t('stories.text.beside', { language: languageIn(v.locale, other.locale) }) }}
      >
        {agreed && <p class="notice">{t('stories.text.agreed')}</p>}
      </TextForm>
    </WorkPage>
  );
}

type BasicsProps = { v: View; story: Story; lists: SpineLists; chosen: SpineChoice; state: FormState };

/** Address, the name beside her words, and what they are about. */
export function StoryBasicsPage({ v, story, lists, chosen, state }: BasicsProps) {
  const t = v.t;
  const labels = { slug: t('stories.slug'), public_name: t('stories.name'), alias: t('stories.alias.ask') };
  return (
    <WorkPage v={v} title={t('stories.basics')} back={backTo(v, story)} islands={['error-summary', 'tag-search']}>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.stories.basics(v.at, story.id)} novalidate>
        <Field
          v={v}
          name="public_name"
          label={labels.public_name}
          hint={t('stories.name.hint')}
          state={state}
          required
          maxlength={120}
          autocomplete="off"
        />
        <label class="choice">
          <input
            type="checkbox"
            name="alias"
            value="yes"
            id="alias"
            checked={state.values.alias === 'yes' || undefined}
          />
          <span>{labels.alias}</span>
        </label>
        <Field v={v} name="slug" label={labels.slug} hint={t('stories.slug.hint')} state={state} required />
        <SpinePart v={v} lists={lists} chosen={chosen} />
        <div>
          <button type="submit" class="button">
            {t('stories.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}
