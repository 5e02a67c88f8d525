import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Issue, Place } from '../../vocabularies/index.ts';
import { type Item, type ItemText, languageIn, stateOn, textFor } from '../item.ts';
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
export const issueName = (names: Names, id: string): string => names.issues.find((one) => one.id === id)?.label ?? id;

/** Who stands behind it: for members her name or the organisation's; for the public never a person. */
export const byWhom = (v: View, item: Item): string =>
  item.organisation ?? (v.can('member', 'lead', 'coordinator') ? item.author : v.t('exchange.byMember'));

/** Where and when, in one line. */
export function placeAndTime(v: View, names: Names, item: Item): string {
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
            item.languages.map((code) => languageIn(v.locale, code)),
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
        ? languageIn(v.locale, term)
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
