import type { View } from '../../../platform/http/index.ts';
import { languageLabel } from '../../../platform/i18n/index.ts';
import { AboutWhat, Document, Empty, emptyForm, Field, Pager, Select, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Issue } from '../../vocabularies/index.ts';
import { entryTypes, type Facet, type Filter, facets, filterQuery, isNarrowed, keyOf } from '../filter.ts';
import type { Entry } from '../queries.ts';

export type Labels = { places: Map<string, string>; issues: Map<string, Pick<Issue, 'label' | 'labelIn'>> };
type Props = {
  v: View;
  filter: Filter;
  entries: Entry[];
  more: boolean;
  counts: Map<string, number>;
  labels: Labels;
  /** Whether a list on paper may be asked for. */
  paper: boolean;
};

/** How many values of a facet stand open; the others are folded. */
const open = 6;

/** People and organisations that this reader may see, found by words and narrowed by facets; every state has its own address. */
export function DirectoryPage({ v, filter, entries, more, counts, labels, paper }: Props) {
  const t = v.t;
  const total = counts.get('all') ?? 0;
  const last = entries.at(-1);
  return (
    <Document
      v={v}
      title={t('directory.title')}
      section="directory"
      unlisted={v.actor.kind === 'account' || isNarrowed(filter)}
    >
      <div class="wrap page flow">
        <h1 class="small">{t('directory.title')}</h1>
        <p class="lead screen">
          {t(v.can('member', 'lead', 'coordinator') ? 'directory.lead.members' : 'directory.lead')}
        </p>
        <Search v={v} filter={filter} />
        <Chosen v={v} filter={filter} labels={labels} />
        {total === 0 ? (
          <Empty
            text={t(isNarrowed(filter) ? 'directory.none.narrowed' : 'directory.none')}
            action={isNarrowed(filter) ? t('directory.clear') : undefined}
            href={urls.directory.list(v.at)}
          />
        ) : (
          <div class="found">
            <div class="flow">
              <p role="status">{t('directory.count', { count: total })}</p>
              <p class="to-facets screen">
                <a href="#narrow">{t('directory.narrow')}</a>
              </p>
              <ul class="entries">
                {entries.map((entry) => (
                  <EntryLine v={v} entry={entry} labels={labels} />
                ))}
              </ul>
              <Pager
                v={v}
                next={more && last ? urls.directory.list(v.at, filterQuery(filter, keyOf(last))) : undefined}
              />
              {paper && (
                <p class="screen">
                  <a href={urls.directory.pdf(v.at, filterQuery(filter))}>{t('directory.pdf')}</a>
                </p>
              )}
            </div>
            <aside class="screen" aria-label={t('directory.narrow')}>
              <h2 class="h3" id="narrow">
                {t('directory.narrow')}
              </h2>
              {facets.map((facet) => (
                <FacetLinks v={v} facet={facet} filter={filter} counts={counts} labels={labels} />
              ))}
            </aside>
          </div>
        )}
      </div>
    </Document>
  );
}

/** Words and kind; what was chosen beside them stays. */
function Search({ v, filter }: { v: View; filter: Filter }) {
  const t = v.t;
  const state = emptyForm({ q: filter.q, type: filter.type ?? '' });
  return (
    <form class="filters screen" method="get" action={urls.directory.list(v.at)} role="search">
      <Field v={v} name="q" type="search" label={t('directory.search')} state={state} either maxlength={100} />
      <Select
        v={v}
        name="type"
        label={t('directory.type')}
        state={state}
        options={[
          { value: '', label: t('directory.type.all') },
          ...entryTypes.map((one) => ({ value: one, label: t(`directory.type.${one}`) })),
        ]}
      />
      {facets.map((facet) => filter[facet] && <input type="hidden" name={facet} value={filter[facet]} />)}
      <button type="submit" class="button">
        {t('directory.find')}
      </button>
    </form>
  );
}

/** What the list is narrowed by, each with the way to take it off. */
function Chosen({ v, filter, labels }: { v: View; filter: Filter; labels: Labels }) {
  const chosen = facets.filter((facet) => filter[facet]);
  if (chosen.length === 0) return null;
  return (
    <ul class="tags">
      {chosen.map((facet) => {
        const label = termLabel(v, facet, filter[facet]!, labels);
        return (
          <li>
            <State tone="plain">
              {v.t(`directory.facet.${facet}`)}: {label}
            </State>{' '}
            <a class="screen" href={urls.directory.list(v.at, filterQuery({ ...filter, [facet]: undefined }))}>
              {v.t('directory.remove')}
              <AboutWhat v={v} text={label} />
            </a>
          </li>
        );
      })}
    </ul>
  );
}

type FacetProps = { v: View; facet: Facet; filter: Filter; counts: Map<string, number>; labels: Labels };

/** The values of one facet with how many lines each would leave, the most first. */
function FacetLinks({ v, facet, filter, counts, labels }: FacetProps) {
  if (filter[facet]) return null;
  const values = [...counts]
    .filter(([term]) => term.startsWith(`${facet}:`))
    .map(([term, n]) => ({ value: term.slice(facet.length + 1), n }))
    .map((one) => ({ ...one, label: termLabel(v, facet, one.value, labels) }))
    .sort((a, b) => b.n - a.n || a.label.localeCompare(b.label, v.locale));
  if (values.length === 0) return null;
  const line = ({ value, n, label }: (typeof values)[number]) => (
    <li>
      <a
        href={urls.directory.list(v.at, filterQuery({ ...filter, [facet]: value }))}
        {...(facet === 'issue' ? v.tongue(labels.issues.get(value)?.labelIn) : {})}
      >
        {label}
      </a>{' '}
      <small>{v.number(n)}</small>
    </li>
  );
  return (
    <section class="facet">
      <h3>{v.t(`directory.facet.${facet}`)}</h3>
      <ul>{values.slice(0, open).map(line)}</ul>
      {values.length > open && (
        <details class="fold">
          <summary>
            {v.t('directory.more', { count: values.length - open })}
            <AboutWhat v={v} text={v.t(`directory.facet.${facet}`)} />
          </summary>
          <ul>{values.slice(open).map(line)}</ul>
        </details>
      )}
    </section>
  );
}

/** One line: the name, and what the list is narrowed by of it. */
function EntryLine({ v, entry, labels }: { v: View; entry: Entry; labels: Labels }) {
  const of = (facet: Facet) =>
    entry.facets.filter((term) => term.startsWith(`${facet}:`)).map((term) => term.slice(facet.length + 1));
  const facts = [
    entry.kind === 'organisation' ? of('kind').map((kind) => termLabel(v, 'kind', kind, labels))[0] : undefined,
    of('country').map((id) => termLabel(v, 'country', id, labels))[0],
    of('language')
      .map((code) => languageLabel(v.locale, code))
      .join(', '),
  ].filter(Boolean);
  return (
    <li>
      <a
        href={
          entry.kind === 'person' ? urls.directory.person(v.at, entry.id) : urls.organisations.show(v.at, entry.slug!)
        }
      >
        {entry.name}
      </a>
      {entry.kind === 'organisation' && of('kind').length === 0 && <small> {v.t('directory.type.organisation')}</small>}
      {entry.sample && v.network.sample && <small> {v.t('directory.sample')}</small>}
      {facts.length > 0 && <p class="quiet">{facts.join(' · ')}</p>}
    </li>
  );
}

/** A term of a facet in the reader's language. */
export function termLabel(v: Pick<View, 't' | 'locale'>, facet: Facet, value: string, labels: Labels): string {
  if (facet === 'country') return labels.places.get(value) ?? value;
  if (facet === 'issue') return labels.issues.get(value)?.label ?? value;
  if (facet === 'language') return languageLabel(v.locale, value);
  if (facet === 'kind') return v.t(`organisations.kind.${value}`);
  return v.t(`directory.offer.${value}`);
}
