import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import { Empty, ErrorSummary, emptyForm, Field, type FormState, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Issue, Place } from '../queries.ts';
import type { Noun, OwnWords } from './queries.ts';

type ListProps = {
  v: View;
  own: { noun: Noun; id: string; locale: string; label: string }[];
  issues: Issue[];
  /** Those that were looked for. */
  places: Place[];
  find: string;
};

/** What the network calls in its own words, and the way to every other issue and place. */
export function WordsPage({ v, own, issues, places, find }: ListProps) {
  const t = v.t;
  const named = [...Map.groupBy(own, (one) => `${one.noun} ${one.id}`).values()];
  return (
    <WorkPage v={v} title={t('vocabularies.words.title')}>
      <p class="lead">{t('vocabularies.words.lead')}</p>
      {named.length === 0 ? (
        <Empty text={t('vocabularies.words.none')} />
      ) : (
        <Table
          caption={t('vocabularies.words.own')}
          head={[t('vocabularies.words.word'), t('vocabularies.words.languages')]}
        >
          {named.map((list) => {
            const { noun, id } = list[0]!;
            const shown = list.find((one) => one.locale === v.locale) ?? list[0]!;
            return (
              <tr>
                <th scope="row">
                  <a href={urls.vocabularies.words(v.at, noun, id)}>{shown.label}</a>
                </th>
                <td>{list.map((one) => languageName(one.locale)).join(', ')}</td>
              </tr>
            );
          })}
        </Table>
      )}
      <h2>{t('vocabularies.issues.title')}</h2>
      <ul class="tags">
        {issues.map((issue) => (
          <li>
            <a href={urls.vocabularies.words(v.at, 'issue', issue.id)}>{issue.label}</a>
          </li>
        ))}
      </ul>
      <h2>{t('vocabularies.places.title')}</h2>
      <form class="filters" method="get" action={urls.vocabularies.ownWords(v.at)}>
        <Field
          v={v}
          name="find"
          type="search"
          label={t('vocabularies.words.find')}
          state={emptyForm({ find })}
          either
        />
        <button type="submit" class="button plain">
          {t('vocabularies.words.look')}
        </button>
      </form>
      {find !== '' && places.length === 0 && <p>{t('vocabularies.words.nothing')}</p>}
      <ul class="tags">
        {places.map((place) => (
          <li>
            <a href={urls.vocabularies.words(v.at, 'place', place.id)}>{place.label}</a>
          </li>
        ))}
      </ul>
    </WorkPage>
  );
}

type EditProps = {
  v: View;
  noun: Noun;
  id: string;
  project: Record<string, OwnWords>;
  state: FormState;
};

/** One issue or place in all languages: the project's words above, the network's own below. */
export function EditWordsPage({ v, noun, id, project, state }: EditProps) {
  const t = v.t;
  const labels = Object.fromEntries(
    v.network.locales.flatMap((locale) => [
      [`label_${locale}`, t('vocabularies.words.label.of', { language: languageIn(v.locale, locale) })],
      [`summary_${locale}`, t('vocabularies.words.summary.of', { language: languageIn(v.locale, locale) })],
    ]),
  );
  const theirs = (text: string | undefined) => (text ? t('vocabularies.words.project', { text }) : undefined);
  return (
    <WorkPage
      v={v}
      title={project[v.locale]?.label ?? project.en?.label ?? id}
      back={[{ href: urls.vocabularies.ownWords(v.at), label: t('vocabularies.words.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <p>{t('vocabularies.words.empty')}</p>
      <form class="form short" method="post" action={urls.vocabularies.words(v.at, noun, id)} novalidate>
        {v.network.locales.map((locale) => (
          <>
            <input type="hidden" name={`seen_${locale}`} value={state.values[`seen_${locale}`]} />
            <Field
              v={v}
              name={`label_${locale}`}
              label={labels[`label_${locale}`]!}
              hint={theirs(project[locale]?.label)}
              state={state}
              lang={locale}
              maxlength={120}
              wording
            />
            {noun === 'issue' && (
              <Field
                v={v}
                name={`summary_${locale}`}
                label={labels[`summary_${locale}`]!}
                hint={theirs(project[locale]?.summary)}
                state={state}
                lang={locale}
                rows={3}
                maxlength={400}
              />
            )}
          </>
        ))}
        <div>
          <button type="submit" class="button">
            {t('vocabularies.words.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}
