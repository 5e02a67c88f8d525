import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { languageLabel, languageName } from '../../../platform/i18n/index.ts';
import { AboutWhat, Empty, emptyForm, Narrow, Select, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Issue, Place } from '../../vocabularies/index.ts';
import { type Item, type ItemText, stateOn, textFor } from '../item.ts';
import type { Match } from '../matching.ts';

/** The lists that give terms their names. */
export type Names = { issues: Issue[]; countries: Place[] };

/** The words of an item for the reader. */
export const wordsOf = (v: View, item: Pick<Item, 'texts'>): ItemText =>
  textFor(item.texts, v.locale, v.network.locales) ?? { locale: v.locale, title: '', body: '' };

/** The attributes of a text that is in another language than the page. */
export const langOf = (v: View, locale: string): string | undefined => (locale === v.locale ? undefined : locale);

/** "a, b and c" in the reader's language. */
export const listed = (v: View, terms: string[]): string => new Intl.ListFormat(v.locale).format(terms);

export const countryName = (names: Names, id: string | null): string =>
  names.countries.find((one) => one.id === id)?.label ?? '';
const issueName = (names: Names, id: string): string => names.issues.find((one) => one.id === id)?.label ?? id;

/**
 * Who stands behind it: for members her name or the organisation's; for the public never a person. An organisation that hides from the
 * reader leaves nobody's name: she spoke for it, and not for herself.
 */
export const byWhom = (v: View, item: Item): string =>
  item.organisation ??
  (item.organisationId === null && v.can('member', 'lead', 'coordinator') ? item.author : v.t('exchange.byMember'));

/** An organisation's name, leading to its page where the reader may open it. */
export function Organisation({ v, name, slug }: { v: View; name: string; slug: string | null }) {
  if (slug === null) return <span>{name}</span>;
  return <a href={urls.organisations.show(v.at, slug)}>{name}</a>;
}

/** Where and when, in one line. */
function placeAndTime(v: View, names: Names, item: Item): string {
  const where = [item.whereabouts, item.country ? countryName(names, item.country) : v.t('exchange.anywhere')];
  const when = item.from
    ? v.t('exchange.fromUntil', { from: v.date(item.from), until: v.date(item.until) })
    : v.t('exchange.until', { until: v.date(item.until) });
  return [where.filter(Boolean).join(', '), when].join(' · ');
}

/** One item in a list. */
export function ItemLine({
  v,
  item,
  names,
  heading: Heading,
  match,
  today,
}: {
  v: View;
  item: Item;
  names: Names;
  heading: 'h2' | 'h3';
  match?: Match;
  /** Shows its state. */
  today?: string;
}) {
  const words = wordsOf(v, item);
  return (
    <li class="flow">
      <small>
        <b>{v.t(`exchange.side.${item.side}`)}</b> · {v.t(`exchange.kind.${item.kind}`)}
        {words.locale !== v.locale && ` · ${languageName(words.locale)}`}
      </small>
      <Heading class="h3" lang={langOf(v, words.locale)} dir="auto">
        <a href={urls.exchange.item(v.at, item.id)}>{words.title}</a>
      </Heading>
      <p>
        <small>
          {placeAndTime(v, names, item)}
          <br />
          {listed(
            v,
            item.languages.map((code) => languageLabel(v.locale, code)),
          )}{' '}
          · {byWhom(v, item)}
        </small>
      </p>
      {match && <p>{whyOf(v, names, match)}</p>}
      {today && (
        <p>
          <ItemState v={v} item={item} today={today} />
        </p>
      )}
    </li>
  );
}

/** Why two fit, in a sentence. */
export function whyOf(v: View, names: Names, match: Match): string {
  const parts = match.reasons.map(({ kind, terms }) => {
    const said = terms.map((term) =>
      kind === 'language'
        ? languageLabel(v.locale, term)
        : kind === 'issue'
          ? issueName(names, term)
          : kind === 'kind'
            ? v.t(`exchange.kind.${term}`)
            : countryName(names, term),
    );
    return v.t(`exchange.match.${kind}`, { terms: listed(v, said) });
  });
  return v.t('exchange.match.why', { reasons: parts.join('; ') });
}

const tones = { open: 'ok', matched: 'wait', done: 'plain', withdrawn: 'plain', expired: 'plain' } as const;

/** Its state on a day, in words. */
export function ItemState({ v, item, today }: { v: View; item: Item; today: string }) {
  const state = stateOn(item, today);
  return <State tone={tones[state]}>{v.t(`exchange.state.${state}`)}</State>;
}

const textWords = {
  there: 'exchange.texts.there',
  begun: 'exchange.practices.unfinished',
  none: 'exchange.texts.none',
};

/** Each language of the network with what is written in it, and the way to write it. Mistakes about the texts lead to the first row. */
export function TextsTable({
  v,
  written,
  href,
}: {
  v: View;
  written(locale: string): keyof typeof textWords;
  href(locale: string): string;
}) {
  const t = v.t;
  return (
    <Table
      caption={t('exchange.texts.caption')}
      head={['language', 'state', 'action'].map((column) => t(`exchange.texts.head.${column}`))}
    >
      {v.network.locales.map((locale, at) => (
        <tr id={at === 0 ? 'texts' : undefined}>
          <th scope="row">{languageName(locale)}</th>
          <td>
            <State tone={written(locale) === 'there' ? 'ok' : 'plain'}>{t(textWords[written(locale)])}</State>
          </td>
          <td>
            <a class="button plain" href={href(locale)}>
              {t(written(locale) === 'none' ? 'exchange.texts.write' : 'exchange.texts.edit')}
              <AboutWhat v={v} text={languageName(locale)} />
            </a>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** How many there are of each value of each facet. */
export type Counted = { facet: string; value: string; count: number }[];

/** What a list can be narrowed by: "any", then each value that there is with its count, in `order` or by its name. */
export function facetOptions(
  v: View,
  counted: Counted,
  facet: string,
  label: (value: string) => string,
  order?: readonly string[],
): { value: string; label: string }[] {
  const found = counted.filter((one) => one.facet === facet);
  const sorted = order
    ? order.flatMap((value) => found.filter((one) => one.value === value))
    : found.toSorted((a, b) => label(a.value).localeCompare(label(b.value), v.locale));
  return [
    { value: '', label: v.t('exchange.filter.any') },
    ...sorted.map(({ value, count }) => ({ value, label: `${label(value)} (${v.number(Number(count))})` })),
  ];
}

/**
 * The form that narrows a list by country, language, issue and what stands before them; nothing where there is nothing to narrow. Where it
 * begins with words to search for (`words`), these stay in sight on a telephone and the rest is folded.
 */
export function Narrowing({
  v,
  list,
  counted,
  filters,
  names,
  words,
  children,
}: {
  v: View;
  list: string;
  counted: Counted;
  filters: Record<string, string>;
  names: Names;
  words?: Child;
  children?: Child;
}) {
  const narrowed = Object.values(filters).some(Boolean);
  if (counted.length === 0 && !narrowed) return null;
  const state = emptyForm(filters);
  const facets = {
    country: (value: string) => countryName(names, value),
    language: (value: string) => languageLabel(v.locale, value),
    issue: (value: string) => issueName(names, value),
  };
  const { q: _, ...facetsSet } = filters;
  const choices = (
    <div class="filters">
      {children}
      {Object.entries(facets).map(([facet, label]) => (
        <Select
          v={v}
          name={facet}
          label={v.t(`exchange.filter.${facet}`)}
          state={state}
          options={facetOptions(v, counted, facet, label)}
        />
      ))}
    </div>
  );
  const form = (
    <form class="form screen" method="get" action={list}>
      {words}
      {words ? (
        <Narrow v={v} narrowed={Object.values(facetsSet).some(Boolean)}>
          {choices}
        </Narrow>
      ) : (
        choices
      )}
      <div class="actions">
        <button type="submit" class="button plain">
          {v.t('exchange.filter.apply')}
        </button>
        {narrowed && <a href={list}>{v.t('exchange.filter.clear')}</a>}
      </div>
    </form>
  );
  return words ? (
    form
  ) : (
    <Narrow v={v} narrowed={narrowed}>
      {form}
    </Narrow>
  );
}

/** What stands in place of a list in which nothing is. */
export const NothingThere = ({
  v,
  list,
  narrowed,
  none,
}: {
  v: View;
  list: string;
  narrowed: boolean;
  none: string;
}) =>
  narrowed ? (
    <Empty text={v.t('exchange.none.narrowed')} action={v.t('exchange.filter.clear')} href={list} />
  ) : (
    <Empty text={none} />
  );
