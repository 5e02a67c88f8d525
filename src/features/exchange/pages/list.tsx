import type { View } from '../../../platform/http/index.ts';
import { Document, emptyForm, Pager, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Item } from '../item.ts';
import { itemKinds, sides } from '../item.ts';
import { type Counted, facetOptions, ItemLine, type Names, Narrowing, NothingThere } from './parts.tsx';

type Props = Names & {
  v: View;
  items: Item[];
  next: string | undefined;
  counted: Counted;
  filters: Record<string, string>;
};

/** What is offered and asked for today, with the ways to narrow it. */
export function ExchangePage({ v, items, next, counted, filters, ...names }: Props) {
  const t = v.t;
  const member = v.can('member', 'lead', 'coordinator');
  const narrowed = Object.values(filters).some(Boolean);
  const list = urls.exchange.list(v.at);
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
        <Narrowing v={v} list={list} counted={counted} filters={filters} names={names}>
          <Select
            v={v}
            name="side"
            label={t('exchange.filter.side')}
            state={state}
            options={facetOptions(v, counted, 'side', (value) => t(`exchange.side.${value}`), sides)}
          />
          <Select
            v={v}
            name="kind"
            label={t('exchange.filter.kind')}
            state={state}
            options={facetOptions(v, counted, 'kind', (value) => t(`exchange.kind.${value}`), itemKinds)}
          />
        </Narrowing>
        {items.length === 0 && (
          <NothingThere
            v={v}
            list={list}
            narrowed={narrowed}
            none={t(member ? 'exchange.none.member' : 'exchange.none')}
          />
        )}
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
