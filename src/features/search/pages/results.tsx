import type { View } from '../../../platform/http/index.ts';
import { languageName, wordsFor } from '../../../platform/i18n/index.ts';
import { Document, Empty, emptyForm, MachineMade, Narrow, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { pageSize, type Result, type Results, type Snippet } from '../find.ts';
import type { Noun } from '../nouns.ts';
import { mostPages, type Question, sorts } from '../question.ts';

type Props = {
  v: View;
  question: Question;
  results: Results;
  nouns: Noun[];
  /** What was searched for in its place, where the words themselves find nothing. */
  instead: Question | undefined;
  /** Labels of issues and places by id, in the reader's language. */
  labels: ReadonlyMap<string, string>;
  /** She may keep this search: signed in, and something was asked. */
  keepable: boolean;
};

/** One box over everything the reader may see, and what it finds. */
export function SearchPage({ v, question, results, nouns, instead, labels, keepable }: Props) {
  const t = v.t;
  const asked = question.q !== '';
  const shown = instead ?? question;
  const title = asked ? t('search.title.asked', { q: question.q }) : t('search.title');
  return (
    <Document v={v} title={title} description={t('search.lead')} section="search">
      <div class="wrap page flow">
        <h1 class="small">{t('search.title')}</h1>
        <form class="form" method="get" action={urls.search.form(v.at)} role="search">
          <div class="field">
            <label for="q">{t('search.q')}</label>
            <p class="hint" id="q-hint">
              {t('search.hint')}
            </p>
            <input
              id="q"
              name="q"
              type="search"
              value={question.q}
              maxlength={200}
              aria-describedby="q-hint"
              dir="auto"
            />
          </div>
          {asked && <Facets v={v} question={question} results={results} labels={labels} />}
          <div class="actions">
            <button type="submit" class="button">
              {t('search.button')}
            </button>
          </div>
        </form>
        {nouns.length > 0 && <Nouns v={v} nouns={nouns} />}
        {asked && (
          <section class="flow" aria-labelledby="results">
            <h2 class="h3" id="results">
              {t('search.count', { count: instead ? 0 : results.total, shown: counted(v, results.total) })}
            </h2>
            {instead && (
              <p role="status">
                {t('search.instead')}{' '}
                <a href={urls.search.results(v.at, instead)}>
                  <strong>{instead.q}</strong>
                </a>{' '}
                {t('search.instead.count', { count: results.total })}
              </p>
            )}
            {results.total === 0 && nouns.length === 0 && (
              <Empty
                text={t('search.none')}
                action={isNarrowed(question) ? t('search.widen') : undefined}
                href={isNarrowed(question) ? urls.search.results(v.at, widened(question)) : undefined}
              />
            )}
            <ol class="works">
              {results.found.map((result) => (
                <ResultItem v={v} result={result} />
              ))}
            </ol>
            <Pages v={v} question={shown} total={results.total} />
          </section>
        )}
        {keepable && (
          <form method="post" action={urls.search.saved(v.at)} class="notice flow">
            <p>{t('search.keep.text')}</p>
            <input type="hidden" name="query" value={queryOf(v, shown)} />
            <div class="actions">
              <button type="submit" class="button plain">
                {t('search.keep')}
              </button>
            </div>
          </form>
        )}
        {v.actor.kind === 'account' && (
          <p>
            <a href={urls.search.saved(v.at)}>{t('search.saved.title')}</a>
          </p>
        )}
      </div>
    </Document>
  );
}

/** What its room calls this type: "library.judgment". What somebody wrote into an address and no room knows stands as it was written. */
export const typeLabel = (v: View, type: string): string => wordsFor(v.t, type.replace('.', '.kind.')) ?? type;

/** The query string of the search's own address. */
const queryOf = (v: View, question: Question): string =>
  urls.search.results(v.at, { ...question, page: 1 }).split('?')[1] ?? '';

const isNarrowed = ({ kind, type, language, issue, place, facility, year }: Question): boolean =>
  [kind, type, language, issue, place, facility, year].some(Boolean);
const widened = ({ q, sort }: Question): Question => ({ q, sort, page: 1 });

/** Exact up to a thousand. */
const counted = (v: View, n: number): string => (n > 1000 ? `${v.number(1000)}+` : v.number(n));

function Facets({ v, question, results, labels }: Pick<Props, 'v' | 'question' | 'results' | 'labels'>) {
  const t = v.t;
  const state = emptyForm({
    kind: question.kind ?? '',
    type: question.type ?? '',
    language: question.language ?? '',
    issue: question.issue ?? '',
    place: question.place ?? '',
    facility: question.facility ?? '',
    year: question.year ?? '',
    sort: question.sort,
  });
  const label = {
    kind: (value: string) => wordsFor(v.t, `search.kind.${value}`) ?? value,
    type: (value: string) => typeLabel(v, value),
    language: languageName,
    issue: (value: string) => labels.get(value) ?? value,
    place: (value: string) => labels.get(value) ?? value,
    facility: (value: string) => results.facilities.get(value) ?? t('search.facet.facility.chosen'),
    year: (value: string) => value,
  };
  const names = ['kind', 'type', 'language', 'issue', 'place', 'facility', 'year'] as const;
  return (
    <Narrow v={v} label={t('search.narrow')} narrowed={isNarrowed(question)}>
      <div class="filters">
        {names.map((name) => {
          const found = [...results.facets[name]];
          const chosen = question[name];
          if (chosen && !found.some(([value]) => value === chosen)) found.push([chosen, 0]);
          if (found.length === 0) return null;
          return (
            <Select
              v={v}
              name={name}
              label={t(`search.facet.${name}`)}
              state={state}
              options={[
                { value: '', label: t('search.facet.all') },
                ...found.map(([value, n]) => ({ value, label: `${label[name](value)} (${counted(v, n)})` })),
              ]}
            />
          );
        })}
        <Select
          v={v}
          name="sort"
          label={t('search.sort')}
          state={state}
          options={sorts.map((value) => ({ value, label: t(`search.sort.${value}`) }))}
        />
      </div>
    </Narrow>
  );
}

function Nouns({ v, nouns }: { v: View; nouns: Noun[] }) {
  return (
    <nav class="flow" aria-label={v.t('search.nouns')}>
      <p>{v.t('search.nouns')}</p>
      <ul class="tags">
        {nouns.map((noun) => (
          <li>
            <a href={noun.href} {...v.tongue(noun.locale)}>
              {noun.label}
            </a>{' '}
            <MachineMade v={v} fields={noun.machine} of={['label']} short />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ResultItem({ v, result }: { v: View; result: Result }) {
  const foreign = result.locale === v.locale ? undefined : result.locale;
  const tongue = v.tongue(result.locale);
  return (
    <li class="flow">
      <small>
        {[
          result.type ? typeLabel(v, result.type) : v.t(`search.kind.${result.kind}`),
          result.dated.slice(0, 4),
          foreign && languageName(foreign),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
      <h3 {...tongue}>
        <a href={result.href}>{result.title}</a>
      </h3>
      <MachineMade v={v} fields={result.machine ? [result.kind] : []} short />
      {result.headline.map((snippet) => (
        <p {...tongue}>
          <Marked snippet={snippet} />
        </p>
      ))}
      {result.passages.length > 0 && (
        <ul>
          {result.passages.map((passage) => (
            <li {...tongue}>
              <a href={passage.href}>{passage.label || v.t('search.page', { page: passage.part })}</a>{' '}
              <Marked snippet={passage.headline} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const Marked = ({ snippet }: { snippet: Snippet }) => (
  <>{snippet.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</>
);

function Pages({ v, question, total }: { v: View; question: Question; total: number }) {
  const t = v.t;
  const last = Math.min(mostPages, Math.ceil(total / pageSize));
  if (last < 2) return null;
  const { page } = question;
  return (
    <nav class="actions" aria-label={t('search.pages')}>
      {page > 1 && (
        <a class="button plain" rel="prev" href={urls.search.results(v.at, { ...question, page: page - 1 })}>
          {t('search.previous')}
        </a>
      )}
      <span>{t('search.pageOf', { page, last })}</span>
      {page < last && (
        <a class="button plain" rel="next" href={urls.search.results(v.at, { ...question, page: page + 1 })}>
          {t('search.next')}
        </a>
      )}
    </nav>
  );
}
