import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import {
  Document,
  Empty,
  emptyForm,
  isMachineMade,
  Narrow,
  Pager,
  SearchForm,
  Select,
  State,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { datedIn } from '../cite/plain.ts';
import type { Facets } from '../facets.ts';
import { type Filters, type Sort, sorts, writeFilters } from '../filters.ts';
import type { WorkLine } from '../queries.ts';
import { nameOf, outcomes } from '../work.ts';

type Props = {
  v: View;
  works: WorkLine[];
  next: string | undefined;
  facets: Facets;
  filters: Filters;
  sort: Sort;
  /** Labels of issues and places by id, in the reader's language. */
  labels: Map<string, string>;
};

/** What the network knows, narrowed by kind, language, place, issue and year; all of it in the address. */
export function LibraryPage({ v, works, next, facets, filters, sort, labels }: Props) {
  const t = v.t;
  const narrowed = Object.values(filters).some(Boolean);
  const query = writeFilters(filters, sort);
  return (
    <Document v={v} title={t('library.title')} description={t('library.lead')} section="library">
      <div class="wrap page flow">
        <h1 class="small">{t('library.title')}</h1>
        <p class="lead">{t('library.lead')}</p>
        <SearchForm
          v={v}
          action={urls.search.form(v.at)}
          keep={{ kind: 'library' }}
          words=""
          label={t('library.search')}
          hint={t('library.search.hint')}
          button={t('library.search.button')}
          maxlength={200}
        />
        {(facets.total > 0 || narrowed) && (
          <NarrowBy v={v} facets={facets} filters={filters} sort={sort} labels={labels} />
        )}
        <h2 class="h3" id="results">
          {t('library.count', { count: facets.total })}
        </h2>
        {works.length === 0 && (
          <Empty
            text={t(narrowed ? 'library.none.narrowed' : 'library.none')}
            action={narrowed ? t('library.filters.clear') : undefined}
            href={narrowed ? urls.library.list(v.at) : undefined}
          />
        )}
        <ul class="works">
          {works.map((work) => (
            <WorkItem v={v} work={work} heading="h3" />
          ))}
        </ul>
        <Pager v={v} next={next && urls.library.list(v.at, { ...query, after: next })} />
        {facets.total > 0 && (
          <p>
            <small>
              {t('library.take')} <a href={urls.library.export(v.at, 'bib', query)}>{'BibTeX'}</a>,{' '}
              <a href={urls.library.export(v.at, 'ris', query)}>{'RIS'}</a>,{' '}
              <a href={urls.library.export(v.at, 'csl.json', query)}>{'CSL-JSON'}</a>,{' '}
              <a href={urls.library.export(v.at, 'csv', query)}>{'CSV'}</a>. {t('library.feeds')}{' '}
              <a href={urls.library.atom(v.at)}>{'Atom'}</a>, <a href={urls.library.jsonFeed(v.at)}>{'JSON Feed'}</a>
            </small>
          </p>
        )}
      </div>
    </Document>
  );
}

function NarrowBy({ v, facets, filters, sort, labels }: Omit<Props, 'works' | 'next'>) {
  const t = v.t;
  const state = emptyForm({ ...(filters as Record<string, string>), sort });
  const options = (
    facet: Exclude<keyof Facets, 'total'>,
    label: (value: string) => string,
    order: 'label' | 'latest' | 'given' = 'label',
  ) => {
    const found = [...facets[facet]].map(([value, n]) => ({ value, label: label(value), n }));
    const chosen = filters[facet];
    if (chosen && !facets[facet].has(chosen)) found.push({ value: chosen, label: label(chosen), n: 0 });
    if (order === 'label') found.sort((a, b) => a.label.localeCompare(b.label, v.locale));
    if (order === 'latest') found.sort((a, b) => b.value.localeCompare(a.value));
    return [
      { value: '', label: t('library.filter.all') },
      ...found.map((one) => ({ value: one.value, label: `${one.label} (${v.number(one.n)})` })),
    ];
  };
  const named = (id: string) => labels.get(id) ?? id;
  const select = (name: Exclude<keyof Facets, 'total'>, choices: { value: string; label: string }[]) =>
    choices.length > 1 && (
      <Select v={v} name={name} label={t(`library.filter.${name}`)} state={state} options={choices} />
    );
  return (
    <Narrow v={v} narrowed={Object.values(filters).some(Boolean)}>
      <form class="flow screen" method="get" action={urls.library.list(v.at)} aria-label={t('ui.narrow')}>
        <div class="filters">
          {select(
            'kind',
            options('kind', (value) => t(`library.kind.${value}`)),
          )}
          {select('language', options('language', languageName))}
          {select('issue', options('issue', named))}
          {select('country', options('country', named))}
          {select(
            'year',
            options('year', (value) => value, 'latest'),
          )}
          {v.can('member', 'lead', 'coordinator') &&
            select(
              'access',
              options('access', (value) => t(`library.filter.access.${value}`)),
            )}
          <Select
            v={v}
            name="sort"
            label={t('library.sort')}
            state={state}
            options={sorts.map((value) => ({ value, label: t(`library.sort.${value}`) }))}
          />
        </div>
        <div class="actions">
          <button type="submit" class="button">
            {t('library.filters.apply')}
          </button>
          {Object.values(filters).some(Boolean) && (
            <a class="button plain" href={urls.library.list(v.at)}>
              {t('library.filters.clear')}
            </a>
          )}
        </div>
      </form>
    </Narrow>
  );
}

/** One work in a list: what it is, by whom and when, its title, what it says in short, and in which languages it is here. */
function WorkItem({ v, work, heading: Heading }: { v: View; work: WorkLine; heading: 'h2' | 'h3' }) {
  const t = v.t;
  const { version } = work;
  const makers = work.creators.map(nameOf).join(', ') || work.court || work.publisher;
  const foreign = version.locale === v.locale ? undefined : version.locale;
  return (
    <li class="flow">
      <small>
        {[t(`library.kind.${work.kind}`), makers, datedIn(v.locale, work.dated)].filter(Boolean).join(' · ')}
        {work.access !== 'public' && (
          <>
            {' '}
            <State tone="wait">{t(`library.access.${work.access}`)}</State>
          </>
        )}
      </small>
      <Heading class="h3" lang={foreign} dir={foreign ? 'auto' : undefined}>
        <a href={urls.library.show(v.at, work.slug)}>{version.title}</a>
      </Heading>
      {version.abstract && (
        <p lang={foreign} dir={foreign ? 'auto' : undefined}>
          {shortened(version.abstract)}
        </p>
      )}
      <small>
        {isMachineMade(version.machine, ['title', 'abstract']) && (
          <>
            <span class="machine">{t('ui.machine.short')}</span>
            {' · '}
          </>
        )}
        {t('library.in', {
          count: work.locales.length,
          languages: work.locales.map((code) => languageIn(v.locale, code)).join(', '),
        })}
        {work.outcome && outcomes.includes(work.outcome as never) && ` · ${t(`library.outcome.${work.outcome}`)}`}
        {work.files > 0 && ` · ${t('library.files.count', { count: work.files })}`}
      </small>
    </li>
  );
}

/** The beginning of an abstract, whole words. */
function shortened(text: string, longest = 280): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest);
  return `${cut.slice(0, cut.lastIndexOf(' ') > longest / 2 ? cut.lastIndexOf(' ') : longest)}…`;
}
