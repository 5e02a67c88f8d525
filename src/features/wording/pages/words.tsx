import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  Choice,
  ErrorSummary,
  Field,
  type FormState,
  Part,
  PostButton,
  Select,
  WordingNotice,
  WorkPage,
} from '../../../ui/index.ts';
import { lists, sentenceIds } from '../../../ui/wording/index.ts';
import { urls } from '../../../urls.ts';
import { type Choices, languagesOf } from '../choices.ts';

type Props = {
  v: View;
  choices: Choices;
  id: string;
  state: FormState;
  tried: { language: string; text: string } | undefined;
};

/** Which words are named beside what people write here: ours by language, the network's own, and a place to try. */
export function WordsPage({ v, choices, id, state, tried }: Props) {
  const t = v.t;
  const off = new Set(choices.off ?? []);
  const own = choices.own ?? [];
  const labels = { word: t('wording.word'), instead: t('wording.instead'), locale: t('wording.language') };
  const languages = v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }));
  return (
    <WorkPage v={v} title={t('wording.title')} islands={['error-summary']}>
      <p>{t('wording.lead')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      {tried && (
        <>
          <WordingNotice v={v} texts={[tried]} />
          <p role="status">{t('wording.trial.done')}</p>
        </>
      )}
      <form class="form short" method="post" action={urls.wording.trial(v.at)}>
        <h2>{t('wording.trial')}</h2>
        <div class="field">
          <label for="text">{t('wording.trial.text')}</label>
          <textarea id="text" name="text" rows={3} maxlength={2000} lang={tried?.language}>
            {`\n${tried?.text ?? ''}`}
          </textarea>
        </div>
        <div class="field">
          <label for="language">{labels.locale}</label>
          <select id="language" name="language">
            {languages.map((one) => (
              <option value={one.value} selected={one.value === (tried?.language ?? v.locale) || undefined}>
                {one.label}
              </option>
            ))}
          </select>
        </div>
        <div>
          <button type="submit" class="button plain">
            {t('wording.trial.button')}
          </button>
        </div>
      </form>
      <h2>{t('wording.own')}</h2>
      {own.length === 0 && <p>{t('wording.own.none')}</p>}
      <ul class="plain flow">
        {own.map((one) => (
          <li class="actions">
            <span>
              <b lang={one.locale}>{one.word}</b> · {languageName(one.locale)}
              {one.instead && (
                <>
                  {' · '}
                  <span lang={one.locale}>{one.instead}</span>
                </>
              )}
            </span>
            <PostButton
              v={v}
              action={urls.wording.ownRemoval(v.at)}
              label={t('wording.own.remove')}
              about={one.word}
              fields={{ id: one.id }}
            />
          </li>
        ))}
      </ul>
      <form class="form short" method="post" action={urls.wording.own(v.at)} novalidate>
        <h3>{t('wording.own.add')}</h3>
        <input type="hidden" name="id" value={id} />
        <Field
          v={v}
          name="word"
          label={labels.word}
          hint={t('wording.word.hint')}
          state={state}
          maxlength={60}
          required
          autocomplete="off"
        />
        <Field v={v} name="instead" label={labels.instead} state={state} maxlength={200} />
        <Select v={v} name="locale" label={labels.locale} state={state} options={languages} />
        <div>
          <button type="submit" class="button">
            {t('wording.own.save')}
          </button>
        </div>
      </form>
      <form class="form" method="post" action={urls.wording.words(v.at)}>
        <h2>{t('wording.ours')}</h2>
        <p>{t('wording.ours.lead')}</p>
        <div>
          {languagesOf(v.network.locales).map((locale) => (
            <Part title={languageName(locale)} said={[namedOf(v, locale, off)]} open={false}>
              <fieldset lang={locale}>
                <legend class="hidden">{languageName(locale)}</legend>
                {sentenceIds.map((sentence) => (
                  <Choice name="flag" value={`${locale}:${sentence}`} checked={!off.has(`${locale}:${sentence}`)}>
                    <span lang={v.locale}>{t(`wording.sentence.${sentence}`)}</span>
                  </Choice>
                ))}
                {lists[locale]!.words.map((word) => (
                  <Choice name="flag" value={`${locale}:${word.id}`} checked={!off.has(`${locale}:${word.id}`)}>
                    <b>{word.forms.join(', ')}</b>
                    <br />
                    <small>
                      <span lang={v.locale}>{t(`ui.wording.why.${word.why}`)}</span> → {word.instead}
                    </small>
                  </Choice>
                ))}
              </fieldset>
            </Part>
          ))}
        </div>
        <div>
          <button type="submit" class="button">
            {t('wording.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** How many of a language's words are named, of how many. */
function namedOf(v: View, locale: string, off: ReadonlySet<string>): string {
  const ids = [...sentenceIds, ...lists[locale]!.words.map(({ id }) => id)];
  return v.t('wording.ours.named', { named: ids.filter((id) => !off.has(`${locale}:${id}`)).length, all: ids.length });
}
