import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, emptyForm, Pager, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Item } from '../item.ts';
import { itemKinds, languageIn, sides } from '../item.ts';
import { countryName, ItemLine, issueName, type Names } from './parts.tsx';

type Counted = { facet: string; value: string; count: number };
type Props = Names & {
  v: View;
  items: Item[];
  next: string | undefined;
  counted: Counted[];
  filters: Record<string, string>;
};

/** What is offered and asked for today, with the ways to narrow it. */
export function ExchangePage({ v, items, next, counted, filters, ...names }: Props) {
  const t = v.t;
  const member = v.can('member', 'lead', 'coordinator');
  const narrowed = Object.values(filters).some(Boolean);
  const options = (facet: string, label: (value: string) => string, order?: readonly string[]) => {
    const found = counted.filter((one) => one.facet === facet);
    const sorted = order
      ? order.flatMap((value) => found.filter((one) => one.value === value))
      : found.sort((a, b) => label(a.value).localeCompare(label(b.value), v.locale));
    return [
      { value: '', label: t('exchange.filter.any') },
      ...sorted.map(({ value, count }) => ({ value, label: `${label(value)} (${v.number(count)})` })),
    ];
  };
  const state = emptyForm(filters);
  return (
    <Document v={v} title={t('exchange.title')} description={t('exchange.lead')} section="none">
      <div class="wrap page flow">
        <h1 class="small">{t('exchange.title')}</h1>
        <p class="lead">{t('exchange.lead')}</p>
        {member && (
          <p class="actions">
            <a class="button" href={urls.exchange.create(v.at, 'offer')}>
              {t('exchange.new.offer')}
            </a>
            <a class="button" href={urls.exchange.create(v.at, 'request')}>
              {t('exchange.new.request')}
            </a>
            <a class="button plain" href={urls.exchange.mine(v.at)}>
              {t('exchange.mine.title')}
            </a>
          </p>
        )}
        {(counted.length > 0 || narrowed) && (
          <form class="form screen" method="get" action={urls.exchange.list(v.at)}>
            <div class="filters">
              <Select
                v={v}
                name="side"
                label={t('exchange.filter.side')}
                state={state}
                options={options('side', (value) => t(`exchange.side.${value}`), sides)}
              />
              <Select
                v={v}
                name="kind"
                label={t('exchange.filter.kind')}
                state={state}
                options={options('kind', (value) => t(`exchange.kind.${value}`), itemKinds)}
              />
              <Select
                v={v}
                name="country"
                label={t('exchange.filter.country')}
                state={state}
                options={options('country', (value) => countryName(names, value))}
              />
              <Select
                v={v}
                name="language"
                label={t('exchange.filter.language')}
                state={state}
                options={options('language', (value) => languageIn(v.locale, value))}
              />
              <Select
                v={v}
                name="issue"
                label={t('exchange.filter.issue')}
                state={state}
                options={options('issue', (value) => issueName(names, value))}
              />
            </div>
            <div class="actions">
              <button type="submit" class="button plain">
                {t('exchange.filter.apply')}
              </button>
              {narrowed && <a href={urls.exchange.list(v.at)}>{t('exchange.filter.clear')}</a>}
            </div>
          </form>
        )}
        {items.length === 0 &&
          (narrowed ? (
            <Empty
              text={t('exchange.none.narrowed')}
              action={t('exchange.filter.clear')}
              href={urls.exchange.list(v.at)}
            />
          ) : (
            <Empty text={t(member ? 'exchange.none.member' : 'exchange.none')} />
          ))}
        <ul class="shelf">
          {items.map((item) => (
            <ItemLine v={v} item={item} names={names} heading="h2" />
          ))}
        </ul>
        <Pager v={v} next={next && urls.exchange.list(v.at, { ...filters, before: next })} />
        {!member && <p class="quiet">{t('exchange.public.note')}</p>}
      </div>
    </Document>
  );
}
